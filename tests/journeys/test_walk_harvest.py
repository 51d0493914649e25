"""A harvest is booked and paid, comes in, is shared out, and travels: every step on its page."""

import pytest

from accounts.queries import get_orgs
from catalog.queries.specs import get_specs
from shop.queries.order_money import find_order_money
from tests.journeys.fulfil import order_to_pack, send_and_bring
from tests.journeys.test_walk_shopper import deliver_notices
from tests.journeys.walker import Walker, look, terms_of, work

MONDAY = "2026-11-30"
PIECES_G = (2_150, 2_300)


def spec_of(spec_id):
    return get_specs([spec_id])[spec_id]


def book_and_pay(app, shopper, terms):
    page = f"/p/{terms.listing_ref}"
    assert f"{page}/book" in shopper.open(page)
    shopper.open(f"{page}/book?week={MONDAY}&pieces=2")
    shopper.press(f"{page}/book", payment_method="online", is_no_return_confirmed="1")
    assert "/pay" in shopper.path
    group_ref = shopper.path.split("/")[2]
    shopper.press(f"/orders/{group_ref}/pay")
    work(app)
    attempt = shopper.client.get(shopper.path)
    shopper.open(attempt.headers["Location"].removeprefix("http://localhost:8000"))
    shopper.press("", do="pay")
    assert deliver_notices(app, shopper) >= 1
    work(app)
    return group_ref


@pytest.mark.slow
def test_a_family_books_a_harvest_and_gets_its_share(valley_app):
    terms = look(valley_app, terms_of, "tan-leg")
    org_ref = look(valley_app, get_orgs, [terms.seller_id])[terms.seller_id].ref
    spec = look(valley_app, spec_of, terms.spec_id)
    shopper, keeper = Walker(valley_app, "lin"), Walker(valley_app, "yanchi")
    group_ref = book_and_pay(valley_app, shopper, terms)
    assert "是预订的采收" in shopper.open(f"/orders/{group_ref}")
    order_ref = look(valley_app, order_to_pack, terms.seller_id, group_ref)

    sale = f"/o/{org_ref}/sales/{order_ref}"
    keeper.open(sale)
    keeper.press("/accept")
    assert "采收入库以后才能拣" in keeper.press("/pick", status=409)

    week = f"/o/{org_ref}/supply/{spec.ref}/{MONDAY}"
    assert "谁预订了采收" in keeper.open(week)
    keeper.open(f"{week}/harvest")
    html = keeper.press(
        f"{MONDAY}/harvest",
        pieces="12",
        kilograms="27.6",
        produced_on="2026-11-24",
        certificate_no="HG-2026-1130",
        is_last="1",
    )
    assert "采收是怎么分的" in html

    keeper.open(sale)
    keeper.press("/pick")
    for net in PIECES_G:
        keeper.press("/weigh", gross_g=str(net + 50), tare_g="50")
    keeper.press("/finish")
    keeper.press("/pack")
    work(valley_app)
    send_and_bring(valley_app, group_ref)
    assert look(valley_app, find_order_money, group_ref).refund_fen > 0
    assert "已送达" in shopper.open(f"/orders/{group_ref}")
