"""The way in: the seller's checklist, and the platform's look at a seller."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires, requires_platform
from accounts.queries import get_org_by_ref, list_members
from accounts.rules.permissions import Capacity, Permission
from accounts.services import sellers
from catalog.queries.certificates import list_certificates
from catalog.queries.onboarding import list_steps, read_facts
from catalog.rules.onboarding import checklist, list_missing, list_unverified
from catalog.schemas.forms import NoteForm
from catalog.services import onboarding
from catalog.views import labels
from catalog.views.onboarding_words import ACTS, STAGES
from core.clock import now, today
from core.errors import NotFound
from core.web.forms import FormState, load_form, reshows
from core.web.language import _

bp = Blueprint("catalog_onboarding", __name__, template_folder="../templates")
verifies = requires_platform(Permission.VERIFY_SELLER)


def _show_start(org_ref: str, form: FormState | None = None) -> str:
    org = get_org_by_ref(org_ref)
    facts = read_facts(org, today=today())
    return render_template(
        "catalog/start.html",
        org=org,
        items=checklist(facts),
        missing=list_missing(facts),
        steps=list_steps(org_id=org.id),
        me=current_actor(),
        form=form or FormState(),
        labels=labels,
        acts=ACTS,
    )


@bp.get("/o/<org_ref>/start")
@requires(Permission.VIEW_SELLING)
def start(org_ref: str) -> ResponseReturnValue:
    return _show_start(org_ref)


@bp.post("/o/<org_ref>/start")
@requires(Permission.VIEW_SELLING)
@reshows(_show_start)
def apply(org_ref: str) -> ResponseReturnValue:
    actor = current_actor()
    onboarding.apply_to_sell(actor, org_id=actor.org_id or 0, at=now())
    flash(_("申请已提交。县里和平台看过以后，会在这里告诉您。"), "ok")
    return redirect(url_for(".start", org_ref=org_ref), 303)


@bp.get("/o/<org_ref>/county/sellers/<seller_ref>")
@requires(Permission.VIEW_COUNTY)
def show_county_seller(org_ref: str, seller_ref: str) -> ResponseReturnValue:
    """What a county desk looks at before it recommends a seller of its own."""
    desk, org = get_org_by_ref(org_ref), get_org_by_ref(seller_ref)
    if org.county_code != desk.county_code or not org.does(Capacity.SELLS):
        raise NotFound("org_not_found")
    return render_template(
        "catalog/county_seller.html",
        desk=desk,
        org=org,
        facts=read_facts(org, today=today()),
        papers=list_certificates(org_id=org.id),
        steps=list_steps(org_id=org.id),
        may_recommend=current_actor().can(Permission.RECOMMEND_SELLER),
        labels=labels,
        acts=ACTS,
        stages=STAGES,
    )


def _show_seller(seller_ref: str, form: FormState | None = None) -> str:
    org = get_org_by_ref(seller_ref)
    facts = read_facts(org, today=today())
    return render_template(
        "catalog/seller.html",
        org=org,
        facts=facts,
        unverified=list_unverified(facts),
        papers=list_certificates(org_id=org.id),
        people=list_members(org_id=org.id),
        steps=list_steps(org_id=org.id),
        form=form or FormState(),
        labels=labels,
        acts=ACTS,
        stages=STAGES,
        today=today(),
    )


@bp.get("/ops/sellers/<seller_ref>")
@verifies
def show_seller(seller_ref: str) -> ResponseReturnValue:
    return _show_seller(seller_ref)


def _done(seller_ref: str, words: str) -> ResponseReturnValue:
    flash(words, "ok")
    return redirect(url_for(".show_seller", seller_ref=seller_ref), 303)


def _act(service: Callable[..., object], seller_ref: str) -> None:
    note = load_form(NoteForm())["note"]
    service(current_actor(), org_ref=seller_ref, note=note, at=now())


@bp.post("/ops/sellers/<seller_ref>/verify")
@verifies
@reshows(_show_seller)
def verify(seller_ref: str) -> ResponseReturnValue:
    _act(onboarding.approve_seller, seller_ref)
    return _done(seller_ref, _("已核验，这个商家的商品可以上架了"))


@bp.post("/ops/sellers/<seller_ref>/return")
@verifies
@reshows(_show_seller)
def send_back(seller_ref: str) -> ResponseReturnValue:
    _act(sellers.return_application, seller_ref)
    return _done(seller_ref, _("已退回，商家会看到原因。"))


@bp.post("/ops/sellers/<seller_ref>/recheck")
@verifies
@reshows(_show_seller)
def recheck(seller_ref: str) -> ResponseReturnValue:
    _act(sellers.recheck_seller, seller_ref)
    return _done(seller_ref, _("年度复核已登记，下一次在一年后。"))


@bp.post("/ops/sellers/<seller_ref>/suspend")
@verifies
@reshows(_show_seller)
def suspend(seller_ref: str) -> ResponseReturnValue:
    _act(sellers.suspend_seller, seller_ref)
    return _done(seller_ref, _("已暂停，在售商品几秒内停售。"))


@bp.post("/ops/sellers/<seller_ref>/lift")
@verifies
@reshows(_show_seller)
def lift(seller_ref: str) -> ResponseReturnValue:
    _act(sellers.lift_suspension, seller_ref)
    return _done(seller_ref, _("已恢复，商家可以自己把商品重新上架。"))
