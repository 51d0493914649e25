"""Who may open a page: every view says it, and the app does not start when one does not.

`@public`, `@signed_in`, `@requires(Permission.X)` (pages of an organisation: the address has
`<org_ref>`), `@requires_platform(Permission.X)` (pages under /ops/), `@api_scope("orders:write")`
(bearer tokens). An organisation that is unknown, or not one's own, is not found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from accounts.queries import find_actor, find_platform_actor, find_token_actor
from accounts.rules.actor import GUEST, Actor
from accounts.rules.permissions import Permission
from accounts.rules.scopes import Scope
from accounts.services.tokens import note_token_seen
from core import clock
from core.errors import NotAllowed, NotFound
from core.web.openapi import Access
from core.web.problems import problem, wants_problem

View = TypeVar("View", bound=Callable[..., Any])
ENVIRON_KEY = "minning.actor"  # computed once a request
METHODS = ("get", "post", "put", "patch", "delete")

# Views that are not ours, and why each may be open.
THIRD_PARTY: dict[str, str] = {
    "static": "files of the layout",
    "api-docs.openapi_json": "the API description",
    "security.login": "signing in",
    "security.logout": "signing out",
    "security.verify": "asks for the password again; wants a sign-in itself",
    "security.static": "files of the library; our pages do not use them",
}


@dataclass(frozen=True, slots=True)
class Policy:
    """What a view asks of its visitor."""

    kind: str
    permissions: tuple[Permission, ...] = ()
    scope: str = ""


def _marked(wrapper: Callable[..., Any], policy: Policy) -> Any:
    wrapper.__dict__["policy"] = policy
    return wrapper


def policy_of(view: Callable[..., Any]) -> Policy | None:
    """The policy that a view declares."""
    found = getattr(view, "policy", None)
    return found if isinstance(found, Policy) else None


def current_actor() -> Actor:
    """Who acts in this request; a guest if nobody is signed in."""
    known = request.environ.get(ENVIRON_KEY)
    if isinstance(known, Actor):
        return known
    if not current_user or not current_user.is_authenticated:
        return GUEST
    return Actor(current_user.id, current_user.ref, current_user.name)


def _act_as(actor: Actor) -> None:
    request.environ[ENVIRON_KEY] = actor


def actor_for(org_ref: str) -> Actor:
    """The signed-in person as an actor for one of their organisations.

    Raises:
        NotFound: No such organisation, or they do not belong to it.
    """
    person = current_actor()
    found = find_actor(person.user_id, org_ref) if person.user_id is not None else None
    if found is None:
        raise NotFound("org_not_found")
    return found


def acting_org_id() -> int:
    """The organisation that the person or program of this request acts for.

    Raises:
        NotFound: they act for none.
    """
    org_id = current_actor().org_id
    if org_id is None:
        raise NotFound("org_not_found")
    return org_id


def public(view: View) -> View:
    """Anybody may open it."""
    return cast("View", _marked(view, Policy("public")))


def signed_in(view: View) -> View:
    """Anybody who is signed in may open it; others are asked to sign in."""

    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if current_actor().is_guest:
            return ask_to_sign_in()
        return cast("ResponseReturnValue", view(*args, **kwargs))

    return cast("View", _marked(wrapper, Policy("signed_in")))


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Members of the organisation in the address who hold one of the permissions.

    Any member if none is named.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            if current_actor().is_guest:
                return ask_to_sign_in()
            actor = actor_for(kwargs["org_ref"])
            _check(actor, permissions)
            _act_as(actor)
            return cast("ResponseReturnValue", view(*args, **kwargs))

        return cast("View", _marked(wrapper, Policy("member", permissions)))

    return decorate


def requires_platform(*permissions: Permission) -> Callable[[View], View]:
    """People of the platform who hold one of the permissions; for others there is no page."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            person = current_actor()
            if person.user_id is None:
                return ask_to_sign_in()
            actor = find_platform_actor(person.user_id)
            if actor is None:
                raise NotFound
            _check(actor, permissions)
            _act_as(actor)
            return cast("ResponseReturnValue", view(*args, **kwargs))

        return cast("View", _marked(wrapper, Policy("platform", permissions)))

    return decorate


def api_scope(scope: str) -> Callable[[View], View]:
    """Programs with a bearer token of an organisation that has this scope."""
    wanted = Scope(scope).value

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            found = find_token_actor(_bearer(), at=clock.now())
            if found is None:
                return _unauthorised()
            actor, scopes, token_ref = found
            note_token_seen(token_ref, at=clock.now())
            if wanted not in scopes:
                raise NotAllowed("scope_missing", scope=wanted)
            _act_as(actor)
            return cast("ResponseReturnValue", view(*args, **kwargs))

        return cast("View", _marked(wrapper, Policy("api", scope=wanted)))

    return decorate


def _check(actor: Actor, permissions: tuple[Permission, ...]) -> None:
    if permissions and not any(actor.can(permission) for permission in permissions):
        raise NotAllowed("not_allowed", permission=permissions[0].value)


def _bearer() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _unauthorised() -> Response:
    response = problem(401, "unauthorised")
    response.headers["WWW-Authenticate"] = 'Bearer realm="MinNing Select"'
    return response


def ask_to_sign_in() -> ResponseReturnValue:
    """Send a guest to the sign-in page and, after a GET, back to where they were going."""
    if wants_problem():
        return _unauthorised()
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    if target is not None:
        target = request.script_root + target
    where = url_for("security.login", next=target)
    if request.headers.get("HX-Request"):
        return Response(status=401, headers={"HX-Redirect": where})
    return redirect(where, 303)


def list_policies(app: Flask) -> Iterator[tuple[str, str, Policy | None]]:
    """Every route of ours as (address, endpoint, policy)."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint in THIRD_PARTY:
            continue
        view = app.view_functions[rule.endpoint]
        view_class = getattr(view, "view_class", None)
        if view_class is None:
            yield rule.rule, rule.endpoint, policy_of(view)
            continue
        for method in METHODS:
            handler = getattr(view_class, method, None)
            if handler is not None:
                yield rule.rule, f"{rule.endpoint}.{method}", policy_of(handler)


def api_access(app: Flask) -> dict[tuple[str, str], Access]:
    """What each operation of the API asks for, by method and path as its description names it."""
    found: dict[tuple[str, str], Access] = {}
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/api/") or rule.endpoint in THIRD_PARTY:
            continue
        view = app.view_functions[rule.endpoint]
        path = rule.rule.replace("<", "{").replace(">", "}")
        for method in METHODS:
            if method.upper() in (rule.methods or ()):
                handler = getattr(getattr(view, "view_class", None), method, view)
                policy = policy_of(handler) or Policy("public")
                found[method, path] = Access(policy.scope, hasattr(handler, "needs_key"))
    return found


def check_policies(app: Flask) -> None:
    """Refuse to start with a route that does not say who may open it.

    Raises:
        RuntimeError: Names the routes.
    """
    open_ = [f"{rule} ({name})" for rule, name, policy in list_policies(app) if policy is None]
    wrong = [
        f"{rule} ({name})"
        for rule, name, policy in list_policies(app)
        if policy is not None
        and (policy.kind == "member") != ("<org_ref>" in rule)
        and policy.kind not in ("public", "api")
    ]
    if open_:
        raise RuntimeError("routes without a policy:\n" + "\n".join(open_))
    if wrong:
        raise RuntimeError("<org_ref> and @requires belong together:\n" + "\n".join(wrong))
