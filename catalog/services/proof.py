"""The nightly proof: every counter equals the sum of the append-only rows it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from catalog.models.stock import Allocation, Lot, Reservation, StockMovement, StockPool
from catalog.models.supply import Commitment, SaleRound, SupplyBucket
from catalog.rules.lots import HELD_STATES, LotState
from catalog.rules.stock import OPEN_RESERVATIONS, ReservationState
from core.db import session

Sums = dict[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Difference:
    """A counter that does not equal the sum of its rows."""

    table: str
    id: int
    counter: str
    stored: int
    summed: int


def prove_stock() -> list[Difference]:
    """Compare every stored counter with the rows below it.

    Returns:
        The differences; an empty list is the proof.
    """
    return [
        *_compare(Lot, ("pieces", "grams"), _movements()),
        *_compare(Lot, ("allocated_pieces", "allocated_g"), _allocated(Allocation.lot_id)),
        *_compare(StockPool, ("released_pieces", "released_g"), _released()),
        *_compare(StockPool, ("reserved_pieces", "reserved_g"), _reserved()),
        *_compare(StockPool, ("allocated_pieces", "allocated_g"), _allocated(Allocation.pool_id)),
        *_compare(StockPool, ("committed_pieces", "committed_g"), _shielded()),
        *_compare(SupplyBucket, ("committed_g",), _committed()),
        *_compare(SupplyBucket, ("booked_g",), _booked()),
        *_compare(SaleRound, ("sold_pieces",), _sold_in_rounds()),
    ]


def _compare(model: Any, counters: tuple[str, ...], sums: Sums) -> list[Difference]:
    columns = [getattr(model, name) for name in counters]
    nothing = (0,) * len(counters)
    differences: list[Difference] = []
    for row_id, *stored in session().execute(select(model.id, *columns).order_by(model.id)):
        summed = sums.get(row_id, nothing)
        differences += [
            Difference(model.__tablename__, row_id, name, have, want)
            for name, have, want in zip(counters, stored, summed, strict=True)
            if have != want
        ]
    return differences


def _sums(statement: Any) -> Sums:
    return {row[0]: tuple(int(value) for value in row[1:]) for row in session().execute(statement)}


def _grouped(key: Any, *values: Any) -> Any:
    return select(key, *(func.sum(value) for value in values)).group_by(key)


def _movements() -> Sums:
    return _sums(_grouped(StockMovement.lot_id, StockMovement.pieces, StockMovement.grams))


def _allocated(key: Any) -> Sums:
    held = Allocation.state.in_(HELD_STATES)
    return _sums(_grouped(key, Allocation.pieces, Allocation.grams).where(held))


def _released() -> Sums:
    released = Lot.state == LotState.RELEASED
    return _sums(_grouped(Lot.pool_id, Lot.pieces, Lot.grams).where(released))


def _reserved() -> Sums:
    is_open = Reservation.state.in_(OPEN_RESERVATIONS)
    rows = _grouped(Reservation.pool_id, Reservation.pieces, Reservation.grams)
    is_stock = Reservation.bucket_id.is_(None)
    return _sums(rows.where(is_open, is_stock, Reservation.is_allocated.is_(False)))


def _booked() -> Sums:
    is_open = Reservation.state.in_(OPEN_RESERVATIONS)
    rows = _grouped(Reservation.bucket_id, Reservation.grams)
    is_booked = Reservation.bucket_id.is_not(None), Reservation.is_of_contract.is_(False)
    return _sums(rows.where(is_open, *is_booked))


def _shielded() -> Sums:
    rows = _grouped(Commitment.pool_id, Commitment.shielded_pieces, Commitment.shielded_g)
    return _sums(rows.where(Commitment.pool_id.is_not(None)))


def _committed() -> Sums:
    return _sums(_grouped(Commitment.bucket_id, Commitment.grams))


def _sold_in_rounds() -> Sums:
    kept = Reservation.state.in_((*OPEN_RESERVATIONS, ReservationState.SHIPPED))
    rows = _grouped(Reservation.round_id, Reservation.pieces)
    return _sums(rows.where(kept, Reservation.round_id.is_not(None)))
