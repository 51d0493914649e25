"""Bring the database up to date and load the demo valley, in one process."""

from __future__ import annotations

import gc
import logging
import sys

from prepared import SERIES, marker
from say import ROOT, plain

sys.path.insert(0, str(ROOT))

from flask_migrate import upgrade
from sqlalchemy import delete, event, select, text

from config.app import create_app
from core.db import Counter, db, next_number, session
from core.unit_of_work import unit_of_work
from demo.cli import load_with_progress

LOOK_FOR_CYCLES_AFTER = 50_000  # new objects; Python's own 700 costs a load seconds


def main() -> None:
    """Migrate, load, and leave the marker that makes the next start quick."""
    app = create_app()
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        upgrade()
        series = marker(version())
        if is_marked(series):
            plain("  Up to date; the demo valley is there.")
            return
        is_older = has_valley()
        done = 0 if is_older else load()
        with unit_of_work() as current:
            current.execute(delete(Counter).where(Counter.series.startswith(SERIES)))
            next_number(series)
    if is_older:
        plain("  Tables brought up to date; the demo valley stays as an earlier version made it.")
        plain("  (For a fresh one stop, move the folder instance/ away, and start again.)")
    else:
        plain(f"  Demo valley: {done} steps done." if done else "  Demo valley: all there.")


def has_valley() -> bool:
    """Was the whole valley loaded by an earlier version? Its steps may differ from ours."""
    earlier = select(Counter.series).where(Counter.series.startswith(SERIES)).limit(1)
    found = session().scalar(earlier) is not None
    session().rollback()
    return found


def load() -> int:
    """Load what is missing; returns how many steps were done."""
    write_lightly()
    gc.freeze()
    gc.set_threshold(LOOK_FOR_CYCLES_AFTER)
    return load_with_progress()


def write_lightly() -> None:
    """Load without waiting for the disk at every commit.

    A power cut may cost the last steps of the load, which are then done again; web and worker open
    connections of their own and wait for every commit.
    """
    if db.engine.dialect.name != "sqlite":
        return
    db.session.remove()
    db.engine.dispose()
    event.listen(db.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=NORMAL"))


def version() -> str:
    """The migration that the database stands at."""
    return str(session().execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def is_marked(series: str) -> bool:
    """Has this code prepared this database before?"""
    return session().get(Counter, series) is not None


if __name__ == "__main__":
    main()
