"""The counters that guard a contract: each changes by ONE conditional update (ADR: caps)."""

from __future__ import annotations

from datetime import date

from contracts.errors import BadCallOff, VolumeCapExceeded
from contracts.models.agreements import ContractLine, LinePeriod
from contracts.rules.schedule_case import thousandths
from core.db import require_one, session, update_where


def week_of(line: ContractLine, monday: date) -> LinePeriod:
    """Give the week of a line.

    Raises:
        BadCallOff: nothing is planned for this line in this week.
    """
    for period in line.periods:
        if period.monday == monday:
            return period
    raise BadCallOff("week_not_planned", fields={f"q_{line.ref}": "week_not_planned"})


def take(line: ContractLine, period: LinePeriod, grams: int) -> None:
    """Take grams of a line and of its week, if both have them left.

    Raises:
        VolumeCapExceeded: it says what is left, of the week or of the whole line.
    """
    week = update_where(
        LinePeriod,
        LinePeriod.id == period.id,
        LinePeriod.called_g + grams <= LinePeriod.cap_g,
        called_g=LinePeriod.called_g + grams,
    )
    session().refresh(period, ["called_g"])
    require_one(week, _exceeded(line, period.cap_g - period.called_g, grams, "week"))
    whole = update_where(
        ContractLine,
        ContractLine.id == line.id,
        ContractLine.called_g + grams <= ContractLine.cap_g,
        called_g=ContractLine.called_g + grams,
    )
    session().refresh(line, ["called_g"])
    require_one(whole, _exceeded(line, line.cap_g - line.called_g, grams, "total"))


def put_back(line_id: int, period_id: int, grams: int) -> None:
    """Give grams back to a line and its week."""
    update_where(LinePeriod, LinePeriod.id == period_id, called_g=LinePeriod.called_g - grams)
    update_where(ContractLine, ContractLine.id == line_id, called_g=ContractLine.called_g - grams)


def _exceeded(line: ContractLine, left_g: int, wanted_g: int, of: str) -> VolumeCapExceeded:
    return VolumeCapExceeded(
        "volume_cap_exceeded" if of == "total" else "week_cap_exceeded",
        name=line.name_zh,
        line_ref=line.ref,
        left_g=left_g,
        wanted_g=wanted_g,
        left_kg=thousandths(left_g),
        wanted_kg=thousandths(wanted_g),
    )
