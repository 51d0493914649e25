"""How far a seller has come: listings written, lots received."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from catalog.models.listings import Listing
from catalog.models.stock import Lot
from core.db import session


@dataclass(frozen=True, slots=True)
class Beginnings:
    """What a seller has made so far."""

    listings: int
    lots: int


def read_beginnings(*, org_id: int) -> Beginnings:
    """Count a seller's listings and lots."""
    listings = select(func.count(Listing.id)).where(Listing.seller_id == org_id)
    lots = select(func.count(Lot.id)).where(Lot.seller_id == org_id)
    return Beginnings(session().scalar(listings) or 0, session().scalar(lots) or 0)
