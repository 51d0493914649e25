"""An organisation says what it is and how it buys; the platform says on what terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from accounts.errors import RegisteredNameFixed
from accounts.models.organisations import Organisation, OrganisationCapacity
from accounts.rules.actor import Actor
from accounts.rules.kinds import OPEN_CAPACITIES
from accounts.rules.permissions import Capacity, Permission
from accounts.rules.uscc import is_valid_uscc, normalise_uscc
from core.db import session
from core.errors import InvalidInput, NotAllowed, NotFound, RuleBroken


@dataclass(frozen=True, slots=True)
class OrgChange:
    """What an owner writes about the organisation; `name_zh` None leaves the registered name."""

    name_en: str
    story_zh: str = ""
    story_en: str = ""
    name_zh: str | None = None
    uscc: str = ""
    capacities: tuple[Capacity, ...] = ()
    min_remaining_pct: int = 0
    approval_over_fen: int | None = None
    earmark_pct: int = 0
    refuses_alcohol: bool = False


def change_org(actor: Actor, *, org_id: int, change: OrgChange) -> None:
    """Change what an organisation says of itself and how it buys.

    Registered name and credit code stand as long as the platform has verified them. Work is only
    added here (`capacities`); what is given up, the platform ends.

    Raises:
        NotFound: It is not the actor's organisation.
        NotAllowed: The actor does not manage it, or a capacity that only the platform gives.
        RegisteredNameFixed: Name or code of a verified organisation.
        InvalidInput: A field cannot be used.
    """
    if not actor.acts_for(org_id):
        raise NotFound("org_not_found")
    actor.require(Permission.MANAGE_MEMBERS)
    row = _row(Organisation.id == org_id)
    _change_identity(row, change)
    _add_capacities(row, change.capacities)
    row.name_en = change.name_en.strip()
    row.story_zh, row.story_en = change.story_zh.strip(), change.story_en.strip()
    row.refuses_alcohol = change.refuses_alcohol
    row.min_remaining_pct = change.min_remaining_pct
    row.approval_over_fen = change.approval_over_fen
    row.earmark_pct = change.earmark_pct


def _row(condition: ColumnElement[bool]) -> Organisation:
    statement = select(Organisation).where(condition)
    row = session().scalar(statement.options(selectinload(Organisation.capacities)))
    if row is None:
        raise NotFound("org_not_found")
    return row


def _change_identity(row: Organisation, change: OrgChange) -> None:
    if change.name_zh is None:
        return
    name, uscc = change.name_zh.strip(), normalise_uscc(change.uscc) or None
    if (name, uscc) == (row.name_zh, row.uscc):
        return
    if row.verified_at is not None:
        raise RegisteredNameFixed
    faults = {}
    if _is_taken(Organisation.name_zh == name, row.id):
        faults["name_zh"] = "org_name_taken"
    if uscc and not is_valid_uscc(uscc):
        faults["uscc"] = "invalid_uscc"
    elif uscc and _is_taken(Organisation.uscc == uscc, row.id):
        faults["uscc"] = "uscc_taken"
    if faults:
        raise InvalidInput(fields=faults)
    row.name_zh, row.uscc = name, uscc


def _is_taken(condition: ColumnElement[bool], but_id: int) -> bool:
    others = select(Organisation.id).where(condition, Organisation.id != but_id)
    return session().scalar(others) is not None


def _add_capacities(row: Organisation, wanted: Iterable[Capacity]) -> None:
    new = set(wanted) - row.capacity_set()
    if not new <= OPEN_CAPACITIES:
        raise NotAllowed("capacity_not_open")
    for capacity in sorted(new):
        row.capacities.append(OrganisationCapacity(capacity=capacity.value))


def set_credit(actor: Actor, *, org_ref: str, payment_days: int) -> None:
    """Give a buyer so many days to pay after acceptance; 0 means it pays at once.

    Raises:
        NotAllowed: The actor is not of the platform's finance desk.
        NotFound: There is no such organisation.
        RuleBroken: It does not buy.
    """
    actor.require(Permission.PLATFORM_FINANCE)
    row = _row(Organisation.ref == org_ref)
    if Capacity.BUYS not in row.capacity_set():
        raise RuleBroken("not_a_buyer")
    row.payment_days = payment_days
