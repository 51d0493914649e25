"""Routing runs and their plans, as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from core.db import session
from logistics.errors import UnknownRun
from logistics.models.runs import RoutingRun
from logistics.rules.states import RunState

ENDED = (RunState.ADOPTED.value, RunState.REFUSED.value, RunState.FAILED.value)


@dataclass(frozen=True, slots=True)
class RunCard:
    """A run without its problem and plan."""

    ref: str
    number: str
    day: date
    state: str
    seed: int
    started_by: str
    line_count: int
    short_count: int
    late_count: int
    cost_fen: int | None
    bound_fen: int | None
    stage: str
    done: int
    total: int
    failure: str
    problem_hash: str | None
    plan_hash: str | None
    created_at: datetime
    finished_at: datetime | None

    @property
    def is_ended(self) -> bool:
        """Has it come to its end, good or bad?"""
        return self.state in ENDED

    @property
    def gap_permille(self) -> int | None:
        """How far the cost is above the proven bound, per mille of the cost."""
        if not self.cost_fen or self.bound_fen is None:
            return None
        return (self.cost_fen - self.bound_fen) * 1000 // self.cost_fen

    @property
    def done_percent(self) -> int:
        """Progress of the present stage."""
        return min(self.done * 100 // self.total, 100) if self.total else 0


def get_run(ref: str) -> RunCard:
    """A run.

    Raises:
        UnknownRun: there is none.
    """
    return _card(_row(ref))


def list_runs(limit: int = 20) -> list[RunCard]:
    """The latest runs, newest first."""
    statement = select(RoutingRun).order_by(RoutingRun.id.desc()).limit(limit)
    return [_card(row) for row in session().scalars(statement)]


def get_problem(ref: str) -> dict[str, Any]:
    """The frozen problem of a run.

    Raises:
        UnknownRun: there is none, or it has no problem yet.
    """
    problem = _row(ref).problem
    if problem is None:
        raise UnknownRun(ref=ref)
    return problem


def get_plan(ref: str) -> dict[str, Any]:
    """The plan of a run.

    Raises:
        UnknownRun: there is none, or it has no plan.
    """
    plan = _row(ref).plan
    if plan is None:
        raise UnknownRun(ref=ref)
    return plan


def _row(ref: str) -> RoutingRun:
    row = session().scalars(select(RoutingRun).where(RoutingRun.ref == ref)).one_or_none()
    if row is None:
        raise UnknownRun(ref=ref)
    return row


def _card(row: RoutingRun) -> RunCard:
    return RunCard(**{name: getattr(row, name) for name in RunCard.__dataclass_fields__})
