"""Somebody who means no good: every address with refs of others, nonsense and other methods."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import and_, or_, select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from accounts.queries import list_memberships
from core.db import Base, db, session, writing

UNKNOWN = "0" * 26
NONSENSE = ("\x00", "..%2f..%2fetc", "9" * 30, "' or 1=1--", "🍇" * 40, "%", "-1", "好" * 300)
NO_COUNTERPART = frozenset({"HEAD", "OPTIONS"})

# Which table a part of an address names, and by which columns a row belongs to somebody.
OWNED: dict[str, tuple[str, tuple[str, ...]]] = {
    "listing_ref": ("listing", ("seller_id",)),
    "lot_ref": ("lot", ("seller_id",)),
    "contract_ref": ("contract", ("buyer_org_id", "seller_org_id")),
    "seller_order_ref": ("seller_order", ("seller_org_id",)),
    "group_ref": ("order_group", ("buyer_org_id",)),
    "order_ref": ("order_group", ("buyer_org_id",)),
    "certificate_ref": ("certificate", ("seller_id",)),
    "site_ref": ("site", ("org_id",)),
    "member_ref": ("membership", ("org_id",)),
    "token_ref": ("api_token", ("org_id",)),
    "invitation_ref": ("invitation", ("org_id",)),
    "basket_ref": ("basket", ("buyer_org_id",)),
}


@contextmanager
def undone(app: Flask) -> Iterator[None]:
    """Whatever a request writes inside the block is taken back."""
    with app.app_context():
        engines = db.engines
        engine = engines[None]
        with engine.connect() as connection:
            with writing():
                outer = connection.begin()
            engines[None] = connection  # type: ignore[assignment]  # a connection serves as well
            try:
                yield
            finally:
                db.session.remove()
                engines[None] = engine
                outer.rollback()


class Attacker:
    """Sends requests that leave nothing behind, and notes what answered badly."""

    def __init__(self, app: Flask, client: FlaskClient, mail: str) -> None:
        self.app, self.client, self.mail = app, client, mail
        self.bad: list[str] = []
        self.count = 0

    def send(self, method: str, path: str, **more: Any) -> TestResponse:
        """One request; 5xx is always bad."""
        self.count += 1
        with undone(self.app):
            answer = self.client.open(path, method=method, **more)
        if answer.status_code >= 500:
            self.bad.append(f"{answer.status_code} {method} {path} {str(more)[:300]}")
        return answer

    def expect(self, statuses: set[int], method: str, path: str, **more: Any) -> None:
        """One request that must answer with one of the statuses."""
        answer = self.send(method, path, **more)
        if answer.status_code not in statuses and answer.status_code < 500:
            self.bad.append(f"{answer.status_code}, not {statuses}: {method} {path}")


def rules_of(app: Flask) -> list[tuple[str, Rule]]:
    """Every method and rule of ours, pages and API."""
    ours = [rule for rule in app.url_map.iter_rules() if "static" not in rule.endpoint]
    return sorted(
        ((method, rule) for rule in ours for method in (rule.methods or set()) - NO_COUNTERPART),
        key=lambda pair: (pair[1].rule, pair[0]),
    )


def address(app: Flask, rule: Rule, method: str, **values: object) -> str:
    """The address of a rule with some of its parts given, the others unknown."""
    filled: dict[str, object] = {}
    for name in rule.arguments:
        converter = type(rule._converters[name]).__name__
        filled[name] = 999_999_999 if converter == "IntegerConverter" else UNKNOWN
    if "monday" in rule.arguments:
        filled["monday"] = "2026-11-23"
    adapter = app.url_map.bind("localhost")
    return adapter.build(rule.endpoint, {**filled, **values}, method=method)


def foreign_ref(name: str, *, org_id: int) -> str | None:
    """A row of the kind that belongs to others, if the valley has one."""
    table_name, owners = OWNED[name]
    table = Base.metadata.tables[table_name]
    strange = and_(*(or_(table.c[o].is_(None), table.c[o] != org_id) for o in owners))
    return session().scalar(select(table.c.ref).where(strange).order_by(table.c.id))


def own_org(user_id: int) -> Any:
    """The first organisation of somebody; None for a shopper."""
    memberships = list_memberships(user_id)
    return memberships[0][0] if memberships else None
