"""Thirty buyers for ten pieces, through real gunicorn processes: exactly ten are sold."""

from __future__ import annotations

import os
import re
from collections import Counter as Tally
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from catalog.services.proof import prove_stock
from core.db import session
from shop.models.orders import OrderGroup
from shop.queries.books import prove_books
from tests.journeys import valley
from tests.journeys.house import Browser, House

PIECES, BUYERS = 10, 30
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    given = os.environ.get("TEST_DATABASE_URL")
    running = House(tmp_path, given or f"sqlite:///{tmp_path / 'valley.sqlite'}")
    yield running
    running.stop()


def signed_in(house: House, number: int) -> Browser:
    browser = Browser(house.url)
    form = {"email": f"buyer{number}@valley.example", "password": valley.PASSWORD}
    status, html = browser.submit("/login", "/login", form)
    assert status == 200, html[:2000]
    return browser


def read_checkout(browser: Browser) -> dict[str, str]:
    status, html = browser.open(f"/checkout?address=new&district_code={valley.DISTRICT}")
    assert status == 200, html[:2000]
    return {**dict(HIDDEN.findall(html)), **valley.ADDRESS, "payment_method": "bank_transfer"}


@pytest.mark.race
@pytest.mark.slow
def test_thirty_buyers_for_ten_pieces_get_exactly_ten(house: House, tmp_path: Path) -> None:
    app, _listing = valley.build(tmp_path, house.database_url, pieces=PIECES, buyers=BUYERS)
    house.start("web")
    with ThreadPoolExecutor(BUYERS) as pool:
        browsers = list(pool.map(lambda n: signed_in(house, n), range(BUYERS)))
        forms = list(pool.map(read_checkout, browsers))
        answers = list(pool.map(lambda b, f: b.open("/checkout", f)[0], browsers, forms))
    assert Tally(answers) == {200: PIECES, 422: BUYERS - PIECES}
    with app.app_context():
        assert session().scalar(select(func.count(OrderGroup.id))) == PIECES
        assert prove_stock() == []
        assert prove_books().ok
