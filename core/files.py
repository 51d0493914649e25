"""Files that people upload: bytes behind a port, what we know of them in a row.

The bytes are written first, under a random key; the row belongs to the transaction. A refused
request leaves bytes without a row, `discard` removes only the row: the nightly sweep takes away
all bytes that no row names. Nothing here is public by itself: whoever shows a file checks who asks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import CheckConstraint, String, select
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, CreatedMixin, IdMixin, RefMixin, session
from core.errors import NotFound
from core.refs import new_ref

ORPHAN_AGE = timedelta(days=1)


class FileStore(Protocol):
    """Keeps bytes under keys; a folder of this machine, or an object store."""

    def write(self, key: str, data: bytes) -> None:
        """Keep bytes under a new key; they are safe when this returns."""
        ...

    def read(self, key: str) -> bytes:
        """The bytes of a key.

        Raises:
            KeyError: nothing is kept under it.
        """
        ...

    def remove(self, key: str) -> None:
        """Forget a key; forgetting what is not there is no error."""
        ...

    def list_older(self, than: datetime) -> Iterator[str]:
        """The keys that were written before an instant."""
        ...


class StoredFile(IdMixin, RefMixin, CreatedMixin, Base):
    """What we know of one kept file."""

    __tablename__ = "stored_file"
    __table_args__ = (CheckConstraint("size > 0", name="size"),)
    key: Mapped[str] = mapped_column(String(26), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    content_type: Mapped[str] = mapped_column(String(60))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)


@dataclass(frozen=True, slots=True)
class FileCard:
    """A kept file as others see it."""

    ref: str
    name: str
    content_type: str
    size: int
    sha256: str


def keep(store: FileStore, data: bytes, *, content_type: str, name: str, at: datetime) -> FileCard:
    """Keep a file; the row is part of the present transaction.

    Args:
        store: where the bytes go.
        data: the bytes, already checked for what they are.
        content_type: what they are.
        name: what the person called the file, for showing only.
        at: now.
    """
    row = StoredFile(
        ref=new_ref(),
        key=new_ref(),
        name=name[:120],
        content_type=content_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        created_at=at,
    )
    store.write(row.key, data)
    session().add(row)
    session().flush()  # whoever keeps the reference may point to the row at once
    return _card(row)


def fetch(store: FileStore, ref: str) -> tuple[FileCard, bytes]:
    """A kept file with its bytes; the caller has checked that the asker may see it.

    Raises:
        NotFound: there is none, or its bytes are gone.
    """
    row = session().scalar(select(StoredFile).where(StoredFile.ref == ref))
    if row is None:
        raise NotFound("file_not_found")
    try:
        return _card(row), store.read(row.key)
    except KeyError as gone:
        raise NotFound("file_not_found") from gone


def list_cards(refs: list[str]) -> dict[str, FileCard]:
    """What is known of several files, by reference."""
    rows = session().scalars(select(StoredFile).where(StoredFile.ref.in_(refs)))
    return {row.ref: _card(row) for row in rows}


def discard(ref: str) -> None:
    """Forget a file: its row now, its bytes with the next sweep."""
    row = session().scalar(select(StoredFile).where(StoredFile.ref == ref))
    if row is not None:
        session().delete(row)


def sweep_orphans(store: FileStore, *, at: datetime) -> int:
    """Take away bytes of more than a day that no row names; answers how many."""
    removed = 0
    for key in list(store.list_older(at - ORPHAN_AGE)):
        if session().scalar(select(StoredFile.id).where(StoredFile.key == key)) is None:
            store.remove(key)
            removed += 1
    return removed


def _card(row: StoredFile) -> FileCard:
    return FileCard(row.ref, row.name, row.content_type, row.size, row.sha256)
