"""What `make run` starts: quick the second time, alone on its port, and gone without a trace."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys.house import ROOT, free_port

sys.path.insert(0, str(ROOT / "tools"))

from prepared import marker

RUN = [sys.executable, "tools/run.py"]
READY_S, GONE_S = 60.0, 30.0
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation that has been prepared before, with nothing in its shop."""
    folder = tmp_path_factory.mktemp("run") / "instance"
    env = environment(folder, 0)
    command = [str(Path(sys.executable).parent / "flask"), "--app", "wsgi", "db", "upgrade"]
    subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)
    with sqlite3.connect(folder / "minning.sqlite") as database:
        (version,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
        database.execute("INSERT INTO counter VALUES (?, 1)", (marker(version),))
    return folder


def environment(folder: Path, port: int) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "APP_ENV")}
    return kept | {"INSTANCE_DIR": str(folder), "PORT": str(port)}


@contextmanager
def running(folder: Path, port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as out:
        process = subprocess.Popen(
            RUN, cwd=ROOT, env=environment(folder, port), stdout=out, stderr=out
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def wait_until(is_true, log: Path, within_s: float) -> None:
    until = time.monotonic() + within_s
    while not is_true():
        assert time.monotonic() < until, log.read_text()[-3000:]
        time.sleep(0.1)


def family(pid: int) -> list[int]:
    """A process's children and theirs."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    children = [int(child) for child in listed.read_text().split()] if listed.exists() else []
    return children + [one for child in children for one in family(child)]


def is_alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.slow
@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_every_end_ends_web_and_worker_too(instance: Path, tmp_path: Path, number: int) -> None:
    port, log = free_port(), tmp_path / "run.log"
    with running(instance, port, log) as process:
        wait_until(lambda: "is open" in log.read_text(), log, READY_S)
        everybody = family(process.pid)
        assert len(everybody) >= 3  # gunicorn, a child of it, the worker
        process.send_signal(number)
        assert process.wait(GONE_S) == (-number if number == signal.SIGKILL else 0)
        wait_until(lambda: not any(map(is_alive, everybody)), log, GONE_S)
    said = log.read_text()
    assert "Up to date; the demo valley is there." in said
    assert " of 1" not in said  # no progress of what was done long ago
    assert "Traceback" not in said


def test_a_taken_port_is_named_with_what_to_type(instance: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            RUN, cwd=ROOT, env=environment(instance, port), capture_output=True, text=True
        )
    assert done.returncode == 1
    assert f"Port {port} is in use. Choose another: PORT={port + 10} make run" in done.stdout
