"""Walk 1: a shopper buys, pays, the cooperative weighs and packs, the truck brings it."""

import pytest

from accounts.queries import get_orgs
from core.ports import port
from shop.gateways import DemoCashier
from shop.queries.books import prove_books
from shop.queries.order_money import find_order_money
from tests.journeys.fulfil import order_to_pack, send_and_bring, weigh_and_pack
from tests.journeys.walker import Walker, look, terms_of, work

LEG_G = (2_150, 2_300)  # two legs on the scale; the shopper paid for 2 × 2.6 kg


def deliver_notices(app, walker):
    """The cashier's signed notices, brought to the webhook through the test client."""
    courier = look(app, port, DemoCashier).courier
    courier._post = lambda body, headers: (
        walker.client.post("/webhooks/stripe", data=body, headers=headers).status_code
    )
    return courier.deliver_due()


def order_and_pay(app, shopper, terms):
    shopper.open(f"/p/{terms.listing_ref}")
    shopper.press("/basket/lines", pieces="2")
    shopper.open("/checkout?address=new&district_code=350102")
    html = shopper.press(
        "/checkout",
        address="new",
        receiver="林女士",
        phone="13859550301",
        district_code="350102",
        detail="示例路 8 号",
        is_no_return_confirmed="1",
        payment_method="online",
    )
    assert "/pay" in shopper.path, html[-2000:]
    group_ref = shopper.path.split("/")[2]
    shopper.press(f"/orders/{group_ref}/pay")
    work(app)  # the cashier opens its page
    attempt = shopper.client.get(shopper.path)
    assert attempt.status_code == 303
    cashier = attempt.headers["Location"].removeprefix("http://localhost:8000")
    shopper.open(cashier)
    shopper.press("", do="pay", status=200)
    assert deliver_notices(app, shopper) >= 1
    work(app)
    return group_ref


def fen(grams, price_e4):
    """Fen of grams at 1/10000 yuan per kg, half up."""
    return (grams * price_e4 + 50_000) // 100_000


@pytest.mark.slow
def test_a_shopper_buys_and_gets_the_difference_back(valley_app):
    terms = look(valley_app, terms_of, "tan-leg")
    org_ref = look(valley_app, get_orgs, [terms.seller_id])[terms.seller_id].ref
    shopper = Walker(valley_app, "lin")
    group_ref = order_and_pay(valley_app, shopper, terms)
    assert look(valley_app, find_order_money, group_ref).state == "paid"

    order_ref = look(valley_app, order_to_pack, terms.seller_id, group_ref)
    weigh_and_pack(Walker(valley_app, "yanchi"), org_ref, order_ref, LEG_G)
    work(valley_app)
    send_and_bring(valley_app, group_ref)

    money = look(valley_app, find_order_money, group_ref)
    ceiling, settled = fen(2 * 2_600, terms.price_e4), fen(sum(LEG_G), terms.price_e4)
    assert money.refund_fen == ceiling - settled
    assert [refund.stage for refund in money.refunds] == ["succeeded"]
    assert look(valley_app, prove_books).ok
    assert "已送达" in shopper.open(f"/orders/{group_ref}")
