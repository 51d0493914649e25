"""The way of a seller: apply, recommend, approve or send back, check again, suspend, lift."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from accounts import events
from accounts.errors import SellerStepRefused
from accounts.models.organisations import Organisation, SellerStep
from accounts.queries import get_org_by_ref
from accounts.rules.actor import Actor
from accounts.rules.cards import OrgCard
from accounts.rules.notices import Note
from accounts.rules.permissions import Capacity, Permission
from accounts.rules.sellers import RECHECK_AFTER, RECHECK_WARN_DAYS, SellerAct
from accounts.services.notices import notify
from core import outbox
from core.clock import local_day
from core.db import session
from core.errors import InvalidInput, NotFound, RuleBroken


def apply_to_sell(actor: Actor, *, org_id: int, at: datetime) -> OrgCard:
    """Ask the platform to be let in as a seller; the catalog has looked at the papers before.

    Raises:
        NotAllowed: The actor does not manage the organisation.
        NotFound: It is not the actor's organisation.
        SellerStepRefused: It applied already, or sells already.
    """
    if not actor.acts_for(org_id):
        raise NotFound("org_not_found")
    actor.require(Permission.MANAGE_MEMBERS)
    row = _seller(Organisation.id == org_id)
    _step(actor, row, SellerAct.APPLIED, at=at)
    row.applied_at = at
    return row.card()


def recommend_seller(actor: Actor, *, org_ref: str, note: str, at: datetime) -> OrgCard:
    """A county desk vouches for a seller of its own county.

    Raises:
        NotAllowed: The actor does not work at a county desk.
        NotFound: No such seller in the desk's county.
    """
    actor.require(Permission.RECOMMEND_SELLER)
    row = _seller(Organisation.ref == org_ref, is_strict=False)
    desk = get_org_by_ref(actor.org_ref) if actor.org_ref else None
    if Capacity.SELLS not in row.capacity_set():
        raise NotFound("org_not_found")
    if desk is not None and desk.county_code != row.county_code:
        raise NotFound("org_not_found")
    _step(actor, row, SellerAct.RECOMMENDED, note, desk.name_zh if desk else "", at=at)
    row.recommended_at = at
    row.recommended_by_id = actor.org_id
    row.recommendation = note.strip()
    return row.card()


def verify_seller(actor: Actor, *, org_ref: str, at: datetime, note: str = "") -> OrgCard:
    """Confirm that a seller's papers were seen; from now on its goods may go on sale.

    Raises:
        NotAllowed: The actor does not verify sellers.
        NotFound: There is no such organisation.
        RuleBroken: It does not sell.
        SellerStepRefused: It is suspended.
    """
    actor.require(Permission.VERIFY_SELLER)
    row = _seller(Organisation.ref == org_ref)
    if row.verified_at is not None and row.suspended_at is None:
        return row.card()
    _step(actor, row, SellerAct.APPROVED, note, at=at)
    row.verified_at, row.verified_by_id = at, actor.user_id
    row.recheck_on = local_day(at) + RECHECK_AFTER
    outbox.publish(events.SellerVerified(row.ref), dedupe_key=f"{row.ref}-{at.isoformat()}")
    return row.card()


def return_application(actor: Actor, *, org_ref: str, note: str, at: datetime) -> OrgCard:
    """Send an application back, saying what is missing; it may apply again.

    Raises:
        InvalidInput: Nothing was said.
        SellerStepRefused: It has not applied.
    """
    actor.require(Permission.VERIFY_SELLER)
    row = _seller(Organisation.ref == org_ref)
    _require_words(note)
    _step(actor, row, SellerAct.RETURNED, note, at=at)
    row.applied_at = None
    return row.card()


def recheck_seller(actor: Actor, *, org_ref: str, note: str, at: datetime) -> OrgCard:
    """The yearly check was done and found good; the next one is due in a year.

    Raises:
        SellerStepRefused: It is not an approved seller.
    """
    actor.require(Permission.VERIFY_SELLER)
    row = _seller(Organisation.ref == org_ref)
    _step(actor, row, SellerAct.RECHECKED, note, at=at)
    row.recheck_on = local_day(at) + RECHECK_AFTER
    return row.card()


def suspend_seller(actor: Actor, *, org_ref: str, note: str, at: datetime) -> OrgCard:
    """Stop a seller, saying why; the catalog stops its goods when it hears of it.

    Raises:
        InvalidInput: Nothing was said.
        SellerStepRefused: It is not an approved seller.
    """
    actor.require(Permission.VERIFY_SELLER)
    row = _seller(Organisation.ref == org_ref)
    _require_words(note)
    _step(actor, row, SellerAct.SUSPENDED, note, at=at)
    row.suspended_at = at
    outbox.publish(events.SellerSuspended(row.ref), dedupe_key=f"{row.ref}-{at.isoformat()}")
    return row.card()


def lift_suspension(actor: Actor, *, org_ref: str, note: str, at: datetime) -> OrgCard:
    """Let a suspended seller sell again; it resumes its own listings.

    Raises:
        SellerStepRefused: It is not suspended.
    """
    actor.require(Permission.VERIFY_SELLER)
    row = _seller(Organisation.ref == org_ref)
    _step(actor, row, SellerAct.LIFTED, note, at=at)
    row.suspended_at = None
    return row.card()


def _require_words(note: str) -> None:
    if not note.strip():
        raise InvalidInput(fields={"note": "required"})


def _seller(condition: ColumnElement[bool], *, is_strict: bool = True) -> Organisation:
    statement = select(Organisation).where(condition)
    row = session().scalar(statement.options(selectinload(Organisation.capacities)))
    if row is None:
        raise NotFound("org_not_found")
    if is_strict and Capacity.SELLS not in row.capacity_set():
        raise RuleBroken("not_a_seller")
    return row


def _step(
    actor: Actor, row: Organisation, act: SellerAct, note: str = "", by: str = "", *, at: datetime
) -> None:
    standing = row.standing()
    if not standing.allows(act):
        raise SellerStepRefused(stage=standing.stage.value)
    session().add(
        SellerStep(
            org_id=row.id,
            act=act.value,
            acted_at=at,
            by_user_id=actor.user_id,
            by_name=actor.name,
            by_org_name=by,
            note=note.strip()[:400],
        )
    )
    if act is not SellerAct.APPLIED:
        _tell(row, act, note, at)


def _tell(row: Organisation, act: SellerAct, note: str, at: datetime) -> None:
    told = Note(
        kind=f"notice_seller_{act.value}",
        key=f"seller-{row.ref}-{act.value}-{at.isoformat()}",
        facts={"note": note.strip()[:400] or "—"},
        endpoint="catalog_onboarding.start",
        arguments={"org_ref": row.ref},
    )
    notify(org_id=row.id, note=told, at=at)


def warn_of_rechecks(*, at: datetime) -> int:
    """Tell approved sellers that their yearly check comes near; answers how many were told."""
    today = local_day(at)
    soon = select(Organisation).where(
        Organisation.verified_at.is_not(None),
        Organisation.suspended_at.is_(None),
        Organisation.recheck_on.between(today, today + timedelta(days=RECHECK_WARN_DAYS)),
    )
    told = 0
    for row in session().scalars(soon.order_by(Organisation.id)):
        note = Note(
            kind="notice_recheck_due",
            key=f"recheck-{row.ref}-{row.recheck_on}",
            facts={"day_on": str(row.recheck_on)},
            endpoint="accounts_profile.show",
            arguments={"org_ref": row.ref},
        )
        told += notify(org_id=row.id, note=note, at=at)
    return told
