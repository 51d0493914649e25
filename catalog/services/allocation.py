"""Which lot an order line is taken from: first expiry first out, until it is shipped.

An allocation is provisional until somebody picks it: the night's routing may move it to another
lot (reassign), never below the days of life promised. Shipping posts the movement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from catalog.errors import AllocationMoved, HarvestNotIn, HoldExpired, NoSuitableLot
from catalog.models.stock import Allocation, Lot, Reservation
from catalog.queries.lots import lots_of_allocation
from catalog.rules.cards import AllocatedLot
from catalog.rules.lots import AllocationState, Take, lasts
from catalog.services.holdings import (
    expire_due,
    free_allocations,
    held_allocations,
    move_pool,
    open_reservations,
    shift_lot,
)
from catalog.services.locks import lock_pools
from catalog.services.lotting import allocate_row, hold_lot, take_from_pool
from catalog.services.movements import close_reservation, ship_allocation
from core.db import session, update_where


@dataclass(frozen=True, slots=True)
class AllocLine:
    """An order line that wants its lots."""

    line_ref: str
    listing_id: int
    pieces: int
    grams: int
    arrives_on: date
    min_remaining_days: int


def allocate(
    actor: Actor, *, owner_ref: str, lines: Sequence[AllocLine], at: datetime
) -> dict[str, list[AllocatedLot]]:
    """Set lots aside for the reserved lines of an order. Allocated lines keep what they have.

    Args:
        actor: who orders.
        owner_ref: reference of the order, as given to `reserve`.
        lines: the lines with their day of arrival and the days of life promised.
        at: now.

    Returns:
        The lots of each line, provisional.

    Raises:
        NoSuitableLot: no lot (or lots together) lasts long enough; nothing is allocated.
        HoldExpired: the line holds no reservation any more.
    """
    del actor
    refs = [line.line_ref for line in lines]
    pool_ids = lock_pools(row.pool_id for row in open_reservations(owner_ref, refs))
    expire_due(pool_ids, at=at)
    rows = {row.line_ref: row for row in open_reservations(owner_ref, refs)}
    for line in lines:
        if line.line_ref not in rows:
            raise HoldExpired(owner_ref=owner_ref, line_ref=line.line_ref)
    for line in sorted(lines, key=lambda line: rows[line.line_ref].pool_id):
        row = rows[line.line_ref]
        if not row.is_allocated:
            allocate_row(row, line.arrives_on, line.min_remaining_days, at=at)
    return lots_of_allocation(refs)


def reassign(
    actor: Actor, *, assignments: Sequence[tuple[str, int, int, int]], at: datetime
) -> None:
    """Move order lines to other lots, as a routing plan wants; only what nobody has picked.

    Args:
        actor: who adopts the plan.
        assignments: (line_ref, lot_id, pieces, grams); together they replace all lots of a line.
        at: now.

    Raises:
        AllocationMoved: a line is picked already, or the pieces do not add up.
        NoSuitableLot: a lot does not keep the days promised, or is not of the same goods.
    """
    del actor
    by_line: dict[str, list[tuple[int, int, int]]] = {}
    for line_ref, lot_id, pieces, grams in assignments:
        by_line.setdefault(line_ref, []).append((lot_id, pieces, grams))
    old = held_allocations(by_line)
    lots = _lots({lot_id for _, lot_id, _, _ in assignments})
    lock_pools([row.pool_id for row in old] + [lot.pool_id for lot in lots.values()])
    rows: dict[str, list[Allocation]] = {}
    for row in held_allocations(by_line):
        rows.setdefault(row.line_ref, []).append(row)
    for line_ref, wanted in sorted(by_line.items()):
        _free_line(line_ref, rows.get(line_ref, []), wanted)
    for line_ref, wanted in sorted(by_line.items()):  # all are free now: lines may swap lots
        _reassign_line(line_ref, rows[line_ref], wanted, lots, at=at)


def _free_line(line_ref: str, rows: list[Allocation], wanted: list[tuple[int, int, int]]) -> None:
    is_planned = all(row.state == AllocationState.PLANNED for row in rows)
    pieces = sum(row.pieces for row in rows)
    if not rows or not is_planned or pieces != sum(want[1] for want in wanted):
        raise AllocationMoved(line_ref=line_ref)
    free_allocations(rows)


def _reassign_line(
    line_ref: str,
    rows: list[Allocation],
    wanted: list[tuple[int, int, int]],
    lots: dict[int, Lot],
    *,
    at: datetime,
) -> None:
    reservation = session().get_one(Reservation, rows[0].reservation_id)
    first = session().get_one(Lot, rows[0].lot_id)
    goods = (first.seller_id, first.spec_id)
    arrives_on, min_days = rows[0].arrives_on, rows[0].min_remaining_days
    for lot_id, take, grams in wanted:
        lot = lots.get(lot_id)
        is_same = lot is not None and (lot.seller_id, lot.spec_id) == goods
        if lot is None or not is_same or not lasts(lot.best_before, arrives_on, min_days):
            raise NoSuitableLot(line_ref, reservation.listing_id)
        hold_lot(reservation, Take(lot_id, take), grams, arrives_on, min_days, at=at)
        take_from_pool(lot.pool_id, take, grams, line_ref)


def _lots(lot_ids: Iterable[int]) -> dict[int, Lot]:
    statement = select(Lot).where(Lot.id.in_(sorted(set(lot_ids))))
    return {lot.id: lot for lot in session().scalars(statement)}


def lock_lines(actor: Actor, *, line_refs: Iterable[str]) -> None:
    """Lock everything that is set aside for many lines, before they are changed one by one."""
    del actor
    lock_pools(row.pool_id for row in held_allocations(line_refs))


def pick(actor: Actor, *, line_ref: str, at: datetime) -> None:
    """Take the goods of a line from the shelf; from now on nobody moves it. May be repeated.

    Raises:
        HarvestNotIn: the line is booked of a harvest that has not come in.
        AllocationMoved: nothing is set aside for the line.
    """
    del actor, at
    lock_pools(row.pool_id for row in held_allocations([line_ref]))
    if not held_allocations([line_ref]):
        raise HarvestNotIn() if _is_booked(line_ref) else AllocationMoved(line_ref=line_ref)
    update_where(
        Allocation,
        Allocation.line_ref == line_ref,
        Allocation.state == AllocationState.PLANNED,
        state=AllocationState.PICKED,
    )


def _is_booked(line_ref: str) -> bool:
    booked = select(Reservation.id).where(
        Reservation.line_ref == line_ref, Reservation.bucket_id.is_not(None)
    )
    return session().scalar(booked.limit(1)) is not None


def weigh(actor: Actor, *, line_ref: str, pieces_g: Sequence[int], at: datetime) -> None:
    """Replace the expected grams of a line by weighed ones; pieces not weighed are given back.

    Args:
        actor: who weighs.
        line_ref: the order line.
        pieces_g: net grams of each piece, in the order of the line's lots.
        at: now.

    Raises:
        AllocationMoved: nothing is set aside, or more pieces were weighed than set aside.
    """
    del actor, at
    lock_pools(row.pool_id for row in held_allocations([line_ref]))
    rows = held_allocations([line_ref])
    if not rows or len(pieces_g) > sum(row.pieces for row in rows):
        raise AllocationMoved(line_ref=line_ref)
    left = list(pieces_g)
    for row in rows:
        mine, left = left[: row.pieces], left[row.pieces :]
        if mine:
            _set_weighed(row, mine)
        else:
            free_allocations([row])


def _set_weighed(row: Allocation, pieces_g: Sequence[int]) -> None:
    pieces, grams = len(pieces_g) - row.pieces, sum(pieces_g) - row.grams
    pool_id, lot_id = row.pool_id, row.lot_id
    update_where(
        Allocation,
        Allocation.id == row.id,
        pieces=len(pieces_g),
        grams=sum(pieces_g),
        state=AllocationState.WEIGHED,
    )
    shift_lot(lot_id, pieces, grams)
    move_pool(pool_id, allocated=(pieces, grams))


def ship(
    actor: Actor, *, owner_ref: str, at: datetime, line_refs: Iterable[str] | None = None
) -> None:
    """Post the goods of an order out of their lots. Lines already shipped are left alone.

    Args:
        actor: who hands over.
        owner_ref: reference of the order.
        at: now.
        line_refs: only these lines; None means all that the order still holds.

    Raises:
        LotNotReleased: a lot was blocked or recalled; nothing leaves.
        NoSuitableLot: a line has no lot yet.
    """
    lock_pools(row.pool_id for row in open_reservations(owner_ref, line_refs))
    for reservation in open_reservations(owner_ref, line_refs):
        if not reservation.is_allocated:
            raise NoSuitableLot(reservation.line_ref, reservation.listing_id)
        for row in held_allocations([reservation.line_ref]):
            ship_allocation(actor, row, at=at)
        close_reservation(reservation)
