"""The signed-in person's own page, and the door to the right console."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, signed_in
from accounts.queries import find_platform_actor, get_person, list_memberships
from accounts.rules.permissions import Permission
from accounts.schemas import PasswordForm, ProfileForm
from accounts.services import people
from accounts.views.security import sign_in_as
from core.errors import InvalidInput
from core.web.forms import FormState, load_form, reshows
from core.web.language import _

bp = Blueprint("accounts_account", __name__, template_folder="../templates")


@bp.get("/account/enter")
@signed_in
def enter() -> ResponseReturnValue:
    return redirect(entrance(current_actor().user_id or 0), 303)


def entrance(user_id: int) -> str:
    """The page where somebody's work begins: the platform desk, their organisation, the shop."""
    memberships = list_memberships(user_id)
    staff = find_platform_actor(user_id)
    if (
        staff is not None
        and staff.can(Permission.PLAN_ROUTES)
        and not staff.can(Permission.OPERATE)
    ):
        return url_for("logistics_tower.show")
    if staff is not None:
        return url_for("console_ops.desk")
    if memberships:
        return url_for("console_home.show", org_ref=memberships[0][0].ref)
    return url_for("shop_browse.home")


def _show(form: FormState | None = None) -> str:
    user_id = current_actor().user_id or 0
    return render_template(
        "accounts/account.html",
        person=get_person(user_id),
        memberships=list_memberships(user_id),
        form=form or FormState(),
    )


@bp.get("/account")
@signed_in
def show() -> ResponseReturnValue:
    return _show()


@bp.post("/account")
@signed_in
@reshows(_show)
def change() -> ResponseReturnValue:
    people.change_profile(current_actor(), **load_form(ProfileForm()))
    flash(_("资料已保存"), "ok")
    return redirect(url_for(".show"), 303)


@bp.post("/account/password")
@signed_in
@reshows(_show)
def change_password() -> ResponseReturnValue:
    typed = load_form(PasswordForm())
    if typed["password"] != typed["again"]:
        raise InvalidInput(fields={"again": "passwords_differ"})
    actor = current_actor()
    people.change_password(actor, current=typed["current"], password=typed["password"])
    sign_in_as(actor.user_id or 0)
    flash(_("密码已更改，其他设备上的登录已失效"), "ok")
    return redirect(url_for(".show"), 303)
