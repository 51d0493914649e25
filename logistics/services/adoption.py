"""Make an adopted plan count: departures get vehicles, parcels their day, lines their lots.

A parcel is not torn apart: it takes the departure of most of its grams if all of its goods reach
it in time, else it stays as booked. A day after the promise is never adopted here; such parcels
stay as they are and show up as exceptions, for a person to decide.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from accounts.rules.actor import Actor
from catalog.queries.lots import lots_of_allocation
from catalog.services.allocation import reassign
from core.db import session
from core.outbox import publish
from logistics.events import ConsignmentScheduled
from logistics.models.consignments import Consignment, ConsignmentLine, Leg
from logistics.models.network import Departure
from logistics.models.runs import Assignment, RoutingRun
from logistics.queries.demand import lot_ids
from logistics.queries.network import load_network
from logistics.rules.routing.plan import AssignmentRow, Plan
from logistics.rules.routing.problem import Problem
from logistics.rules.snapshot import read_service_key
from logistics.rules.states import ConsignmentState
from logistics.services.boarding import takes_goods
from logistics.services.departures import open_departure
from logistics.services.legs import plan_legs
from logistics.services.locks import lock_departures
from logistics.services.steps import StepFacts, move_consignment

Rows = dict[str, list[AssignmentRow]]
LotMove = tuple[str, int, int, int]


@dataclass(frozen=True, slots=True)
class _Choice:
    """The departure and day of a whole parcel."""

    service: str
    deliver_on: date


def apply_plan(actor: Actor, run: RoutingRun, problem: Problem, plan: Plan, *, at: datetime) -> int:
    """Put a plan into effect.

    Returns:
        How many parcels have another departure or day now.
    """
    departures = _open_departures(run, plan, at)
    rows: Rows = defaultdict(list)
    for row in plan.assignments:
        rows[row.line].append(row)
    moved, moves = 0, []
    for consignment in _consignments(rows):
        mine = [line for line in consignment.lines if not line.is_cancelled]
        choice = choose_for_parcel(problem, run.day, consignment.promised_on, _of(rows, mine))
        if choice is None or not takes_goods(departures[choice.service]):
            continue  # also if the truck left while the plan was made
        moves += [move for line in mine for move in _lot_moves(line, rows[line.line_ref])]
        moved += _schedule(actor, consignment, departures[choice.service], choice, at)
    _reassign(actor, moves, at)
    _keep_assignments(run, problem, plan, departures)
    return moved


def choose_for_parcel(
    problem: Problem, day: date, promised_on: date, rows: list[AssignmentRow]
) -> _Choice | None:
    """The departure of most grams, if all lots of the parcel reach it and no promise is broken."""
    grams: Counter[str] = Counter()
    for row in rows:
        if row.service is not None:
            grams[row.service] += row.grams
    if not grams or any(row.service is None for row in rows):
        return None
    service = problem.services[min(grams, key=lambda key: (-grams[key], key))]
    last = max(row.day for row in rows if row.service == service.id)
    deliver_on = day + timedelta(days=max(last, service.arrival_day))
    fits = all(problem.catches(problem.lots[row.lot], service) for row in rows)
    lasts = all(
        problem.lots[row.lot].expiry_day - (deliver_on - day).days
        >= problem.lines[row.line].min_life_days
        for row in rows
    )
    if deliver_on > promised_on or not fits or not lasts:
        return None
    return _Choice(service.id, deliver_on)


def _open_departures(run: RoutingRun, plan: Plan, at: datetime) -> dict[str, Departure]:
    lanes = {lane.code: lane for lane in load_network().lanes.values()}
    vehicles: dict[str, dict[str, int]] = defaultdict(dict)
    for row in plan.vehicles:
        vehicles[row.service][row.type] = row.amount
    opened = {}
    for key in sorted({row.service for row in plan.shipments}):
        code, day = read_service_key(key)
        opened[key] = open_departure(lanes[code].ref, day, at=at)
    lock_departures(departure.id for departure in opened.values())
    for key, departure in opened.items():
        if takes_goods(departure):
            departure.vehicles = dict(vehicles[key])
            departure.run_id = run.id
    return opened


def _consignments(rows: Rows) -> list[Consignment]:
    ids = select(ConsignmentLine.consignment_id).where(
        ConsignmentLine.line_ref.in_(sorted(rows)), ConsignmentLine.is_cancelled.is_(False)
    )
    statement = (
        select(Consignment)
        .where(Consignment.id.in_(ids))
        .options(selectinload(Consignment.lines))
        .order_by(Consignment.id)
    )
    return list(session().scalars(statement))


def _of(rows: Rows, lines: Iterable[ConsignmentLine]) -> list[AssignmentRow]:
    return [row for line in lines for row in rows[line.line_ref]]


def _schedule(
    actor: Actor, consignment: Consignment, departure: Departure, choice: _Choice, at: datetime
) -> bool:
    """Give a parcel its departure and day; tell those above. Was it moved?"""
    before = (consignment.departure_id, consignment.arrives_on)
    consignment.departure_id = departure.id
    consignment.arrives_on = choice.deliver_on
    consignment.origin_hub = departure.origin_hub
    consignment.destination_hub = departure.destination_hub
    session().execute(delete(Leg).where(Leg.consignment_id == consignment.id))
    plan_legs(consignment, departure)
    details = {
        "departure": departure.number,
        "arrives_on": choice.deliver_on.isoformat(),
        "lines": sorted(line.line_ref for line in consignment.lines if not line.is_cancelled),
    }
    facts = StepFacts(at, departure.origin_hub, details=details)
    move_consignment(actor, consignment, ConsignmentState.ALLOCATED, facts)
    scheduled = ConsignmentScheduled(
        consignment.order_ref, consignment.ref, choice.deliver_on.isoformat()
    )
    publish(scheduled, dedupe_key=f"{consignment.ref}@{departure.number}@{scheduled.arrives_on}")
    return before != (departure.id, choice.deliver_on)


def _lot_moves(line: ConsignmentLine, rows: list[AssignmentRow]) -> list[LotMove]:
    """Where a line shall be taken from, as pieces: (line, lot id, pieces, grams)."""
    known = lot_ids(row.lot for row in rows)
    by_lot: Counter[int] = Counter()
    for row in rows:
        by_lot[known[row.lot]] += row.grams
    if sum(by_lot.values()) != line.grams:
        return []  # a part is short: the line keeps the lots it has
    return [
        (line.line_ref, lot, grams // line.pack_grams, grams)
        for lot, grams in sorted(by_lot.items())
    ]


def _reassign(actor: Actor, moves: list[LotMove], at: datetime) -> None:
    """Move only the lines that get other lots than they have."""
    wanted: dict[str, dict[int, int]] = defaultdict(dict)
    for line_ref, lot_id, pieces, _ in moves:
        wanted[line_ref][lot_id] = pieces
    held = lots_of_allocation(wanted)
    different = {
        line_ref
        for line_ref, lots in wanted.items()
        if {row.lot_id: row.pieces for row in held.get(line_ref, [])} != lots
    }
    reassign(actor, assignments=[move for move in moves if move[0] in different], at=at)


def _keep_assignments(
    run: RoutingRun, problem: Problem, plan: Plan, departures: dict[str, Departure]
) -> None:
    del problem
    for row in plan.assignments:
        departure = departures.get(row.service or "")
        session().add(
            Assignment(
                run_id=run.id,
                line_ref=row.line,
                lot_ref=row.lot,
                service_key=row.service or "",
                departure_id=departure.id if departure else None,
                deliver_on=run.day + timedelta(days=row.day),
                grams=row.grams,
                reason=plan.reasons.get(row.line, ""),
            )
        )
