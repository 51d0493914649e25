"""A family farm gets from its first visit to its first live offer in at most twelve screens."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask, g  # noqa: TID251 -- the browsers of a test share one app context
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from accounts.rules.permissions import Role
from accounts.rules.sign_in import derive_code
from accounts.rules.uscc import check_character
from tests.factories.accounts import make_member, make_platform, sign_in
from tests.factories.catalog import make_spec

PHOTO = b"\xff\xd8\xff\xe0 a photo"
MOST_SCREENS = 12


class Farmer:
    """Somebody with a phone who follows links and presses buttons; screens are counted."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.screens: list[str] = []
        self.html = ""

    def open(self, path: str) -> str:
        g.pop("_login_user", None)
        return self._see(self.client.get(path, follow_redirects=True))

    def send(self, path: str, **data: object) -> str:
        g.pop("_login_user", None)
        return self._see(self.client.post(path, data=data, follow_redirects=True))

    def link(self, pattern: str) -> str:
        """An address that stands on the screen."""
        found = re.search(rf'(?:href|action)="({pattern}[^"]*)"', self.html)
        assert found is not None, f"{pattern} is not on {self.screens[-1]}"
        return found.group(1).replace("&amp;", "&")

    def _see(self, answer: object) -> str:
        assert answer.status_code == 200, answer.text  # type: ignore[attr-defined]
        self.screens.append(answer.request.full_path)  # type: ignore[attr-defined]
        self.html = answer.text  # type: ignore[attr-defined]
        return self.html


def paper(number: str) -> dict[str, object]:
    return {
        "number": number,
        "issuer": "示例市场监督管理局",
        "valid_from": "2026-01-01",
        "file": (io.BytesIO(PHOTO), "paper.jpg"),
    }


def register(farmer: Farmer, app: Flask) -> None:
    farmer.open("/sell")
    farmer.open(farmer.link("/join"))
    farmer.send(farmer.link("/join"), phone="13995559999")
    address = farmer.screens[-1]
    code = derive_code(address.split("/join/")[1].split("?")[0], app.config["SECRET_KEY"])
    farmer.send(address, code=code)
    farmer.send(farmer.screens[-1], name="马秀兰")


def enter_farm(farmer: Farmer) -> None:
    first = "91640303MA7000001"
    farmer.send(
        farmer.screens[-1],
        name_zh="红寺堡区示例家庭农场",
        legal_form="family_farm",
        capacities="sells",
        county_code="640303",
        uscc=first + check_character(first),
        story_zh="两口人种三十亩黄花菜。",
    )


def hand_in_papers(farmer: Farmer) -> None:
    farmer.open(farmer.link("/o/[^/]+/certificates"))
    form = farmer.link("/o/[^/]+/certificates")
    farmer.send(form, kind="licence", **paper("L-1"))
    farmer.send(form, kind="farm_register", **paper("F-1"))


def let_in(app: Flask) -> None:
    operator = app.test_client()
    sign_in(operator, make_member(make_platform(), Role.OPERATOR))
    seller = re.search(r"/ops/sellers/([0-9a-z]{26})", operator.get("/ops/sellers").text)
    assert seller is not None
    papers = re.findall(r"/ops/certificates/([0-9a-z]{26})", operator.get("/ops/certificates").text)
    for ref in dict.fromkeys(papers):
        assert operator.get(f"/ops/certificates/{ref}/file").data == PHOTO
        operator.post(f"/ops/certificates/{ref}/verify")
    operator.post(f"/ops/sellers/{seller.group(1)}/verify")


def review(app: Flask) -> None:
    operator: FlaskClient = app.test_client()
    sign_in(operator, make_member(make_platform(), Role.OPERATOR))
    found = re.search(r"/ops/reviews/([0-9a-z]{26})", operator.get("/ops/reviews").text)
    assert found is not None
    assert operator.post(f"/ops/reviews/{found.group(1)}/approve").status_code == 303


@pytest.mark.slow
def test_a_family_farm_is_on_sale_after_at_most_twelve_screens(
    app: Flask, db_session: Session
) -> None:
    spec = make_spec(name_zh="黄花菜", name_en="Daylily")
    farmer = Farmer(app)
    register(farmer, app)
    enter_farm(farmer)
    assert "/start" in farmer.screens[-1]
    hand_in_papers(farmer)
    assert "/start" in farmer.screens[-1]
    farmer.send(farmer.screens[-1])
    assert "等对方办" in farmer.html
    let_in(app)
    base = farmer.link("/o/[^/]+/listings")
    farmer.open(f"{base}/new")
    farmer.send(
        base,
        action="submit",
        spec=spec.ref,
        sku="HH-1",
        county_code="640303",
        title_zh="红寺堡黄花菜",
        sold_by="bag",
        priced_by="each",
        nominal_g="500",
        price="38",
        tax_bp="0",
    )
    listing = farmer.screens[-1].rsplit("/", 1)[1].rstrip("?")
    review(app)
    assert app.test_client().get(f"/p/{listing}").status_code == 200
    assert len(farmer.screens) <= MOST_SCREENS, farmer.screens
