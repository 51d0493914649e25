"""The platform's check of certificates: verify, or refuse with a reason."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires_platform
from accounts.queries import get_orgs
from accounts.rules.permissions import Permission
from catalog.queries.certificates import get_certificate, list_expiring, list_submitted
from catalog.rules.certificates import WARN_DAYS
from catalog.schemas.forms import ReasonForm
from catalog.services.certificates import refuse_certificate, verify_certificate
from catalog.views import labels
from core.clock import now, today
from core.files import FileStore, fetch
from core.ports import port
from core.web.forms import FormState, load_form, reshows
from core.web.language import _
from core.web.uploads import send_file_of

bp = Blueprint("catalog_verifying", __name__, template_folder="../templates")


@bp.get("/ops/certificates")
@requires_platform(Permission.VERIFY_SELLER)
def list_certificates() -> ResponseReturnValue:
    submitted = list_submitted()
    expiring = list_expiring(until=today() + timedelta(days=WARN_DAYS))
    return render_template(
        "catalog/verifying.html",
        submitted=submitted,
        expiring=expiring,
        sellers=get_orgs(paper.seller_id for paper in [*submitted, *expiring]),
        labels=labels,
    )


def _show(certificate_ref: str, form: FormState | None = None) -> str:
    paper = get_certificate(certificate_ref)
    return render_template(
        "catalog/certificate.html",
        paper=paper,
        seller=get_orgs([paper.seller_id])[paper.seller_id],
        form=form or FormState(),
        labels=labels,
    )


@bp.get("/ops/certificates/<certificate_ref>")
@requires_platform(Permission.VERIFY_SELLER)
def show(certificate_ref: str) -> ResponseReturnValue:
    return _show(certificate_ref)


@bp.get("/ops/certificates/<certificate_ref>/file")
@requires_platform(Permission.VERIFY_SELLER)
def file(certificate_ref: str) -> ResponseReturnValue:
    paper = get_certificate(certificate_ref)
    return send_file_of(*fetch(port(FileStore), paper.file_ref or ""), is_inline=True)


@bp.post("/ops/certificates/<certificate_ref>/verify")
@requires_platform(Permission.VERIFY_SELLER)
@reshows(_show)
def verify(certificate_ref: str) -> ResponseReturnValue:
    verify_certificate(current_actor(), certificate_ref=certificate_ref, at=now())
    flash(_("已核验，证件生效。"), "ok")
    return redirect(url_for(".list_certificates"), 303)


@bp.post("/ops/certificates/<certificate_ref>/refuse")
@requires_platform(Permission.VERIFY_SELLER)
@reshows(_show)
def refuse(certificate_ref: str) -> ResponseReturnValue:
    reason = load_form(ReasonForm())["reason"]
    refuse_certificate(current_actor(), certificate_ref=certificate_ref, reason=reason, at=now())
    flash(_("已退回，卖家会看到原因。"), "ok")
    return redirect(url_for(".list_certificates"), 303)
