"""The signed-in person's own page, and the door to the right console."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, signed_in
from accounts.queries import get_person, list_memberships
from accounts.rules.permissions import Capacity

bp = Blueprint("accounts_account", __name__, template_folder="../templates")


@bp.get("/account/enter")
@signed_in
def enter() -> ResponseReturnValue:
    return redirect(entrance(current_actor().user_id or 0), 303)


def entrance(user_id: int) -> str:
    """The page where somebody's work begins: the platform desk, their organisation, the shop."""
    memberships = list_memberships(user_id)
    if any(Capacity.PLATFORM in org.capacities for org, _roles in memberships):
        return url_for("console_ops.desk")
    if memberships:
        return url_for("console_home.show", org_ref=memberships[0][0].ref)
    return url_for("shop_browse.home")


@bp.get("/account")
@signed_in
def show() -> ResponseReturnValue:
    user_id = current_actor().user_id or 0
    return render_template(
        "accounts/account.html", person=get_person(user_id), memberships=list_memberships(user_id)
    )
