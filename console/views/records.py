"""The records of looks: for the auditor, and for the organisation that was looked at."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from accounts.guards import acting_org_id, requires, requires_platform
from accounts.rules.access import Reason
from accounts.rules.permissions import READS_RECORDS, Permission
from console.queries.records import list_records, list_records_of
from console.views.record_words import KINDS, REASONS

bp = Blueprint("console_records", __name__, template_folder="../templates")


def _page() -> int:
    return request.args.get("page", 1, type=int)


@bp.get("/ops/records")
@requires_platform(*sorted(READS_RECORDS))
def list_all() -> ResponseReturnValue:
    reason = request.args.get("reason", "")
    reason = reason if reason in set(Reason) else ""
    page = list_records(reason=reason, page=_page())
    return render_template(
        "console/records.html", page=page, reason=reason, reasons=REASONS, kinds=KINDS, org_ref=""
    )


@bp.get("/o/<org_ref>/records")
@requires(Permission.MANAGE_MEMBERS)
def list_ours(org_ref: str) -> ResponseReturnValue:
    page = list_records_of(org_id=acting_org_id(), page=_page())
    return render_template(
        "console/records.html", page=page, reason="", reasons=REASONS, kinds=KINDS, org_ref=org_ref
    )
