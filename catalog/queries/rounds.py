"""Sale rounds of listings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from catalog.models.listings import Listing
from catalog.models.supply import SaleRound
from catalog.rules.rounds import RoundCard, RoundState, round_on_sale, round_state
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
