"""Grain storage: silos, intake over the weighbridge, checks, what keeping costs."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires
from accounts.queries import get_org_by_ref
from accounts.rules.permissions import Permission
from accounts.rules.places import CITIES, list_districts
from catalog.queries import storage as reads
from catalog.queries.specs import list_specs
from catalog.schemas.storage import AnswerForm, CheckForm, IntakeForm, SiloForm
from catalog.services import storage
from catalog.views import labels
from catalog.views.choices import chosen_spec_id
from catalog.views.storage_words import MOVES
from core.clock import now, today
from core.errors import InvalidInput
from core.web.format import grams, local
from core.web.forms import FormState, load_form, reshows
from core.web.language import _

bp = Blueprint("catalog_storage", __name__, template_folder="../templates")
BASE = "/o/<org_ref>/storage"
MAY_SEE = (Permission.VIEW_SELLING, Permission.MANAGE_LOTS)
FORM_NAMES = {"grams": "gross_kg", "gross_g": "gross_kg", "rest_g": "rest_kg"}


def _org_id() -> int:
    return current_actor().org_id or 0


@bp.get(BASE)
@requires(*MAY_SEE)
def list_silos(org_ref: str) -> ResponseReturnValue:
    return render_template(
        "catalog/storage.html",
        org_ref=org_ref,
        silos=reads.list_silos(org_id=_org_id()),
        labels=labels,
        may_change=current_actor().can(Permission.MANAGE_LOTS),
    )


def _show_silo_form(org_ref: str, form: FormState | None = None) -> str:
    return render_template(
        "catalog/storage_silo.html",
        org_ref=org_ref,
        org=get_org_by_ref(org_ref),
        cities=[(city, list_districts(city.code)) for city in CITIES],
        form=form or FormState(),
    )


@bp.get(f"{BASE}/silos/new")
@requires(Permission.MANAGE_LOTS)
def new_silo(org_ref: str) -> ResponseReturnValue:
    return _show_silo_form(org_ref)


@bp.post(f"{BASE}/silos/new")
@requires(Permission.MANAGE_LOTS)
@reshows(_show_silo_form)
def open_silo(org_ref: str) -> ResponseReturnValue:
    storage.open_silo(current_actor(), org_id=_org_id(), at=now(), **load_form(SiloForm()))
    flash(_("仓已登记。"), "ok")
    return redirect(url_for(".list_silos", org_ref=org_ref), 303)


def _show_intake(org_ref: str, silo_ref: str, form: FormState | None = None) -> str:
    grains = [spec for spec in list_specs() if spec.family == "grain"]
    return render_template(
        "catalog/storage_intake.html",
        org_ref=org_ref,
        silo=reads.get_silo(silo_ref, org_id=_org_id()),
        specs=[(spec.ref, local(spec)) for spec in grains],
        form=form or FormState(),
        today=today(),
    )


@bp.get(f"{BASE}/silos/<silo_ref>/intake")
@requires(Permission.MANAGE_LOTS)
def new_intake(org_ref: str, silo_ref: str) -> ResponseReturnValue:
    return _show_intake(org_ref, silo_ref)


@bp.post(f"{BASE}/silos/<silo_ref>/intake")
@requires(Permission.MANAGE_LOTS)
@reshows(_show_intake)
def take_in(org_ref: str, silo_ref: str) -> ResponseReturnValue:
    typed = load_form(IntakeForm())
    intake = storage.Intake(spec_id=chosen_spec_id(typed.pop("spec")), **typed)
    try:
        ref = storage.take_in(current_actor(), silo_ref=silo_ref, intake=intake, at=now())
    except InvalidInput as refused:
        raise _in_form_names(refused) from refused
    flash(_("已入仓，放行后可以出货。"), "ok")
    return redirect(url_for(".show", org_ref=org_ref, storage_ref=ref), 303)


def _in_form_names(refused: InvalidInput) -> InvalidInput:
    fields = {FORM_NAMES.get(name, name): code for name, code in refused.fields.items()}
    return InvalidInput(refused.code, fields=fields)


def _show(org_ref: str, storage_ref: str, form: FormState | None = None, **_route: str) -> str:
    stored = reads.get_stored(storage_ref, org_id=_org_id())
    return render_template(
        "catalog/storage_lot.html",
        org_ref=org_ref,
        stored=stored,
        checks=reads.list_checks(storage_ref),
        fees=reads.list_fees(storage_ref),
        moves=reads.list_moves(storage_ref),
        move_words=MOVES,
        labels=labels,
        form=form or FormState(),
        may_change=current_actor().can(Permission.MANAGE_LOTS),
    )


@bp.get(f"{BASE}/<storage_ref>")
@requires(*MAY_SEE)
def show(org_ref: str, storage_ref: str) -> ResponseReturnValue:
    return _show(org_ref, storage_ref)


@bp.post(f"{BASE}/<storage_ref>/checks")
@requires(Permission.MANAGE_LOTS)
@reshows(_show)
def check(org_ref: str, storage_ref: str) -> ResponseReturnValue:
    found = storage.Measured(**load_form(CheckForm()))
    over_g = storage.check_storage(current_actor(), storage_ref=storage_ref, found=found, at=now())
    if over_g:
        flash(_("损耗超出约定 %(grams)s，已记下，请写明由谁承担。", grams=grams(over_g)), "warn")
    else:
        flash(_("检查已记下。"), "ok")
    return redirect(url_for(".show", org_ref=org_ref, storage_ref=storage_ref), 303)


@bp.post(f"{BASE}/<storage_ref>/claims/<claim_ref>")
@requires(Permission.MANAGE_LOTS)
@reshows(_show)
def answer(org_ref: str, storage_ref: str, claim_ref: str) -> ResponseReturnValue:
    words = load_form(AnswerForm())["answer"]
    storage.answer_claim(current_actor(), claim_ref=claim_ref, answer=words, at=now())
    flash(_("已记下。"), "ok")
    return redirect(url_for(".show", org_ref=org_ref, storage_ref=storage_ref), 303)
