"""A recall by the pages: found, looked at, opened, told, paid back without an account, closed."""

import pytest
from sqlalchemy import select

from catalog.models.stock import Allocation, Lot
from core.db import session
from shop.models.orders import OrderGroup, OrderLine, SellerOrder
from shop.queries.books import prove_books
from tests.journeys.walker import Walker, look, work

PHONE = "13859550301"


def delivered_to_lin():
    """A lot that went to the shopper's door, and her order."""
    return (
        session()
        .execute(
            select(Lot.ref, Lot.lot_no, OrderGroup.ref, OrderGroup.number)
            .join(Allocation, Allocation.lot_id == Lot.id)
            .join(OrderLine, OrderLine.ref == Allocation.line_ref)
            .join(SellerOrder, SellerOrder.id == OrderLine.seller_order_id)
            .join(OrderGroup, OrderGroup.id == SellerOrder.group_id)
            .where(OrderGroup.phone == PHONE, OrderGroup.channel == "retail")
            .where(SellerOrder.state == "accepted_by_buyer", Lot.state != "recalled")
            .order_by(OrderGroup.id.desc())
            .limit(1)
        )
        .one()
    )


@pytest.mark.slow
def test_a_lot_is_recalled_and_a_buyer_without_an_account_is_paid_back(valley_app, own_valley):
    lot_ref, lot_no, group_ref, number = look(valley_app, delivered_to_lin)
    operator = Walker(valley_app, "ops")
    assert lot_no in operator.open(f"/ops/recalls?q={lot_no}")
    preview = f"/ops/recalls/lots/{lot_ref}"
    assert number in operator.open(preview)
    operator.press(preview, reason="留样复检超标", advice="没吃的别吃")
    report = operator.path
    work(valley_app)

    told = (own_valley / "outbox-sms.log").read_text()
    assert f"订单 {number} 里有召回的货" in told
    assert "留样复检超标" in Walker(valley_app, "lin").open(f"/orders/{group_ref}")

    visitor = valley_app.test_client()
    public = f"/recalls/{report.rsplit('/', 1)[1]}"
    assert "没吃的别吃" in visitor.get(f"/t/{lot_ref}").text
    claim = {"order_number": number, "phone": PHONE}
    assert visitor.post(public, data=claim).status_code == 303
    work(valley_app)

    html = operator.open(report)
    assert "已退款" in html
    if "没处理的全部退款" in html:
        operator.press(f"{report}/refunds")
    operator.press(f"{report}/close", conclusion="分割间加装联锁")
    assert "已结案" in operator.open(report)
    work(valley_app)
    assert look(valley_app, prove_books).ok
