"""The seller's certificates: what is in force, what ends soon, submit a new one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires
from accounts.queries import get_org_by_ref
from accounts.rules.permissions import Permission
from catalog.queries.certificates import get_certificate
from catalog.queries.certificates import list_certificates as load_certificates
from catalog.queries.onboarding import list_needs
from catalog.queries.supply import specs_of_seller_cards
from catalog.rules.certificates import is_expiring
from catalog.schemas.forms import CertificateForm
from catalog.services.certificates import NewCertificate, submit_with_file
from catalog.views import labels
from catalog.views.choices import chosen_spec_id
from core.clock import now, today
from core.errors import InvalidInput
from core.files import FileStore, fetch
from core.ports import port
from core.web.forms import FormState, load_form, reshows
from core.web.language import _
from core.web.uploads import read_upload, send_file_of

bp = Blueprint("catalog_certificates", __name__, template_folder="../templates")
BASE = "/o/<org_ref>/certificates"


def _show(org_ref: str, form: FormState | None = None) -> str:
    org = get_org_by_ref(org_ref)
    return render_template(
        "catalog/certificates.html",
        org_ref=org_ref,
        rows=load_certificates(org_id=org.id),
        specs=specs_of_seller_cards(org.id),
        form=form or FormState(),
        may_submit=current_actor().can(Permission.EDIT_LISTING),
        labels=labels,
        kind=request.args.get("kind", ""),
        is_expiring=is_expiring,
        today=today(),
    )


@bp.get(BASE)
@requires(Permission.VIEW_SELLING, Permission.EDIT_LISTING)
def list_certificates(org_ref: str) -> ResponseReturnValue:
    return _show(org_ref)


@bp.post(BASE)
@requires(Permission.EDIT_LISTING)
@reshows(_show)
def submit(org_ref: str) -> ResponseReturnValue:
    typed = load_form(CertificateForm())
    spec_ref = typed.pop("spec")
    spec_id = chosen_spec_id(spec_ref) if spec_ref else None
    org = get_org_by_ref(org_ref)
    new = NewCertificate(seller_id=org.id, spec_id=spec_id, **typed)
    upload = read_upload("file")
    if upload is None:
        raise InvalidInput(fields={"file": "file_needed"})
    submit_with_file(current_actor(), new, upload, store=port(FileStore), at=now())
    flash(_("证件已提交，平台核验后生效。"), "ok")
    return redirect(_after(org_ref), 303)


def _after(org_ref: str) -> str:
    """An approved seller sees its papers; a new one the next that is asked for, then the list."""
    org = get_org_by_ref(org_ref)
    if org.is_verified:
        return url_for(".list_certificates", org_ref=org_ref)
    open_ = [need.kind.value for need in list_needs(org, today=today()) if need.state is None]
    if open_:
        return url_for(".list_certificates", org_ref=org_ref, kind=open_[0], _anchor="submit")
    return url_for("catalog_onboarding.start", org_ref=org_ref)


@bp.get(f"{BASE}/<certificate_ref>/file")
@requires(Permission.VIEW_SELLING, Permission.EDIT_LISTING)
def file(org_ref: str, certificate_ref: str) -> ResponseReturnValue:
    paper = get_certificate(certificate_ref, org_id=get_org_by_ref(org_ref).id)
    return send_file_of(*fetch(port(FileStore), paper.file_ref or ""), is_inline=True)
