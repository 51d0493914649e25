"""What the stock machine knows and checks; its steps are in `test_stock_machine`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
)
from sqlalchemy import func, select

from catalog.models.stock import Allocation, Lot, StockMovement, StockPool
from catalog.services import lots
from catalog.services.proof import prove_stock
from core import clock
from core.db import session
from core.errors import DomainError
from tests.factories.accounts import make_org
from tests.factories.catalog import AT, make_listing

PIECE_G = 2_300


class StockBooks(RuleBasedStateMachine):
    """One seller with whole goods and their cuts; what must be true after every step."""

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

    @invariant()
    def counters_are_the_sums_of_their_rows(self) -> None:
        if hasattr(self, "outer"):
            session().flush()
            assert prove_stock() == []

    @invariant()
    def nobody_holds_what_is_not_there(self) -> None:
        if not hasattr(self, "outer"):
            return
        for pool in session().scalars(select(StockPool)):
            session().refresh(pool)
            taken = pool.reserved_pieces + pool.allocated_pieces + pool.committed_pieces
            assert pool.allocated_pieces <= pool.released_pieces + self.held_elsewhere(pool.id)
            assert taken >= 0
        for lot in session().scalars(select(Lot)):
            session().refresh(lot)
            assert 0 <= lot.allocated_pieces <= lot.pieces
            assert lot.grams >= 0

    def held_elsewhere(self, pool_id: int) -> int:
        """Picked goods of lots that were stopped still stand in the store."""
        held = select(func.sum(Allocation.pieces)).join(Lot, Lot.id == Allocation.lot_id)
        stopped = held.where(
            Allocation.pool_id == pool_id,
            Allocation.state.in_(("planned", "picked", "weighed")),
            Lot.state != "released",
        )
        return int(session().scalar(stopped) or 0)

    @invariant()
    def parts_never_outweigh_what_was_cut(self) -> None:
        if not hasattr(self, "outer"):
            return
        sums = (
            select(StockMovement.cause_ref, func.sum(StockMovement.grams))
            .where(StockMovement.kind.in_(("cut_out", "cut_in")))
            .group_by(StockMovement.cause_ref)
        )
        assert all(int(grams) <= 0 for _cause, grams in session().execute(sums))
