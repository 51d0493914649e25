"""kill -9 of web or worker at 20 random moments of checkout: money, stock and orders agree."""

from __future__ import annotations

import http.client
import os
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from catalog.models.stock import Reservation, StockPool
from catalog.services.proof import prove_stock
from core.db import session
from shop.models.orders import OrderGroup, OrderLine
from shop.models.payments import Payment
from shop.queries.books import prove_books
from tests.journeys import valley
from tests.journeys.house import Browser, House
from tests.journeys.test_race_checkout import read_checkout, signed_in

KILLS, BUYERS, PIECES = 20, 24, 20
ROUND_S = 300.0  # a bound, not an expectation: the machine may be busy


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    given = os.environ.get("TEST_DATABASE_URL")
    running = House(tmp_path, given or f"sqlite:///{tmp_path / 'valley.sqlite'}")
    yield running
    running.stop()


def buy_stubbornly(browser: Browser, form: dict[str, str], go: threading.Event) -> None:
    """Send the same form until the shop answers it: placed, or sold out."""
    go.wait()
    until = time.monotonic() + ROUND_S
    while time.monotonic() < until:
        try:
            status, _html = browser.open("/checkout", form)
        except (OSError, http.client.HTTPException):
            status = 0  # killed under our hands, or not up again yet
        if status in (200, 422):
            return
        time.sleep(0.1)
    raise AssertionError("the shop never answered")


def kill_at_random(house: House) -> None:
    """20 kills: mostly one gunicorn child (its master forks another), at times a whole process."""
    dice = random.Random(4)
    for kill in range(KILLS):
        time.sleep(dice.uniform(0.1, 0.7))
        if kill % 7 == 3:
            house.kill("web")
            house.start("web")
        elif kill % 5 == 4:
            house.kill("worker")
            house.start("worker")
        else:
            house.kill_child("web", dice)


@pytest.mark.race
@pytest.mark.slow
def test_no_order_without_stock_and_no_stock_without_order(house: House, tmp_path: Path) -> None:
    app, _listing = valley.build(tmp_path, house.database_url, pieces=PIECES, buyers=BUYERS)
    house.start("web")
    house.start("worker")
    browsers = [signed_in(house, n) for n in range(BUYERS)]
    forms = [read_checkout(browser) for browser in browsers]
    waves = [threading.Event() for _ in range(BUYERS)]
    shoppers = [
        threading.Thread(target=buy_stubbornly, args=(b, f, go), daemon=True)
        for b, f, go in zip(browsers, forms, waves, strict=True)
    ]
    for shopper in shoppers:
        shopper.start()
    starter = threading.Thread(target=release_waves, args=(waves,), daemon=True)
    starter.start()
    kill_at_random(house)
    for shopper in shoppers:
        shopper.join(ROUND_S)
    assert not any(shopper.is_alive() for shopper in shoppers)
    with app.app_context():
        assert_all_agree()


def release_waves(waves: list[threading.Event]) -> None:
    """A few buyers at a time, so that every kill meets somebody at the till."""
    dice = random.Random(5)
    for go in waves:
        time.sleep(dice.uniform(0.1, 1.0))
        go.set()


def assert_all_agree() -> None:
    """One order per buyer at most; each line holds its stock; every order has its payment."""
    current = session()
    orders = list(current.scalars(select(OrderGroup)))
    lines = list(current.scalars(select(OrderLine)))
    held = select(Reservation.line_ref).where(Reservation.state.in_(("hold", "firm")))
    assert len(orders) == PIECES == len(lines)
    assert len({order.buyer_user_id for order in orders}) == PIECES
    assert set(current.scalars(held)) == {line.ref for line in lines}
    pool = current.scalars(select(StockPool)).one()
    assert pool.reserved_pieces + pool.allocated_pieces == PIECES
    assert current.scalar(select(func.count(Payment.id))) == PIECES
    assert prove_stock() == []
    assert prove_books().ok
