"""What keeping grain costs: one row a lot and month, written once the month is over."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from catalog.models.stock import StockMovement
from catalog.models.storage import StorageFee, StorageLot
from catalog.rules.storage import fee_fen, gram_days, month_of
from core import clock
from core.db import session


def close_month(_actor: Actor, *, day: date, at: datetime) -> int:
    """Write down what keeping every lot has cost in the month of a day; once, whoever asks again.

    Returns:
        How many rows were written.
    """
    first, last = month_of(day)
    done = select(StorageFee.storage_lot_id).where(StorageFee.month == first)
    lots = select(StorageLot).where(StorageLot.stored_on <= last, StorageLot.id.not_in(done))
    written = 0
    for stored in session().scalars(lots.order_by(StorageLot.id)).all():
        lain = gram_days(_changes(stored.lot_id), first, last)
        fee = StorageFee(
            storage_lot_id=stored.id,
            month=first,
            gram_days=lain,
            fee_fen=fee_fen(lain, stored.fee_e4),
            created_at=at,
        )
        session().add(fee)
        written += 1
    session().flush()  # two workers meet at the unique key
    return written


def _changes(lot_id: int) -> list[tuple[date, int]]:
    rows = select(StockMovement.created_at, StockMovement.grams)
    found = session().execute(rows.where(StockMovement.lot_id == lot_id))
    return [(clock.local_day(at), grams) for at, grams in found]
