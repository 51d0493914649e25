"""A lot by the number printed on a box, for the search field."""

from __future__ import annotations

from sqlalchemy import select

from catalog.models.stock import Lot
from catalog.rules.lots import LotState
from core.db import session

MIN_LENGTH, MAX_LENGTH = 4, 40


def find_lot_ref(number: str) -> str | None:
    """The public reference of the newest lot with this number that has left quarantine.

    Args:
        number: As somebody typed it; case and outer spaces do not matter.
    """
    wanted = number.strip().upper()
    if not MIN_LENGTH <= len(wanted) <= MAX_LENGTH:
        return None
    statement = (
        select(Lot.ref)
        .where(Lot.lot_no == wanted, Lot.state != LotState.QUARANTINE)
        .order_by(Lot.received_at.desc(), Lot.id.desc())
        .limit(1)
    )
    return session().scalar(statement)
