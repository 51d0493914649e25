"""The doors that a buyer receives goods at."""

from __future__ import annotations

from datetime import datetime, time
from typing import TypedDict, Unpack

from sqlalchemy import select

from accounts.models.organisations import Site
from accounts.rules.actor import Actor
from accounts.rules.cards import SiteCard
from accounts.rules.permissions import Permission
from accounts.rules.phones import normalise_phone
from accounts.rules.places import city_of, is_in_fujian, is_in_ningxia
from core.db import require_one, session, update_where
from core.errors import InvalidInput, NotAllowed, NotFound


class SiteFields(TypedDict):
    """What a door is described by; the window is Shanghai wall clock."""

    name: str
    district_code: str
    address: str
    receiver: str
    phone: str
    window_from: time
    window_to: time
    needs_inspectors: int


def add_site(actor: Actor, *, org_id: int, at: datetime, **fields: Unpack[SiteFields]) -> SiteCard:
    """Add a door.

    Raises:
        NotAllowed: The actor neither buys nor manages for the organisation.
        InvalidInput: A field cannot be used.
    """
    _check_keeper(actor, org_id)
    clean = _checked(fields)
    _check_name(org_id, clean["name"], other_than=None)
    city = city_of(clean["district_code"])
    row = Site(org_id=org_id, city_code=city, created_at=at, is_closed=False, **clean)
    session().add(row)
    session().flush()  # the caller needs the id
    return row.card()


def change_site(
    actor: Actor, *, org_id: int, site_ref: str, **fields: Unpack[SiteFields]
) -> SiteCard:
    """Change a door; orders that were placed keep the old address.

    Raises:
        NotAllowed: The actor neither buys nor manages for the organisation.
        NotFound: The organisation has no such door.
        InvalidInput: A field cannot be used.
    """
    _check_keeper(actor, org_id)
    row = session().scalar(select(Site).where(Site.ref == site_ref, Site.org_id == org_id))
    if row is None:
        raise NotFound("site_not_found")
    clean = _checked(fields)
    _check_name(org_id, clean["name"], other_than=row.id)
    for name, value in clean.items():
        setattr(row, name, value)
    row.city_code = city_of(clean["district_code"])
    return row.card()


def close_site(actor: Actor, *, org_id: int, site_ref: str) -> None:
    """No new deliveries to a door; its old orders stay readable.

    Raises:
        NotAllowed: The actor neither buys nor manages for the organisation.
        NotFound: The organisation has no such open door.
    """
    _check_keeper(actor, org_id)
    closed = update_where(
        Site,
        Site.ref == site_ref,
        Site.org_id == org_id,
        Site.is_closed.is_(False),
        is_closed=True,
    )
    require_one(closed, NotFound("site_not_found"))


def _check_keeper(actor: Actor, org_id: int) -> None:
    if not actor.acts_for(org_id):
        raise NotFound("org_not_found")
    if not (actor.can(Permission.BUY) or actor.can(Permission.MANAGE_MEMBERS)):
        raise NotAllowed("not_allowed", permission=Permission.BUY.value)


def _checked(fields: SiteFields) -> SiteFields:
    faults = {}
    phone = normalise_phone(fields["phone"])
    if phone is None:
        faults["phone"] = "invalid_phone"
    code = fields["district_code"]
    if not (is_in_fujian(code) or is_in_ningxia(code)) or code.endswith("00"):
        faults["district_code"] = "invalid_choice"
    if fields["window_from"] >= fields["window_to"]:
        faults["window_to"] = "window_order"
    if not 1 <= fields["needs_inspectors"] <= 3:
        faults["needs_inspectors"] = "out_of_range"
    if faults:
        raise InvalidInput(fields=faults)
    return {**fields, "phone": phone or ""}


def _check_name(org_id: int, name: str, *, other_than: int | None) -> None:
    same = select(Site.id).where(Site.org_id == org_id, Site.name == name)
    found = session().scalar(same)
    if found is not None and found != other_than:
        raise InvalidInput(fields={"name": "site_name_taken"})
