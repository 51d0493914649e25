"""The contract desk: the list of a side, the sheet of one contract, and what is done there."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import acting_org_id, current_actor, public, requires
from accounts.rules.permissions import Permission
from contracts.queries import pages
from contracts.queries.documents import get_pdf
from contracts.rules.call_off import Wish
from contracts.schemas import (
    ApproveForm,
    CallOffForm,
    HashForm,
    ReasonForm,
    read_call_off,
    week_of,
)
from contracts.services import approvals, call_offs, envelopes, negotiation
from contracts.views.downloads import pdf_response
from contracts.views.sheet import list_values, sheet_values
from core import clock
from core.web.forms import FormState, load_form, reshows
from core.web.language import _

bp = Blueprint("contracts_desk", __name__, template_folder="../templates")
VIEW = (Permission.VIEW_BUYING, Permission.VIEW_SELLING)


@bp.get("/contracts")
@public
def introduce() -> ResponseReturnValue:
    return render_template("contracts/introduce.html")


@bp.get("/o/<org_ref>/contracts")
@requires(*VIEW)
def list_contracts(org_ref: str) -> ResponseReturnValue:
    actor = current_actor()
    rows = pages.list_contracts(org_id=acting_org_id(), at=clock.now())
    return render_template(
        "contracts/list.html",
        org_ref=org_ref,
        actor=actor,
        **list_values(rows, request.args.get("state", "")),
    )


def _sheet(org_ref: str, contract_ref: str, form: FormState | None = None) -> str:
    actor = current_actor()
    page = pages.get_contract(contract_ref, org_id=acting_org_id(), at=clock.now())
    week = week_of(request.args.get("week") or request.form.get("week"))
    values = sheet_values(page, actor, week, is_filled="fill" in request.args)
    return render_template(
        "contracts/sheet.html", org_ref=org_ref, page=page, form=form or FormState(), **values
    )


@bp.get("/o/<org_ref>/contracts/<contract_ref>")
@requires(*VIEW)
def show(org_ref: str, contract_ref: str) -> ResponseReturnValue:
    return _sheet(org_ref, contract_ref)


def _back(org_ref: str, contract_ref: str, message: str, **args: Any) -> ResponseReturnValue:
    flash(message, "ok")
    return redirect(
        url_for("contracts_desk.show", org_ref=org_ref, contract_ref=contract_ref, **args), 303
    )


@bp.post("/o/<org_ref>/contracts/<contract_ref>/propose")
@requires(Permission.MANAGE_CONTRACT)
@reshows(_sheet)
def propose(org_ref: str, contract_ref: str) -> ResponseReturnValue:
    values = load_form(HashForm())
    negotiation.propose(current_actor(), contract_ref=contract_ref, at=clock.now(), **values)
    return _back(org_ref, contract_ref, _("已提交给对方，等对方答复。"))


@bp.post("/o/<org_ref>/contracts/<contract_ref>/agree")
@requires(Permission.MANAGE_CONTRACT)
@reshows(_sheet)
def agree(org_ref: str, contract_ref: str) -> ResponseReturnValue:
    values = load_form(HashForm())
    negotiation.agree(current_actor(), contract_ref=contract_ref, at=clock.now(), **values)
    return _back(org_ref, contract_ref, _("双方接受了同一文本，已交需方审批。"))


@bp.post("/o/<org_ref>/contracts/<contract_ref>/approve")
@requires(Permission.APPROVE_ORDER, Permission.PAY)
@reshows(_sheet)
def approve(org_ref: str, contract_ref: str) -> ResponseReturnValue:
    values = load_form(ApproveForm())
    is_done = approvals.approve(
        current_actor(), contract_ref=contract_ref, at=clock.now(), **values
    )
    done = _("审批已齐，正在生成待签文件。")
    return _back(org_ref, contract_ref, done if is_done else _("已批准，还差一人。"))


@bp.post("/o/<org_ref>/contracts/<contract_ref>/decline")
@requires(Permission.APPROVE_ORDER)
@reshows(_sheet)
def decline(org_ref: str, contract_ref: str) -> ResponseReturnValue:
    values = load_form(ReasonForm())
    approvals.decline(current_actor(), contract_ref=contract_ref, at=clock.now(), **values)
    return _back(org_ref, contract_ref, _("已退回，双方重新商议。"))


@bp.post("/o/<org_ref>/contracts/<contract_ref>/freeze")
@requires(Permission.MANAGE_CONTRACT, Permission.APPROVE_ORDER, Permission.SIGN_CONTRACT)
@reshows(_sheet)
def freeze(org_ref: str, contract_ref: str) -> ResponseReturnValue:
    envelopes.freeze(current_actor(), contract_ref=contract_ref, at=clock.now())
    return _back(org_ref, contract_ref, _("正在重新生成待签文件。"))


@bp.post("/o/<org_ref>/contracts/<contract_ref>/withdraw")
@requires(Permission.MANAGE_CONTRACT)
@reshows(_sheet)
def withdraw(org_ref: str, contract_ref: str) -> ResponseReturnValue:
    reason = load_form(ReasonForm())["note"]
    negotiation.withdraw(current_actor(), contract_ref=contract_ref, reason=reason, at=clock.now())
    return _back(org_ref, contract_ref, _("已终止商议，留痕可查。"))


@bp.post("/o/<org_ref>/contracts/<contract_ref>/call-offs")
@requires(Permission.CALL_OFF)
@reshows(_sheet)
def call_off(org_ref: str, contract_ref: str) -> ResponseReturnValue:
    actor, values = current_actor(), load_form(CallOffForm())
    refs = [name[2:] for name in request.form if name.startswith("q_")]
    wish = Wish(read_call_off(request.form, refs), values["deliver_on"], values["site"])
    made = call_offs.call_off(
        actor, contract_ref=contract_ref, wish=wish, form_key=values["form_key"], at=clock.now()
    )
    text = _(
        "叫货 %(number)s 已提交，生成订单 %(order)s。",
        number=made.number,
        order=made.order_number,
    )
    return _back(org_ref, contract_ref, text)


@bp.post("/o/<org_ref>/contracts/<contract_ref>/call-offs/<call_off_ref>/cancel")
@requires(Permission.CALL_OFF)
@reshows(lambda org_ref, contract_ref, form, **_: _sheet(org_ref, contract_ref, form))
def cancel_call_off(org_ref: str, contract_ref: str, call_off_ref: str) -> ResponseReturnValue:
    call_offs.cancel(current_actor(), call_off_ref=call_off_ref, at=clock.now())
    return _back(org_ref, contract_ref, _("这次叫货已撤回，数量已退还。"))


@bp.get("/o/<org_ref>/contracts/<contract_ref>/contract.pdf")
@requires(*VIEW)
def download(org_ref: str, contract_ref: str) -> ResponseReturnValue:  # noqa: ARG001 -- the guard reads it
    kept = get_pdf(contract_ref, org_id=acting_org_id())
    return pdf_response(kept, is_inline="inline" in request.args)
