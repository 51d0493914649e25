"""What is sold in rounds: counted by one conditional UPDATE, given back when it is freed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select

from catalog.errors import OutOfStock, RoundNotOpen
from catalog.models.supply import SaleRound
from catalog.queries.rounds import rounds_on_sale
from catalog.rules.rounds import RoundCard, RoundState
from catalog.rules.stock import Want
from core.db import session, update_where


def enter_rounds(wants: Sequence[Want], *, at: datetime) -> dict[str, RoundCard]:
    """Count what is wanted against the open rounds of its listings, rounds in id order.

    Args:
        wants: one entry per order line.
        at: now.

    Returns:
        The round of each line that is sold in one.

    Raises:
        RoundNotOpen: the next round of a listing has not opened yet.
        OutOfStock: the round takes no more; says how many pieces it still takes.
    """
    entering = [want for want in wants if want.enters_rounds]
    current = rounds_on_sale((want.listing_id for want in entering), at=at)
    for card in current.values():
        if card.state != RoundState.OPEN:
            raise RoundNotOpen(listing_ref=card.listing_ref, opens_at=card.opens_at.isoformat())
    for card in sorted(current.values(), key=lambda one: one.id):
        _count(card, sum(x.pieces for x in entering if x.listing_id == card.listing_id), at)
    return {x.line_ref: current[x.listing_id] for x in entering if x.listing_id in current}


def _count(card: RoundCard, pieces: int, at: datetime) -> None:
    grown = SaleRound.sold_pieces + pieces
    counted = update_where(
        SaleRound,
        SaleRound.id == card.id,
        SaleRound.cutoff_at > at,
        or_(SaleRound.cap_pieces.is_(None), grown <= SaleRound.cap_pieces),
        sold_pieces=grown,
    )
    if counted != 1:
        columns = (SaleRound.cap_pieces, SaleRound.sold_pieces)
        cap, sold = session().execute(select(*columns).where(SaleRound.id == card.id)).one()
        raise OutOfStock(card.listing_id, max(0, (cap or 0) - sold))


def leave_round(round_id: int | None, pieces: int) -> None:
    """Give pieces that were freed back to their round."""
    if round_id is not None:
        left = SaleRound.sold_pieces - pieces
        update_where(SaleRound, SaleRound.id == round_id, sold_pieces=left)
