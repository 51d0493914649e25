"""Photos of listings, and who may see their files."""

from __future__ import annotations

from sqlalchemy import select

from accounts.queries import list_memberships
from accounts.rules.permissions import Capacity
from catalog.models.listings import Listing
from catalog.models.photos import ListingPhoto
from catalog.rules.photos import PhotoCard
from core.db import session
from core.errors import NotFound


def list_photos(listing_id: int) -> list[PhotoCard]:
    """The photos of a listing, oldest first."""
    mine = select(ListingPhoto).where(ListingPhoto.listing_id == listing_id)
    rows = session().scalars(mine.order_by(ListingPhoto.id))
    return [PhotoCard(row.ref, row.published_at is not None) for row in rows]


def get_rendition(photo_ref: str, width: int, *, user_id: int | None) -> tuple[str, bool]:
    """The file of a photo in a width, and whether everybody may see it.

    Args:
        photo_ref: the photo.
        width: pixels across; one of the widths that are kept.
        user_id: who asks; unpublished photos are for their seller and for the platform.

    Raises:
        NotFound: there is none, or it is not for this person.
    """
    statement = (
        select(ListingPhoto, Listing.seller_id)
        .join(Listing, Listing.id == ListingPhoto.listing_id)
        .where(ListingPhoto.ref == photo_ref)
    )
    found = session().execute(statement).one_or_none()
    if found is None or str(width) not in found[0].files:
        raise NotFound("photo_not_found")
    photo, seller_id = found
    is_public = photo.published_at is not None
    if not (is_public or _may_see(seller_id, user_id)):
        raise NotFound("photo_not_found")
    return str(photo.files[str(width)]), is_public


def _may_see(seller_id: int, user_id: int | None) -> bool:
    if user_id is None:
        return False
    orgs = [org for org, _roles in list_memberships(user_id)]
    return any(org.id == seller_id or Capacity.PLATFORM in org.capacities for org in orgs)
