"""Which numbers of lots a seller has given, and the next one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select

from catalog.models.stock import Lot
from catalog.rules.lot_numbers import lot_no
from core.db import session


def next_lot_no(
    seller_id: int, county_code: str, produced_on: date, waiting: Mapping[str, date] | None = None
) -> str:
    """The next number of a seller for goods of one day.

    Args:
        seller_id: the organisation.
        county_code: where the goods are from.
        produced_on: their day.
        waiting: numbers of lots that are about to be made, and the day of each.
    """
    soon = waiting or {}
    taken = select(func.count(Lot.id)).where(
        Lot.seller_id == seller_id, Lot.produced_on == produced_on
    )
    count = (session().scalar(taken) or 0) + list(soon.values()).count(produced_on)
    while True:
        number = lot_no(county_code, produced_on, count)
        if number not in soon and not has_lot_no(seller_id, number):
            return number
        count += 1


def has_lot_no(seller_id: int, number: str) -> bool:
    """Whether the seller has a lot of this number."""
    known = select(Lot.id).where(Lot.seller_id == seller_id, Lot.lot_no == number)
    return session().scalar(known) is not None
