"""Bring the database up to date and load the demo valley, in one process."""

from __future__ import annotations

import logging
import sys

from say import ROOT, plain

sys.path.insert(0, str(ROOT))

from config.app import create_app
from core.db import db
from demo.cli import load_with_progress


def main() -> None:
    """Migrate (or make the tables while there is no migration), then load."""
    app = create_app()
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        if any((ROOT / "migrations/versions").glob("*.py")):
            from flask_migrate import upgrade

            upgrade()
        else:
            db.create_all()
        done = load_with_progress()
    plain(f"  demo valley: {done} steps done" if done else "  demo valley: already there")


if __name__ == "__main__":
    main()
