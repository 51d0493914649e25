"""The multi-host runner: Celery, only with CELERY_BROKER_URL. The outbox stays the truth.

``celery -A config.celery_app:celery worker`` on any number of hosts, ``… beat`` on one. The broker
only carries wake-up calls: a lost one is re-sent by the next sweep.
"""

from __future__ import annotations

from typing import Any

from celery import Celery

from config.app import create_app
from config.schedule import SCHEDULE
from config.settings import read_settings
from core import clock, outbox
from core.db import session
from core.schedule import enqueue_due
from core.worker import beat

SWEEP_EVERY_S = 2.0
SWEEP_LIMIT = 500

_settings = read_settings()
app = create_app(_settings)
celery = Celery("minning", broker=_settings.celery_broker_url)
celery.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"visibility_timeout": outbox.LEASE_S},
    beat_schedule={"sweep": {"task": "minning.sweep", "schedule": SWEEP_EVERY_S}},
)


@celery.task(name="minning.handle")  # type: ignore[untyped-decorator]  # celery carries no types
def handle(message_id: int) -> None:
    """Handle one message; the lease decides when two hosts get the same wake-up."""
    with app.app_context():
        outbox.handle(message_id)


@celery.task(name="minning.sweep")  # type: ignore[untyped-decorator]  # celery carries no types
def sweep(send: Any = None) -> None:
    """Find what is due and not done, and wake the workers for it."""
    with app.app_context():
        beat()
        enqueue_due(SCHEDULE, at=clock.now())
        ids = outbox.due_ids(at=clock.now(), limit=SWEEP_LIMIT)
        session().rollback()
    for message_id in ids:
        (send or handle.delay)(message_id)
