"""The members of an organisation: who, as what, and invitations."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from accounts import queries
from accounts.guards import acting_org_id, current_actor, requires
from accounts.rules.permissions import Permission, list_roles
from accounts.schemas import InvitationForm, RolesForm
from accounts.services import members
from core import clock
from core.web.forms import FormState, load_form, reshows
from core.web.language import _

bp = Blueprint("accounts_members", __name__, template_folder="../templates")
SHOWN_LINK = "invitation_link"


def _show(org_ref: str, form: FormState | None = None, member_ref: str = "") -> str:
    org = queries.get_org_by_ref(org_ref)
    return render_template(
        "accounts/members.html",
        org=org,
        members=queries.list_members(org_id=org.id),
        invitations=queries.list_invitations(org_id=org.id, at=clock.now()),
        roles=list_roles(org.capacities),
        me=current_actor(),
        link=session.pop(SHOWN_LINK, None),
        form=form or FormState(),
        chosen=member_ref,
    )


@bp.get("/o/<org_ref>/members")
@requires()
def list_members(org_ref: str) -> ResponseReturnValue:
    return _show(org_ref)


@bp.post("/o/<org_ref>/members/invite")
@requires(Permission.MANAGE_MEMBERS)
@reshows(_show)
def invite(org_ref: str) -> ResponseReturnValue:
    secret = current_app.config["SECRET_KEY"]
    token = members.invite(
        current_actor(),
        org_id=acting_org_id(),
        secret=secret,
        at=clock.now(),
        **load_form(InvitationForm()),
    )
    session[SHOWN_LINK] = url_for("accounts_invitation.show", token=token, _external=True)
    flash(_("邀请已发出"), "ok")
    return redirect(url_for(".list_members", org_ref=org_ref), 303)


@bp.post("/o/<org_ref>/invitations/<invitation_ref>/withdraw")
@requires(Permission.MANAGE_MEMBERS)
def withdraw(org_ref: str, invitation_ref: str) -> ResponseReturnValue:
    members.withdraw_invitation(
        current_actor(), org_id=acting_org_id(), invitation_ref=invitation_ref, at=clock.now()
    )
    flash(_("邀请已撤回"), "ok")
    return redirect(url_for(".list_members", org_ref=org_ref), 303)


@bp.post("/o/<org_ref>/members/<member_ref>/roles")
@requires(Permission.MANAGE_MEMBERS)
@reshows(_show)
def set_roles(org_ref: str, member_ref: str) -> ResponseReturnValue:
    roles = load_form(RolesForm())["roles"]
    members.set_roles(current_actor(), org_id=acting_org_id(), member_ref=member_ref, roles=roles)
    flash(_("角色已更改"), "ok")
    return redirect(url_for(".list_members", org_ref=org_ref), 303)


@bp.post("/o/<org_ref>/members/<member_ref>/remove")
@requires()
@reshows(_show)
def remove(org_ref: str, member_ref: str) -> ResponseReturnValue:
    actor = current_actor()
    gone = members.remove_member(actor, org_id=acting_org_id(), member_ref=member_ref)
    flash(_("成员已移出"), "ok")
    if gone == actor.user_id:
        return redirect(url_for("accounts_account.show"), 303)
    return redirect(url_for(".list_members", org_ref=org_ref), 303)
