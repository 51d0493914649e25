"""Writing a contract down: choose the other side, then say what, how much, when, at what price."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import acting_org_id, current_actor, requires
from accounts.rules.permissions import Permission
from contracts.queries.drafting import (
    DraftingFacts,
    get_drafting_facts,
    list_partners,
    other_side_ref,
)
from contracts.queries.pages import get_contract
from contracts.rules.cards import ContractPage
from contracts.rules.drafts import Draft
from contracts.schemas import DraftForm, read_draft
from contracts.services import drafts
from core import clock
from core.types.dates import monday_of
from core.web.forms import FormState, load_form, reshows
from core.web.language import _

bp = Blueprint("contracts_drafts", __name__, template_folder="../templates")


def _facts(other_ref: str) -> DraftingFacts:
    return get_drafting_facts(org_id=acting_org_id(), other_ref=other_ref)


def _form(org_ref: str, other_ref: str, form: FormState | None = None) -> str:
    start = monday_of(clock.today()) + timedelta(weeks=1)
    return render_template(
        "contracts/draft.html",
        org_ref=org_ref,
        facts=_facts(other_ref),
        form=form or FormState(),
        page=None,
        start_on=start,
        end_on=start + timedelta(weeks=26, days=-1),
        target=url_for(".create", org_ref=org_ref, other_ref=other_ref),
    )


@bp.get("/o/<org_ref>/contracts/new")
@requires(Permission.MANAGE_CONTRACT)
def choose(org_ref: str) -> ResponseReturnValue:
    other = request.args.get("with")
    if other:
        return redirect(url_for(".create", org_ref=org_ref, other_ref=other), 303)
    partners = list_partners(org_id=acting_org_id())
    return render_template("contracts/choose.html", org_ref=org_ref, partners=partners)


@bp.get("/o/<org_ref>/contracts/new/<other_ref>")
@requires(Permission.MANAGE_CONTRACT)
def create(org_ref: str, other_ref: str) -> ResponseReturnValue:
    return _form(org_ref, other_ref)


def _draft(other_ref: str) -> tuple[Draft, str]:
    facts, head = _facts(other_ref), load_form(DraftForm())
    parties = (facts.buyer.id, facts.seller.id)
    return read_draft(head, request.form, facts.goods, parties), head["note"]


@bp.post("/o/<org_ref>/contracts/new/<other_ref>")
@requires(Permission.MANAGE_CONTRACT)
@reshows(_form)
def save(org_ref: str, other_ref: str) -> ResponseReturnValue:
    draft, _note = _draft(other_ref)
    made = drafts.draft_contract(current_actor(), draft=draft, at=clock.now())
    flash(_("草稿 %(number)s 已存下，看过无误就提交给对方。", number=made.number), "ok")
    return redirect(
        url_for("contracts_desk.show", org_ref=org_ref, contract_ref=made.contract_ref), 303
    )


def _page(contract_ref: str) -> ContractPage:
    return get_contract(contract_ref, org_id=acting_org_id(), at=clock.now())


def _revision(org_ref: str, contract_ref: str, form: FormState | None = None) -> str:
    page = _page(contract_ref)
    return render_template(
        "contracts/draft.html",
        org_ref=org_ref,
        facts=_facts(page.row.other.ref),
        form=form or FormState(),
        page=page,
        start_on=page.row.start_on,
        end_on=page.row.end_on,
        target=url_for(".revise", org_ref=org_ref, contract_ref=contract_ref),
    )


@bp.get("/o/<org_ref>/contracts/<contract_ref>/edit")
@requires(Permission.MANAGE_CONTRACT)
def edit(org_ref: str, contract_ref: str) -> ResponseReturnValue:
    return _revision(org_ref, contract_ref)


@bp.post("/o/<org_ref>/contracts/<contract_ref>/edit")
@requires(Permission.MANAGE_CONTRACT)
@reshows(_revision)
def revise(org_ref: str, contract_ref: str) -> ResponseReturnValue:
    actor = current_actor()
    draft, note = _draft(other_side_ref(contract_ref, org_id=acting_org_id()))
    drafts.revise(actor, contract_ref=contract_ref, draft=draft, note=note, at=clock.now())
    flash(_("新的一稿已存下，之前的审批和签署作废。"), "ok")
    return redirect(url_for("contracts_desk.show", org_ref=org_ref, contract_ref=contract_ref), 303)
