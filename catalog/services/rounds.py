"""Sale rounds: a seller plans them for a listing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from catalog.models.supply import SaleRound
from catalog.rules.rounds import RoundState
from catalog.services.ownership import own_listing
from core.db import session
from core.errors import InvalidInput


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRound:
    """A round to be planned."""

    listing_ref: str
    name_zh: str
    name_en: str
    opens_at: datetime
    cutoff_at: datetime
    harvest_from: date
    harvest_to: date
    departure_ref: str = ""
    cap_pieces: int | None = None


def plan_round(actor: Actor, new: NewRound, *, at: datetime) -> str:
    """Plan a sale round of a listing.

    Returns:
        The reference of the round.

    Raises:
        InvalidInput: names every field that is wrong.
    """
    listing = own_listing(actor, new.listing_ref, Permission.EDIT_LISTING)
    fields: dict[str, str] = {}
    if new.cutoff_at <= new.opens_at:
        fields["cutoff_at"] = "ends_before_start"
    if new.harvest_to < new.harvest_from:
        fields["harvest_to"] = "ends_before_start"
    if new.cap_pieces is not None and new.cap_pieces < 1:
        fields["cap_pieces"] = "at_least_one"
    if fields:
        raise InvalidInput("round_invalid", fields=fields)
    row = SaleRound(
        listing_id=listing.id,
        name_zh=new.name_zh,
        name_en=new.name_en,
        opens_at=new.opens_at,
        cutoff_at=new.cutoff_at,
        harvest_from=new.harvest_from,
        harvest_to=new.harvest_to,
        departure_ref=new.departure_ref,
        cap_pieces=new.cap_pieces,
        state=RoundState.PLANNED,
        created_at=at,
    )
    session().add(row)
    session().flush()  # the reference is made now
    return row.ref
