"""The control tower: this week's departures, flows between hubs, figures, exceptions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from core.clock import local_day
from core.db import session
from core.types.dates import SHANGHAI
from logistics.models.consignments import Consignment
from logistics.models.tracking import Excursion
from logistics.queries.cold_chain import list_excursions
from logistics.queries.demand import count_open_lines
from logistics.queries.departures import DepartureCard, list_departures
from logistics.queries.runs import RunCard, list_runs
from logistics.rules.charts import (
    DESK,
    PHONE,
    Bar,
    FlowChart,
    Timeline,
    Window,
    draw_flows,
    draw_timeline,
)
from logistics.rules.network_rows import NORTH_HUBS, RECEIVERS, SOUTH_HUBS
from logistics.rules.states import ConsignmentState, DepartureState
from logistics.rules.troubles import Trouble, troubles_of

WEEK_DAYS = 8
CHART_LANES = 12
OPEN = ("planned", "allocated", "picking", "packed", "on_hold")


@dataclass(frozen=True, slots=True)
class Figures:
    """The row of numbers on top."""

    on_road: int
    waiting: int
    lanes: int
    fill_percent: int | None
    on_time_permille: int | None
    late: int
    open_excursions: int
    open_lines: int


@dataclass(frozen=True, slots=True)
class TowerPage:
    """Everything the control tower shows."""

    first: date
    last: date
    day: date
    today: date
    figures: Figures
    timeline: Timeline
    flows: FlowChart | None
    flows_phone: FlowChart | None
    departures: dict[str, DepartureCard]
    on_road: tuple[DepartureCard, ...]
    leaving: tuple[DepartureCard, ...]
    next_days: tuple[DepartureCard, ...]
    troubles: tuple[Trouble, ...]
    runs: tuple[RunCard, ...]

    @property
    def lane_km(self) -> dict[str, int]:
        """Kilometres of each lane that has a departure."""
        return {row.lane: row.metres // 1000 for row in self.departures.values()}

    @property
    def previous_day(self) -> date:
        """The day before, for the phone's arrows."""
        return self.day - timedelta(days=1)

    @property
    def next_day(self) -> date:
        """The day after."""
        return self.day + timedelta(days=1)


def get_tower(*, at: datetime, day: date | None = None) -> TowerPage:
    """The control tower at an instant.

    Args:
        at: the present instant.
        day: the day that phones show; today if not given. The week begins the day before it.
    """
    today = local_day(at)
    day = day or today
    first, last = day - timedelta(days=1), day + timedelta(days=WEEK_DAYS - 2)
    cards = list_departures(first=first, last=last)
    departures = {card.number: card for card in cards}
    on_road = sorted(
        (card for card in cards if card.state == DepartureState.DEPARTED.value),
        key=lambda card: (card.arrives_on, card.number),
    )
    leaving = [card for card in cards if card.departs_on == day and card.can_depart]
    soon = [c for c in cards if today <= c.departs_on <= today + timedelta(days=1)]
    runs = list_runs(5)
    grams = _flows(cards, today)
    return TowerPage(
        first=first,
        last=last,
        day=day,
        today=today,
        figures=_figures(cards, at),
        timeline=_timeline(cards, first, at),
        flows=draw_flows(DESK, NORTH_HUBS, RECEIVERS, grams),
        flows_phone=draw_flows(PHONE, NORTH_HUBS, RECEIVERS, grams),
        departures=departures,
        on_road=tuple(on_road),
        leaving=tuple(leaving),
        next_days=tuple(card for card in soon if card.can_depart),
        troubles=tuple(_troubles(cards, runs, at)),
        runs=tuple(runs),
    )


def _timeline(cards: list[DepartureCard], first: date, at: datetime) -> Timeline:
    start = datetime.combine(first, time(), SHANGHAI)
    weight: Counter[str] = Counter()
    for card in cards:
        weight[card.lane] += card.total_g
    heaviest = sorted(weight, key=lambda lane: (-weight[lane], lane))[:CHART_LANES]
    order = [f"{a}-{b}" for a in NORTH_HUBS for b in SOUTH_HUBS]
    order += [f"{b}-{a}" for b in SOUTH_HUBS for a in NORTH_HUBS]
    lanes = sorted(heaviest, key=order.index)
    bars = [
        Bar(
            key=card.number,
            lane=card.lane,
            start=card.departed_at or card.departs_at,
            end=card.arrived_at or datetime.combine(card.arrives_on, time(14), SHANGHAI),
            capacity_g=card.frame_g,
            load_g=card.load_g,
        )
        for card in cards
    ]
    return draw_timeline(Window(start, WEEK_DAYS, at), lanes, bars)


def _flows(cards: list[DepartureCard], today: date) -> dict[tuple[str, str, str], int]:
    grams: Counter[tuple[str, str, str]] = Counter()
    for card in cards:
        if card.origin_hub in NORTH_HUBS and card.departs_on >= today - timedelta(days=1):
            for temperature, load in card.load_g.items():
                grams[card.origin_hub, card.destination_hub, temperature] += load
    return dict(grams)


def _figures(cards: list[DepartureCard], at: datetime) -> Figures:
    vehicles = [card for card in cards if card.capacity_g]
    capacity = sum(card.capacity_g for card in vehicles)
    since = at - timedelta(days=7)
    delivered = select(func.count()).where(Consignment.delivered_at > since)
    total = session().scalar(delivered) or 0
    on_time = total - _count_late(since)
    return Figures(
        on_road=sum(1 for card in cards if card.state == DepartureState.DEPARTED.value),
        waiting=sum(1 for card in cards if card.can_depart),
        lanes=len({card.lane for card in cards}),
        fill_percent=sum(c.total_g for c in vehicles) * 100 // capacity if capacity else None,
        on_time_permille=on_time * 1000 // total if total else None,
        late=total - on_time,
        open_excursions=_count_excursions(),
        open_lines=count_open_lines(),
    )


def _count_late(since: datetime) -> int:
    statement = select(Consignment.delivered_at, Consignment.promised_on).where(
        Consignment.delivered_at > since
    )
    return sum(
        1
        for there_at, promised_on in session().execute(statement)
        if there_at and local_day(there_at) > promised_on
    )


def _count_excursions() -> int:
    statement = select(func.count()).where(Excursion.state.in_(("open", "ended", "assessed")))
    return session().scalar(statement) or 0


def _troubles(cards: list[DepartureCard], runs: list[RunCard], at: datetime) -> list[Trouble]:
    today = local_day(at)
    statement = (
        select(Consignment.ref, Consignment.number, Consignment.promised_on)
        .where(Consignment.state.not_in(_DONE), Consignment.promised_on < today)
        .order_by(Consignment.promised_on, Consignment.number)
    )
    overdue = [tuple(row) for row in session().execute(statement)]
    alarms = [
        Trouble("excursion", "bad", alarm.departure, alarm.ref, alarm.parcels)
        for alarm in list_excursions(undecided_only=True)
    ]
    return [*alarms, *troubles_of(cards, overdue, runs, at=at)]


_DONE = tuple(
    state.value
    for state in (
        ConsignmentState.DELIVERED,
        ConsignmentState.ACCEPTED,
        ConsignmentState.PARTLY_REJECTED,
        ConsignmentState.REJECTED,
        ConsignmentState.CLOSED,
        ConsignmentState.CANCELLED,
    )
)
