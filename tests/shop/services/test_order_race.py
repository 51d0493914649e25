"""Thirty buyers at once for ten pieces: exactly ten are sold, on SQLite and on PostgreSQL."""

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from catalog.errors import OutOfStock
from catalog.models.stock import Allocation, StockPool
from catalog.services.proof import prove_stock
from config.app import create_app
from core import clock
from core.db import db, session, writing
from core.unit_of_work import unit_of_work
from logistics.models.consignments import Consignment
from shop.models.orders import OrderGroup, OrderLine
from shop.models.payments import Payment
from shop.services import orders
from tests.conftest import make_settings
from tests.factories.logistics import make_network
from tests.factories.shop import AT, make_box, make_request, make_shopper

BUYERS, PIECES = 30, 10
SCHEMA = "race_orders"

pytestmark = [pytest.mark.race, pytest.mark.slow]


@pytest.fixture
def house(tmp_path):
    given = os.environ.get("TEST_DATABASE_URL")
    url = (
        f"{given}?options=-csearch_path%3D{SCHEMA}"
        if given
        else f"sqlite:///{tmp_path / 'race.sqlite'}"
    )
    app = create_app(make_settings(tmp_path, database_url=url))
    with app.app_context():
        if given:
            with db.engine.begin() as connection:
                connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
                connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


def try_to_buy(app, request, buyer, start):
    with app.app_context(), clock.at(AT), writing():
        start.wait()
        try:
            with unit_of_work():
                orders.place_order(buyer, request, at=AT)
        except OutOfStock:
            return False
        finally:
            db.session.remove()
        return True


def count(model):
    return session().scalar(select(func.count()).select_from(model))


def test_thirty_buyers_for_ten_pieces_buy_exactly_ten(house):
    with clock.at(AT):
        with unit_of_work():
            make_network()
            box = make_box(pieces=PIECES)
            buyers = [make_shopper() for _ in range(BUYERS)]
        wishes = [(make_request(buyer, (box, 1)), buyer) for buyer in buyers]
        start = Barrier(BUYERS)
        with ThreadPoolExecutor(BUYERS) as pool:
            asked = [pool.submit(try_to_buy, house, *wish, start) for wish in wishes]
            won = [future.result() for future in asked]
        assert sum(won) == PIECES
        assert [count(m) for m in (OrderGroup, OrderLine, Payment, Consignment)] == [PIECES] * 4
        assert session().scalar(select(func.sum(Allocation.pieces))) == PIECES
        pool_row = session().scalars(select(StockPool)).one()
        assert (pool_row.reserved_pieces, pool_row.allocated_pieces) == (0, PIECES)
        assert prove_stock() == []


def test_the_same_form_sent_ten_times_at_once_is_one_order(house):
    with clock.at(AT):
        with unit_of_work():
            make_network()
            box, buyer = make_box(pieces=PIECES), make_shopper()
        request = make_request(buyer, (box, 2), source_key="one-form")
        start = Barrier(10)
        with ThreadPoolExecutor(10) as pool:
            asked = [pool.submit(try_to_buy, house, request, buyer, start) for _ in range(10)]
            assert all(future.result() for future in asked)
        assert [count(m) for m in (OrderGroup, OrderLine, Payment, Consignment)] == [1] * 4
        assert session().scalars(select(StockPool.allocated_pieces)).one() == 2
