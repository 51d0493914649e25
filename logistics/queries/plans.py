"""A run with its plan, resolved to departures, lots and goods people know."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from catalog.models.stock import Lot
from catalog.queries.specs import get_specs
from catalog.rules.cards import SpecCard
from core.db import session
from logistics.models.consignments import Consignment, ConsignmentLine
from logistics.models.network import Departure
from logistics.models.runs import RoutingRun
from logistics.models.tracking import Event
from logistics.queries.consignments import EventCard, event_card
from logistics.queries.network import load_network
from logistics.queries.runs import RunCard, get_run
from logistics.rules.charts import DESK, PHONE, FlowChart, bar_parts, draw_flows
from logistics.rules.network_rows import NORTH_HUBS, RECEIVERS
from logistics.rules.routing.plan import COMPONENTS, Plan, read_plan
from logistics.rules.routing.problem import LTL, Problem
from logistics.rules.routing.reading import read_problem
from logistics.rules.snapshot import read_service_key


@dataclass(frozen=True, slots=True)
class PlannedDeparture:
    """A departure of the plan with its load."""

    key: str
    origin_hub: str
    destination_hub: str
    day: date
    number: str
    ref: str
    vehicles: tuple[tuple[str, int], ...]
    load_g: dict[str, int]
    groupage_g: int
    capacity_g: int

    @property
    def total_g(self) -> int:
        """Everything on it."""
        return sum(self.load_g.values())

    @property
    def parts(self) -> list[tuple[str, float]]:
        """Percent parts of the load bar."""
        return bar_parts(self.load_g, max(self.capacity_g, self.total_g))


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A line of the plan: what, from which lot, on which departure, on which day, and why."""

    line_ref: str
    spec: SpecCard | None
    parcel: str
    parcel_ref: str
    priority: str
    grams: int
    short_g: int
    lot_no: str
    lot_ref: str
    departure: str
    departure_ref: str
    deliver_on: date | None
    promised_on: date | None
    is_late: bool
    reason: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A run and, if it has one, its plan."""

    run: RunCard
    costs: tuple[tuple[str, int, float], ...]
    departures: tuple[PlannedDeparture, ...]
    lines: tuple[PlannedLine, ...]
    troubles: tuple[PlannedLine, ...]
    events: tuple[EventCard, ...]
    total_g: int
    flows: FlowChart | None = None
    flows_phone: FlowChart | None = None

    @property
    def truck_count(self) -> int:
        """Vehicles of their own."""
        return sum(count for row in self.departures for _, count in row.vehicles)


def get_plan_page(ref: str) -> PlanPage:
    """A run with its plan.

    Raises:
        UnknownRun: there is none.
    """
    run = get_run(ref)
    row = session().scalars(select(RoutingRun).where(RoutingRun.ref == ref)).one()
    events = session().scalars(select(Event).where(Event.subject_ref == ref).order_by(Event.number))
    happened = tuple(event_card(event) for event in events)
    if row.problem is None or row.plan is None:
        return PlanPage(run, (), (), (), (), happened, 0)
    problem, plan = read_problem(row.problem), read_plan(row.plan)
    departures = _departures(run, problem, plan)
    lines = _lines(run, problem, plan, {departure.key: departure for departure in departures})
    grams = _flows(departures)
    return PlanPage(
        run=run,
        flows=draw_flows(DESK, NORTH_HUBS, RECEIVERS, grams),
        flows_phone=draw_flows(PHONE, NORTH_HUBS, RECEIVERS, grams),
        costs=_costs(plan),
        departures=tuple(departures),
        lines=tuple(lines),
        troubles=tuple(line for line in lines if line.short_g or line.is_late),
        events=happened,
        total_g=sum(shipment.grams for shipment in plan.shipments),
    )


def _costs(plan: Plan) -> tuple[tuple[str, int, float], ...]:
    whole = sum(max(plan.cost_fen.get(name, 0), 0) for name in COMPONENTS) or 1
    return tuple(
        (name, fen, round(max(fen, 0) * 100 / whole, 1))
        for name in COMPONENTS
        if (fen := plan.cost_fen.get(name, 0))
    )


def _departures(run: RunCard, problem: Problem, plan: Plan) -> list[PlannedDeparture]:
    lanes = {lane.code: lane for lane in load_network().lanes.values()}
    load: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    groupage: dict[str, int] = defaultdict(int)
    for shipment in plan.shipments:
        temperature = problem.products[problem.lots[shipment.lot].product].temperature
        load[shipment.service][temperature] += shipment.grams
        groupage[shipment.service] += shipment.grams if shipment.type == LTL else 0
    vehicles: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in plan.vehicles:
        vehicles[row.service].append((row.type, row.amount))
    opened = _opened(run)
    found = []
    for key in sorted(load, key=lambda key: (problem.services[key].departure_day, key)):
        code, day = read_service_key(key)
        lane = lanes[code]
        number, ref = opened.get((lane.id, day), ("", ""))
        types = problem.vehicle_types
        capacity = sum(types[name].capacity_grams * n for name, n in vehicles[key])
        found.append(
            PlannedDeparture(
                key=key,
                origin_hub=lane.origin,
                destination_hub=lane.destination,
                day=day,
                number=number,
                ref=ref,
                vehicles=tuple(vehicles[key]),
                load_g=dict(load[key]),
                groupage_g=groupage[key],
                capacity_g=capacity,
            )
        )
    return found


def _flows(departures: list[PlannedDeparture]) -> dict[tuple[str, str, str], int]:
    grams: Counter[tuple[str, str, str]] = Counter()
    for row in departures:
        if row.origin_hub in NORTH_HUBS:
            for temperature, load in row.load_g.items():
                grams[row.origin_hub, row.destination_hub, temperature] += load
    return dict(grams)


def _opened(run: RunCard) -> dict[tuple[int, date], tuple[str, str]]:
    statement = select(Departure).where(Departure.departs_on >= run.day)
    return {
        (row.service_id, row.departs_on): (row.number, row.ref)
        for row in session().scalars(statement)
    }


def _lines(
    run: RunCard, problem: Problem, plan: Plan, departures: dict[str, PlannedDeparture]
) -> list[PlannedLine]:
    known = _known_lines(list(problem.lines))
    specs = get_specs({facts["spec_id"] for facts in known.values()})
    lots = _lots({row.lot for row in plan.assignments})
    short = {row.line: row.grams for row in plan.short}
    rows: dict[str, list[Any]] = defaultdict(list)
    for row in plan.assignments:
        rows[row.line].append(row)
    found = []
    for line in problem.lines.values():
        facts = known.get(line.id, {})
        for row in rows[line.id] or [None]:
            departure = departures.get(row.service or "") if row else None
            found.append(
                PlannedLine(
                    line_ref=line.id,
                    spec=specs.get(facts.get("spec_id", 0)),
                    parcel=facts.get("parcel", ""),
                    parcel_ref=facts.get("parcel_ref", ""),
                    priority=line.priority,
                    grams=row.grams if row else 0,
                    short_g=short.get(line.id, 0),
                    lot_no=lots.get(row.lot, "") if row else "",
                    lot_ref=row.lot if row else "",
                    departure=departure.number if departure else "",
                    departure_ref=departure.ref if departure else "",
                    deliver_on=run.day + timedelta(days=row.day) if row else None,
                    promised_on=facts.get("promised_on"),
                    is_late=bool(row and row.day > line.due_day),
                    reason=plan.reasons.get(line.id, ""),
                )
            )
    return found


def _known_lines(line_refs: list[str]) -> dict[str, dict[str, Any]]:
    statement = (
        select(ConsignmentLine, Consignment)
        .join(Consignment, Consignment.id == ConsignmentLine.consignment_id)
        .where(ConsignmentLine.line_ref.in_(sorted(line_refs)))
    )
    return {
        line.line_ref: {
            "spec_id": line.spec_id,
            "parcel": consignment.number,
            "parcel_ref": consignment.ref,
            "promised_on": consignment.promised_on,
        }
        for line, consignment in session().execute(statement)
    }


def _lots(refs: set[str]) -> dict[str, str]:
    statement = select(Lot.ref, Lot.lot_no).where(Lot.ref.in_(sorted(refs)))
    return {row.ref: row.lot_no for row in session().execute(statement)}
