"""Scheduled jobs: one table. Times are Shanghai wall-clock times."""

from __future__ import annotations

from datetime import time, timedelta

from accounts.jobs import warn_of_rechecks
from catalog import jobs as catalog
from contracts import jobs as contracts
from core.housekeeping import forget_old_rows, sweep_files
from core.schedule import Job
from logistics.jobs import plan_tonight
from shop.jobs.orders import sweep_unpaid_orders
from shop.jobs.pickups import return_parcels
from shop.jobs.reconcile import prove, reconcile

SCHEDULE: list[Job] = [
    Job("forget-old-rows", forget_old_rows, every=timedelta(hours=1)),
    Job("sweep-files", sweep_files, daily_at=time(2, 40)),
    Job("sweep-holds", catalog.sweep_holds, every=timedelta(minutes=5)),
    Job("close-rounds", catalog.close_rounds, every=timedelta(minutes=5)),
    Job("warn-of-papers", catalog.warn_of_papers, daily_at=time(8, 0)),
    Job("warn-of-rechecks", warn_of_rechecks, daily_at=time(8, 5)),
    Job("end-past-days", catalog.end_past_days, daily_at=time(0, 10)),
    Job("shield-contracts", catalog.shield_contracts, every=timedelta(hours=1)),
    Job("close-storage-month", catalog.close_storage_month, daily_at=time(1, 10)),
    Job("prove-stock", catalog.prove_counters, daily_at=time(3, 30)),
    Job("sweep-unpaid-orders", sweep_unpaid_orders, every=timedelta(minutes=5)),
    Job("return-parcels", return_parcels, every=timedelta(hours=1)),
    Job("plan-routes", plan_tonight, daily_at=time(20, 30)),
    Job("reconcile-payments", reconcile, every=timedelta(minutes=5)),
    Job("prove-books", prove, daily_at=time(3, 20)),
    Job("turn-contracts", contracts.turn_the_day, daily_at=time(0, 5)),
    Job("prove-call-offs", contracts.prove_counters, daily_at=time(3, 40)),
]
