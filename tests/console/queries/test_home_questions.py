"""The home of a seller asks the database as often for many goods as for one."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from accounts.queries import get_person
from tests.factories.accounts import actor_for, make_org, sign_in
from tests.factories.contracts import forecast, frozen
from tests.factories.shop import make_leg, make_paid_order
from tests.journeys.statements import asked

pytestmark = pytest.mark.usefixtures("db_session")
MOST = 50


def stock_up(seller, *, goods: int) -> None:
    """So many goods on the shelf, in store, forecast, and ordered."""
    for _ in range(goods):
        leg = make_leg(seller=seller)
        forecast(seller, leg.spec_id, p80_g=50_000)
        make_paid_order((leg, 1))


def test_more_goods_orders_and_forecasts_ask_no_more(client: FlaskClient) -> None:
    seller = make_org()
    member = actor_for(seller)
    stock_up(seller, goods=1)
    sign_in(client, get_person(member.user_id))
    few = asked(client, f"/o/{seller.ref}/")
    stock_up(seller, goods=8)
    many = asked(client, f"/o/{seller.ref}/")
    assert many == few
    assert (sum(many.values()) <= MOST, max(many.values()) <= 4) == (True, True)


def test_more_contracts_to_sign_ask_no_more(client: FlaskClient) -> None:
    deal = frozen()
    sign_in(client, get_person(deal.seller_signatory.user_id))
    few = asked(client, f"/o/{deal.seller.ref}/")
    for _ in range(3):
        frozen(replace(deal))
    many = asked(client, f"/o/{deal.seller.ref}/")
    assert many == few
    assert (sum(many.values()) <= MOST, max(many.values()) <= 4) == (True, True)
