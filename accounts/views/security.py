"""Signing in and out: Flask-Security, with our datastore, our form, our words and our pages."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, session, url_for
from flask_security import LoginForm, MailUtil, Security, login_user, user_authenticated
from wtforms import StringField
from wtforms.validators import DataRequired

from accounts.events import MailRequested
from accounts.queries import count_wrong_passwords
from accounts.rules.addresses import local_target
from accounts.rules.sign_in import PASSWORD_MIN, WRONG_PASSWORDS
from accounts.services.people_store import PeopleStore, make_store
from accounts.services.sign_in import note_wrong_password
from accounts.views.labels import init_labels
from core import clock, outbox
from core.web.language import lazy
from core.web.words import sentence

ARGON2 = {
    "argon2__memory_cost": 46 * 1024,
    "argon2__time_cost": 1,
    "argon2__parallelism": 1,
}


class SignInForm(LoginForm):  # type: ignore[misc]  # the library is untyped for us
    """Mobile number or e-mail address, and password."""

    email = StringField(lazy("手机号或邮箱"), validators=[DataRequired()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.next.data = local_target(self.next.data) or ""
        self.problem: str | None = None

    def validate(self, **kwargs: Any) -> bool:
        """Check the password unless the name has had too many wrong ones."""
        identity = (self.email.data or "").strip()
        at = clock.now()
        if identity and count_wrong_passwords(identity, at=at) >= WRONG_PASSWORDS:
            self.problem = sentence("sign_in_too_often")
            return False
        self.ifield = self.email
        self.user = _store().find_by_identity(identity) if identity else None
        if super().validate(**kwargs):
            return True
        if not identity or not self.password.data:
            self.problem = sentence("sign_in_empty")
            return False
        self.problem = sentence("sign_in_failed")
        note_wrong_password(identity, at=at)
        return False


class OutboxMail(MailUtil):  # type: ignore[misc]  # the library is untyped for us
    """Mail of the library goes through the outbox like all other."""

    def send_mail(
        self,
        _template: str,
        subject: str,
        recipient: str,
        _sender: Any,
        body: str,
        *_rest: Any,
        **_more: Any,
    ) -> None:
        """Write the mail down in the request's transaction; the worker sends it."""
        outbox.publish(MailRequested(recipient, str(subject), body))


def init_security(app: Flask) -> None:
    """Wire Flask-Security into the app."""
    app.config.update(
        SECURITY_PASSWORD_SALT=app.config["SECRET_KEY"],
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=ARGON2,
        SECURITY_PASSWORD_LENGTH_MIN=PASSWORD_MIN,
        SECURITY_API_ENABLED_METHODS=["session"],
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_FLASH_MESSAGES=False,
        SECURITY_LOGIN_USER_TEMPLATE="accounts/login.html",
        SECURITY_VERIFY_URL="/account/verify-password",
        SECURITY_VERIFY_TEMPLATE="accounts/verify_password.html",
        SECURITY_POST_LOGIN_VIEW="accounts_account.enter",
        SECURITY_POST_LOGOUT_VIEW="security.login",
        SECURITY_CLI_USERS_NAME=False,
        SECURITY_CLI_ROLES_NAME=False,
        SECURITY_CSRF_COOKIE_NAME=None,
        SECURITY_JOIN_USER_ROLES=False,
        SECURITY_CACHE_CONTROL=None,
        SECURITY_USER_IDENTITY_ATTRIBUTES=[{"email": {"mapper": str.lower}}],
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_SECURE=app.config["SESSION_COOKIE_SECURE"],
    )
    app.extensions["security_setup"] = Security(
        app, make_store(), login_form=SignInForm, mail_util_cls=OutboxMail
    )
    user_authenticated.connect(_keep_session, app)
    init_labels(app)


def _keep_session(_app: Flask, **_about: Any) -> None:
    session.permanent = True


def _store() -> PeopleStore:
    store: PeopleStore = current_app.extensions["security"].datastore
    return store


def sign_in_as(user_id: int) -> None:
    """Sign somebody in who proved to have their mobile number."""
    login_user(_store().get_by_id(user_id), authn_via=["sms"])


def where_after(target: str | None) -> str:
    """Where to go after signing in: the local page asked for, else the person's own entrance."""
    return local_target(target) or url_for("accounts_account.enter")
