"""A seller's money from the scale to the bank: rows, fees, refunds, and books that agree."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.rules.actor import SYSTEM
from core.clock import local_day
from core.db import session
from shop.errors import BankRowNotMatchable
from shop.models.bank import BankRow
from shop.models.earnings import FeeLine
from shop.models.payments import Payment, Refund
from shop.queries.books import prove_books
from shop.rules.bank_statement import StatementRow
from shop.rules.earnings import FeeKind
from shop.rules.orders import PaymentMethod
from shop.services.bank import import_rows, match_row
from shop.services.earnings import book_acceptance
from shop.services.fee_rates import RateWish, set_rate
from tests.factories.accounts import actor_for, make_buyer
from tests.factories.money import (
    accept,
    earning_rows,
    make_accepted_order,
    make_finance,
    make_settled_order,
    refund_later,
    settle,
)
from tests.factories.shop import AT, get_group, make_box, make_order

pytestmark = pytest.mark.usefixtures("db_session")
LATER = AT + timedelta(days=1)


@pytest.fixture(autouse=True)
def books_agree(db_session):
    yield
    proof = prove_books()
    assert proof.ok, proof.reasons


def charge(bp, **limits):
    wish = RateWish(FeeKind.COMMISSION, bp, valid_from=local_day(AT), **limits)
    set_rate(make_finance(), wish, seller_org_id=None, at=AT)


def test_settled_money_is_pending_and_free_of_fees_until_the_buyer_accepts():
    ref = make_settled_order()
    assert earning_rows(ref) == [("sale", 9800, 0, 9800, "pending")]


def test_accepted_money_is_available_and_carries_a_commission_of_zero():
    ref = make_accepted_order()
    assert earning_rows(ref) == [("sale", 9800, 0, 9800, "available")]
    assert [
        (fee.kind, fee.rate_bp, fee.base_fen) for fee in session().scalars(select(FeeLine))
    ] == [("commission", 0, 9800)]


def test_fees_are_frozen_at_acceptance_and_a_later_rate_changes_nothing():
    charge(250)
    ref = make_accepted_order()
    charge(1000)
    book_acceptance(SYSTEM, seller_order_ref=ref, at=LATER)
    assert earning_rows(ref) == [("sale", 9800, 245, 9555, "available")]


def test_a_refund_is_a_negative_row_that_brings_its_part_of_the_fee_back():
    charge(250)
    ref = make_accepted_order()
    refund_later(ref, 4900)
    assert earning_rows(ref)[1:] == [("refund", -4900, -123, -4777, "available")]
    refund_later(ref, 4900, cause="again")
    assert earning_rows(ref)[2:] == [("refund", -4900, -122, -4778, "available")]
    assert sum(row[3] for row in earning_rows(ref)) == 0


def test_a_refund_before_acceptance_lowers_what_the_fee_is_taken_of():
    charge(1000)
    ref = make_settled_order()
    refund_later(ref, 800)
    assert earning_rows(ref)[1:] == [("refund", -800, 0, -800, "pending")]
    book_acceptance(SYSTEM, seller_order_ref=ref, at=AT)
    assert earning_rows(ref) == [
        ("sale", 9800, 900, 8900, "available"),
        ("refund", -800, 0, -800, "available"),
    ]
    refund_later(ref, 4500, cause="after")
    assert earning_rows(ref)[2:] == [("refund", -4500, -450, -4050, "available")]


def owed_order():
    """An accepted order of a buyer on terms; returns its number and its seller order."""
    buyer = actor_for(make_buyer(payment_days=30))
    placed = make_order((make_box(), 1), buyer=buyer, method=PaymentMethod.TERMS)
    ref = accept(placed, settle(placed))
    return get_group(placed).number, ref


def transfer(number, fen):
    finance = make_finance()
    row = StatementRow(f"serial-{fen}", f"S{fen}", local_day(AT), fen, "示例超市", "货款")
    import_rows(finance, rows=[row], at=AT)
    [ref] = session().scalars(select(BankRow.ref).where(BankRow.state == "unmatched"))
    match_row(finance, row_ref=ref, order=number, reason="对方来电确认", at=LATER)


def test_money_of_a_buyer_on_terms_waits_for_the_buyers_transfer():
    number, ref = owed_order()
    due = session().scalars(select(Payment.captured_fen)).one()
    assert earning_rows(ref) == [("sale", 9800, 0, 9800, "pending")]
    with pytest.raises(BankRowNotMatchable, match="amount_short"):
        transfer(number, due - 1)
    session().rollback()


def test_once_a_buyer_on_terms_has_paid_its_sellers_can_be_paid():
    number, ref = owed_order()
    refund_later(ref, 800)
    due = session().scalars(select(Payment.captured_fen - Payment.refunded_fen)).one()
    transfer(number, due)
    assert [row[4] for row in earning_rows(ref)] == ["available", "available"]
    refund_later(ref, 100, cause="later")
    assert session().scalars(select(Refund.way).order_by(Refund.id)).all() == ["account", "bank"]
    assert session().scalars(select(Payment.state)).one() == "part_refunded"


def test_nobody_pays_an_order_on_terms_that_is_not_weighed_yet():
    buyer = actor_for(make_buyer(payment_days=30))
    placed = make_order((make_box(), 1), buyer=buyer, method=PaymentMethod.TERMS)
    with pytest.raises(BankRowNotMatchable, match="order_not_settled"):
        transfer(get_group(placed).number, 9800)
