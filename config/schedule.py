"""Scheduled jobs: one table. Times are Shanghai wall-clock times."""

from __future__ import annotations

from datetime import time, timedelta

from core.housekeeping import forget_old_rows
from core.schedule import Job
from shop.jobs.reconcile import prove, reconcile

SCHEDULE: list[Job] = [
    Job("forget-old-rows", forget_old_rows, every=timedelta(hours=1)),
    Job("reconcile-payments", reconcile, every=timedelta(minutes=5)),
    Job("prove-books", prove, daily_at=time(3, 20)),
]
