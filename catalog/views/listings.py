"""The seller's listings: list, write, submit, pause."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires
from accounts.queries import get_org_by_ref
from accounts.rules.permissions import Permission
from catalog.queries.listings import get_listing_editor
from catalog.queries.listings import list_listings as load_listings
from catalog.queries.photos import list_photos
from catalog.queries.specs import list_specs
from catalog.rules.drafts import ListingDraft
from catalog.schemas.forms import ListingForm
from catalog.services import editing, listings
from catalog.views import labels
from catalog.views.choices import chosen_spec_id
from core.clock import now
from core.web.forms import FormState, load_form, reshows
from core.web.language import _

bp = Blueprint("catalog_listings", __name__, template_folder="../templates")
BASE = "/o/<org_ref>/listings"


@bp.get(BASE)
@requires(Permission.VIEW_SELLING, Permission.EDIT_LISTING)
def list_listings(org_ref: str) -> ResponseReturnValue:
    rows = load_listings(org_id=get_org_by_ref(org_ref).id)
    return render_template(
        "catalog/listings.html", org_ref=org_ref, rows=rows, labels=labels, actor=current_actor()
    )


def _show_new(org_ref: str, form: FormState | None = None) -> str:
    return _form(org_ref, None, form or FormState())


def show_edit(org_ref: str, listing_ref: str, form: FormState | None = None, **_route: Any) -> str:
    """The editor of a listing; also shown again when a photo was refused."""
    return _form(org_ref, listing_ref, form or FormState())


def _form(org_ref: str, listing_ref: str | None, form: FormState) -> str:
    org = get_org_by_ref(org_ref)
    editor = get_listing_editor(listing_ref, org_id=org.id) if listing_ref else None
    return render_template(
        "catalog/listing_form.html",
        org_ref=org_ref,
        org=org,
        editor=editor,
        form=form,
        labels=labels,
        photos=list_photos(editor.row.terms.listing_id) if editor else [],
        specs=list_specs() if editor is None else [],
    )


@bp.get(f"{BASE}/new")
@requires(Permission.EDIT_LISTING)
def new(org_ref: str) -> ResponseReturnValue:
    return _show_new(org_ref)


@bp.post(BASE)
@requires(Permission.EDIT_LISTING)
@reshows(_show_new)
def create(org_ref: str) -> ResponseReturnValue:
    ref = _save(org_ref, None, load_form(ListingForm()))
    return redirect(url_for(".edit", org_ref=org_ref, listing_ref=ref), 303)


@bp.get(f"{BASE}/<listing_ref>")
@requires(Permission.VIEW_SELLING, Permission.EDIT_LISTING)
def edit(org_ref: str, listing_ref: str) -> ResponseReturnValue:
    return show_edit(org_ref, listing_ref)


@bp.post(f"{BASE}/<listing_ref>")
@requires(Permission.EDIT_LISTING)
@reshows(show_edit)
def save(org_ref: str, listing_ref: str) -> ResponseReturnValue:
    _save(org_ref, listing_ref, load_form(ListingForm()))
    return redirect(url_for(".edit", org_ref=org_ref, listing_ref=listing_ref), 303)


def _save(org_ref: str, listing_ref: str | None, typed: dict[str, Any]) -> str:
    draft = ListingDraft(spec_id=chosen_spec_id(typed.pop("spec")), **typed)
    is_submitted = request.form.get("action") == "submit"
    keep = editing.ask_for_publication if is_submitted else editing.keep_draft
    ref = keep(
        current_actor(),
        seller_id=get_org_by_ref(org_ref).id,
        listing_ref=listing_ref,
        draft=draft,
        at=now(),
    )
    flash(_("已提交审核，结果会出现在这里。") if is_submitted else _("草稿已保存。"), "ok")
    return ref


@bp.post(f"{BASE}/<listing_ref>/pause")
@requires(Permission.PUBLISH_LISTING)
@reshows(show_edit)
def pause(org_ref: str, listing_ref: str) -> ResponseReturnValue:
    listings.pause_listing(current_actor(), listing_ref=listing_ref, at=now())
    return _back(org_ref, _("已暂停销售，已下的订单照常。"))


@bp.post(f"{BASE}/<listing_ref>/resume")
@requires(Permission.PUBLISH_LISTING)
@reshows(show_edit)
def resume(org_ref: str, listing_ref: str) -> ResponseReturnValue:
    listings.resume_listing(current_actor(), listing_ref=listing_ref, at=now())
    return _back(org_ref, _("已恢复销售。"))


@bp.post(f"{BASE}/<listing_ref>/withdraw")
@requires(Permission.EDIT_LISTING)
@reshows(show_edit)
def withdraw(org_ref: str, listing_ref: str) -> ResponseReturnValue:
    listings.withdraw_listing(current_actor(), listing_ref=listing_ref, at=now())
    return _back(org_ref, _("已撤回，可以接着改。"))


def _back(org_ref: str, said: str) -> ResponseReturnValue:
    flash(said, "ok")
    return redirect(url_for(".list_listings", org_ref=org_ref), 303)
