"""Routing runs: asked for, frozen as a problem, solved outside, adopted or refused."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from core.clock import local_day, shanghai
from core.db import next_number, session
from core.outbox import publish
from logistics.errors import (
    DemandChanged,
    NoRoute,
    PlanNotAllowed,
    RunInProgress,
    StepNotPossible,
    UnknownRun,
)
from logistics.events import RunPlanned, RunRequested
from logistics.models.runs import RoutingRun
from logistics.queries.demand import Demand, read_demand
from logistics.queries.network import load_network
from logistics.rules.network_rows import READY_MINUTE
from logistics.rules.routing.check import list_violations
from logistics.rules.routing.document import fingerprint, problem_document
from logistics.rules.routing.plan import Plan, plan_document, read_plan
from logistics.rules.routing.problem import Problem
from logistics.rules.routing.reading import read_problem
from logistics.rules.snapshot import Snapshot, make_problem
from logistics.rules.states import RUN_STEPS, RunState, may_follow
from logistics.services import journal
from logistics.services.adoption import apply_plan
from logistics.services.journal import Happening

STALE_AFTER = timedelta(minutes=15)
OPEN_RUNS = (RunState.QUEUED.value, RunState.SOLVING.value, RunState.SOLVED.value)


def request_run(
    actor: Actor, *, at: datetime, day: date | None = None, seed: int = 1, is_queued: bool = True
) -> str:
    """Ask for a routing run of all open lines.

    Args:
        actor: dispatcher or the system.
        at: the present instant.
        day: the planning day; today if not given.
        seed: chooses among equally good searches.
        is_queued: let the worker do it; otherwise the caller does.

    Returns:
        Reference of the run.

    Raises:
        RunInProgress: another run has not ended yet.
        NoRoute: no network has been set up.
    """
    actor.require(Permission.PLAN_ROUTES)
    if not load_network().lanes:
        raise NoRoute("no_network")
    _end_stale(actor, at)
    if session().scalar(select(RoutingRun.id).where(RoutingRun.state.in_(OPEN_RUNS))):
        raise RunInProgress
    planning_day = day or local_day(at)
    run = RoutingRun(
        number=f"R-{next_number('routing_run'):05d}",
        day=planning_day,
        state=RunState.QUEUED.value,
        seed=seed,
        started_by=actor.name,
        created_at=at,
    )
    session().add(run)
    session().flush()  # the event needs its reference
    journal.write(actor, Happening("run", run.ref, "requested", at))
    if is_queued:
        publish(RunRequested(run.ref), dedupe_key=run.ref)
    return run.ref


def snapshot(actor: Actor, *, run_ref: str, at: datetime) -> dict[str, Any]:
    """Freeze what a run may use and keep it with its hash.

    Returns:
        The problem as a `routing-problem/1` document.

    Raises:
        UnknownRun: there is none.
        StepNotPossible: the run has ended.
    """
    run = get_run_row(run_ref)
    if run.state != RunState.SOLVING.value:  # the worker may start a run again
        _move(actor, run, RunState.SOLVING, at)
    first_day = _first_day(run.day, at)
    demand = read_demand(day=run.day, first_day=first_day, at=at)
    document = problem_document(_problem(run, demand, first_day))
    run.problem = document
    run.problem_hash = fingerprint(document)
    run.demand_hash = demand_hash(document)
    run.line_count = len(demand.lines)
    run.started_at = at
    return document


def note_progress(actor: Actor, *, run_ref: str, stage: str, done: int, total: int) -> None:
    """Keep how far the engine is, for the page that shows it."""
    del actor
    run = get_run_row(run_ref)
    run.stage, run.done, run.total = stage, done, total


def adopt(actor: Actor, *, run_ref: str, plan: dict[str, Any], at: datetime) -> None:
    """Make a plan count: departures, lots, days; refused if the demand it answers has changed.

    Args:
        actor: dispatcher or the system.
        run_ref: the run that the plan answers.
        plan: a `routing-plan/1` document.
        at: the present instant.

    Raises:
        UnknownRun: there is none.
        DemandChanged: a planned line was changed, cancelled or packed meanwhile.
        PlanNotAllowed: the plan breaks a rule of its problem.
        PlanUnreadable: it is no plan.
    """
    run = get_run_row(run_ref)
    if run.problem is None:
        raise StepNotPossible(now=run.state, then=RunState.ADOPTED.value)
    answer, problem = read_plan(plan), read_problem(run.problem)
    _move(actor, run, RunState.SOLVED, at)
    if violations := list_violations(problem, answer):
        raise PlanNotAllowed(rule=violations[0].rule, where=violations[0].where)
    _refuse_changed(run, problem, at)
    keep_plan(run, problem, answer)
    changed = apply_plan(actor, run, problem, answer, at=at)
    run.finished_at = at
    details = {"cost_fen": answer.total_fen, "moved": changed, "short": len(answer.short)}
    _move(actor, run, RunState.ADOPTED, at, details)
    publish(RunPlanned(run.ref), dedupe_key=run.ref)


def end_run(actor: Actor, *, run_ref: str, reason: str, is_refused: bool, at: datetime) -> None:
    """End a run without a plan: refused (demand changed) or failed. May be repeated."""
    run = get_run_row(run_ref)
    then = RunState.REFUSED if is_refused else RunState.FAILED
    if run.state not in OPEN_RUNS:
        return
    if is_refused and run.state == RunState.SOLVING.value:
        _move(actor, run, RunState.SOLVED, at)
    run.failure, run.finished_at = reason[:500], at
    _move(actor, run, then, at, {"reason": reason[:200]})


def keep_plan(run: RoutingRun, problem: Problem, plan: Plan) -> None:
    """Keep a plan with its figures in the run."""
    document = plan_document(plan)
    run.plan, run.plan_hash = document, fingerprint(document)
    run.cost_fen, run.bound_fen = plan.total_fen, plan.lower_bound_fen
    run.short_count = len(plan.short)
    late = {row.line for row in plan.assignments if row.day > problem.lines[row.line].due_day}
    run.late_count = len(late)


def demand_hash(document: dict[str, Any]) -> str:
    """The hash of the open lines of a problem document."""
    return fingerprint({"lines": document["lines"]["rows"]})


def get_run_row(run_ref: str) -> RoutingRun:
    """The row of a run.

    Raises:
        UnknownRun: there is none.
    """
    run = session().scalars(select(RoutingRun).where(RoutingRun.ref == run_ref)).one_or_none()
    if run is None:
        raise UnknownRun(ref=run_ref)
    return run


def _first_day(day: date, at: datetime) -> int:
    """Tonight's departures are open until the goods have to be ready at the farm."""
    local = shanghai(at)
    if day > local.date():
        return 0
    return 0 if local.hour * 60 + local.minute < READY_MINUTE else 1


def _problem(run: RoutingRun, demand: Demand, first_day: int) -> Problem:
    return make_problem(
        Snapshot(
            id=run.number,
            day=run.day,
            first_day=first_day,
            network=load_network(),
            trucks=demand.trucks,
            goods=demand.goods,
            lots=demand.lots,
            lines=demand.lines,
            closed=demand.closed,
        )
    )


def _refuse_changed(run: RoutingRun, problem: Problem, at: datetime) -> None:
    """Lines that came meanwhile keep their booking; lines of the problem must be as they were."""
    first_day = min((s.departure_day for s in problem.services.values()), default=0)
    now = read_demand(day=run.day, first_day=first_day, at=at)
    lines = {line.id: line for line in _problem(run, now, first_day).lines.values()}
    changed = [ref for ref, line in problem.lines.items() if lines.get(ref) != line]
    if changed:
        raise DemandChanged(lines=len(changed))


def _end_stale(actor: Actor, at: datetime) -> None:
    """A run whose engine was killed long ago does not block the next one."""
    statement = select(RoutingRun).where(
        RoutingRun.state.in_(OPEN_RUNS), RoutingRun.created_at < at - STALE_AFTER
    )
    for run in session().scalars(statement).all():
        run.finished_at, run.failure = at, "stale"
        _move(actor, run, RunState.FAILED, at, {"reason": "stale"})


def _move(
    actor: Actor,
    run: RoutingRun,
    then: RunState,
    at: datetime,
    details: dict[str, Any] | None = None,
) -> None:
    now = RunState(run.state)
    if not may_follow(RUN_STEPS, now, then):
        raise StepNotPossible(now=now.value, then=then.value)
    run.state = then.value
    journal.write(actor, Happening("run", run.ref, then.value, at, details=details or {}))
