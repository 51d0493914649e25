"""Anything may happen to stock in any order: the books are right after every single step.

A hypothesis state machine over receive, release, cut, reserve, expire, pay, allocate, move the
day, pick, weigh, ship, return, lose, block, recall, forecast, book and harvest. More examples:
STOCK_MACHINE_EXAMPLES=300 pytest tests/catalog/services/test_stock_machine.py
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta

import hypothesis.strategies as some
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from accounts.rules.actor import SYSTEM
from catalog.models.stock import Allocation, Lot, Reservation, StockMovement, StockPool
from catalog.models.supply import SupplyBucket
from catalog.queries.lots import lots_of_allocation
from catalog.queries.stock import available_pieces
from catalog.rules.booking import BOOKABLE_PART
from catalog.rules.genealogy import Cut, Part
from catalog.rules.stock import Want
from catalog.services import allocation, counting, lots, rerunning, stock
from catalog.services.booking import Booking, book_harvest
from catalog.services.commitments import commit, draw, uncommit
from catalog.services.cutting import cut_lot
from catalog.services.forecasts import record_forecast
from catalog.services.harvesting import Load, bring_in_harvest
from catalog.services.proof import prove_stock
from core import clock
from core.db import session
from core.types.dates import monday_of
from tests.catalog.services.stock_bench import PIECE_G, StockBench

EXAMPLES, STEPS = int(os.environ.get("STOCK_MACHINE_EXAMPLES", "8")), 20
small = some.integers(1, 6)
pick_one = some.integers(0, 1_000)


class StockMachine(StockBench):
    """All steps, and what must be true after each of them."""

    @rule(pieces=small, is_released=some.booleans())
    def receive(self, pieces: int, *, is_released: bool) -> None:
        take_in = lots.receive_and_release if is_released else lots.receive_lot
        new = self.new_lot(pieces, clock.local_day(self.now))
        self.attempt(lambda: take_in(SYSTEM, new, at=self.now))

    @rule(at=pick_one)
    def release(self, at: int) -> None:
        lot = self.some_lot(at)
        if lot:
            ref = lot.ref
            self.attempt(lambda: lots.release_lot(SYSTEM, lot_ref=ref, at=self.now))

    @rule(at=pick_one, pieces=small, parts=small, share=some.integers(1, 120))
    def cut(self, at: int, pieces: int, parts: int, share: int) -> None:
        lot = self.some_lot(at)
        if lot:
            ref, grams = lot.ref, pieces * PIECE_G - 7
            wanted = Cut(pieces, grams, (Part(self.parts.spec_id, parts, grams * share // 100),))
            self.attempt(lambda: cut_lot(SYSTEM, lot_ref=ref, cut=wanted, at=self.now))

    @rule(pieces=small, is_firm=some.booleans(), of_parts=some.booleans())
    def reserve(self, pieces: int, *, is_firm: bool, of_parts: bool) -> None:
        listing, owner = (self.parts if of_parts else self.whole), self.fresh()
        want = Want(f"{owner}-line", listing.listing_id, pieces, pieces * PIECE_G)
        until = None if is_firm else self.now + timedelta(minutes=50)
        before = available_pieces([listing.listing_id], at=self.now).get(listing.listing_id, 0)

        def step() -> bool:
            stock.reserve(SYSTEM, owner_ref=owner, wants=[want], expires_at=until, at=self.now)
            return True

        if self.attempt(step):
            self.orders.append(owner)
            assert pieces <= before  # nobody ever gets what was not free

    @rule(at=pick_one)
    def pay(self, at: int) -> None:
        owner = self.some_order(at)
        self.attempt(lambda: stock.confirm(SYSTEM, owner_ref=owner, at=self.now))

    @rule(at=pick_one)
    def cancel(self, at: int) -> None:
        owner = self.some_order(at)
        self.attempt(lambda: stock.release(SYSTEM, owner_ref=owner, at=self.now))

    @rule(minutes=some.sampled_from([10, 60, 60 * 24, 60 * 24 * 5]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def sweep(self) -> None:
        self.attempt(lambda: stock.sweep_due_holds(SYSTEM, at=self.now))

    @rule(at=pick_one, days=some.integers(1, 400))
    def allocate(self, at: int, days: int) -> None:
        owner = self.some_order(at)
        found = select(Reservation).where(Reservation.owner_ref == owner)
        row = session().scalars(found.where(Reservation.bucket_id.is_(None))).first()
        if row is None:
            return
        line = allocation.AllocLine(
            row.line_ref,
            row.listing_id,
            row.pieces,
            row.grams,
            clock.local_day(self.now) + timedelta(days=days),
            3,
        )
        self.attempt(
            lambda: allocation.allocate(SYSTEM, owner_ref=owner, lines=[line], at=self.now)
        )

    @rule(at=pick_one, days=some.integers(1, 400))
    def move_day(self, at: int, days: int) -> None:
        line, day = f"{self.some_order(at)}-line", clock.local_day(self.now) + timedelta(days=days)
        self.attempt(
            lambda: rerunning.move_arrival(SYSTEM, line_ref=line, arrives_on=day, at=self.now)
        )

    @rule(at=pick_one)
    def pick(self, at: int) -> None:
        line = f"{self.some_order(at)}-line"
        self.attempt(lambda: allocation.pick(SYSTEM, line_ref=line, at=self.now))

    @rule(at=pick_one, pieces_g=some.lists(some.integers(1_900, 2_700), max_size=6))
    def weigh(self, at: int, pieces_g: list[int]) -> None:
        line = f"{self.some_order(at)}-line"
        self.attempt(
            lambda: allocation.weigh(SYSTEM, line_ref=line, pieces_g=pieces_g, at=self.now)
        )

    @rule(at=pick_one)
    def ship(self, at: int) -> None:
        owner = self.some_order(at)
        self.attempt(lambda: allocation.ship(SYSTEM, owner_ref=owner, at=self.now))

    @rule(at=pick_one, pieces=small)
    def come_back(self, at: int, pieces: int) -> None:
        line = f"{self.some_order(at)}-line"
        for one in lots_of_allocation([line]).get(line, []):
            back = rerunning.Return(one.lot_ref, line, pieces, pieces * 2_000, f"k{pieces}")
            self.attempt(lambda back=back: rerunning.take_back(SYSTEM, back, at=self.now))

    @rule(at=pick_one, pieces=small, is_missing=some.booleans())
    def lose(self, at: int, pieces: int, *, is_missing: bool) -> None:
        lot = self.some_lot(at)
        if lot:
            reason = counting.MISSING if is_missing else "spoiled"
            gone = counting.WriteOff(lot.ref, pieces, reason, self.fresh())
            self.attempt(lambda: counting.write_off(SYSTEM, gone, at=self.now))

    @rule(at=pick_one, is_recall=some.booleans())
    def stop(self, at: int, *, is_recall: bool) -> None:
        lot = self.some_lot(at)
        if lot:
            ref, halt = lot.ref, lots.recall_lot if is_recall else lots.block_lot
            self.attempt(lambda: halt(SYSTEM, lot_ref=ref, reason="检查", at=self.now))

    @rule(week=some.integers(0, 3), pieces=some.integers(0, 200))
    def forecast(self, week: int, pieces: int) -> None:
        monday = monday_of(clock.local_day(self.now)) + timedelta(weeks=week)
        self.attempt(
            lambda: record_forecast(
                SYSTEM,
                seller_id=self.seller_id,
                spec_id=self.whole.spec_id,
                monday=monday,
                p50_g=pieces * PIECE_G,
                p80_g=pieces * PIECE_G,
            )
        )

    @rule(week=some.integers(0, 3), pieces=small)
    def promise(self, week: int, pieces: int) -> None:
        monday = monday_of(clock.local_day(self.now)) + timedelta(weeks=week)
        self.attempt(
            lambda: commit(
                SYSTEM,
                contract_ref=self.fresh(),
                seller_id=self.seller_id,
                spec_id=self.whole.spec_id,
                weeks={monday: pieces * PIECE_G},
                priority_at=self.now,
            )
        )

    @rule(number=some.integers(1, 60), is_end=some.booleans())
    def call_or_end(self, number: int, *, is_end: bool) -> None:
        ref, week = f"order-{number}", monday_of(clock.local_day(self.now))
        if is_end:
            self.attempt(lambda: uncommit(SYSTEM, contract_ref=ref))
        else:
            goods = {"spec_id": self.whole.spec_id, "week": week, "grams": PIECE_G}
            self.attempt(lambda: draw(SYSTEM, contract_ref=ref, **goods))

    @rule(week=some.integers(0, 3), pieces=small, is_firm=some.booleans())
    def book(self, week: int, pieces: int, *, is_firm: bool) -> None:
        owner = self.fresh()
        monday = monday_of(clock.local_day(self.now)) + timedelta(weeks=week)
        want = Want(f"{owner}-line", self.whole.listing_id, pieces, pieces * PIECE_G)
        one = Booking(want, monday, monday + timedelta(days=9), 3)
        until = None if is_firm else self.now + timedelta(minutes=50)

        def step() -> bool:
            book_harvest(SYSTEM, owner_ref=owner, bookings=[one], expires_at=until, at=self.now)
            return True

        if self.attempt(step):
            self.orders.append(owner)
            bucket = (
                session().scalars(select(SupplyBucket).where(SupplyBucket.monday == monday)).one()
            )
            session().refresh(bucket)
            assert bucket.booked_g * BOOKABLE_PART <= bucket.p80_g

    @rule(week=some.integers(-1, 1), pieces=small, is_last=some.booleans())
    def harvest(self, week: int, pieces: int, *, is_last: bool) -> None:
        monday = monday_of(clock.local_day(self.now)) + timedelta(weeks=week)
        new = self.new_lot(pieces, clock.local_day(self.now))
        load = Load(monday, is_last)
        self.attempt(lambda: bring_in_harvest(SYSTEM, new=new, load=load, at=self.now))

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


@pytest.mark.slow
def test_the_books_are_right_whatever_happens_in_whatever_order(db_session, at: datetime) -> None:
    del db_session, at
    run_state_machine_as_test(
        StockMachine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
