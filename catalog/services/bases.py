"""Supply bases: apply, inspect, designate, send back, suspend, lapse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accounts.queries import get_org, get_org_by_ref
from accounts.rules.actor import Actor
from accounts.rules.notices import Note
from accounts.rules.permissions import Permission
from accounts.rules.places import find_place
from accounts.services.notices import notify
from catalog.errors import BaseNotDesignated, BaseStepRefused
from catalog.models.bases import BaseInspection, BaseSeason, SupplyBase
from catalog.queries.bases import get_base
from catalog.rules.bases import BaseState, may_designate, may_step
from catalog.services.ownership import own_seller
from core.clock import local_day
from core.db import require_one, session, update_where
from core.errors import InvalidInput, NotAllowed, NotFound


@dataclass(frozen=True, slots=True)
class NewSeason:
    """What is guaranteed of one good in one season."""

    spec_id: int
    from_on: date
    to_on: date
    capacity_g: int
    guaranteed_g: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBase:
    """A base somebody applies with; `base_ref` applies again with one that came back or lapsed."""

    seller_id: int
    name_zh: str
    name_en: str
    county_code: str
    place: str
    area_mu: int
    about_zh: str = ""
    about_en: str = ""
    seasons: tuple[NewSeason, ...] = ()
    base_ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What people found who went there."""

    inspected_on: date
    inspectors: str
    area_mu: int
    findings: str
    is_good: bool


def apply_base(actor: Actor, new: NewBase, *, at: datetime) -> str:
    """Apply to be a supply base.

    Args:
        actor: somebody of the seller who writes its offers.
        new: the place and what is guaranteed.
        at: now.

    Returns:
        The reference of the base.

    Raises:
        InvalidInput: names every field that is wrong.
        BaseStepRefused: this base waits already, or is designated.
    """
    own_seller(actor, new.seller_id, Permission.EDIT_LISTING)
    _check(new)
    row = _row(new.base_ref, org_id=new.seller_id) if new.base_ref else None
    if row is None:
        row = SupplyBase(seller_id=new.seller_id, state=BaseState.APPLIED, created_at=at)
        session().add(row)
    elif not may_step(BaseState(row.state), BaseState.APPLIED):
        raise BaseStepRefused(state=row.state)
    row.name_zh, row.name_en = new.name_zh.strip(), new.name_en.strip() or new.name_zh.strip()
    row.county_code, row.place, row.area_mu = new.county_code, new.place.strip(), new.area_mu
    row.about_zh, row.about_en = new.about_zh.strip(), new.about_en.strip()
    row.state, row.applied_at, row.reason = BaseState.APPLIED, at, ""
    row.seasons = [
        BaseSeason(
            spec_id=season.spec_id,
            from_on=season.from_on,
            to_on=season.to_on,
            capacity_g=season.capacity_g,
            guaranteed_g=season.guaranteed_g,
        )
        for season in new.seasons
    ]
    session().flush()  # the reference is made now
    return row.ref


def _check(new: NewBase) -> None:
    faults: dict[str, str] = {}
    place = find_place(new.county_code)
    if place is None or place.parent == "":
        faults["county_code"] = "invalid_choice"
    if not new.seasons:
        faults["spec"] = "base_without_goods"
    for season in new.seasons:
        if season.to_on < season.from_on:
            faults["to_on"] = "ends_before_start"
        if season.guaranteed_g > season.capacity_g:
            faults["guaranteed"] = "guarantee_above_capacity"
    known = select(SupplyBase.ref).where(
        SupplyBase.seller_id == new.seller_id, SupplyBase.name_zh == new.name_zh.strip()
    )
    if session().scalar(known) not in (None, new.base_ref):
        faults["name_zh"] = "base_name_taken"
    if faults:
        raise InvalidInput("base_invalid", fields=faults)


def inspect_base(
    actor: Actor, *, base_ref: str, found: Findings, photo_refs: Sequence[str], at: datetime
) -> None:
    """Write down what was found on the spot: by the platform, or the desk of the county.

    Raises:
        NotAllowed: neither of them.
        NotFound: no such base, or of another county.
        InvalidInput: a day that has not come yet.
        BaseStepRefused: it is not its turn.
    """
    row = _row(base_ref)
    _check_inspector(actor, row)
    if found.inspected_on > local_day(at):
        raise InvalidInput(fields={"inspected_on": "day_not_come"})
    if not may_step(BaseState(row.state), BaseState.INSPECTED):
        raise BaseStepRefused(state=row.state)
    session().add(
        BaseInspection(
            base_id=row.id,
            inspected_on=found.inspected_on,
            inspectors=found.inspectors.strip(),
            area_mu=found.area_mu,
            findings=found.findings.strip(),
            is_good=found.is_good,
            by_user_id=actor.user_id,
            by_name=actor.name,
            photo_refs=list(photo_refs),
            created_at=at,
        )
    )
    stays = row.state == BaseState.DESIGNATED and found.is_good
    if not stays:
        _move(row, BaseState.INSPECTED)
    _tell(row, "notice_base_inspected", at)


def _check_inspector(actor: Actor, row: SupplyBase) -> None:
    if actor.can(Permission.VERIFY_SELLER):
        return
    if not actor.can(Permission.RECOMMEND_SELLER):
        raise NotAllowed
    desk = get_org_by_ref(actor.org_ref) if actor.org_ref else None
    if desk is None or desk.county_code != row.county_code:
        raise NotFound("base_not_found")


def designate_base(actor: Actor, *, base_ref: str, until_on: date, at: datetime) -> None:
    """Designate an inspected base until a day; from now on the public sees it.

    Raises:
        BaseNotDesignated: `reasons` names everything against it.
        BaseStepRefused: it is not inspected.
    """
    actor.require(Permission.VERIFY_SELLER)
    row, today = _row(base_ref), local_day(at)
    verdict = may_designate(
        get_base(base_ref),
        until_on=until_on,
        today=today,
        is_seller_in=get_org(row.seller_id).is_verified,
    )
    if not verdict:
        raise BaseNotDesignated(verdict.reasons)
    _move(
        row,
        BaseState.DESIGNATED,
        designated_on=today,
        until_on=until_on,
        decided_by=actor.name,
        reason="",
    )
    _tell(row, "notice_base_designated", at, until_on=str(until_on))


def return_base(actor: Actor, *, base_ref: str, reason: str, at: datetime) -> None:
    """Send an application back, saying why.

    Raises:
        InvalidInput: nothing was said.
        BaseStepRefused: it is not its turn.
    """
    actor.require(Permission.VERIFY_SELLER)
    _end(actor, base_ref, BaseState.RETURNED, reason, at=at)


def suspend_base(actor: Actor, *, base_ref: str, reason: str, at: datetime) -> None:
    """Suspend a designated base, saying why; a new inspection may bring it back.

    Raises:
        InvalidInput: nothing was said.
        BaseStepRefused: it is not designated.
    """
    actor.require(Permission.VERIFY_SELLER)
    _end(actor, base_ref, BaseState.SUSPENDED, reason, at=at)


def _end(actor: Actor, ref: str, target: BaseState, reason: str, *, at: datetime) -> None:
    if not reason.strip():
        raise InvalidInput(fields={"reason": "required"})
    row = _row(ref)
    _move(row, target, reason=reason.strip(), decided_by=actor.name)
    _tell(row, f"notice_base_{target.value}", at, reason=reason.strip())


def end_bases(*, at: datetime) -> int:
    """Let bases lapse whose day is over, and suspend those whose seller may not sell.

    Returns:
        How many bases ended.
    """
    today, ended = local_day(at), 0
    open_ = select(SupplyBase).where(SupplyBase.state == BaseState.DESIGNATED)
    for row in session().scalars(open_.order_by(SupplyBase.id)).all():
        if row.until_on is not None and row.until_on < today:
            _move(row, BaseState.LAPSED)
            _tell(row, "notice_base_lapsed", at)
        elif not get_org(row.seller_id).is_verified:
            _move(row, BaseState.SUSPENDED, reason=SELLER_OUT)
            _tell(row, "notice_base_suspended", at, reason="—")
        else:
            continue
        ended += 1
    return ended


SELLER_OUT = "seller_suspended"  # a code, shown in words


def _row(ref: str, *, org_id: int | None = None) -> SupplyBase:
    statement = select(SupplyBase).where(SupplyBase.ref == ref)
    row = session().scalar(statement.options(selectinload(SupplyBase.seasons)))
    if row is None or (org_id is not None and row.seller_id != org_id):
        raise NotFound("base_not_found")
    return row


def _move(row: SupplyBase, target: BaseState, **changes: object) -> None:
    current = BaseState(row.state)
    if not may_step(current, target):
        raise BaseStepRefused(state=current.value)
    moved = update_where(
        SupplyBase, SupplyBase.id == row.id, SupplyBase.state == current, state=target, **changes
    )
    require_one(moved, BaseStepRefused(state=current.value))


def _tell(row: SupplyBase, kind: str, at: datetime, **facts: str) -> None:
    note = Note(
        kind=kind,
        key=f"{kind}-{row.ref}-{at.isoformat()}",
        facts={"name_zh": row.name_zh, "name_en": row.name_en, **facts},
        endpoint="catalog_bases.show",
        arguments={"org_ref": get_org(row.seller_id).ref, "base_ref": row.ref},
    )
    notify(org_id=row.seller_id, note=note, at=at)
