"""Looking at supply bases: the county desk inspects its own, the platform inspects and decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires, requires_platform
from accounts.queries import get_org_by_ref, get_orgs
from accounts.rules.permissions import Permission
from catalog.queries.bases import get_base, list_bases
from catalog.schemas.bases import DesignationForm, InspectionForm
from catalog.schemas.forms import ReasonForm
from catalog.services import bases
from catalog.services.base_visits import visit_base
from catalog.views.base_words import REASONS, STATES
from core.clock import now, today
from core.files import FileStore, fetch
from core.ports import port
from core.web.forms import FormState, load_form, reshows
from core.web.language import _
from core.web.uploads import read_uploads, send_file_of

bp = Blueprint("catalog_base_reviews", __name__, template_folder="../templates")
MOST_PHOTOS = 6
verifies = requires_platform(Permission.VERIFY_SELLER)
of_county = requires(Permission.VIEW_COUNTY)


def _list(rows: list[Any], org_ref: str = "") -> str:
    return render_template(
        "catalog/base_list.html",
        bases=rows,
        sellers=get_orgs(base.seller_id for base in rows),
        org_ref=org_ref,
        states=STATES,
        today=today(),
    )


def _show(base_ref: str, form: FormState | None = None, org_ref: str = "") -> str:
    county = get_org_by_ref(org_ref).county_code if org_ref else None
    base = get_base(base_ref, county_code=county)
    return render_template(
        "catalog/base_review.html",
        base=base,
        seller=get_orgs([base.seller_id])[base.seller_id],
        org_ref=org_ref,
        form=form or FormState(),
        states=STATES,
        reasons=REASONS,
        today=today(),
    )


def _visit(base_ref: str) -> None:
    found = bases.Findings(**load_form(InspectionForm()))
    photos = read_uploads("photos", most=MOST_PHOTOS)
    visit_base(
        current_actor(),
        base_ref=base_ref,
        found=found,
        photos=photos,
        store=port(FileStore),
        at=now(),
    )
    flash(_("实地情况已登记。"), "ok")


@bp.get("/ops/bases")
@verifies
def list_all() -> ResponseReturnValue:
    return _list(list_bases())


@bp.get("/ops/bases/<base_ref>")
@verifies
def show(base_ref: str) -> ResponseReturnValue:
    return _show(base_ref)


@bp.get("/ops/bases/<base_ref>/photos/<file_ref>")
@verifies
def photo(base_ref: str, file_ref: str) -> ResponseReturnValue:
    base = get_base(base_ref)
    known = {ref for inspection in base.inspections for ref in inspection.photo_refs}
    wanted = file_ref if file_ref in known else ""
    return send_file_of(*fetch(port(FileStore), wanted), is_inline=True)


@bp.post("/ops/bases/<base_ref>/inspections")
@verifies
@reshows(_show)
def inspect(base_ref: str) -> ResponseReturnValue:
    _visit(base_ref)
    return redirect(url_for(".show", base_ref=base_ref), 303)


@bp.post("/ops/bases/<base_ref>/designate")
@verifies
@reshows(_show)
def designate(base_ref: str) -> ResponseReturnValue:
    until_on = load_form(DesignationForm())["until_on"]
    bases.designate_base(current_actor(), base_ref=base_ref, until_on=until_on, at=now())
    return _done(base_ref, _("已认定，公开页面上能看到了。"))


def _with_reason(service: Callable[..., None], base_ref: str) -> None:
    reason = load_form(ReasonForm())["reason"]
    service(current_actor(), base_ref=base_ref, reason=reason, at=now())


@bp.post("/ops/bases/<base_ref>/return")
@verifies
@reshows(_show)
def send_back(base_ref: str) -> ResponseReturnValue:
    _with_reason(bases.return_base, base_ref)
    return _done(base_ref, _("已退回，商家会看到原因。"))


@bp.post("/ops/bases/<base_ref>/suspend")
@verifies
@reshows(_show)
def suspend(base_ref: str) -> ResponseReturnValue:
    _with_reason(bases.suspend_base, base_ref)
    return _done(base_ref, _("已暂停认定。"))


def _done(base_ref: str, words: str) -> ResponseReturnValue:
    flash(words, "ok")
    return redirect(url_for(".show", base_ref=base_ref), 303)


@bp.get("/o/<org_ref>/county/bases")
@of_county
def list_county(org_ref: str) -> ResponseReturnValue:
    county = get_org_by_ref(org_ref).county_code
    return _list(list_bases(county_code=county), org_ref)


def _show_county(org_ref: str, base_ref: str, form: FormState | None = None) -> str:
    return _show(base_ref, form, org_ref)


@bp.get("/o/<org_ref>/county/bases/<base_ref>")
@of_county
def show_county(org_ref: str, base_ref: str) -> ResponseReturnValue:
    return _show_county(org_ref, base_ref)


@bp.post("/o/<org_ref>/county/bases/<base_ref>/inspections")
@requires(Permission.RECOMMEND_SELLER)
@reshows(_show_county)
def inspect_county(org_ref: str, base_ref: str) -> ResponseReturnValue:
    _visit(base_ref)
    return redirect(url_for(".show_county", org_ref=org_ref, base_ref=base_ref), 303)
