"""Making organisations and saying what they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict, Unpack

from sqlalchemy import ColumnElement, select

from accounts.models.organisations import Organisation, OrganisationCapacity
from accounts.rules.actor import Actor
from accounts.rules.cards import OrgCard
from accounts.rules.kinds import OPEN_CAPACITIES
from accounts.rules.permissions import Capacity, LegalForm, list_roles
from accounts.rules.places import city_of, find_place
from accounts.rules.uscc import is_valid_uscc, normalise_uscc
from accounts.services.members import join
from core.db import session
from core.errors import InvalidInput, NotAllowed


class OrgProfile(TypedDict, total=False):
    """What else is known of an organisation; how it buys comes last."""

    county_code: str
    uscc: str | None
    story_zh: str
    story_en: str
    is_example: bool
    buyer_kind: str
    size_class: str
    is_public_body: bool
    min_remaining_pct: int
    payment_days: int
    approval_over_fen: int | None
    earmark_pct: int
    refuses_alcohol: bool


def create_org(
    actor: Actor,
    *,
    name_zh: str,
    name_en: str,
    legal_form: LegalForm,
    capacities: Iterable[Capacity],
    at: datetime,
    **profile: Unpack[OrgProfile],
) -> OrgCard:
    """Enter an organisation; whoever enters it becomes its owner, with every role it has.

    `name_zh` is the registered name, unique here, and stands in for an empty `name_en`; of the
    profile, `county_code` (the seat) is needed. A system actor leaves it without an owner.

    Raises:
        InvalidInput: A field cannot be used.
        NotAllowed: A visitor, or a capacity that only the platform gives.
    """
    wanted = frozenset(capacities)
    _check_maker(actor, wanted)
    profile["uscc"] = normalise_uscc(profile.get("uscc") or "") or None
    _check_org(name_zh, wanted, profile)
    row = Organisation(
        name_zh=name_zh.strip(),
        name_en=name_en.strip() or name_zh.strip(),
        legal_form=legal_form.value,
        city_code=city_of(profile["county_code"]),
        created_at=at,
        capacities=_capacity_rows(wanted),
        **profile,
    )
    session().add(row)
    session().flush()  # members need the id
    if actor.user_id:
        join(org_id=row.id, user_id=actor.user_id, roles=list_roles(wanted), at=at)
    return row.card()


def _capacity_rows(wanted: frozenset[Capacity]) -> list[OrganisationCapacity]:
    return [OrganisationCapacity(capacity=capacity.value) for capacity in sorted(wanted)]


def _check_maker(actor: Actor, wanted: frozenset[Capacity]) -> None:
    if actor.is_system:
        return
    if actor.is_guest:
        raise NotAllowed("unauthorised")
    if not wanted <= OPEN_CAPACITIES:
        raise NotAllowed("capacity_not_open")


def _check_org(name: str, wanted: frozenset[Capacity], profile: OrgProfile) -> None:
    faults = {}
    uscc = profile.get("uscc")
    if not name.strip():
        faults["name_zh"] = "required"
    elif _is_used(Organisation.name_zh == name.strip()):
        faults["name_zh"] = "org_name_taken"
    if not wanted:
        faults["capacities"] = "capacity_needed"
    place = find_place(profile.get("county_code"))
    if place is None or place.parent == "":
        faults["county_code"] = "invalid_choice"
    if uscc and not is_valid_uscc(uscc):
        faults["uscc"] = "invalid_uscc"
    elif uscc and _is_used(Organisation.uscc == uscc):
        faults["uscc"] = "uscc_taken"
    if faults:
        raise InvalidInput(fields=faults)


def _is_used(condition: ColumnElement[bool]) -> bool:
    statement = select(Organisation.id).where(condition)
    return session().scalar(statement) is not None
