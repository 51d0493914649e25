"""Serve the shop on this machine: secrets, database, demo valley, then web and worker side by side.

Stays in the foreground until it is told to stop (Ctrl-C, SIGTERM, a closed terminal) and restarts
a part that dies. Whatever ends this process, nothing of it is left behind.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from child import here, spawn
from prepared import instance_folder, is_prepared
from say import ROOT, note, plain, step

BIN = Path(sys.executable).parent
INSTANCE = instance_folder()
SECRETS = ("secret_key", "server_secret", "ca_passphrase")
PORT = int(os.environ.get("PORT") or "8000")
PARTS = {
    "web": [str(BIN / "gunicorn"), "-c", "config/gunicorn.py", "wsgi:app"],
    "worker": [str(BIN / "flask"), "--app", "wsgi", "worker"],
}
STEADY_S = 5.0
GIVE_UP_AFTER = 5
STOP_WITHIN_S = 25.0
PATIENCE_S = 10.0
WELCOME = """
  闽宁优选 · MinNing Select is open:   http://localhost:{port}

  All names and goods are examples; payments are a demonstration, no money moves.
  Demo sign-ins, password of all: {password} · signing PIN: {pin}
{people}
  Stop with Ctrl-C.
"""


class Stop:
    """Whether we have been asked to stop."""

    def __init__(self) -> None:
        self.is_asked = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask)

    def ask(self, number: int, frame: FrameType | None) -> None:
        """Remember it; the loops look here."""
        del number, frame
        self.is_asked = True


def main() -> int:
    """Prepare, then serve unless asked not to."""
    stop = Stop()
    INSTANCE.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_secrets()
    environment = here() | {"PORT": str(PORT), "INSTANCE_DIR": str(INSTANCE)}
    serve = "--prepare-only" not in sys.argv
    if serve and not port_is_free():
        note(f"Port {PORT} is in use. Choose another: PORT={PORT + 10} make run")
        return 1
    if not prepare(environment, stop):
        return 1
    return Supervisor(environment, stop).run() if serve else 0


def write_secrets() -> None:
    """Make the secrets of this machine at random, once, readable by us alone."""
    for name in SECRETS:
        path = INSTANCE / name
        if path.exists():
            path.chmod(0o600)
            continue
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))


def port_is_free() -> bool:
    """May we listen on the port?"""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", PORT))
        except OSError:
            return False
    return True


def prepare(environment: dict[str, str], stop: Stop) -> bool:
    """Bring the database up to date and load the demo valley, unless that has been done."""
    step("Database and demo valley")
    with alone(stop):
        if is_prepared():
            plain("  Up to date; the demo valley is there.")
            return not stop.is_asked
        loading = spawn([sys.executable, "tools/prepare.py"], environment)
        while loading.poll() is None:
            if stop.is_asked:
                end(loading)
            time.sleep(0.1)
    if stop.is_asked:
        note("Stopped. The next start goes on where this one was.")
    elif loading.returncode:
        note("The database could not be prepared; the lines above say why.")
    return not stop.is_asked and loading.returncode == 0


@contextmanager
def alone(stop: Stop) -> Iterator[None]:
    """Wait until nobody else prepares the same database."""
    with (INSTANCE / "prepare.lock").open("w") as lock:
        is_told = False
        while not stop.is_asked:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not is_told:
                    note("Another start is preparing this database: waiting for it.")
                is_told = True
                time.sleep(0.3)
        yield


def end(process: subprocess.Popen[bytes], within_s: float = STOP_WITHIN_S) -> None:
    """Ask a process to finish what it does, and end it when it does not listen."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(within_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Supervisor:
    """Keeps the parts running until it is told to stop."""

    def __init__(self, environment: dict[str, str], stop: Stop) -> None:
        self.environment = environment
        self.stop_asked = stop
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.started: dict[str, float] = {}
        self.quick_deaths: dict[str, int] = dict.fromkeys(PARTS, 0)

    def run(self) -> int:
        """Start all parts, greet, watch, and stop them at the end."""
        step("Web and worker")
        for name in PARTS:
            self.start(name)
        try:
            if self.is_answering():
                plain(welcome())
            return self.watch()
        finally:
            self.stop()

    def start(self, name: str) -> None:
        """Start one part."""
        self.started[name] = time.monotonic()
        self.running[name] = spawn(PARTS[name], self.environment)

    def is_answering(self) -> bool:
        """Wait until the front page answers; says so when that takes long."""
        told = time.monotonic()
        while not self.stop_asked.is_asked and self.running["web"].poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=10):
                    return True
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
            if time.monotonic() - told > PATIENCE_S:
                told = time.monotonic()
                plain("  still starting …")
        return False

    def watch(self) -> int:
        """Restart what dies; give up when a part cannot stay alive."""
        while not self.stop_asked.is_asked:
            for name, process in self.running.items():
                if process.poll() is not None and not self.revive(name, process.returncode):
                    return 1
            time.sleep(0.2)
        return 0

    def revive(self, name: str, code: int) -> bool:
        """Start a dead part again. False when it has died at once too often."""
        is_quick = time.monotonic() - self.started[name] < STEADY_S
        self.quick_deaths[name] = self.quick_deaths[name] + 1 if is_quick else 1
        if self.quick_deaths[name] > GIVE_UP_AFTER:
            note(f"{name} keeps ending at once (code {code}); stopping. The lines above say why.")
            return False
        note(f"{name} ended (code {code}), starting it again")
        time.sleep(0.2 * self.quick_deaths[name])
        self.start(name)
        return True

    def stop(self) -> None:
        """Stop all parts side by side. A closed terminal takes no more words."""
        try:
            plain("\n  Stopping …")
        except OSError:
            sys.stdout = None
        until = time.monotonic() + STOP_WITHIN_S
        for process in self.running.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.running.values():
            end(process, max(0.1, until - time.monotonic()))


def welcome() -> str:
    """The address and the demo sign-ins."""
    sys.path.insert(0, str(ROOT))
    from demo.data.accounts import PASSWORD, PIN, SIGN_INS

    people = "\n".join(f"    {mail:<38} {who}" for mail, who in SIGN_INS)
    return WELCOME.format(port=PORT, password=PASSWORD, pin=PIN, people=people)


if __name__ == "__main__":
    sys.exit(main())
