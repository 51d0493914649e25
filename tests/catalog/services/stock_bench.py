"""One seller with whole goods and their cuts, for machines that do anything to stock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
)
from sqlalchemy import select

from catalog.models.stock import Lot
from catalog.services import lots
from core import clock
from core.db import session
from core.errors import DomainError
from tests.factories.accounts import make_org
from tests.factories.catalog import AT, make_listing

PIECE_G = 2_300


class StockBench(RuleBasedStateMachine):
    """What every step needs; refused steps must leave nothing behind."""

    @initialize()
    def open_shop(self) -> None:
        self.outer = session().begin_nested()
        self.now, self.number = AT, 0
        seller = make_org()
        self.whole, self.parts = make_listing(seller=seller), make_listing(seller=seller)
        self.seller_id = seller.id
        self.orders: list[str] = []

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            self.outer.rollback()
            session().expire_all()

    def attempt(self, step: Callable[[], object]) -> object | None:
        try:
            with clock.at(self.now), session().begin_nested():
                return step()
        except DomainError:
            session().expire_all()
            return None

    def fresh(self) -> str:
        self.number += 1
        return f"order-{self.number}"

    def some_lot(self, at: int) -> Lot | None:
        rows = list(session().scalars(select(Lot).order_by(Lot.id)))
        return rows[at % len(rows)] if rows else None

    def some_order(self, at: int) -> str:
        return self.orders[at % len(self.orders)] if self.orders else "none"

    def new_lot(self, pieces: int, day: date) -> lots.NewLot:
        return lots.NewLot(
            seller_id=self.seller_id,
            spec_id=self.whole.spec_id,
            county_code=self.whole.county_code,
            produced_on=day,
            pieces=pieces,
            grams=pieces * PIECE_G - 7,
            certificate_no="CC-1",
        )
