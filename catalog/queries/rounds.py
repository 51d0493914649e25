"""Sale rounds of listings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from catalog.models.listings import Listing
from catalog.models.stock import Reservation
from catalog.models.supply import SaleRound
from catalog.rules.rounds import RoundCard, RoundState, round_on_sale, round_state
from catalog.rules.stock import OPEN_RESERVATIONS
from core.db import session


def list_rounds(listing_ids: Iterable[int] | None = None, *, at: datetime) -> list[RoundCard]:
    """Rounds that are open or still to come, next cut-off first; of some listings or of all."""
    statement = (
        select(SaleRound, Listing.ref)
        .join(Listing, Listing.id == SaleRound.listing_id)
        .where(SaleRound.cutoff_at > at)
        .order_by(SaleRound.cutoff_at, SaleRound.id)
    )
    if listing_ids is not None:
        statement = statement.where(SaleRound.listing_id.in_(sorted(set(listing_ids))))
    rows = session().execute(statement).tuples()
    return [_card(row, listing_ref, at) for row, listing_ref in rows]


def _card(row: SaleRound, listing_ref: str, at: datetime) -> RoundCard:
    stored = RoundState(row.state)
    return RoundCard(
        id=row.id,
        ref=row.ref,
        listing_id=row.listing_id,
        listing_ref=listing_ref,
        name_zh=row.name_zh,
        name_en=row.name_en,
        opens_at=row.opens_at,
        cutoff_at=row.cutoff_at,
        harvest_from=row.harvest_from,
        harvest_to=row.harvest_to,
        departure_ref=row.departure_ref,
        cap_pieces=row.cap_pieces,
        sold_pieces=row.sold_pieces,
        min_pieces=row.min_pieces,
        state=round_state(stored, opens_at=row.opens_at, cutoff_at=row.cutoff_at, at=at),
    )


def rounds_on_sale(listing_ids: Iterable[int], *, at: datetime) -> dict[int, RoundCard]:
    """The round that decides about each listing now; listings that sell as usual are left out."""
    wanted = set(listing_ids)
    cards = list_rounds(wanted, at=at) if wanted else []
    found = {
        listing_id: round_on_sale(card for card in cards if card.listing_id == listing_id)
        for listing_id in {card.listing_id for card in cards}
    }
    return {listing_id: card for listing_id, card in found.items() if card is not None}


def list_rounds_of_seller(*, org_id: int, at: datetime) -> list[RoundCard]:
    """All rounds of a seller, the newest cut-off first."""
    statement = (
        select(SaleRound, Listing.ref)
        .join(Listing, Listing.id == SaleRound.listing_id)
        .where(Listing.seller_id == org_id)
        .order_by(SaleRound.cutoff_at.desc(), SaleRound.id.desc())
    )
    rows = session().execute(statement).tuples()
    return [_card(row, listing_ref, at) for row, listing_ref in rows]


def list_owners_of_round(round_ref: str) -> list[str]:
    """References of the orders that hold goods of a round."""
    statement = (
        select(Reservation.owner_ref)
        .join(SaleRound, SaleRound.id == Reservation.round_id)
        .where(SaleRound.ref == round_ref, Reservation.state.in_(OPEN_RESERVATIONS))
        .distinct()
        .order_by(Reservation.owner_ref)
    )
    return list(session().scalars(statement))


def ready_of_rounds(listing_ids: Iterable[int], *, at: datetime) -> dict[int, datetime]:
    """When the goods of listings that are sold in an open round are there."""
    current = rounds_on_sale(listing_ids, at=at)
    return {key: card.ready_at for key, card in current.items() if card.state is RoundState.OPEN}
