"""The page behind an invitation link."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.errors import InvitationGone
from accounts.guards import current_actor, public, signed_in
from accounts.queries import find_invitation, get_org
from accounts.services.members import accept_invitation
from core import clock
from core.web.language import _

bp = Blueprint("accounts_invitation", __name__, template_folder="../templates")


@bp.get("/invitations/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    invitation = find_invitation(token, at=clock.now())
    if invitation is None:
        raise InvitationGone
    return render_template(
        "accounts/invitation.html", invitation=invitation, token=token, me=current_actor()
    )


@bp.post("/invitations/<token>")
@signed_in
def accept(token: str) -> ResponseReturnValue:
    org_id = accept_invitation(current_actor(), token=token, at=clock.now())
    flash(_("您已加入"), "ok")
    return redirect(url_for("console_home.show", org_ref=get_org(org_id).ref), 303)
