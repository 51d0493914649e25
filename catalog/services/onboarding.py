"""Let sellers in: the papers are looked at here, the standing is kept in accounts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.queries import get_org, get_org_by_ref
from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from accounts.services import sellers
from catalog.errors import NotReadyToApply, PapersNotVerified
from catalog.events import ListingPaused
from catalog.models.listings import Listing
from catalog.queries.onboarding import read_facts
from catalog.rules.listing import ListingState
from catalog.rules.onboarding import list_missing, list_unverified
from core.clock import local_day
from core.db import session, update_where
from core.outbox import publish

SUSPENDED = "suspended"  # why a listing is paused


def apply_to_sell(actor: Actor, *, org_id: int, at: datetime) -> None:
    """Ask to be let in once the profile is written and all papers are handed in.

    Raises:
        NotAllowed: The actor does not manage the organisation.
        NotReadyToApply: `missing` names what is.
        SellerStepRefused: It applied already.
    """
    actor.require(Permission.MANAGE_MEMBERS)
    missing = list_missing(read_facts(get_org(org_id), today=local_day(at)))
    if missing:
        raise NotReadyToApply(missing)
    sellers.apply_to_sell(actor, org_id=org_id, at=at)


def approve_seller(actor: Actor, *, org_ref: str, note: str, at: datetime) -> None:
    """Let a seller in whose papers are all verified.

    Raises:
        PapersNotVerified: `missing` names the papers that are not.
        SellerStepRefused: It has not applied.
    """
    missing = list_unverified(read_facts(get_org_by_ref(org_ref), today=local_day(at)))
    if missing:
        raise PapersNotVerified(missing)
    sellers.verify_seller(actor, org_ref=org_ref, note=note, at=at)


def stop_goods(actor: Actor, *, org_ref: str) -> int:
    """Pause everything that a suspended seller has on sale; answers how many listings."""
    del actor  # the platform has decided already
    statement = select(Listing.id).where(
        Listing.seller_id == get_org_by_ref(org_ref).id, Listing.state == ListingState.LIVE
    )
    stopped = 0
    for listing_id in session().scalars(statement.order_by(Listing.id)).all():
        paused = update_where(
            Listing,
            Listing.id == listing_id,
            Listing.state == ListingState.LIVE,
            state=ListingState.PAUSED,
            paused_reason=SUSPENDED,
        )
        if paused:
            publish(ListingPaused(listing_id=listing_id))
        stopped += paused
    return stopped
