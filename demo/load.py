"""Load the example valley: a list of steps, each done once, with visible progress.

A step leaves its mark in the same transaction as its work, so an interrupted load goes on where
it stopped, and loading again does nothing. References and numbers follow from the day; a step of
several transactions that was interrupted draws other references when it is done again, because
the first ones are taken.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.clock import at as pinned
from core.clock import local_day
from core.db import Counter, next_number, session
from core.refs import seeded
from core.unit_of_work import unit_of_work
from demo.data.agreements import AGREEMENTS, Agreement
from demo.data.goods import BY_CODE
from demo.steps import (
    agreements,
    catalogue,
    counting,
    days,
    homes,
    letting_in,
    money,
    network,
    outlets,
    packs,
    people,
    recalls,
    storage,
    supply,
)
from demo.valley import Valley

Work = Callable[[Valley], None]
Report = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of the valley; its name is also its mark."""

    name: str
    work: Work
    is_split: bool = False  # it opens units of work of its own


def list_steps() -> Iterator[Step]:
    """All steps in order."""
    yield Step("people", people.enter_people)
    yield Step("verified", people.verify_sellers)
    yield Step("network", network.define)
    yield Step("specs", catalogue.define_specs)
    yield Step("papers", catalogue.hand_in_papers)
    yield Step("listings", catalogue.publish_listings)
    for good, seller in supply.offers():
        yield Step(f"lots:{seller}:{good.code}", _lots_of(good.code, seller))
        yield Step(f"weeks:{seller}:{good.code}", _weeks_of(good.code, seller))
    yield Step("homes", homes.keep_addresses)
    yield Step("accounts", money.enter_accounts)
    yield Step("packs", packs.offer_cases)
    yield Step("rounds", supply.plan_rounds)
    yield Step("pins", agreements.set_pins)
    for offset in range(-days.HISTORY_DAYS, 1):
        for agreement in AGREEMENTS:
            if agreement.drafted_day == offset:
                yield Step(f"contract:{agreement.key}", _contract(agreement), is_split=True)
        if offset in money.PAYDAYS:
            yield Step(f"payday:{offset}", _payday(offset), is_split=True)
        yield Step(f"day:{offset}", _day(offset), is_split=True)
    yield Step("recall", recalls.recall, is_split=True)
    yield Step("checked", letting_in.check_sellers)
    yield Step("farm", letting_in.let_farm_apply)
    yield Step("ending", letting_in.let_papers_end)
    yield Step("bases", letting_in.set_up_bases)
    yield Step("outlet", outlets.keep_shop)
    yield Step("silo", storage.store_rice)
    yield Step("sheet", storage.send_sheet)
    yield Step("counted", counting.count_what_happened)


def _day(offset: int) -> Work:
    return lambda valley: days.live(valley, offset)


def _payday(offset: int) -> Work:
    return lambda valley: money.pay_sellers(valley, offset)


def _contract(agreement: Agreement) -> Work:
    return lambda valley: agreements.conclude(valley, agreement)


def _lots_of(code: str, seller: str) -> Work:
    good = BY_CODE[code]

    def work(valley: Valley) -> None:
        for number, plan in enumerate(supply.plan_lots(valley, good, seller), start=1):
            supply.receive(valley, plan, number)

    return work


def _weeks_of(code: str, seller: str) -> Work:
    good = BY_CODE[code]
    return lambda valley: supply.forecast_weeks(valley, good, seller)


def load(*, now: datetime, report: Report) -> int:
    """Do the steps that have not been done yet.

    Args:
        now: the present instant; its Shanghai day decides everything.
        report: told (name, steps done, number of all) before each step that is to be done.

    Returns:
        How many steps were done now.
    """
    valley = Valley(local_day(now), now)
    steps = list(list_steps())
    done_before = marks()
    done = 0
    for number, step in enumerate(steps):
        if mark_of(step) in done_before:
            continue
        report(step.name, number, len(steps))
        with pinned(valley.now), seeded(seed_of(valley, step, tries=tries_of(step))):
            do(step, valley)
        done += 1
    if done:
        report("", len(steps), len(steps))
    return done


def do(step: Step, valley: Valley) -> None:
    """Do a step and leave its mark."""
    if step.is_split:
        step.work(valley)
    with unit_of_work():
        if not step.is_split:
            step.work(valley)
        next_number(mark_of(step))


def mark_of(step: Step) -> str:
    """The counter that says that a step has been done."""
    return f"demo:{step.name}"[:60]


def marks() -> set[str]:
    """The marks of the steps done before."""
    found: Iterable[str] = session().scalars(
        select(Counter.series).where(Counter.series.startswith("demo:"))
    )
    names = set(found)
    session().rollback()
    return names


def tries_of(step: Step) -> int:
    """How often a step of several transactions has been begun, this time included."""
    if not step.is_split:
        return 1
    with unit_of_work():
        return next_number(f"demo-tries:{step.name}"[:60])


def seed_of(valley: Valley, step: Step, *, tries: int) -> int:
    """A seed that follows from the day and the step, and from how often it was interrupted."""
    again = f"|{tries}" if tries > 1 else ""
    return zlib.crc32(f"{valley.day.isoformat()}|{step.name}{again}".encode())
