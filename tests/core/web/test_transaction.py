"""One request is one transaction: the seven cases of house.md part 6."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Blueprint, Flask, abort, redirect
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from config.app import create_app
from core.db import Counter, db, next_number, session
from core.errors import RuleBroken
from tests.conftest import make_settings


def ok() -> ResponseReturnValue:
    return "ok"


def moved() -> ResponseReturnValue:
    return redirect("/elsewhere")


def gone() -> ResponseReturnValue:
    abort(404)


def refused() -> ResponseReturnValue:
    raise RuleBroken("too_late")


def shown_again() -> ResponseReturnValue:
    return "form", 422


def clash() -> ResponseReturnValue:
    session().add(Counter(series="taken", value=1))
    return "ok"


def crash() -> ResponseReturnValue:
    raise ZeroDivisionError


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    app = create_app(make_settings(tmp_path))
    app.config["WTF_CSRF_ENABLED"] = False
    bp = Blueprint("cases", __name__)
    for view in (ok, moved, gone, refused, shown_again, clash, crash):

        def writes(view: Callable[[], ResponseReturnValue] = view) -> ResponseReturnValue:
            next_number("kept")
            return view()

        bp.add_url_rule(f"/api/case/{view.__name__}", view.__name__, writes, methods=["POST"])
    app.register_blueprint(bp)
    with app.app_context():
        db.create_all()
        db.session.add(Counter(series="taken", value=1))
        db.session.commit()
    return app


@pytest.mark.parametrize(
    ("case", "status", "kept"),
    [
        ("ok", 200, 1),
        ("moved", 302, 1),
        ("gone", 404, 0),
        ("refused", 422, 0),
        ("shown_again", 422, 0),
        ("clash", 409, 0),
        ("crash", 500, 0),
    ],
)
def test_exactly_the_answers_below_400_keep_their_rows(
    house: Flask, case: str, status: int, kept: int
) -> None:
    answer = house.test_client().post(f"/api/case/{case}")
    assert answer.status_code == status
    with house.app_context():
        found = db.session.scalar(select(Counter.value).where(Counter.series == "kept"))
    assert (found or 0) == kept


def test_an_api_error_is_a_problem_with_its_code(house: Flask) -> None:
    answer = house.test_client().post("/api/case/refused")
    assert answer.mimetype == "application/problem+json"
    body = answer.get_json()
    assert (body["code"], body["status"]) == ("too_late", 422)
    assert body["instance"] == "/api/case/refused"


def test_sqlite_connections_carry_their_pragmas(house: Flask) -> None:
    with house.app_context(), db.engine.connect() as connection:
        read = {
            p: connection.exec_driver_sql(f"PRAGMA {p}").scalar()
            for p in ("foreign_keys", "journal_mode", "busy_timeout", "synchronous")
        }
    assert read == {
        "foreign_keys": 1,
        "journal_mode": "wal",
        "busy_timeout": 15000,
        "synchronous": 2,
    }
