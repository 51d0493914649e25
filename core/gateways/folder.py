"""Files in a folder of this machine: private to us, written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from core.refs import ALPHABET, REF_LENGTH


class FolderStore:
    """One file per key, in a subfolder named by the key's first letters."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, key: str) -> Path:
        if len(key) != REF_LENGTH or not set(key) <= set(ALPHABET):
            raise KeyError(key)
        return self._folder / key[:2] / key

    def write(self, key: str, data: bytes) -> None:
        """Keep bytes under a new key; they are on the disk when this returns."""
        path = self._path(key)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        half = path.with_suffix(".part")
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.rename(path)

    def read(self, key: str) -> bytes:
        """The bytes of a key.

        Raises:
            KeyError: nothing is kept under it.
        """
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError as missing:
            raise KeyError(key) from missing

    def remove(self, key: str) -> None:
        """Forget a key."""
        self._path(key).unlink(missing_ok=True)

    def list_older(self, than: datetime) -> Iterator[str]:
        """The keys that were written before an instant, halves of broken writes included."""
        for path in self._folder.glob("??/*"):
            if path.stat().st_mtime < than.timestamp():
                if path.suffix:
                    path.unlink(missing_ok=True)
                else:
                    yield path.name
