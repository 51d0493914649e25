"""Serve the shop on this machine: secrets, database, demo valley, then web and worker side by side.

Stays in the foreground until it is told to stop (Ctrl-C or SIGTERM) and restarts a part that dies.
"""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from say import ROOT, note, plain, step

BIN = Path(sys.executable).parent
INSTANCE = ROOT / "instance"
SECRETS = ("secret_key", "server_secret", "ca_passphrase")
PORT = int(os.environ.get("PORT") or "8000")
FLASK = [str(BIN / "flask"), "--app", "wsgi"]
PARTS = {
    "web": [str(BIN / "gunicorn"), "-c", "config/gunicorn.py", "wsgi:app"],
    "worker": [*FLASK, "worker"],
}
STEADY_S = 5.0
GIVE_UP_AFTER = 5
WELCOME = """
  闽宁优选 · MinNing Select is open:   http://localhost:{port}

  All names and goods are examples; payments are a demonstration, no money moves.
  Demo sign-ins, password of all: {password} · signing PIN: {pin}
{people}
  Stop with Ctrl-C.
"""


def main() -> int:
    """Prepare, then serve unless asked not to."""
    INSTANCE.mkdir(mode=0o700, exist_ok=True)
    write_secrets()
    environment = os.environ | {"PORT": str(PORT)}
    serve = "--prepare-only" not in sys.argv
    if serve and not port_is_free():
        note(f"Port {PORT} is in use. Choose another: PORT={PORT + 10} make run")
        return 1
    if not prepare(environment):
        return 1
    return Supervisor(environment).run() if serve else 0


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


def prepare(environment: dict[str, str]) -> bool:
    """Bring the database up to date and load the demo valley if it is not there."""
    step("Database and demo valley")
    if subprocess.call([sys.executable, "tools/prepare.py"], cwd=ROOT, env=environment):
        note("The database could not be prepared; the lines above say why.")
        return False
    return True


class Supervisor:
    """Keeps the parts running until it is told to stop."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.started: dict[str, float] = {}
        self.quick_deaths: dict[str, int] = dict.fromkeys(PARTS, 0)
        self.is_stopping = False

    def run(self) -> int:
        """Start all parts, greet, watch, and stop them at the end."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.on_signal)
        for name in PARTS:
            self.start(name)
        try:
            if self.is_answering():
                plain(welcome())
            return self.watch()
        finally:
            self.stop()

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        """Remember that we are asked to stop."""
        del number, frame
        self.is_stopping = True

    def start(self, name: str) -> None:
        """Start one part in a session of its own, so that we alone pass signals on."""
        self.started[name] = time.monotonic()
        self.running[name] = subprocess.Popen(
            PARTS[name], cwd=ROOT, env=self.environment, start_new_session=True
        )

    def is_answering(self) -> bool:
        """Wait until the front page answers."""
        for _ in range(200):
            if self.is_stopping or self.running["web"].poll() is not None:
                return False
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=10):
                    return True
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        return False

    def watch(self) -> int:
        """Restart what dies; give up when a part cannot stay alive."""
        while not self.is_stopping:
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
        """Ask all parts to finish what they do, wait, and end what does not listen."""
        plain("\n  Stopping …")
        for process in self.running.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        until = time.monotonic() + 25
        for process in self.running.values():
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()


def welcome() -> str:
    """The address and the demo sign-ins."""
    sys.path.insert(0, str(ROOT))
    from demo.data.accounts import PASSWORD, PIN, SIGN_INS

    people = "\n".join(f"    {mail:<38} {who}" for mail, who in SIGN_INS)
    return WELCOME.format(port=PORT, password=PASSWORD, pin=PIN, people=people)


if __name__ == "__main__":
    sys.exit(main())
