"""When the harvest comes: forecast becomes a lot, and whoever waits is served in order.

Order: what contracts have called off already, then the floor of what they may still call by the
time they were signed, then paid bookings by the time they were paid, then contracts above their
floor; what is left goes to the shop. Every decision is
kept. With the last load of a week its bookings end: who got less, or nothing, is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from accounts.rules.actor import Actor
from catalog.errors import NoSuitableLot
from catalog.events import HarvestShort
from catalog.models.stock import Lot, Reservation
from catalog.models.supply import Commitment, HarvestDecision, SupplyBucket
from catalog.queries.stock import free_pieces
from catalog.rules.cards import LotCard
from catalog.rules.shortage import floor_g
from catalog.rules.stock import OPEN_RESERVATIONS, ReservationState
from catalog.rules.supply import pieces_for
from catalog.services.forecasts import ensure_bucket
from catalog.services.holdings import end_reservation, expire_due, move_pool
from catalog.services.locks import lock_pools
from catalog.services.lots import NewLot, open_lot, receive_lot
from catalog.services.lotting import allocate_row
from catalog.services.shields import piece_g_of, raise_shield, shield_goods
from core import clock
from core.db import session, update_where
from core.errors import InvalidInput
from core.outbox import publish
from core.types.dates import monday_of

EARLY = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Load:
    """Goods of one week's harvest that came in, and whether more will come."""

    monday: date
    is_last: bool


@dataclass(frozen=True, slots=True)
class Harvested:
    """The new lot, and how many bookings it served in full, in part, not at all."""

    lot: LotCard
    served: int
    short: int


@dataclass(frozen=True, slots=True)
class _Place:
    lot: Lot
    bucket_id: int
    piece_g: int
    load: Load
    at: datetime


def bring_in_harvest(actor: Actor, *, new: NewLot, load: Load, at: datetime) -> Harvested:
    """Take a load of a week's harvest in, release it, and serve who waits for it.

    Args:
        actor: somebody of the seller who manages lots.
        new: the goods, with their paper.
        load: which week they belong to; the last one closes the week.
        at: now.

    Raises:
        InvalidInput: names every field that is wrong; a week that lies ahead has no harvest yet.
        LotStepRefused: the paper is missing.
    """
    if load.monday != monday_of(load.monday) or load.monday > clock.local_day(at) + EARLY:
        raise InvalidInput("lot_invalid", fields={"monday": "harvest_ahead"})
    if not new.certificate_no.strip():
        raise InvalidInput("lot_invalid", fields={"certificate_no": "lot_needs_certificate"})
    card = receive_lot(actor, new, at=at)
    open_lot(actor, lot_ref=card.ref, at=at)
    lot = session().get_one(Lot, card.id, populate_existing=True)
    bucket_id = ensure_bucket(new.seller_id, new.spec_id, load.monday)
    place = _Place(lot, bucket_id, piece_g_of(new.spec_id), load, at)
    expire_due(lock_pools([lot.pool_id]), at=at)
    _take_up_kept(place)
    called = _serve_bookings(place, is_of_contract=True)
    _serve_contracts(place, is_floor=True)
    booked = _serve_bookings(place, is_of_contract=False)
    _keep_for_waiting(place)
    _serve_contracts(place, is_floor=False)
    if load.is_last:
        _close(place)
    shield_goods(actor, seller_id=new.seller_id, spec_id=new.spec_id, at=at)
    return Harvested(card, called[0] + booked[0], called[1] + booked[1])


def _left(place: _Place) -> int:
    return free_pieces([place.lot.pool_id], at=place.at)[place.lot.pool_id]


def _serve_contracts(place: _Place, *, is_floor: bool) -> None:
    step = "floor" if is_floor else "above"
    for row in _commitments(place):
        open_g = row.grams - row.drawn_g
        wanted = pieces_for(floor_g(open_g) if is_floor else open_g, place.piece_g)
        missing = wanted - row.shielded_pieces
        if missing <= 0:
            continue
        given = min(missing, _left(place))
        contract_ref = row.contract_ref
        if given:
            raise_shield(row.id, place.lot.pool_id, given)
        _note(place, step, (contract_ref, ""), missing * place.piece_g, given * place.piece_g)


def _commitments(place: _Place) -> Iterator[Commitment]:
    found = (
        select(Commitment.id)
        .where(Commitment.bucket_id == place.bucket_id, Commitment.grams > Commitment.drawn_g)
        .order_by(Commitment.priority_at, Commitment.id)
    )
    for row_id in list(session().scalars(found)):
        yield session().get_one(Commitment, row_id, populate_existing=True)


def _serve_bookings(place: _Place, *, is_of_contract: bool) -> tuple[int, int]:
    served = short = 0
    step = "called" if is_of_contract else "orders"
    for row in _bookings(place):
        if row.is_of_contract != is_of_contract:
            continue
        given = min(row.pieces, _left(place))
        if given < row.pieces and not place.load.is_last:
            break  # more will come this week; nobody overtakes who booked before
        who, wanted_g, missing = (row.owner_ref, row.line_ref), row.grams, row.pieces - given
        given_g = row.grams * given // row.pieces
        _note(place, step, who, wanted_g, given_g)
        if given:
            _turn_into_stock(row, given, given_g, at=place.at)
        else:
            end_reservation(row, ReservationState.RELEASED)
        if missing:
            publish(HarvestShort(who[1], given, missing), dedupe_key=who[1])
        served, short = served + bool(given), short + bool(missing)
    return served, short


def _take_up_kept(place: _Place) -> None:
    """What earlier loads kept for bookings is dealt out together with this one."""
    kept = select(Reservation).where(
        Reservation.owner_ref == _keeper(place), Reservation.state == ReservationState.FIRM
    )
    for row in list(session().scalars(kept.order_by(Reservation.id))):
        end_reservation(row, ReservationState.RELEASED)


def _keep_for_waiting(place: _Place) -> None:
    """Pieces that do not suffice for the next booking wait with it for the next load."""
    waiting = [] if place.load.is_last else _bookings(place)
    pieces = min(_left(place), sum(row.pieces for row in waiting))
    if pieces < 1:
        return
    grams = pieces * place.piece_g
    session().add(
        Reservation(
            pool_id=place.lot.pool_id,
            listing_id=waiting[0].listing_id,
            owner_ref=_keeper(place),
            line_ref=f"{_keeper(place)}-{place.lot.id}",
            pieces=pieces,
            grams=grams,
            state=ReservationState.FIRM,
            expires_at=None,
            firm_at=place.at,
            created_at=place.at,
        )
    )
    move_pool(place.lot.pool_id, reserved=(pieces, grams))


def _keeper(place: _Place) -> str:
    return f"harvest-{place.bucket_id}-{place.lot.pool_id}"


def _bookings(place: _Place) -> list[Reservation]:
    statement = (
        select(Reservation)
        .where(Reservation.bucket_id == place.bucket_id)
        .where(Reservation.pool_id == place.lot.pool_id)
        .where(Reservation.state == ReservationState.FIRM)
        .order_by(Reservation.is_of_contract.desc(), Reservation.firm_at, Reservation.id)
        .execution_options(populate_existing=True)
    )
    return list(session().scalars(statement))


def _turn_into_stock(row: Reservation, pieces: int, grams: int, *, at: datetime) -> None:
    """Move a booking from its week to the pool, and set its lots aside."""
    bucket_id, pool_id = row.bucket_id, row.pool_id
    booked_g = 0 if row.is_of_contract else row.grams  # a call-off is counted in its commitment
    update_where(Reservation, Reservation.id == row.id, bucket_id=None, pieces=pieces, grams=grams)
    left = SupplyBucket.booked_g - booked_g
    update_where(SupplyBucket, SupplyBucket.id == bucket_id, booked_g=left)
    move_pool(pool_id, reserved=(pieces, grams))
    session().refresh(row)
    try:
        allocate_row(row, row.arrives_on or clock.local_day(at), row.min_remaining_days, at=at)
    except NoSuitableLot:
        return  # it keeps its place in the pool; the packer sees that no lot lasts long enough


def _close(place: _Place) -> None:
    """Nothing more of this week: unpaid holds end, and nobody books it any more."""
    waiting = (
        select(Reservation)
        .where(Reservation.bucket_id == place.bucket_id)
        .where(Reservation.pool_id == place.lot.pool_id)
        .where(Reservation.state.in_(OPEN_RESERVATIONS))
        .order_by(Reservation.id)
        .execution_options(populate_existing=True)
    )
    for row in list(session().scalars(waiting)):
        end_reservation(row, ReservationState.EXPIRED)
    update_where(SupplyBucket, SupplyBucket.id == place.bucket_id, closed_at=place.at)


def _note(place: _Place, step: str, who: tuple[str, str], wanted_g: int, given_g: int) -> None:
    owner_ref, line_ref = who
    session().add(
        HarvestDecision(
            bucket_id=place.bucket_id,
            lot_id=place.lot.id,
            step=step,
            owner_ref=owner_ref,
            line_ref=line_ref,
            wanted_g=wanted_g,
            given_g=given_g,
            is_last=place.load.is_last,
            created_at=place.at,
        )
    )
