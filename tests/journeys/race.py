"""Many buyers for few pieces, round after round, through real gunicorn processes."""

from __future__ import annotations

import re
import time
from collections import Counter as Tally
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from flask import Flask
from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import InstrumentedAttribute

from accounts.rules.actor import Actor
from catalog.models.stock import Lot, Reservation, StockMovement, StockPool
from catalog.rules.cards import Terms
from catalog.services.proof import prove_stock
from core import clock
from core.db import session
from core.unit_of_work import unit_of_work
from shop.models.basket import BasketLine
from shop.models.orders import OrderLine
from shop.queries.books import prove_books
from tests.conftest import TODAY
from tests.factories.catalog import make_listing, make_lot, make_spec
from tests.journeys import valley
from tests.journeys.house import Browser, House

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
PIECE_G = 250  # so light that every round fits on the first truck
AT_ONCE = 50
PAID_BY = "bank_transfer"
T = TypeVar("T")


def signed_in(house: House, number: int) -> Browser:
    """A buyer of the small valley, signed in."""
    browser = Browser(house.url, patience_s=600)
    form = {"email": f"buyer{number}@valley.example", "password": valley.PASSWORD}
    status, html = browser.submit("/login", "/login", form)
    assert status == 200, html[:2000]
    return browser


def read_checkout(browser: Browser) -> dict[str, str]:
    """The form of the checkout page, filled in."""
    status, html = browser.open(f"/checkout?address=new&district_code={valley.DISTRICT}")
    assert status == 200, html[:2000]
    return {**dict(HIDDEN.findall(html)), **valley.ADDRESS, "payment_method": PAID_BY}


@dataclass(frozen=True)
class Round:
    """What one round brought."""

    stock: int
    answers: Tally[int]
    seconds: float
    faults: tuple[str, ...]

    @property
    def sold(self) -> int:
        """How many buyers were told that they have bought."""
        return self.answers[200]


class Race:
    """A house with buyers who are signed in and run for a new listing in every round."""

    def __init__(self, house: House, app: Flask, buyers: list[Actor]) -> None:
        self.house, self.app, self.buyers = house, app, buyers
        with ThreadPoolExecutor(AT_ONCE) as pool:
            numbers = range(len(buyers))
            self.browsers = list(pool.map(lambda n: signed_in(house, n), numbers))

    def run_round(self, stock: int) -> Round:
        """Everybody puts one piece of the same listing into the basket and orders at once."""
        listing = self._inside(lambda: self._fill(stock))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            forms = list(pool.map(read_checkout, self.browsers))
        started = time.monotonic()
        with ThreadPoolExecutor(len(self.browsers)) as pool:
            orders = pool.map(lambda b, f: b.open("/checkout", f)[0], self.browsers, forms)
            answers = Tally(orders)
        seconds = time.monotonic() - started
        faults = self._inside(lambda: tuple(faults_of_loading(listing, stock, answers)))
        return Round(stock, answers, seconds, faults)

    def _inside(self, do: Callable[[], T]) -> T:
        with self.app.app_context(), clock.at(TODAY):
            return do()

    def _fill(self, stock: int) -> Terms:
        with unit_of_work() as current:
            current.execute(delete(BasketLine))
            listing = make_listing(spec=make_spec(piece_g=PIECE_G))
            make_lot(listing, pieces=stock)
            for buyer in self.buyers:
                valley.put_into_basket(buyer, listing)
        return listing


def faults_of_loading(listing: Terms, stock: int, answers: Tally[int]) -> Iterator[str]:
    """Everything that is not as it must be after a round."""
    pool = session().scalars(select(StockPool).where(StockPool.spec_id == listing.spec_id)).one()
    lots = select(Lot.id).where(Lot.pool_id == pool.id)
    moved = total(StockMovement.pieces, StockMovement.lot_id.in_(lots))
    held = total(Reservation.pieces, Reservation.pool_id == pool.id)
    placed = total(OrderLine.pieces, OrderLine.listing_id == listing.listing_id)
    facts = {
        "answers other than sold and sold out": answers.total() - answers[200] - answers[422],
        "sold more or less than there was": placed - min(stock, answers.total()),
        "orders that nobody was told of": placed - answers[200],
        "pieces held without an order": held - placed,
        "pool against its orders": pool.reserved_pieces + pool.allocated_pieces - placed,
        "movements against what was received": moved - stock,
        "counters against rows": len(prove_stock()),
        "books": 0 if prove_books().ok else 1,
    }
    yield from (f"{words}: {number}" for words, number in facts.items() if number)


def total(column: InstrumentedAttribute[int], condition: ColumnElement[bool]) -> int:
    """The sum of a column."""
    return int(session().scalar(select(func.sum(column)).where(condition)) or 0)


@contextmanager
def race_of(buyers: int, folder: Path, database_url: str) -> Iterator[Race]:
    """A fresh house with two gunicorn processes and so many signed-in buyers."""
    house = House(folder, database_url)
    app, people = valley.build_empty(folder, database_url, buyers=buyers)
    try:
        house.start("web")
        yield Race(house, app, people)
    finally:
        house.stop()
