"""Write down crates and pallets at each hand-over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.queries import get_orgs
from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from core.db import session
from core.errors import InvalidInput, NotFound
from logistics.models.returnables import ReturnableMove
from logistics.rules.returnables import MOST_AT_ONCE, ReturnableKind

HANDS = (Permission.FULFIL, Permission.MANAGE_LOTS, Permission.DISPATCH_CARRIER, Permission.DRIVE)


@dataclass(frozen=True, slots=True)
class Counted:
    """Crates or pallets counted with a partner: given to them, and got back from them."""

    org_id: int
    partner_id: int
    kind: ReturnableKind
    given: int
    back: int
    cause_ref: str
    note: str = ""


def record_returnables(actor: Actor, counted: Counted, *, at: datetime) -> int:
    """Write down what was counted; the same cause is written once.

    Args:
        actor: somebody of the organisation that counts.
        counted: what was given and what came back.
        at: now.

    Returns:
        How many moves were written.

    Raises:
        NotFound: another organisation's crates, or an unknown partner.
        InvalidInput: impossible figures.
    """
    if not actor.acts_for(counted.org_id) or counted.partner_id not in get_orgs(
        [counted.partner_id]
    ):
        raise NotFound("org_not_found")
    if not any(actor.can(one) for one in HANDS):
        actor.require(HANDS[0])
    _check(counted)
    ours, theirs = counted.org_id, counted.partner_id
    written = _write(actor, counted, (ours, theirs), counted.given, at)
    return written + _write(actor, counted, (theirs, ours), counted.back, at)


def _check(counted: Counted) -> None:
    fields = {
        name: "out_of_range"
        for name, pieces in (("given", counted.given), ("back", counted.back))
        if not 0 <= pieces <= MOST_AT_ONCE
    }
    if counted.org_id == counted.partner_id:
        fields["partner"] = "invalid_choice"
    if fields:
        raise InvalidInput(fields=fields)


def _write(
    actor: Actor, counted: Counted, way: tuple[int, int], pieces: int, at: datetime
) -> int:  # fmt: skip
    if not pieces:
        return 0
    giver, taker = way
    key = {
        "cause_ref": counted.cause_ref,
        "giver_org_id": giver,
        "taker_org_id": taker,
        "kind": counted.kind.value,
    }
    if session().scalar(select(ReturnableMove.id).filter_by(**key)) is not None:
        return 0
    row = ReturnableMove(
        **key,
        pieces=pieces,
        note=counted.note.strip(),
        by_name=actor.name[:60],
        by_user_id=actor.user_id,
        created_at=at,
    )
    session().add(row)
    session().flush()  # of two who write the same cause, one wins
    return 1
