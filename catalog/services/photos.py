"""Photos of listings: added from a phone, removed again; which ones are shown says the version."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from catalog.errors import PhotoRefused
from catalog.models.listings import Listing, ListingRevision
from catalog.models.photos import ListingPhoto
from catalog.rules.listing import ListingState, RevisionState
from catalog.rules.photos import MOST_PHOTOS
from catalog.services.ownership import own_listing
from core.db import session, update_where
from core.errors import InvalidInput, NotFound
from core.files import FileStore, discard, keep

WEBP = "image/webp"


def add_photo(
    actor: Actor,
    store: FileStore,
    *,
    listing_ref: str,
    source: bytes,
    renditions: Mapping[int, bytes],
    at: datetime,
) -> str:
    """Keep a photo of a listing; of a draft it is shown at once, of others with the next version.

    Args:
        actor: somebody of the seller.
        store: where the bytes go.
        listing_ref: the listing.
        source: the upload, only to know it again.
        renditions: WebP pictures by width in pixels.
        at: now.

    Returns:
        Its reference; the same photo sent twice is one photo.

    Raises:
        PhotoRefused: there are enough photos.
    """
    listing = own_listing(actor, listing_ref, Permission.EDIT_LISTING)
    digest = hashlib.sha256(source).hexdigest()
    known = (ListingPhoto.listing_id == listing.id, ListingPhoto.sha256 == digest)
    same = session().scalar(select(ListingPhoto.ref).where(*known))
    if same is not None:
        return same
    _require_room(listing.id)
    files = _keep_files(store, renditions, at=at)
    facts = {"sha256": digest, "files": files, "author_name": actor.name, "created_at": at}
    photo = ListingPhoto(listing_id=listing.id, **facts)
    session().add(photo)
    session().flush()  # the reference is the answer
    if listing.state == ListingState.DRAFT:
        listing.photos = [*listing.photos, photo.ref]
    return photo.ref


def _require_room(listing_id: int) -> None:
    count = select(func.count(ListingPhoto.id)).where(ListingPhoto.listing_id == listing_id)
    if (session().scalar(count) or 0) >= MOST_PHOTOS:
        raise PhotoRefused("too_many_photos")


def _keep_files(
    store: FileStore, renditions: Mapping[int, bytes], *, at: datetime
) -> dict[str, str]:
    return {
        str(width): keep(store, data, content_type=WEBP, name=f"{width}.webp", at=at).ref
        for width, data in renditions.items()
    }


def remove_photo(actor: Actor, *, listing_ref: str, photo_ref: str) -> None:
    """Forget a photo that no version shows; what was published once is kept for its orders.

    Raises:
        NotFound: unknown, or of another listing.
        PhotoRefused: it is shown now, or waits for review.
    """
    listing = own_listing(actor, listing_ref, Permission.EDIT_LISTING)
    photo = session().scalar(
        select(ListingPhoto).where(
            ListingPhoto.ref == photo_ref, ListingPhoto.listing_id == listing.id
        )
    )
    if photo is None:
        raise NotFound("photo_not_found")
    if listing.state == ListingState.DRAFT:
        listing.photos = [ref for ref in listing.photos if ref != photo_ref]
    if photo.published_at is not None or photo_ref in _shown(listing):
        raise PhotoRefused("photo_is_shown")
    for file_ref in photo.files.values():
        discard(str(file_ref))
    session().delete(photo)


def require_own_photos(listing_id: int, refs: Sequence[str]) -> None:
    """Go on only if a version shows photos of its own listing.

    Raises:
        InvalidInput: names the field.
    """
    mine = select(ListingPhoto.ref).where(ListingPhoto.listing_id == listing_id)
    if not set(refs) <= set(session().scalars(mine)):
        raise InvalidInput("listing_invalid", fields={"photos": "invalid_choice"})


def publish_photos(listing_id: int, refs: Sequence[str], *, at: datetime) -> None:
    """From now on everybody may see these photos."""
    mine = (ListingPhoto.listing_id == listing_id, ListingPhoto.ref.in_(list(refs)))
    update_where(ListingPhoto, *mine, ListingPhoto.published_at.is_(None), published_at=at)


def _shown(listing: Listing) -> set[str]:
    waiting = session().scalar(
        select(ListingRevision.proposed).where(
            ListingRevision.listing_id == listing.id,
            ListingRevision.state == RevisionState.PENDING,
        )
    )
    return {*listing.photos, *((waiting or {}).get("photos") or ())}
