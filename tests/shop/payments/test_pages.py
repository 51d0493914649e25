"""Pages around money: own orders only, coming back proves nothing, the desk keeps what it had."""

from __future__ import annotations

import io
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from accounts.rules.actor import SYSTEM
from accounts.rules.permissions import Role
from core.clock import now
from core.db import session
from core.unit_of_work import unit_of_work
from shop.models.bank import BankRow, BankTransferReference
from shop.models.payments import Payment, PaymentAttempt
from shop.services.payments import open_payment
from tests.factories.accounts import make_member, make_person, make_platform, sign_in
from tests.factories.payments import make_group
from tests.shop.payments.conftest import Bench


@pytest.fixture
def buyer(bench: Bench) -> FlaskClient:
    """林女士 with one order of 100 yuan to pay online and one by transfer."""
    with unit_of_work():
        person = make_person()
        for method in ("online", "bank_transfer"):
            group = make_group(method=method, buyer_user_id=person.id)
            open_payment(
                SYSTEM,
                group_ref=group.ref,
                due_fen=10000,
                splits={f"seller-of-{method}": 10000},
                method=method,
                at=now(),
            )
    sign_in(bench.browser, person)
    return bench.browser


def order(method: str) -> str:
    return session().scalars(select(Payment.group_ref).where(Payment.method == method)).one()


def test_the_pay_page_shows_the_amount_and_says_that_it_is_a_demonstration(
    buyer: FlaskClient,
) -> None:
    page = buyer.get(f"/orders/{order('online')}/pay")
    assert page.status_code == 200
    assert "去付款 ¥100.00" in page.text
    assert "演示支付，不产生真实扣款" in page.text


def test_paying_goes_to_the_cashier_and_comes_back_to_the_truth(
    bench: Bench, buyer: FlaskClient
) -> None:
    group = order("online")
    there = buyer.post(f"/orders/{group}/pay").location
    assert "正在打开收银台" in buyer.get(there).text
    assert "hx-get" in buyer.get(there, headers={"HX-Request": "true"}).text
    bench.pump()
    cashier = buyer.get(there)
    assert (cashier.status_code, "/sandbox-cashier/pay/cs_test_" in cashier.location) == (303, True)
    moved = buyer.get(there, headers={"HX-Request": "true"})
    assert moved.headers["HX-Redirect"] == cashier.location
    attempt = there.rsplit("/", 1)[1]
    bench.pay(attempt)
    back = buyer.get(f"{there}/back")
    assert "正在向支付机构核实付款" in back.text
    assert bench.payment(group).state == "open"
    bench.deliver()
    assert "付款成功" in buyer.get(f"{there}/back").text


def test_the_button_to_check_again_asks_the_provider(bench: Bench, buyer: FlaskClient) -> None:
    there = buyer.post(f"/orders/{order('online')}/pay").location
    bench.pump()
    bench.sandbox.turn("drop", 9)
    bench.pay(there.rsplit("/", 1)[1])
    assert buyer.post(f"{there}/check").status_code == 303
    bench.pump()
    assert "付款成功" in buyer.get(f"{there}/back").text


def test_an_order_by_transfer_shows_account_and_reference(buyer: FlaskClient) -> None:
    page = buyer.get(f"/orders/{order('bank_transfer')}/pay")
    code = session().scalars(select(BankTransferReference.code)).one()
    assert code in page.text
    assert "演示账户，请勿真实转账。" in page.text
    assert "hx-get" not in page.text


def test_the_reference_is_explained_in_english_too(buyer: FlaskClient) -> None:
    page = buyer.get(f"/en/orders/{order('bank_transfer')}/pay")
    assert "as the purpose and send the exact amount" in page.text


def test_an_order_by_transfer_cannot_be_paid_online(buyer: FlaskClient) -> None:
    refused = buyer.post(f"/orders/{order('bank_transfer')}/pay")
    assert refused.status_code == 409
    assert "这张订单现在不收款" in refused.text
    assert session().scalar(select(func.count(PaymentAttempt.id))) == 0


@pytest.mark.parametrize("path", ["", "/x", "/x/back"])
def test_somebody_else_s_payment_does_not_exist(
    bench: Bench, buyer: FlaskClient, path: str
) -> None:
    group = order("online")
    with unit_of_work():
        stranger = make_person("陌生人")
    sign_in(buyer, stranger)
    assert buyer.get(f"/orders/{group}/pay{path}").status_code == 404
    assert buyer.post(f"/orders/{group}/pay").status_code == 404
    assert buyer.get("/orders/unknown/pay").status_code == 404
    assert session().scalar(select(func.count(PaymentAttempt.id))) == 0


def test_a_guest_is_asked_to_sign_in(bench: Bench) -> None:
    group, _ = bench.open()
    assert bench.browser.get(f"/orders/{group}/pay").status_code == 303


@pytest.fixture
def desk(bench: Bench) -> FlaskClient:
    """A person of the platform's finance desk."""
    with unit_of_work():
        person = make_member(make_platform(), Role.PLATFORM_FINANCE)
    sign_in(bench.browser, person)
    return bench.browser


CSV = "date,amount,payer,summary,serial\n2026-11-25,100.00,榕荫里超市,{code},77\n"


def test_a_statement_is_previewed_then_imported_and_pays_its_order(
    bench: Bench, desk: FlaskClient
) -> None:
    group, _ = bench.open(method="bank_transfer")
    code = session().scalars(select(BankTransferReference.code)).one()
    raw = CSV.format(code=code).encode("gb18030")
    page = desk.post("/ops/payments/statement", data={"file": (io.BytesIO(raw), "bank.csv")})
    assert "自动认账" in page.text
    assert session().scalar(select(func.count(BankRow.id))) == 0
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", page.text, re.DOTALL)
    assert text is not None
    sent = desk.post("/ops/payments/statement/import", data={"text": text.group(1)})
    assert sent.status_code == 303
    bench.pump()
    assert bench.order(group) == "placed"
    assert "已认账" in desk.get("/ops/payments").text


def test_a_wrong_record_is_shown_again_with_what_was_typed(desk: FlaskClient) -> None:
    typed = {"booked_on": "2026-11-25", "amount": "一百", "payer": "榕荫里", "serial": "5"}
    page = desk.post("/ops/payments/rows", data=typed)
    assert page.status_code == 422
    assert "请填金额，例如 1680.50" in page.text
    assert 'value="榕荫里"' in page.text
    assert session().scalar(select(func.count(BankRow.id))) == 0


def test_a_recorded_transfer_is_matched_by_hand_with_a_reason(
    bench: Bench, desk: FlaskClient
) -> None:
    group, _ = bench.open(method="bank_transfer")
    code = session().scalars(select(BankTransferReference.code)).one()
    typed = {"booked_on": "2026-11-25", "amount": "¥100", "payer": "榕荫里", "serial": "5"}
    assert desk.post("/ops/payments/rows", data=typed).status_code == 303
    row = session().scalars(select(BankRow.ref)).one()
    assert desk.post(f"/ops/payments/rows/{row}/match", data={"order": code}).status_code == 422
    wish = {"order": code, "reason": "电话确认"}
    assert desk.post(f"/ops/payments/rows/{row}/match", data=wish).status_code == 303
    assert bench.payment(group).state == "paid"
    undone = desk.post(f"/ops/payments/rows/{row}/undo", data={"reason": "认错"})
    assert undone.status_code == 303
    assert bench.payment(group).state == "open"


def test_the_money_of_a_mismatch_is_given_back_with_one_press(
    bench: Bench, desk: FlaskClient
) -> None:
    group, _ = bench.open()
    attempt = bench.start(group)
    bench.sandbox.turn("other_amount", 100)
    bench.pay(attempt)
    bench.deliver()
    page = desk.get("/ops/payments").text
    assert "到账与订单不一致" in page
    action = re.search(r'action="(/ops/payments/tasks/[^"]+/give-back)"', page)
    assert action is not None
    assert desk.post(action.group(1)).status_code == 303
    bench.pump()
    assert bench.books() == {}
    assert desk.post(action.group(1)).status_code == 409


def test_the_finance_desk_is_closed_to_buyers(buyer: FlaskClient) -> None:
    assert buyer.get("/ops/payments").status_code == 404
    assert buyer.post("/ops/payments/statement/import", data={"text": CSV}).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [("amount", "0"), ("amount", "-5"), ("booked_on", "2026-11-26"), ("booked_on", "soon")],
)
def test_a_line_that_cannot_be_is_refused_and_kept_on_the_form(
    client: FlaskClient, db_session: object, at: object, field: str, value: str
) -> None:
    sign_in(client, make_member(make_platform(), Role.PLATFORM_FINANCE))
    good = {"booked_on": "2026-11-25", "amount": "10.00", "payer": "某公司", "serial": "S1"}
    answer = client.post("/ops/payments/rows", data=good | {field: value})
    assert (answer.status_code, "某公司" in answer.text) == (422, True)
    assert session().scalar(select(func.count(BankRow.id))) == 0


@pytest.mark.parametrize("content", [None, b""])
def test_no_file_or_an_empty_one_is_asked_for_again(
    client: FlaskClient, db_session: object, content: bytes | None
) -> None:
    sign_in(client, make_member(make_platform(), Role.PLATFORM_FINANCE))
    data = {} if content is None else {"file": (io.BytesIO(content), "empty.csv")}
    answer = client.post("/ops/payments/statement", data=data)
    assert answer.status_code == 422
    assert "请选一个不是空的 CSV 文件" in answer.text
