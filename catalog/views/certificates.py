"""The seller's certificates: what is in force, what ends soon, submit a new one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires
from accounts.queries import get_org_by_ref
from accounts.rules.permissions import Permission
from catalog.queries.certificates import list_certificates as load_certificates
from catalog.queries.supply import specs_of_seller_cards
from catalog.rules.certificates import is_expiring
from catalog.schemas.forms import CertificateForm
from catalog.services.certificates import NewCertificate, submit_certificate
from catalog.views import labels
from catalog.views.choices import chosen_spec_id
from core.clock import now, today
from core.web.forms import FormState, load_form, reshows
from core.web.language import _

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
    new = NewCertificate(seller_id=get_org_by_ref(org_ref).id, spec_id=spec_id, **typed)
    submit_certificate(current_actor(), new, at=now())
    flash(_("证件已提交，平台核验后生效。"), "ok")
    return redirect(url_for(".list_certificates", org_ref=org_ref), 303)
