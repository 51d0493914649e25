"""A seller's supply bases: which there are, apply, see what inspectors found."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires
from accounts.queries import get_org_by_ref
from accounts.rules.permissions import Permission
from catalog.queries.bases import get_base, list_bases
from catalog.queries.specs import list_specs
from catalog.queries.supply import specs_of_seller_cards
from catalog.schemas.bases import MOST_GOODS, BaseForm
from catalog.services.bases import NewBase, NewSeason, apply_base
from catalog.views import labels
from catalog.views.base_words import REASONS, STATES
from catalog.views.choices import chosen_spec_id
from core.clock import now, today
from core.files import FileStore, fetch
from core.ports import port
from core.web.forms import FormState, load_form, reshows
from core.web.language import _
from core.web.uploads import send_file_of

bp = Blueprint("catalog_bases", __name__, template_folder="../templates")
BASE = "/o/<org_ref>/bases"
reads = requires(Permission.VIEW_SELLING, Permission.EDIT_LISTING)


@bp.get(BASE)
@reads
def list_all(org_ref: str) -> ResponseReturnValue:
    org = get_org_by_ref(org_ref)
    return render_template(
        "catalog/bases.html",
        org=org,
        bases=list_bases(org_id=org.id),
        may_apply=current_actor().can(Permission.EDIT_LISTING),
        states=STATES,
        today=today(),
    )


def _show_form(org_ref: str, form: FormState | None = None) -> str:
    org = get_org_by_ref(org_ref)
    return render_template(
        "catalog/base_form.html",
        org=org,
        specs=specs_of_seller_cards(org.id) or list_specs(),
        rows=range(1, MOST_GOODS + 1),
        form=form or FormState(),
        labels=labels,
    )


@bp.get(f"{BASE}/new")
@requires(Permission.EDIT_LISTING)
def new(org_ref: str) -> ResponseReturnValue:
    return _show_form(org_ref)


@bp.post(BASE)
@requires(Permission.EDIT_LISTING)
@reshows(_show_form)
def apply(org_ref: str) -> ResponseReturnValue:
    typed = load_form(BaseForm())
    seasons = tuple(
        NewSeason(spec_id=chosen_spec_id(good.pop("spec")), **good) for good in typed.pop("goods")
    )
    wish = NewBase(seller_id=get_org_by_ref(org_ref).id, seasons=seasons, **typed)
    ref = apply_base(current_actor(), wish, at=now())
    flash(_("申请已提交，县里或平台会约时间来看。"), "ok")
    return redirect(url_for(".show", org_ref=org_ref, base_ref=ref), 303)


@bp.get(f"{BASE}/<base_ref>")
@reads
def show(org_ref: str, base_ref: str) -> ResponseReturnValue:
    org = get_org_by_ref(org_ref)
    return render_template(
        "catalog/base.html",
        org=org,
        base=get_base(base_ref, org_id=org.id),
        states=STATES,
        reasons=REASONS,
        today=today(),
    )


@bp.get(f"{BASE}/<base_ref>/photos/<file_ref>")
@reads
def photo(org_ref: str, base_ref: str, file_ref: str) -> ResponseReturnValue:
    base = get_base(base_ref, org_id=get_org_by_ref(org_ref).id)
    known = {ref for inspection in base.inspections for ref in inspection.photo_refs}
    wanted = file_ref if file_ref in known else ""
    return send_file_of(*fetch(port(FileStore), wanted), is_inline=True)
