"""Reserve, confirm and release stock.

One order reserves all its lines or none. Demand is added up per pool first; pools are taken in id
order; holds that are due are ended in the same transaction; then ONE conditional UPDATE per pool
decides who gets the last piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from catalog.errors import HoldExpired, OutOfStock
from catalog.models.stock import Reservation, StockPool
from catalog.queries.stock import free_pieces, pools_of_listings
from catalog.rules.outlets import OWN_STORE
from catalog.rules.packs import whole_units
from catalog.rules.rounds import RoundCard
from catalog.rules.stock import Demand, ReservationState, Want, sum_per_pool
from catalog.services.holdings import end_reservation, expire_due, open_reservations
from catalog.services.locks import lock_pools
from catalog.services.round_sales import enter_rounds
from core.db import session, update_where


def reserve(
    actor: Actor,
    *,
    owner_ref: str,
    wants: Sequence[Want],
    expires_at: datetime | None,
    place: str = OWN_STORE,
    at: datetime,
) -> None:
    """Reserve what an order wants, or nothing at all.

    Args:
        actor: who orders.
        owner_ref: reference of the order (or approval, quote) that will own the goods.
        wants: one entry per order line, in pieces and grams (nominal for catch weight).
        expires_at: when the hold ends; None makes it firm at once.
        place: the outlet whose shelf it is taken from; empty for the seller's own store.
        at: now.

    Raises:
        OutOfStock: names the listing and how many pieces are left; nothing is reserved.
        RoundNotOpen: the listing is sold in a round that has not opened yet.
    """
    del actor  # anybody may order; who may order what is the shop's decision
    pool_of = pools_of_listings((want.listing_id for want in wants), place=place)
    for want in wants:
        if want.listing_id not in pool_of:
            raise OutOfStock(want.listing_id, 0)
    demands = sum_per_pool(wants, pool_of)
    expire_due(lock_pools(demand.pool_id for demand in demands), at=at)
    rounds = enter_rounds(wants, at=at)
    for demand in demands:
        _take(demand, at=at)
        session().add_all(
            _row(owner_ref, demand.pool_id, want, rounds.get(want.line_ref), expires_at, at)
            for want in demand.wants
        )
    session().flush()  # a second reservation of the same line shows here


def _take(demand: Demand, *, at: datetime) -> None:
    taken = update_where(
        StockPool,
        StockPool.id == demand.pool_id,
        StockPool.released_pieces
        - StockPool.reserved_pieces
        - StockPool.allocated_pieces
        - StockPool.committed_pieces
        >= demand.pieces,
        reserved_pieces=StockPool.reserved_pieces + demand.pieces,
        reserved_g=StockPool.reserved_g + demand.grams,
    )
    if taken != 1:
        left = free_pieces([demand.pool_id], at=at)[demand.pool_id]
        first = demand.wants[0]
        raise OutOfStock(first.listing_id, whole_units(left, first.unit_pieces))


def _row(
    owner_ref: str,
    pool_id: int,
    want: Want,
    sold_in: RoundCard | None,
    expires_at: datetime | None,
    at: datetime,
) -> Reservation:
    if sold_in is not None and expires_at is not None:
        expires_at = min(expires_at, sold_in.cutoff_at)
    return Reservation(
        pool_id=pool_id,
        listing_id=want.listing_id,
        owner_ref=owner_ref,
        line_ref=want.line_ref,
        pieces=want.pieces,
        grams=want.grams,
        state=ReservationState.FIRM if expires_at is None else ReservationState.HOLD,
        expires_at=expires_at,
        round_id=sold_in.id if sold_in else None,
        firm_at=at if expires_at is None else None,
        created_at=at,
    )


def confirm(actor: Actor, *, owner_ref: str, at: datetime) -> None:
    """Make the holds of an order firm: it has been paid and never expires now.

    A hold that is due but that nobody has taken yet is still good. Repeating it does nothing.

    Args:
        actor: who confirms.
        owner_ref: reference of the order.
        at: now.

    Raises:
        HoldExpired: a hold of the order ended before; the order must reserve again or refund.
    """
    del actor
    rows = open_reservations(owner_ref)
    lock_pools(row.pool_id for row in rows)
    ended = select(Reservation.id).where(
        Reservation.owner_ref == owner_ref, Reservation.state == ReservationState.EXPIRED
    )
    if session().scalar(ended.limit(1)) is not None and not rows:
        raise HoldExpired(owner_ref=owner_ref)
    holds = [row.id for row in rows if row.state == ReservationState.HOLD]
    firm = update_where(
        Reservation,
        Reservation.id.in_(holds),
        Reservation.state == ReservationState.HOLD,
        state=ReservationState.FIRM,
        expires_at=None,
        firm_at=at,
    )
    if firm != len(holds):
        raise HoldExpired(owner_ref=owner_ref)


def release(
    actor: Actor, *, owner_ref: str, at: datetime, line_refs: Iterable[str] | None = None
) -> int:
    """Give back what an order holds, its lots included. Repeating it does nothing.

    Args:
        actor: who cancels.
        owner_ref: reference of the order.
        at: now.
        line_refs: only these lines; None means all.

    Returns:
        How many lines were given back.
    """
    del actor, at
    rows = open_reservations(owner_ref, line_refs)
    lock_pools(row.pool_id for row in rows)
    return sum(end_reservation(row, ReservationState.RELEASED) for row in rows)


def sweep_due_holds(actor: Actor, *, at: datetime, limit: int = 500) -> int:
    """End holds that are due, so that counters come near to what reads say. For the nightly job.

    Returns:
        How many holds were ended.
    """
    del actor
    statement = (
        select(Reservation.pool_id)
        .where(Reservation.state == ReservationState.HOLD, Reservation.expires_at <= at)
        .distinct()
        .order_by(Reservation.pool_id)
        .limit(limit)
    )
    pool_ids = list(session().scalars(statement))
    return expire_due(lock_pools(pool_ids), at=at)
