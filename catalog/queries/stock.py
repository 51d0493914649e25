"""How much of a pool is free. Due holds never count, swept or not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, func, select

from catalog.models.listings import Listing
from catalog.models.stock import Reservation, StockPool
from catalog.queries.rounds import rounds_on_sale
from catalog.rules.outlets import OWN_STORE
from catalog.rules.packs import whole_units
from catalog.rules.rounds import cap_by_round
from catalog.rules.stock import Counters, ReservationState, free
from core.db import session


def pools_of_listings(listing_ids: Iterable[int], *, place: str = OWN_STORE) -> dict[int, int]:
    """The pool each listing sells from at a place; listings without stock there are left out."""
    statement = (
        select(Listing.id, StockPool.id)
        .join(
            StockPool,
            and_(
                StockPool.seller_id == Listing.seller_id,
                StockPool.spec_id == Listing.spec_id,
                StockPool.county_code == Listing.county_code,
                StockPool.place == place,
            ),
        )
        .where(Listing.id.in_(sorted(set(listing_ids))))
    )
    return dict(session().execute(statement).tuples().all())


def due_holds(pool_ids: Iterable[int], *, at: datetime) -> dict[int, int]:
    """Pieces that expired holds still occupy in the counters, by pool."""
    statement = (
        select(Reservation.pool_id, func.sum(Reservation.pieces))
        .where(Reservation.pool_id.in_(sorted(set(pool_ids))))
        .where(Reservation.state == ReservationState.HOLD, Reservation.expires_at <= at)
        .where(Reservation.bucket_id.is_(None))
        .group_by(Reservation.pool_id)
    )
    return {pool_id: int(pieces) for pool_id, pieces in session().execute(statement)}


def free_pieces(pool_ids: Iterable[int], *, at: datetime) -> dict[int, int]:
    """Pieces of pools that nobody has a right to."""
    wanted = sorted(set(pool_ids))
    due = due_holds(wanted, at=at)
    statement = select(
        StockPool.id,
        StockPool.released_pieces,
        StockPool.reserved_pieces,
        StockPool.allocated_pieces,
        StockPool.committed_pieces,
    ).where(StockPool.id.in_(wanted))
    return {
        pool_id: free(Counters(*counters), due.get(pool_id, 0))
        for pool_id, *counters in session().execute(statement)
    }


def available_pieces(listing_ids: Iterable[int], *, at: datetime) -> dict[int, int]:
    """Units a buyer could order of each listing now; listings without stock give 0."""
    wanted = sorted(set(listing_ids))
    pool_of = pools_of_listings(wanted)
    left = free_pieces(pool_of.values(), at=at)
    current = rounds_on_sale(wanted, at=at)
    units = unit_pieces_of(wanted)
    return {
        listing_id: cap_by_round(
            whole_units(left.get(pool_of.get(listing_id, 0), 0), units.get(listing_id, 1)),
            current.get(listing_id),
        )
        for listing_id in wanted
    }


def unit_pieces_of(listing_ids: Iterable[int]) -> dict[int, int]:
    """How many pieces of the stock one sold unit of each listing holds, where it is several."""
    wanted = sorted(set(listing_ids))
    several = (Listing.id.in_(wanted), Listing.unit_pieces > 1)
    rows = session().execute(select(Listing.id, Listing.unit_pieces).where(*several))
    return dict(rows.tuples().all())
