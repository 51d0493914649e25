"""Is the database of this machine ready? One marker in it says so, read without loading the house.

The marker names the migration that the database stands at and a fingerprint of everything that
prepares it (migrations and example data), so a changed checkout is prepared anew.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from pathlib import Path

from say import ROOT

SERIES = "prepared:"
SOURCES = ("migrations/versions/*.py", "demo/**/*.py")


def instance_folder() -> Path:
    """Where secrets, database and files of this installation are."""
    return Path(os.environ.get("INSTANCE_DIR") or ROOT / "instance").resolve()


def fingerprint() -> str:
    """What prepares a database, in 16 letters."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def marker(version: str) -> str:
    """The series of the counter that says: prepared by this code, at this migration."""
    return f"{SERIES}{fingerprint()}:{version}"[:60]


def is_prepared() -> bool:
    """Does our SQLite file carry the marker? False when in doubt, and for other databases."""
    url = os.environ.get("DATABASE_URL", "")
    if url and not url.startswith("sqlite:///"):
        return False
    path = Path(url.removeprefix("sqlite:///")) if url else instance_folder() / "minning.sqlite"
    if not path.exists():
        return False
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5) as database:
            (version,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
            asked = "SELECT 1 FROM counter WHERE series = ?"
            return database.execute(asked, (marker(version),)).fetchone() is not None
    except (sqlite3.Error, TypeError):
        return False
