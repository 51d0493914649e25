"""Work of logistics outside of requests: the night's routing run."""

from __future__ import annotations

import logging
from datetime import date, datetime
from typing import Any

from accounts.rules.actor import SYSTEM
from core import clock
from core.errors import DomainError
from core.outbox import Message
from core.ports import port
from core.unit_of_work import unit_of_work
from logistics.errors import NoRoute, RunInProgress
from logistics.events import RunRequested
from logistics.gateways import EngineFailed, RoutingEngine
from logistics.queries.runs import get_run
from logistics.rules.routing.plan import PlanUnreadable
from logistics.services import routing

log = logging.getLogger(__name__)
LEASE_S = 900
NEWS_EVERY_S = 1


def plan_tonight(slot: datetime) -> None:
    """Ask for the run of this evening; nothing if one is under way or there is no network."""
    del slot
    try:
        with unit_of_work():
            routing.request_run(SYSTEM, at=clock.now())
    except (RunInProgress, NoRoute) as reason:
        log.info("no routing run tonight: %s", reason.code)


def work_on_run(event: RunRequested, message: Message) -> None:
    """Freeze the problem, solve it in a child process outside of any transaction, adopt."""
    with unit_of_work():
        message.extend(LEASE_S)
    run_plan(event.run_ref)
    with unit_of_work():
        message.finish()


def plan_night(day: date, *, seed: int = 1) -> str:
    """Plan a night here and now: snapshot, solve, adopt.

    Returns:
        Reference of the run; its state says whether the plan was adopted.
    """
    with unit_of_work():
        ref = routing.request_run(SYSTEM, at=clock.now(), day=day, seed=seed, is_queued=False)
    run_plan(ref)
    return ref


def run_plan(run_ref: str) -> None:
    """Carry a run through to its end, whatever that is."""
    with unit_of_work():
        run = get_run(run_ref)
        if run.is_ended:
            return
    try:
        with unit_of_work():
            problem = routing.snapshot(SYSTEM, run_ref=run_ref, at=clock.now())
    except DomainError as refusal:
        facts = " ".join(str(value) for value in refusal.context.values())
        _end(run_ref, f"{refusal.code} {facts}".strip(), is_refused=False)
        return
    try:
        plan = port(RoutingEngine).solve(problem, seed=run.seed, report=_News(run_ref))
    except EngineFailed as failure:
        _end(run_ref, f"engine_failed {failure}", is_refused=False)
        return
    _adopt(run_ref, plan)


def _adopt(run_ref: str, plan: dict[str, Any]) -> None:
    try:
        with unit_of_work():
            routing.adopt(SYSTEM, run_ref=run_ref, plan=plan, at=clock.now())
    except PlanUnreadable as broken:
        _end(run_ref, str(broken), is_refused=False)
    except DomainError as refusal:
        _end(run_ref, refusal.code, is_refused=True)


def _end(run_ref: str, reason: str, *, is_refused: bool) -> None:
    with unit_of_work():
        routing.end_run(
            SYSTEM, run_ref=run_ref, reason=reason, is_refused=is_refused, at=clock.now()
        )


class _News:
    """Writes the engine's progress down, at most once a second."""

    def __init__(self, run_ref: str) -> None:
        self._run_ref = run_ref
        self._told_at: datetime | None = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = clock.now()
        if self._told_at and (now - self._told_at).total_seconds() < NEWS_EVERY_S:
            return
        self._told_at = now
        with unit_of_work():
            routing.note_progress(
                SYSTEM, run_ref=self._run_ref, stage=stage, done=done, total=total
            )
