"""Signing: see the exact file, understand each material clause, PIN and code, sign."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.gateways import SmsGateway
from accounts.guards import acting_org_id, current_actor, requires
from accounts.rules.permissions import Permission
from contracts.errors import WrongPin
from contracts.gateways import DocumentSigner
from contracts.queries.pages import get_contract
from contracts.queries.signing import CodeCard, find_code, find_signatory_card
from contracts.rules.capitals import capitals
from contracts.rules.cards import ContractPage
from contracts.rules.clauses import material_clauses
from contracts.rules.codes import derive_code
from contracts.rules.paper import yuan
from contracts.rules.signing import who_must_still_sign
from contracts.schemas import PinForm, SignForm
from contracts.services import codes, signatories, signing
from core import clock
from core.installation import Installation
from core.ports import port
from core.web.forms import FormState, load_form, reshows
from core.web.language import _

bp = Blueprint("contracts_signing", __name__, template_folder="../templates")
PAGE = "/o/<org_ref>/contracts/<contract_ref>/sign"


def _show(org_ref: str, contract_ref: str, form: FormState | None = None) -> str:
    actor, at = current_actor(), clock.now()
    org_id, user_id = acting_org_id(), actor.user_id or 0
    page = get_contract(contract_ref, org_id=org_id, at=at)
    code = (
        find_code(envelope_ref=page.envelope.ref, user_id=user_id, at=at) if page.envelope else None
    )
    waiting = who_must_still_sign([one.party for one in page.signatures])
    return render_template(
        "contracts/signing.html",
        org_ref=org_ref,
        page=page,
        form=form or FormState(),
        clauses=material_clauses(),
        values=_values(page),
        acknowledged=request.form.getlist("acknowledged"),
        signatory=find_signatory_card(org_id=org_id, user_id=user_id, at=at),
        code=code,
        shown_code=_shown_code(code),
        waiting=waiting,
        is_my_turn=bool(waiting) and waiting[0] == page.row.party,
    )


def _values(page: ContractPage) -> dict[str, object]:
    return {
        "payment_days": page.payment_days,
        "inspection_hours": page.inspection_hours,
        "lead_workdays": page.lead_workdays,
        "amount": yuan(page.row.amount_fen),
        "amount_capitals": capitals(page.row.amount_fen),
        "start_on": page.row.start_on.isoformat(),
        "end_on": page.row.end_on.isoformat(),
    }


def _shown_code(code: CodeCard | None) -> str | None:
    """In a demonstration no short message is delivered, so the page shows the code itself."""
    here = port(Installation)
    if code is None or not here.is_demo or port(SmsGateway).is_live:
        return None
    return derive_code(code.ref, here.server_secret)


@bp.get(PAGE)
@requires(Permission.SIGN_CONTRACT)
def show(org_ref: str, contract_ref: str) -> ResponseReturnValue:
    return _show(org_ref, contract_ref)


@bp.post(PAGE + "/code")
@requires(Permission.SIGN_CONTRACT)
@reshows(_show)
def ask(org_ref: str, contract_ref: str) -> ResponseReturnValue:
    codes.ask_code(current_actor(), contract_ref=contract_ref, at=clock.now())
    flash(_("验证码已发出，10 分钟内有效。"), "ok")
    address = url_for(".show", org_ref=org_ref, contract_ref=contract_ref)
    return redirect(address + "#sign", 303)


@bp.post(PAGE)
@requires(Permission.SIGN_CONTRACT)
@reshows(_show)
def sign(org_ref: str, contract_ref: str) -> ResponseReturnValue:
    values = load_form(SignForm())
    secret = port(Installation).server_secret
    made = signing.sign(
        current_actor(),
        contract_ref=contract_ref,
        secrets=signing.Secrets(values["pin"], values["code"], secret),
        acknowledged=values["acknowledged"],
        signer=port(DocumentSigner),
        at=clock.now(),
    )
    done = _("双方都已签署，复验通过。")
    flash(done if made.is_complete else _("已签署，复验通过。等对方签。"), "ok")
    return redirect(url_for("contracts_desk.show", org_ref=org_ref, contract_ref=contract_ref), 303)


def _setup(org_ref: str, form: FormState | None = None) -> str:
    actor = current_actor()
    card = find_signatory_card(org_id=acting_org_id(), user_id=actor.user_id or 0, at=clock.now())
    return render_template(
        "contracts/setup.html",
        org_ref=org_ref,
        form=form or FormState(),
        signatory=card,
        actor=actor,
        target=request.values.get("next", ""),
    )


@bp.get("/o/<org_ref>/signing")
@requires(Permission.SIGN_CONTRACT)
def setup(org_ref: str) -> ResponseReturnValue:
    return _setup(org_ref)


@bp.post("/o/<org_ref>/signing")
@requires(Permission.SIGN_CONTRACT)
@reshows(_setup)
def set_pin(org_ref: str) -> ResponseReturnValue:
    values = load_form(PinForm())
    if values["pin"] != values["again"]:
        raise WrongPin("pins_differ", fields={"again": "pins_differ"})
    signatories.set_pin(
        current_actor(), pin=values["pin"], signer=port(DocumentSigner), at=clock.now()
    )
    flash(_("签名密码已设好，平台证书已签发。"), "ok")
    return redirect(url_for(".setup", org_ref=org_ref), 303)


@bp.post("/o/<org_ref>/signing/revoke")
@requires(Permission.SIGN_CONTRACT)
@reshows(_setup)
def revoke(org_ref: str) -> ResponseReturnValue:
    signatories.revoke(current_actor(), signer=port(DocumentSigner), at=clock.now())
    flash(_("证书已吊销。之前签过的仍然有效；要再签，请重新设置签名密码。"), "ok")
    return redirect(url_for(".setup", org_ref=org_ref), 303)
