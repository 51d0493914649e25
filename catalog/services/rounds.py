"""Sale rounds: a seller plans them for a listing; the cut-off decides whether they take place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from catalog.errors import RoundStepRefused
from catalog.events import RoundFailed
from catalog.models.listings import Listing
from catalog.models.supply import SaleRound
from catalog.rules.rounds import RoundState
from catalog.services.ownership import own_listing
from core.db import session, update_where
from core.errors import InvalidInput, NotFound
from core.outbox import publish


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
    min_pieces: int | None = None


def plan_round(actor: Actor, new: NewRound, *, at: datetime) -> str:
    """Plan a sale round of a listing.

    Returns:
        The reference of the round.

    Raises:
        InvalidInput: names every field that is wrong.
    """
    listing = own_listing(actor, new.listing_ref, Permission.EDIT_LISTING)
    fields = _faults(new) or _overlap(listing.id, new)
    if listing.unit_pieces > 1:
        fields["listing"] = "round_of_packs"
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
        min_pieces=new.min_pieces,
        state=RoundState.PLANNED,
        created_at=at,
    )
    session().add(row)
    session().flush()  # the reference is made now
    return row.ref


def _faults(new: NewRound) -> dict[str, str]:
    fields: dict[str, str] = {}
    if new.cutoff_at <= new.opens_at:
        fields["cutoff_at"] = "ends_before_start"
    if new.harvest_to < new.harvest_from:
        fields["harvest_to"] = "ends_before_start"
    if new.cap_pieces is not None and new.cap_pieces < 1:
        fields["cap_pieces"] = "at_least_one"
    if new.min_pieces is not None and new.min_pieces < 1:
        fields["min_pieces"] = "at_least_one"
    elif (new.min_pieces or 0) > (new.cap_pieces or new.min_pieces or 0):
        fields["min_pieces"] = "over_the_cap"
    return fields


def _overlap(listing_id: int, new: NewRound) -> dict[str, str]:
    crossing = select(SaleRound.id).where(
        SaleRound.listing_id == listing_id,
        SaleRound.state != RoundState.FAILED,
        SaleRound.opens_at < new.cutoff_at,
        SaleRound.cutoff_at > new.opens_at,
    )
    taken = session().scalar(crossing.limit(1)) is not None
    return {"opens_at": "rounds_overlap"} if taken else {}


def give_up_round(actor: Actor, *, round_ref: str, at: datetime) -> None:
    """The seller calls a round off before its cut-off: everybody gets everything back.

    Raises:
        NotFound: unknown, or somebody else's.
        RoundStepRefused: its cut-off has passed, or it has been decided.
    """
    row = session().scalar(select(SaleRound).where(SaleRound.ref == round_ref))
    if row is None:
        raise NotFound("round_not_found")
    listing_ref = session().get_one(Listing, row.listing_id).ref
    own_listing(actor, listing_ref, Permission.EDIT_LISTING)
    if row.cutoff_at <= at or not _decide(row.id, RoundState.FAILED):
        raise RoundStepRefused(round_ref=round_ref)
    publish(RoundFailed(round_ref))


def decide_rounds(actor: Actor, *, at: datetime) -> int:
    """Close the rounds whose cut-off has come; those below their minimum fail.

    Returns:
        How many failed.
    """
    del actor
    due = select(SaleRound).where(SaleRound.state == RoundState.PLANNED, SaleRound.cutoff_at <= at)
    failed = 0
    for row in list(session().scalars(due.order_by(SaleRound.id))):
        is_short = row.min_pieces is not None and row.sold_pieces < row.min_pieces
        target = RoundState.FAILED if is_short else RoundState.CLOSED
        if _decide(row.id, target) and is_short:
            publish(RoundFailed(row.ref), dedupe_key=row.ref)
            failed += 1
    return failed


def _decide(round_id: int, target: RoundState) -> bool:
    own = (SaleRound.id == round_id, SaleRound.state == RoundState.PLANNED)
    return update_where(SaleRound, *own, state=target) == 1
