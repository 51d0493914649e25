"""Listings: write, submit, review, pause. What is live stays live while a change waits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from catalog.errors import ListingStepRefused
from catalog.events import ListingDeclined, ListingPaused, ListingPublished, ListingSubmitted
from catalog.models.listings import Listing, ListingRevision
from catalog.models.specs import ProductSpec
from catalog.rules.drafts import FIXED_FIELDS, ListingDraft
from catalog.rules.listing import ListingState, RevisionState, may_move
from catalog.services.ownership import own_listing, own_seller
from catalog.services.photos import publish_photos, require_own_photos
from catalog.services.versions import (
    apply_version,
    check_shape,
    require_publishable,
    search_text_of,
    version_of,
)
from core.db import require_one, session, update_where
from core.errors import InvalidInput, NotFound
from core.outbox import publish

BY_SELLER = "seller"  # why a listing is paused


def create_listing(actor: Actor, *, seller_id: int, draft: ListingDraft, at: datetime) -> str:
    """Write a new listing as a draft.

    Args:
        actor: somebody of the seller.
        seller_id: the organisation that sells.
        draft: the first version.
        at: now.

    Returns:
        The reference of the listing.

    Raises:
        InvalidInput: names every field that is wrong.
    """
    own_seller(actor, seller_id, Permission.EDIT_LISTING)
    if session().get(ProductSpec, draft.spec_id) is None:
        raise InvalidInput("listing_invalid", fields={"spec": "invalid_choice"})
    known = select(Listing.id).where(Listing.seller_id == seller_id, Listing.sku == draft.sku)
    if session().scalar(known) is not None:
        raise InvalidInput("listing_invalid", fields={"sku": "sku_taken"})
    check_shape(draft)
    if draft.photos:
        raise InvalidInput("listing_invalid", fields={"photos": "invalid_choice"})
    listing = Listing(
        seller_id=seller_id,
        state=ListingState.DRAFT,
        direction=draft.direction,
        created_at=at,
        **draft.to_json(),
    )
    session().add(listing)
    session().flush()  # the reference is made now
    return listing.ref


def edit_draft(actor: Actor, *, listing_ref: str, draft: ListingDraft, at: datetime) -> None:
    """Rewrite a listing that has not been submitted.

    Raises:
        ListingStepRefused: it is in review or live; a live one is changed by submitting.
        InvalidInput: names every field that is wrong.
    """
    del at
    listing = own_listing(actor, listing_ref, Permission.EDIT_LISTING)
    if listing.state != ListingState.DRAFT:
        raise ListingStepRefused(listing_ref=listing_ref, state=listing.state)
    check_shape(draft)
    require_own_photos(listing.id, draft.photos)
    apply_version(listing, draft)


def submit_listing(
    actor: Actor, *, listing_ref: str, at: datetime, draft: ListingDraft | None = None
) -> str:
    """Ask the platform to publish a listing, or a change of one that is live.

    Args:
        actor: somebody of the seller.
        listing_ref: the listing.
        at: now.
        draft: the changed version of a live listing; None submits what the draft says.

    Returns:
        The reference of the revision that waits for review.

    Raises:
        ListingNotPublishable: something is missing; `reasons` names all of it.
        ListingStepRefused: a revision is waiting already, or the listing has ended.
    """
    listing = own_listing(actor, listing_ref, Permission.PUBLISH_LISTING)
    state = ListingState(listing.state)
    if state in (ListingState.IN_REVIEW, ListingState.ENDED) or _pending(listing.id):
        raise ListingStepRefused(listing_ref=listing_ref, state=state.value)
    before = {} if state is ListingState.DRAFT else version_of(listing).to_json()
    proposed = draft or version_of(listing)
    check_shape(proposed)
    require_own_photos(listing.id, proposed.photos)
    require_publishable(listing.seller_id, proposed, at=at)
    revision = _new_revision(actor, listing, before, proposed, at=at)
    session().add(revision)
    if state is ListingState.DRAFT:
        apply_version(listing, proposed)
        listing.state = ListingState.IN_REVIEW
    session().flush()  # a second pending revision shows here
    publish(ListingSubmitted(listing_id=listing.id, revision_id=revision.id))
    return revision.ref


def _new_revision(
    actor: Actor,
    listing: Listing,
    before: dict[str, Any],
    proposed: ListingDraft,
    *,
    at: datetime,
) -> ListingRevision:
    return ListingRevision(
        listing_id=listing.id,
        number=_next_number(listing.id),
        state=RevisionState.PENDING,
        before=before,
        proposed=proposed.to_json() | {name: getattr(listing, name) for name in FIXED_FIELDS},
        author_user_id=actor.user_id,
        author_name=actor.name,
        created_at=at,
    )


def approve_listing(actor: Actor, *, revision_ref: str, at: datetime) -> None:
    """Publish a revision; papers are checked once more. What its seller has paused stays paused.

    Raises:
        ListingNotPublishable: a paper has ended since it was submitted.
        ListingStepRefused: it has been decided already.
    """
    actor.require(Permission.REVIEW_LISTING)
    revision, listing = _revision(revision_ref)
    proposed = ListingDraft.from_json(revision.proposed)
    require_publishable(listing.seller_id, proposed, at=at)
    _decide(actor, revision, RevisionState.APPROVED, "", at=at)
    apply_version(listing, proposed)
    if not (listing.state == ListingState.PAUSED and listing.paused_reason == BY_SELLER):
        listing.state = ListingState.LIVE
        listing.paused_reason = ""
    listing.published_at = at
    publish_photos(listing.id, proposed.photos, at=at)
    listing.search_text = search_text_of(listing)
    session().flush()  # readers of this transaction see the new version
    publish(ListingPublished(listing_id=listing.id))


def decline_listing(actor: Actor, *, revision_ref: str, reason: str, at: datetime) -> None:
    """Send a revision back with a reason; what was live stays live.

    Raises:
        InvalidInput: no reason was given.
        ListingStepRefused: it has been decided already.
    """
    actor.require(Permission.REVIEW_LISTING)
    if not reason.strip():
        raise InvalidInput("reason_required", fields={"reason": "required"})
    revision, listing = _revision(revision_ref)
    _decide(actor, revision, RevisionState.DECLINED, reason.strip(), at=at)
    if listing.state == ListingState.IN_REVIEW:
        listing.state = ListingState.DRAFT
    publish(ListingDeclined(listing_id=listing.id, revision_id=revision.id))


def withdraw_listing(actor: Actor, *, listing_ref: str, at: datetime) -> None:
    """Take back what waits for review.

    Raises:
        ListingStepRefused: nothing is waiting.
    """
    listing = own_listing(actor, listing_ref, Permission.EDIT_LISTING)
    revision = _pending(listing.id)
    if revision is None:
        raise ListingStepRefused(listing_ref=listing_ref, state=listing.state)
    _decide(actor, revision, RevisionState.WITHDRAWN, "", at=at)
    if listing.state == ListingState.IN_REVIEW:
        listing.state = ListingState.DRAFT


def pause_listing(actor: Actor, *, listing_ref: str, at: datetime) -> None:
    """Stop selling for now. Orders placed before are not touched.

    Raises:
        ListingStepRefused: the listing is not live.
    """
    del at
    listing = own_listing(actor, listing_ref, Permission.PUBLISH_LISTING)
    _move(listing, ListingState.PAUSED, reason=BY_SELLER)
    publish(ListingPaused(listing_id=listing.id))


def resume_listing(actor: Actor, *, listing_ref: str, at: datetime) -> None:
    """Sell again what was paused; papers and season are checked as for a new listing.

    Raises:
        ListingNotPublishable: something is missing now.
        ListingStepRefused: the listing is not paused.
    """
    listing = own_listing(actor, listing_ref, Permission.PUBLISH_LISTING)
    if listing.state != ListingState.PAUSED:
        raise ListingStepRefused(listing_ref=listing_ref, state=listing.state)
    require_publishable(listing.seller_id, version_of(listing), at=at)
    _move(listing, ListingState.LIVE, reason="")
    publish(ListingPublished(listing_id=listing.id))


def _pending(listing_id: int) -> ListingRevision | None:
    return session().scalar(
        select(ListingRevision).where(
            ListingRevision.listing_id == listing_id,
            ListingRevision.state == RevisionState.PENDING,
        )
    )


def _revision(ref: str) -> tuple[ListingRevision, Listing]:
    revision = session().scalar(select(ListingRevision).where(ListingRevision.ref == ref))
    if revision is None:
        raise NotFound("revision_not_found")
    return revision, session().get_one(Listing, revision.listing_id)


def _next_number(listing_id: int) -> int:
    highest = select(func.max(ListingRevision.number)).where(
        ListingRevision.listing_id == listing_id
    )
    return (session().scalar(highest) or 0) + 1


def _decide(
    actor: Actor, revision: ListingRevision, target: RevisionState, reason: str, *, at: datetime
) -> None:
    decided = update_where(
        ListingRevision,
        ListingRevision.id == revision.id,
        ListingRevision.state == RevisionState.PENDING,
        state=target,
        decided_by=actor.name,
        decided_at=at,
        reason=reason,
    )
    require_one(decided, ListingStepRefused(revision_ref=revision.ref, state=revision.state))


def _move(listing: Listing, target: ListingState, *, reason: str) -> None:
    current = ListingState(listing.state)
    refused = ListingStepRefused(listing_ref=listing.ref, state=current.value)
    if not may_move(current, target):
        raise refused
    moved = update_where(
        Listing,
        Listing.id == listing.id,
        Listing.state == current,
        state=target,
        paused_reason=reason,
    )
    require_one(moved, refused)
