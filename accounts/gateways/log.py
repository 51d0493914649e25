"""Without a provider, messages go to a file that the operator of this machine can read."""

from __future__ import annotations

import json
from pathlib import Path

from core import clock


class _LogFile:
    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, key: str, **what: str) -> None:
        line = json.dumps({"at": clock.now().isoformat(), "key": key, **what}, ensure_ascii=False)
        if not self.path.exists():
            self.path.touch(mode=0o600)
        elif f'"key": {json.dumps(key)}' in self.path.read_text(encoding="utf-8"):
            return
        with self.path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


class LogSms:
    """Short messages written to a file, one JSON line each."""

    is_live = False

    def __init__(self, path: Path) -> None:
        self._file = _LogFile(path)

    def send(self, phone: str, text: str, key: str) -> None:
        """Write the message down."""
        self._file.write(key, phone=phone, text=text)


class LogMail:
    """Mail written to a file, one JSON line each."""

    is_live = False

    def __init__(self, path: Path) -> None:
        self._file = _LogFile(path)

    def send(self, to: str, subject: str, text: str, key: str) -> None:
        """Write the mail down."""
        self._file.write(key, to=to, subject=subject, text=text)
