"""Signing in by password."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.factories.accounts import make_person, sign_in

PASSWORD = "minning-demo-2026"


def test_right_password_signs_in_and_goes_to_next(client: FlaskClient) -> None:
    make_person(phone="13900000001", password=PASSWORD)
    form = {"email": "139 0000 0001", "password": PASSWORD, "next": "/account?x=1"}
    answer = client.post("/login", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account?x=1")
    assert client.get("/account").status_code == 200


def test_email_in_any_case_signs_in(client: FlaskClient) -> None:
    make_person(email="lin@demo.minning.example", password=PASSWORD)
    form = {"email": "LIN@demo.minning.example", "password": PASSWORD}
    assert client.post("/login", data=form).status_code == 302


def test_wrong_password_and_unknown_name_answer_alike(client: FlaskClient) -> None:
    make_person(phone="13900000001", password=PASSWORD)
    wrong = client.post("/login", data={"email": "13900000001", "password": "not-the-password"})
    unknown = client.post("/login", data={"email": "13900000002", "password": "not-the-password"})
    for answer in (wrong, unknown):
        assert answer.status_code == 200
        assert "或密码不对" in answer.text
    assert client.get("/account").status_code == 303


def test_after_five_wrong_passwords_even_the_right_one_waits(client: FlaskClient) -> None:
    make_person(phone="13900000001", password=PASSWORD)
    for _ in range(5):
        client.post("/login", data={"email": "13900000001", "password": "not-the-password"})
    answer = client.post("/login", data={"email": "13900000001", "password": PASSWORD})
    assert "请 15 分钟后再试" in answer.text
    assert client.get("/account").status_code == 303


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        " //evil.example",
        "/\t/evil.example",
        "evil.example",
    ],
)
def test_next_never_leaves_the_site(client: FlaskClient, target: str) -> None:
    make_person(phone="13900000001", password=PASSWORD)
    form = {"email": "13900000001", "password": PASSWORD, "next": target}
    answer = client.post(f"/login?next={target}", data=form)
    assert answer.status_code == 302
    where = urljoin("http://localhost/login", answer.headers["Location"])
    assert (urlsplit(where).scheme, urlsplit(where).netloc) == ("http", "localhost")
    assert "\\" not in where


def test_sign_out_ends_the_session(client: FlaskClient) -> None:
    sign_in(client, make_person())
    assert client.get("/account").status_code == 200
    client.post("/logout")
    assert client.get("/account").status_code == 303


def test_guest_is_asked_to_sign_in_and_comes_back(client: FlaskClient) -> None:
    answer = client.get("/account?tab=2")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/login?next=/account?tab%3D2"


def test_login_page_shows_in_english(client: FlaskClient) -> None:
    assert client.get("/en/login").status_code == 200
