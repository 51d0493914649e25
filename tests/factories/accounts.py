"""People and organisations for tests: plain functions with defaults, never random."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from itertools import count

from flask import g  # noqa: TID251 -- see sign_in
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.models.people import Person
from accounts.queries import find_actor, get_person, list_memberships
from accounts.rules.actor import SYSTEM, Actor
from accounts.rules.cards import OrgCard, PersonCard, SiteCard
from accounts.rules.permissions import Capacity, LegalForm, Role, list_roles
from accounts.services.members import add_member
from accounts.services.organisations import create_org
from accounts.services.people import create_person
from accounts.services.sellers import verify_seller
from accounts.services.sites import add_site
from core import unit_of_work
from core.db import session

AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
_number = count(1)


def make_person(
    name: str = "林秀英",
    *,
    phone: str | None = None,
    email: str | None = None,
    password: str | None = None,
) -> PersonCard:
    """Somebody with a mobile number of their own and, if wanted, a password (slow: argon2)."""
    number = phone or f"138{next(_number):08d}"
    return create_person(SYSTEM, phone=number, name=name, email=email, password=password, at=AT)


def make_org(
    name_zh: str | None = None,
    *,
    capacities: Sequence[Capacity] = (Capacity.SELLS,),
    legal_form: LegalForm = LegalForm.COOPERATIVE,
    county_code: str = "640323",
    is_verified: bool = True,
    **profile: object,
) -> OrgCard:
    """An organisation: a verified cooperative of Yanchi unless told otherwise."""
    n = next(_number)
    org = create_org(
        SYSTEM,
        name_zh=name_zh or f"示例合作社{n}",
        name_en=f"Example Cooperative {n}",
        legal_form=legal_form,
        capacities=capacities,
        at=AT,
        county_code=county_code,
        **profile,  # type: ignore[arg-type]
    )
    if is_verified and Capacity.SELLS in capacities:
        return verify_seller(SYSTEM, org_ref=org.ref, at=AT)
    return org


def make_buyer(name_zh: str | None = None, **profile: object) -> OrgCard:
    """A supermarket in 福州市鼓楼区 that buys."""
    return make_org(
        name_zh or f"示例超市{next(_number)}",
        capacities=(Capacity.BUYS,),
        legal_form=LegalForm.COMPANY,
        county_code="350102",
        buyer_kind="supermarket",
        **profile,
    )


def make_carrier() -> OrgCard:
    """An organisation that carries goods: its people may drive and work at hubs."""
    return make_org(capacities=(Capacity.CARRIES,), legal_form=LegalForm.COMPANY)


def make_platform() -> OrgCard:
    """The platform's own organisation."""
    return make_org(
        f"示例平台{next(_number)}", capacities=(Capacity.PLATFORM,), legal_form=LegalForm.COMPANY
    )


def make_member(
    org: OrgCard, *roles: Role, person: PersonCard | None = None, name: str = "王小燕"
) -> PersonCard:
    """Somebody who belongs to an organisation, with all of its roles if none are named."""
    member = person or make_person(name)
    held = roles or tuple(list_roles(org.capacities))
    add_member(SYSTEM, org_id=org.id, user_id=member.id, roles=held, at=AT)
    return member


def actor_for(org: OrgCard, *roles: Role, person: PersonCard | None = None) -> Actor:
    """A (new) member of an organisation as the actor of a service call."""
    member = person
    if member is None or all(held.id != org.id for held, _ in list_memberships(member.id)):
        member = make_member(org, *roles, person=member)
    actor = find_actor(member.id, org.ref)
    assert actor is not None
    return actor


def personal_actor(person: PersonCard) -> Actor:
    """A signed-in person who acts for nobody else."""
    return Actor(person.id, person.ref, person.name)


def make_site(
    org: OrgCard, name: str = "一号店收货口", *, district_code: str = "350102"
) -> SiteCard:
    """A door of a buyer, open from 05:00 to 07:00."""
    return add_site(
        SYSTEM,
        org_id=org.id,
        at=AT,
        name=name,
        district_code=district_code,
        address="示例路 1 号",
        receiver="陈收货",
        phone="13800000001",
        window_from=time(5),
        window_to=time(7),
        needs_inspectors=1,
    )


def sign_in(client: FlaskClient, person: PersonCard) -> PersonCard:
    """Put a person into the session of a test browser, without the slow password.

    Keeps what was arranged so far: a refused request rolls back only its own changes.
    """
    unit_of_work.finish(is_kept=True)
    g.pop("_login_user", None)  # tests share one app context, flask-login remembers there
    row = session().scalar(select(Person).where(Person.id == person.id))
    assert row is not None
    with client.session_transaction() as stored:
        stored["_user_id"] = row.fs_uniquifier
        stored["_fresh"] = True
        stored["fs_cc"] = "set"
    return get_person(person.id)
