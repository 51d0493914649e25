"""Step 4b: what happens on the road: temperatures of the trucks, a driver's tour of the day."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.rules.actor import Actor
from core.clock import at as pinned
from core.unit_of_work import unit_of_work
from demo.data.accounts import CARRIER, PLATFORM
from demo.valley import Valley
from logistics.errors import NothingToDeliver, TourRunning
from logistics.queries.cold_chain import list_excursions_of
from logistics.queries.departures import DepartureCard, list_departures
from logistics.queries.tours import Door, get_drive_page
from logistics.rules.states import ExcursionState
from logistics.services.readings import NewReading, decide, record_reading
from logistics.services.tours import Outcome, finish_stop, start_tour

DISPATCHER = "dispatch"
READ_DAYS = 8  # so many days back temperatures were written down
NORMAL = {"cool": (112, 118, 109, 115), "chilled": (18, 24, 31, 22), "frozen": (-196, -189, -192)}
HOURS = (1.0, 9.0, 17.0, 25.0)
WARM = ((12.0, 47), (12.4, 52), (13.0, 31))  # hours after departure, tenths of a degree
WARM_DAYS = {-5: True, -2: False}  # day -> has somebody decided?
DRIVE_FROM = "350100"


def read_temperatures(valley: Valley, offset: int) -> None:
    """Write down what the loggers of tonight's trucks showed on their way."""
    if offset < -READ_DAYS:
        return
    day = valley.day + timedelta(days=offset)
    with unit_of_work():
        trucks = [
            card
            for card in list_departures(first=day, last=day)
            if card.departs_on == day and card.departed_at
        ]
    cooled = (card for card in trucks if "chilled" in card.load_g)
    warm = next(cooled, None) if offset in WARM_DAYS else None
    for card in trucks:
        for temperature in sorted(card.load_g.keys() & NORMAL.keys()):
            readings = list(zip(HOURS, NORMAL[temperature], strict=False))
            if card is warm and temperature == "chilled":
                readings = sorted([*readings, *WARM])
            for hours, c10 in readings:
                _read(valley, card, temperature, hours, c10)
    if warm and WARM_DAYS[offset]:
        _release(valley, warm)


def _read(valley: Valley, card: DepartureCard, temperature: str, hours: float, c10: int) -> None:
    at = card.departs_at + timedelta(hours=hours)
    if at > valley.now:
        return
    reading = NewReading(temperature, c10, at, "rear", "logger")
    with pinned(at), unit_of_work():
        record_reading(_dispatcher(valley), departure_ref=card.ref, reading=reading, at=at)


def _release(valley: Valley, card: DepartureCard) -> None:
    at = card.departs_at + timedelta(hours=15)
    note = "中心 3.4 ℃，剩余天数够，记录仪在后门，开门卸货时偏暖"
    with pinned(at), unit_of_work():
        for row in list_excursions_of(card.id):
            for step in (ExcursionState.ASSESSED, ExcursionState.RELEASED):
                decide(_dispatcher(valley), excursion_ref=row.ref, decision=step, note=note, at=at)


def drive(valley: Valley) -> None:
    """The driver takes what is due in Fuzhou this morning and is half-way round."""
    driver = valley.actor(CARRIER)
    out = valley.instant(0, "07:20")
    try:
        with pinned(out), unit_of_work():
            start_tour(driver, hub=DRIVE_FROM, at=out)
    except NothingToDeliver:
        return
    except TourRunning:
        pass  # an interrupted load came this far: the tour goes on
    doors = get_drive_page(driver.user_id, at=out).doors
    for number, door in enumerate(doors[: len(doors) // 2]):
        at = valley.instant(0, "08:40") + timedelta(minutes=14 * number)
        if at <= valley.now:
            _hand_over(driver, door, at)


def _hand_over(driver: Actor, door: Door, at: datetime) -> None:
    with pinned(at), unit_of_work():
        for box in door.boxes:
            c10 = NORMAL[box.temperature][0] if box.temperature in NORMAL else None
            finish_stop(driver, outcome=Outcome(box.ref, "delivered", c10, door.receiver), at=at)


def _dispatcher(valley: Valley) -> Actor:
    return valley.actor(PLATFORM, DISPATCHER)
