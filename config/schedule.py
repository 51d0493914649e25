"""Scheduled jobs: one table. Times are Shanghai wall-clock times."""

from __future__ import annotations

from datetime import timedelta

from core.housekeeping import forget_old_rows
from core.schedule import Job

SCHEDULE: list[Job] = [
    Job("forget-old-rows", forget_old_rows, every=timedelta(hours=1)),
]
