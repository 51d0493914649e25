"""A running house for journeys: real gunicorn and worker on loopback, and a plain browser."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path

from tests.conftest import TODAY

ROOT = Path(__file__).resolve().parents[2]
CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
READY_S = 120.0  # a bound, not an expectation: the machine may be busy


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class House:
    """gunicorn and the worker as processes of their own, in their own process groups."""

    folder: Path
    database_url: str
    port: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        """The environment of its processes."""
        kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        return {
            **kept,
            "APP_ENV": "test",
            "DEMO": "1",
            "INSTANCE_DIR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "PORT": str(self.port),
            "PUBLIC_URL": self.url,
            "CLOCK_START": TODAY.isoformat(),
        }

    def start(self, name: str) -> None:
        """Start ``web`` or ``worker``."""
        python = [sys.executable, "-m"]
        commands = {
            "web": [*python, "gunicorn", "-c", "config/gunicorn.py", "wsgi:app"],
            "worker": [*python, "flask", "--app", "wsgi", "worker"],
        }
        log = (self.folder / f"{name}.log").open("ab")
        self.processes[name] = subprocess.Popen(
            commands[name], cwd=ROOT, env=self.env, start_new_session=True, stdout=log, stderr=log
        )
        if name == "web":
            self.wait()

    def wait(self) -> None:
        """Until it answers."""
        until = time.monotonic() + READY_S
        while time.monotonic() < until and self.processes["web"].poll() is None:
            try:
                urllib.request.urlopen(f"{self.url}/status", timeout=5)
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError((self.folder / "web.log").read_text()[-3000:])

    def kill(self, name: str) -> None:
        """kill -9 of the whole process group."""
        process = self.processes.pop(name)
        with suppress(ProcessLookupError):  # it may have ended by itself
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_child(self, name: str, dice: random.Random) -> None:
        """kill -9 of one child; its master starts another.

        A child that was killed before stands in the list until its master has noticed, and may be
        gone between our look and our signal: such a one counts as killed.
        """
        master = self.processes[name].pid
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        if children:
            with suppress(ProcessLookupError):
                os.kill(int(dice.choice(children)), signal.SIGKILL)

    def stop(self) -> None:
        """End what still runs."""
        for name in list(self.processes):
            self.kill(name)


class Browser:
    """A browser without JavaScript: cookies, forms with their CSRF token, redirects."""

    def __init__(self, base: str, *, patience_s: float = 60) -> None:
        self.base, self.patience_s = base, patience_s
        self.cookies = CookieJar()
        handler = urllib.request.HTTPCookieProcessor(self.cookies)
        self.opener = urllib.request.build_opener(handler)
        self.at = base

    def open(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """GET, or POST a form; returns status and text after redirects."""
        url = urllib.parse.urljoin(self.base, path)
        body = urllib.parse.urlencode(form).encode() if form is not None else None
        request = urllib.request.Request(url, data=body, headers={"Referer": self.at})
        try:
            with self.opener.open(request, timeout=self.patience_s) as answer:
                self.at = answer.geturl()
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    def submit(self, page: str, action: str, form: dict[str, str]) -> tuple[int, str]:
        """Open a page, take its CSRF token and hidden form key, post the form."""
        _status, html = self.open(page)
        found = CSRF.search(html)
        token = {"csrf_token": found.group(1)} if found else {}
        return self.open(action, {**token, **form})
