"""Whose it is: somebody else's goods are not found, a missing permission is not allowed."""

from __future__ import annotations

from sqlalchemy import select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from catalog.models.listings import Listing
from core.db import session
from core.errors import NotFound


def own_seller(actor: Actor, seller_id: int, permission: Permission) -> None:
    """Go on only if the actor may do this for the seller.

    Raises:
        NotAllowed: the permission is missing.
        NotFound: the actor acts for another organisation.
    """
    actor.require(permission)
    if not actor.acts_for(seller_id):
        raise NotFound("not_found")


def own_listing(actor: Actor, listing_ref: str, permission: Permission) -> Listing:
    """The listing of an address, if it belongs to the actor's organisation.

    Raises:
        NotAllowed: the permission is missing.
        NotFound: there is none, or it is somebody else's.
    """
    listing = session().scalar(select(Listing).where(Listing.ref == listing_ref))
    if listing is None or not actor.acts_for(listing.seller_id):
        raise NotFound("listing_not_found")
    actor.require(permission)
    return listing
