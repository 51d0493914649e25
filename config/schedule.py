"""Scheduled jobs: one table. Times are Shanghai wall-clock times."""

from __future__ import annotations

from core.schedule import Job

SCHEDULE: list[Job] = []
