"""Book goods of a harvest that is still to come; counted in its week until it becomes stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from catalog.errors import HarvestFull
from catalog.models.listings import Listing
from catalog.models.stock import Reservation
from catalog.models.supply import SupplyBucket
from catalog.queries.booking import weeks_to_book
from catalog.rules.booking import BOOKABLE_PART, may_be_booked
from catalog.rules.stock import ReservationState, Want
from catalog.rules.supply import iso_week
from catalog.services.forecasts import ensure_bucket
from catalog.services.holdings import expire_due
from catalog.services.locks import lock_pools
from catalog.services.lots import ensure_pool
from core import clock
from core.db import session, update_where


@dataclass(frozen=True, slots=True)
class Booking:
    """What one order line books: goods, week, and what it was promised at the door.

    A call-off (``is_of_contract``) was committed long before: it takes no room of the week.
    """

    want: Want
    harvest_on: date
    arrives_on: date
    min_remaining_days: int
    is_of_contract: bool = False


def book_harvest(
    actor: Actor,
    *,
    owner_ref: str,
    bookings: Sequence[Booking],
    expires_at: datetime | None,
    at: datetime,
) -> None:
    """Book what an order wants of coming harvests, all of it or nothing.

    Args:
        actor: who orders.
        owner_ref: reference of the order.
        bookings: one entry per order line.
        expires_at: when the hold ends; None makes it firm at once.
        at: now.

    Raises:
        HarvestFull: the week is over, closed, or takes no more; says what it still takes.
    """
    del actor  # anybody may order; who may order what is the shop's decision
    listings = _listings([one.want.listing_id for one in bookings])
    places = [(_pool_of(listings[one.want.listing_id]), one) for one in bookings]
    expire_due(lock_pools(pool_id for pool_id, _one in places), at=at)
    for pool_id, one in sorted(places, key=lambda place: place[0]):
        bucket_id = _take(listings[one.want.listing_id], one, at=at)
        session().add(_row(owner_ref, (pool_id, bucket_id), one, expires_at, at))
    session().flush()  # a second booking of the same line shows here


def _listings(listing_ids: Sequence[int]) -> dict[int, Listing]:
    rows = session().scalars(select(Listing).where(Listing.id.in_(listing_ids)))
    return {row.id: row for row in rows}


def _pool_of(listing: Listing) -> int:
    return ensure_pool(listing.seller_id, listing.spec_id, listing.county_code)


def _take(listing: Listing, one: Booking, *, at: datetime) -> int:
    """Count the grams in their week, if it still takes them; answers with the bucket."""
    grams, monday = one.want.grams, one.harvest_on
    mine = (
        SupplyBucket.seller_id == listing.seller_id,
        SupplyBucket.spec_id == listing.spec_id,
        SupplyBucket.monday == monday,
    )
    if one.is_of_contract:
        return ensure_bucket(listing.seller_id, listing.spec_id, monday)
    booked = SupplyBucket.booked_g + grams
    taken = 0
    if may_be_booked(monday, clock.local_day(at)):
        taken = update_where(
            SupplyBucket,
            *mine,
            SupplyBucket.closed_at.is_(None),
            booked * BOOKABLE_PART <= SupplyBucket.p80_g,
            booked + SupplyBucket.committed_g <= SupplyBucket.p80_g,
            booked_g=booked,
        )
    if taken != 1:
        rooms = {week.monday: week.room_g for week in weeks_to_book(listing.id, at=at)}
        room_g = rooms.get(monday, 0)
        raise HarvestFull(listing.id, iso_week(monday), room_g // listing.nominal_g)
    return session().scalars(select(SupplyBucket.id).where(*mine)).one()


def _row(
    owner_ref: str,
    place: tuple[int, int],
    one: Booking,
    expires_at: datetime | None,
    at: datetime,
) -> Reservation:
    pool_id, bucket_id = place
    return Reservation(
        pool_id=pool_id,
        bucket_id=bucket_id,
        is_of_contract=one.is_of_contract,
        harvest_on=one.harvest_on,
        listing_id=one.want.listing_id,
        owner_ref=owner_ref,
        line_ref=one.want.line_ref,
        pieces=one.want.pieces,
        grams=one.want.grams,
        arrives_on=one.arrives_on,
        min_remaining_days=one.min_remaining_days,
        state=ReservationState.FIRM if expires_at is None else ReservationState.HOLD,
        expires_at=expires_at,
        firm_at=at if expires_at is None else None,
        created_at=at,
    )
