"""The public check: is this file genuine? Upload a PDF, or come by the code on the paper."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, public
from contracts.errors import DocumentBroken
from contracts.gateways import DocumentSigner
from contracts.queries.documents import get_public_pdf
from contracts.services.checking import CheckedFile, check_file
from contracts.views.downloads import pdf_response
from contracts.views.words import PROBLEM_WORDS, STATE_WORDS, VERDICT_WORDS
from core import clock
from core.errors import InvalidInput
from core.ports import port
from core.web.forms import FormState, reshows

bp = Blueprint("contracts_verify", __name__, template_folder="../templates")


def _show(form: FormState | None = None, checked: CheckedFile | None = None) -> str:
    return render_template(
        "contracts/verify.html",
        form=form or FormState(),
        checked=checked,
        verdict_words=VERDICT_WORDS,
        problem_words=PROBLEM_WORDS,
        state_words=STATE_WORDS,
    )


@bp.get("/verify")
@public
def show() -> ResponseReturnValue:
    return _show()


def _check(pdf: bytes) -> CheckedFile:
    return check_file(current_actor(), pdf=pdf, signer=port(DocumentSigner), at=clock.now())


@bp.post("/verify")
@public
@reshows(_show)
def check() -> ResponseReturnValue:
    file = request.files.get("file")
    pdf = file.read() if file else b""
    if not pdf:
        code = "empty_file" if file and file.filename else "no_file"
        raise InvalidInput(code, fields={"file": code})
    try:
        checked = _check(pdf)
    except DocumentBroken as broken:
        raise InvalidInput(broken.code, fields={"file": broken.code}) from broken
    return _show(checked=checked)


@bp.get("/verify/<contract_ref>")
@public
def by_ref(contract_ref: str) -> ResponseReturnValue:
    return _show(checked=_check(get_public_pdf(contract_ref).data))


@bp.get("/verify/<contract_ref>/contract.pdf")
@public
def download(contract_ref: str) -> ResponseReturnValue:
    return pdf_response(get_public_pdf(contract_ref))


@bp.get("/verify/root.crt")
@public
def root_certificate() -> ResponseReturnValue:
    pem = port(DocumentSigner).root_certificate(at=clock.now())
    response = Response(pem, mimetype="application/x-pem-file")
    response.headers["Content-Disposition"] = "attachment; filename=minning-root.crt"
    return response
