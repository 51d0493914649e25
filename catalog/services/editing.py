"""The seller's editor: keep a draft, or keep it and ask for publication in one step."""

from __future__ import annotations

from datetime import datetime

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from catalog.rules.drafts import ListingDraft
from catalog.rules.listing import ListingState
from catalog.services.listings import create_listing, edit_draft, submit_listing
from catalog.services.ownership import own_listing


def keep_draft(
    actor: Actor, *, seller_id: int, listing_ref: str | None, draft: ListingDraft, at: datetime
) -> str:
    """Keep what was written; a new listing is made when there is none yet.

    Returns:
        The reference of the listing.
    """
    if listing_ref is None:
        return create_listing(actor, seller_id=seller_id, draft=draft, at=at)
    edit_draft(actor, listing_ref=listing_ref, draft=draft, at=at)
    return listing_ref


def ask_for_publication(
    actor: Actor, *, seller_id: int, listing_ref: str | None, draft: ListingDraft, at: datetime
) -> str:
    """Keep what was written and submit it; of a live listing the change waits, the rest stays.

    Returns:
        The reference of the listing.

    Raises:
        ListingNotPublishable: something is missing; nothing is kept.
    """
    if listing_ref is not None:
        listing = own_listing(actor, listing_ref, Permission.PUBLISH_LISTING)
        if listing.state != ListingState.DRAFT:
            submit_listing(actor, listing_ref=listing_ref, at=at, draft=draft)
            return listing_ref
    ref = keep_draft(actor, seller_id=seller_id, listing_ref=listing_ref, draft=draft, at=at)
    submit_listing(actor, listing_ref=ref, at=at)
    return ref
