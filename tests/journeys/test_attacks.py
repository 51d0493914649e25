"""No address fails: strangers' refs are not found, nonsense is refused, other methods are not."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from accounts.queries import find_person
from config.app import create_app
from core import clock
from core.db import db
from demo.data.accounts import DOMAIN, SIGN_INS
from tests.conftest import TODAY, make_settings
from tests.journeys.attacks import (
    NONSENSE,
    OWNED,
    Attacker,
    address,
    foreign_ref,
    own_org,
    rules_of,
)
from tests.journeys.test_crawl import VISITOR, sign_in

USERS = [VISITOR, *(mail for mail, _ in SIGN_INS), f"zhongning@{DOMAIN}"]
REFUSED = {302, 303, 400, 401, 403, 404, 405, 409, 415, 422}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
pytestmark = pytest.mark.slow


FEW = (VISITOR, f"yanchi@{DOMAIN}", f"ops@{DOMAIN}")  # each address is open to one of them


@pytest.fixture(scope="module")
def hall(valley_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One house for all: attackers leave nothing behind."""
    folder = tmp_path_factory.mktemp("hall") / "instance"
    shutil.copytree(valley_folder, folder)
    url = f"sqlite:///{folder / 'valley.sqlite'}"
    app = create_app(make_settings(folder, database_url=url))
    app.config["WTF_CSRF_ENABLED"] = False
    with clock.at(TODAY):
        yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(params=USERS)
def attacker(request: pytest.FixtureRequest, hall: Flask) -> Iterator[Attacker]:
    client = hall.test_client()
    if request.param != VISITOR:
        sign_in(client, request.param)
    found = Attacker(hall, client, request.param)
    yield found
    assert not found.bad, "\n".join(found.bad[:60])


def org_of(attacker: Attacker):
    if attacker.mail == VISITOR:
        return None
    with attacker.app.app_context():
        return own_org(find_person(email=attacker.mail).id)


def test_unknown_refs_and_other_methods_are_refused(attacker: Attacker) -> None:
    org = org_of(attacker)
    own = {"org_ref": org.ref} if org else {}
    for method, rule in rules_of(attacker.app):
        mine = own if "org_ref" in rule.arguments and rule.rule.startswith("/o/") else {}
        path = address(attacker.app, rule, method, **mine)
        wanted = REFUSED if set(rule.arguments) - set(mine) else REFUSED | {200, 201}
        attacker.expect(wanted, method, path)
    for path in {rule.rule for _method, rule in rules_of(attacker.app) if not rule.arguments}:
        for method in METHODS:
            attacker.send(method, path, data=b'{"a": [', content_type="application/json")


def test_what_belongs_to_others_is_not_found(attacker: Attacker) -> None:
    org = org_of(attacker)
    for method, rule in rules_of(attacker.app):
        names = [name for name in rule.arguments if name in OWNED]
        is_console = rule.rule.startswith("/o/") and org is not None
        if not names or not (is_console or rule.rule.startswith("/orders/")):
            continue
        with attacker.app.app_context():
            refs = {name: foreign_ref(name, org_id=org.id if org else 0) for name in names}
        values = {name: ref for name, ref in refs.items() if ref}
        if is_console:
            values["org_ref"] = org.ref
        wanted = {303} if attacker.mail == VISITOR else {404, 403, 422}
        attacker.expect(wanted, method, address(attacker.app, rule, method, **values), data={})


@pytest.mark.parametrize("attacker", FEW, indirect=True)
def test_nonsense_in_addresses_and_queries_never_fails(attacker: Attacker) -> None:
    org = org_of(attacker)
    names = ("q", "page", "week", "day", "state", "before", "next", "month", "county", "spec")
    for method, rule in rules_of(attacker.app):
        own = {"org_ref": org.ref} if org and rule.rule.startswith("/o/") else {}
        for text in NONSENSE[: 3 if rule.arguments else 5]:
            query = dict.fromkeys((*names, "sort", "limit", "cursor", "hub", "buyer"), text)
            if rule.arguments - own.keys():
                part = min(rule.arguments - own.keys())
                try:
                    path = address(attacker.app, rule, method, **{**own, part: text})
                except ValueError:
                    continue  # a number in the address
            else:
                path = address(attacker.app, rule, method, **own)
            attacker.send(
                method, path, query_string=query, data=query if method == "POST" else None
            )
