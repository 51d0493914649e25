"""Stop listings whose papers are gone; used by certificates and by the nightly job."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from catalog.events import ListingPaused
from catalog.models.listings import Listing
from catalog.models.specs import ProductSpec
from catalog.queries.certificates import held_kinds
from catalog.rules.listing import ListingState
from catalog.rules.publishing import kinds_needed
from core import clock
from core.db import session, update_where
from core.outbox import publish


def pause_uncovered(actor: Actor, *, seller_id: int, at: datetime) -> int:
    """Pause the live listings of a seller that lack a paper they need.

    Returns:
        How many listings stopped.
    """
    del actor  # whoever ends a paper ends the listings that stand on it
    statement = (
        select(Listing, ProductSpec)
        .join(ProductSpec, ProductSpec.id == Listing.spec_id)
        .where(Listing.seller_id == seller_id, Listing.state == ListingState.LIVE)
        .order_by(Listing.id)
    )
    stopped = 0
    for listing, spec in list(session().execute(statement).tuples()):
        held = held_kinds(seller_id, spec.id, clock.local_day(at))
        needed = kinds_needed(
            spec.required_kinds, is_halal=listing.is_halal, uses_gi=listing.uses_gi
        )
        if needed - held:
            stopped += _pause(listing.id)
    return stopped


def _pause(listing_id: int) -> int:
    paused = update_where(
        Listing,
        Listing.id == listing_id,
        Listing.state == ListingState.LIVE,
        state=ListingState.PAUSED,
        paused_reason="certificate",
    )
    if paused:
        publish(ListingPaused(listing_id=listing_id))
    return paused
