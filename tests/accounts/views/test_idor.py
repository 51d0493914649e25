"""Nobody opens what belongs to another organisation: every /o/<org_ref>/ route, every method."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from accounts.rules.permissions import Capacity
from core.db import Base
from tests.factories.accounts import make_member, make_org, make_person, sign_in

REF = "0" * 26
VALUES = {"int": 1, "uuid": "00000000-0000-0000-0000-000000000000"}


def org_routes(app: Flask, org_ref: str) -> Iterator[tuple[str, str]]:
    """Method and address of every route of an organisation, other parts invented."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/o/<org_ref>"):
            continue
        values: dict[str, object] = {}
        for name in rule.arguments:
            converter = type(rule._converters[name]).__name__
            values[name] = 1 if converter == "IntegerConverter" else REF
            if converter == "DateConverter":
                values[name] = "2026-11-23"
        values["org_ref"] = org_ref
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, adapter.build(rule.endpoint, values, method=method)


def count_rows(session: Session) -> dict[str, int]:
    """How many rows each table has."""
    return {
        name: session.execute(table.select().with_only_columns(table.c[0])).fetchall().__len__()
        for name, table in Base.metadata.tables.items()
    }


def leaks(app: Flask, client: FlaskClient, org_ref: str) -> list[str]:
    """Routes that answer anything but 404."""
    wrong = []
    for method, path in org_routes(app, org_ref):
        answer = client.open(path, method=method, data={"name": "x"} if method != "GET" else None)
        if answer.status_code != 404:
            wrong.append(f"{method} {path} {answer.status_code}")
    return wrong


def test_there_are_routes_to_test(app: Flask) -> None:
    assert len(list(org_routes(app, REF))) > 12


def test_members_of_another_organisation_find_nothing(
    app: Flask, client: FlaskClient, db_session: Session
) -> None:
    mine = make_org(capacities=list(Capacity))
    theirs = make_org(capacities=list(Capacity))
    make_member(theirs)
    sign_in(client, make_member(mine))
    before = count_rows(db_session)
    assert leaks(app, client, theirs.ref) == []
    assert count_rows(db_session) == before


def test_a_stranger_finds_nothing(app: Flask, client: FlaskClient, db_session: Session) -> None:
    org = make_org(capacities=list(Capacity))
    sign_in(client, make_person())
    assert leaks(app, client, org.ref) == []


def test_an_unknown_organisation_is_not_found(app: Flask, client: FlaskClient) -> None:
    sign_in(client, make_member(make_org(capacities=list(Capacity))))
    assert leaks(app, client, REF) == []


def test_a_guest_is_asked_to_sign_in_everywhere(app: Flask, client: FlaskClient) -> None:
    org = make_org()
    answers = {
        (path, client.open(path, method=method).status_code)
        for method, path in org_routes(app, org.ref)
    }
    assert {status for _path, status in answers} == {303}


def test_someone_who_left_finds_nothing(app: Flask, client: FlaskClient) -> None:
    org = make_org()
    make_member(org)
    leaver = make_member(org)
    sign_in(client, leaver)
    page = client.get(f"/o/{org.ref}/members").text
    assert page.count("退出组织") == 1
    action = page.split("退出组织")[0].rsplit('action="', 1)[1].split('"')[0]
    assert client.post(action).status_code == 303
    assert leaks(app, client, org.ref) == []
