"""A worker of its own for the kill test: 20 ms of work and one counter per message."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

from flask import Flask

from config.app import create_app
from core import outbox, worker
from core.db import next_number

WORK_S = 0.02


@dataclass(frozen=True)
class PotMade:
    """A pot was made."""

    pot: str


def paint(event: PotMade) -> None:
    """Count the pot; a kill between this and the commit must undo it."""
    next_number(f"painted:{event.pot}")
    time.sleep(WORK_S)


def make_app() -> Flask:
    """The house with one more event."""
    app = create_app()
    outbox.register(app, {PotMade: [outbox.transactional(paint)]})
    return app


def main() -> None:
    """Work until killed."""
    outbox.LEASE_S = int(os.environ["LEASE_S"])
    worker.run(make_app(), [])
