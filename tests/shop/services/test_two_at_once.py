"""Two people act on one order in the same moment: one wins, the books and the scale stay right."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy import func, select

from catalog.services.proof import prove_stock
from config.app import create_app
from core import clock
from core.db import db, session, writing
from core.errors import DomainError
from core.unit_of_work import unit_of_work
from shop.models.orders import WeighRecord
from shop.models.payments import Refund
from shop.queries.books import prove_books
from shop.services import fulfilment, orders, refunds, weighing
from tests.conftest import make_settings
from tests.factories.shop import (
    AT,
    get_group,
    get_seller_order,
    make_box,
    make_leg,
    make_paid_order,
    make_shopper,
    seller_actor,
    take_to_scale,
    weigh,
)

SCHEMA = "race_two"
TRIES = 6
pytestmark = [pytest.mark.race, pytest.mark.slow]


@pytest.fixture
def house(tmp_path):
    given = os.environ.get("TEST_DATABASE_URL")
    url = f"{given}?options=-csearch_path%3D{SCHEMA}" if given else f"sqlite:///{tmp_path / 'r.db'}"
    app = create_app(make_settings(tmp_path, database_url=url))
    with app.app_context(), clock.at(AT):
        if given:
            with db.engine.begin() as connection:
                connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
                connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


def at_once(app, *deeds):
    """Do all deeds in the same moment; the answers are how each ended."""
    start = Barrier(len(deeds))

    def run(deed):
        with app.app_context(), clock.at(AT), writing():
            start.wait()
            try:
                with unit_of_work():
                    deed()
            except DomainError as refused:
                return refused.code
            finally:
                db.session.remove()
            return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return Counter(pool.map(run, deeds))


def test_accept_and_cancel_at_once_leave_a_whole_order_or_none(house):
    with unit_of_work():
        box, buyer = make_box(pieces=20), make_shopper()
    for _ in range(TRIES):
        with unit_of_work():
            placed = make_paid_order((box, 2), buyer=buyer)
            seller, ref = seller_actor(placed), placed.seller_order_refs[0]
            fulfilment.accept(seller, seller_order_ref=ref, at=AT)
        ends = at_once(
            house,
            partial(fulfilment.start_picking, seller, seller_order_ref=ref, at=AT),
            partial(orders.cancel_order, buyer, group_ref=placed.group_ref, at=AT),
        )
        states = (get_group(placed).state, get_seller_order(ref).state)
        assert states in {("placed", "picking"), ("cancelled", "cancelled")}
        assert ends["done"] == 1
        assert prove_stock() == []
        assert prove_books().ok


def test_two_scales_with_one_piece_keep_one_weight(house):
    with unit_of_work():
        leg = make_leg(pieces=20)
    for _ in range(TRIES):
        with unit_of_work():
            placed = make_paid_order((leg, 1))
            packer = take_to_scale(placed)
            line = get_seller_order(placed.seller_order_refs[0]).lines[0]
            line_ref, line_id = line.ref, line.id
        ends = at_once(
            house,
            partial(weigh, packer, line_ref, 1, 2300),
            partial(weigh, packer, line_ref, 1, 2310),
        )
        kept = select(func.count()).select_from(WeighRecord).where(WeighRecord.line_id == line_id)
        assert session().scalar(kept) == 1
        assert ends == {"done": 1, "piece_weighed_before": 1}
        session().rollback()


def test_a_weighing_taken_back_twice_at_once_is_taken_back_once(house):
    with unit_of_work():
        placed = make_paid_order((make_leg(), 1))
        packer = take_to_scale(placed)
        line = get_seller_order(placed.seller_order_refs[0]).lines[0]
        line_ref, line_id = line.ref, line.id
        weigh(packer, line_ref, 1, 2300)

    def take_back(device):
        weighing.reverse_weighing(packer, weighing.Reversal(line_ref, 1, device, 1), at=AT)

    ends = at_once(house, lambda: take_back("left"), lambda: take_back("right"))
    total = select(func.sum(WeighRecord.net_g)).where(WeighRecord.line_id == line_id)
    assert session().scalar(total) == 0
    assert ends == {"done": 1, "nothing_to_reverse": 1}


def test_settling_twice_at_once_gives_the_difference_back_once(house):
    with unit_of_work():
        placed = make_paid_order((make_leg(), 1))
        packer, ref = take_to_scale(placed), placed.seller_order_refs[0]
        weigh(packer, get_seller_order(ref).lines[0].ref, 1, 2000)

    def finish():
        fulfilment.finish_weighing(packer, seller_order_ref=ref, at=AT)

    ends = at_once(house, finish, finish, finish)
    assert ends == {"done": 1, "order_step_refused": 2}
    assert session().scalar(select(func.count()).select_from(Refund)) == 1
    assert prove_books().ok


def test_refunds_for_two_reasons_at_once_never_exceed_what_was_paid(house):
    with unit_of_work():
        placed = make_paid_order((make_box(), 1))
        seller, due = seller_actor(placed), get_group(placed).due_fen

    def ask(cause):
        refunds.request_refund(
            seller,
            group_ref=placed.group_ref,
            seller_order_ref=placed.seller_order_refs[0],
            amount_fen=due * 2 // 3,
            reason="claim",
            cause_ref=cause,
            at=AT,
        )

    ends = at_once(house, lambda: ask("one"), lambda: ask("two"))
    assert ends == {"done": 1, "refund_too_large": 1}
    won = session().scalars(select(Refund.cause_ref)).one()
    session().rollback()
    ends = at_once(house, lambda: ask(won), lambda: ask(won))
    assert ends == {"done": 2}
    assert session().scalar(select(func.sum(Refund.amount_fen))) == due * 2 // 3
