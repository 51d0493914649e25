"""Files in memory: for tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from core import clock


class MemoryStore:
    """Keeps bytes as long as the process lives."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[datetime, bytes]] = {}

    def write(self, key: str, data: bytes) -> None:
        """Keep bytes under a new key."""
        self.kept[key] = (clock.now(), data)

    def read(self, key: str) -> bytes:
        """The bytes of a key."""
        return self.kept[key][1]

    def remove(self, key: str) -> None:
        """Forget a key."""
        self.kept.pop(key, None)

    def list_older(self, than: datetime) -> Iterator[str]:
        """The keys that were written before an instant."""
        return iter([key for key, (at, _data) in self.kept.items() if at < than])
