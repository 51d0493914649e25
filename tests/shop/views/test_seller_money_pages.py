"""Money from the seller's phone to the bank and back, by HTTP: one journey and its edges."""

import io
import re

import pytest

from accounts.rules.permissions import Capacity, Role
from accounts.rules.scopes import Scope
from accounts.services.tokens import issue_api_token
from core.db import session
from shop.queries.books import prove_books
from shop.queries.payouts import newest_accounts
from tests.factories.accounts import (
    actor_for,
    make_member,
    make_org,
    make_platform,
    sign_in,
)
from tests.factories.money import make_accepted_order, make_account, make_settled_order
from tests.factories.shop import AT, make_box

pytestmark = pytest.mark.usefixtures("db_session")
TYPED = {"holder": "盐池县滩羊合作社", "bank": "盐池农商行", "number": "6228 4800 1234 3307"}


@pytest.fixture(autouse=True)
def books_agree(db_session):
    yield
    proof = prove_books()
    assert proof.ok, proof.reasons


@pytest.fixture
def seller():
    return make_org()


@pytest.fixture
def desk():
    """Two people of finance of one platform."""
    platform = make_platform()
    return [make_member(platform, Role.PLATFORM_FINANCE) for _ in range(2)]


def money_of(client, seller, *roles):
    sign_in(client, make_member(seller, *(roles or (Role.SELLING_FINANCE,))))
    return f"/o/{seller.ref}/money"


def post(client, url, status=303, **data):
    answer = client.post(url, data=data, content_type="multipart/form-data")
    assert answer.status_code == status, answer.text
    return answer.headers.get("Location", answer.text)


def send_answer(client, batch, line, status=303):
    data = f"付款编号,结果,金额,流水号\n{line}\n".encode("gb18030")
    return post(client, f"{batch}/answers", status=status, file=(io.BytesIO(data), "a.csv"))


def test_a_farm_enters_its_account_and_is_paid(client, seller, desk):
    make_accepted_order((make_box(seller=seller), 2))
    maker, checker = desk
    money = money_of(client, seller)
    assert "还没有填收款账户" in client.get(money).text
    post(client, f"{money}/account", **TYPED)
    assert "等平台核实" in client.get(f"{money}/account").text

    sign_in(client, maker)
    page = client.get("/ops/payouts").text
    assert "收款账户待核实" in page
    account = re.search(r"/ops/payouts/accounts/(\w{26})/confirm", page).group(1)
    post(client, f"/ops/payouts/accounts/{account}/confirm")
    batch = post(client, "/ops/payouts", money="real")
    assert "请另一位财务复核放行" in client.get(batch).text
    assert "做的人和复核的人要是两个人" in post(client, f"{batch}/release", status=422)

    sign_in(client, checker)
    post(client, f"{batch}/release")
    file = client.get(f"{batch}/file")
    number = file.data.decode("utf-8-sig").splitlines()[1].split(",")[0]
    wrong = send_answer(client, batch, f"{number},成功,1.00,", status=422)
    assert "第 2 行的金额和付款单不一样" in wrong
    send_answer(client, batch, f"{number},成功,196.00,B77")
    assert "银行已全部答复" in client.get(batch).text

    money = money_of(client, seller)
    assert "已打款" in client.get(money).text
    payouts = client.get(f"{money}/statements").text
    payout = re.search(r"/money/payouts/(\w{26})", payouts).group(0)
    assert "B77" in client.get(f"/o/{seller.ref}{payout}").text
    statement = client.get(f"{money}/statements/2026-11").text
    assert "¥196.00" in statement
    assert "平台佣金 0.00%" in statement


def test_the_statement_itemises_weight_differences_and_comes_as_a_file(client, seller):
    make_accepted_order((make_box(seller=seller), 1))
    money = money_of(client, seller)
    file = client.get(f"{money}/statements/2026-11/csv")
    lines = file.data.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["opening", "line", "sale", "closing"]
    assert lines[-1].endswith(",9800")
    assert client.get(f"{money}/statements/2026-13").status_code == 422
    empty = client.get(f"{money}/statements/2025-01").text
    assert "这个月没有验收的订单" in empty


def test_empty_pages_say_what_will_appear(client, seller, desk):
    money = money_of(client, seller)
    assert "还没有对账单" in client.get(f"{money}/statements").text
    assert "这里还没有订单" in client.get(f"{money}?place=in_payout").text
    sign_in(client, desk[0])
    page = client.get("/ops/payouts").text
    assert "现在没有可结算的货款" in page
    assert "现在没有可付的" in post(client, "/ops/payouts", status=422)
    assert "没有设过费率" in client.get("/ops/payouts/fees").text


def test_a_wrong_account_keeps_what_was_typed(client, seller):
    money = money_of(client, seller)
    page = post(client, f"{money}/account", status=422, **(TYPED | {"number": "12AB"}))
    assert "账号是 8 到 30 位数字" in page
    assert 'value="12AB"' in page


def test_a_packer_sees_orders_but_no_bank_data_and_another_seller_nothing(client, seller):
    make_account(seller)
    money = money_of(client, seller, Role.FULFILMENT)
    assert client.get(money).status_code == 200
    assert client.get(f"{money}/account").status_code == 403
    assert client.get(f"{money}/statements").status_code == 403
    money_of(client, make_org())
    assert client.get(f"{money}/statements").status_code == 404


def test_an_auditor_reads_batches_without_account_numbers_and_changes_nothing(client, seller):
    make_account(seller, is_confirmed=False)
    sign_in(client, make_member(make_platform(), Role.AUDITOR))
    page = client.get("/ops/payouts").text
    assert "尾号 3307" in page
    assert "6228480012343307" not in page
    assert client.post("/ops/payouts", data={"money": "real"}).status_code == 403


def test_finance_sets_a_rate_that_counts_for_later_acceptances(client, seller, desk):
    sign_in(client, desk[0])
    rate = {"kind": "commission", "percent": "2.5", "valid_from": "2026-11-25"}
    post(client, "/ops/payouts/fees", **rate, seller=seller.ref)
    assert "2.50%" in client.get("/ops/payouts/fees").text
    assert "费率在 0 到 30% 之间" in post(
        client, "/ops/payouts/fees", status=422, **(rate | {"percent": "31"})
    )
    make_accepted_order((make_box(seller=seller), 1))
    money = money_of(client, seller)
    assert "¥95.55" in client.get(f"{money}/statements/2026-11").text


def test_pending_money_is_where_the_order_is(client, seller):
    make_settled_order((make_box(seller=seller), 1))
    money = money_of(client, seller)
    assert "¥98.00" in client.get(f"{money}?place=under_way").text
    assert "这里还没有订单" in client.get(f"{money}?place=ready").text


def test_the_api_says_the_same_and_only_with_the_scope(client, seller):
    make_accepted_order((make_box(seller=seller), 1))
    boss = actor_for(seller)
    tokens = {
        scope: issue_api_token(boss, org_id=seller.id, name="ERP", scopes=[scope], at=AT)
        for scope in (Scope.MONEY_READ, Scope.ORDERS_READ)
    }
    session().commit()

    def get(path, scope=Scope.MONEY_READ):
        headers = {"Authorization": f"Bearer {tokens[scope]}"}
        return client.get(f"/api/v1/money{path}", headers=headers)

    assert get("").json["ready_fen"] == 9800
    statement = get("/statements/2026-11").json
    assert (statement["closing_fen"], statement["sales"][0]["fees"]) == (
        9800,
        [{"kind": "commission", "rate_bp": 0, "amount_fen": 0}],
    )
    assert get("/payouts").json == {"items": [], "next_cursor": None}
    assert get("/statements/soon").status_code == 422
    assert get("", Scope.ORDERS_READ).status_code == 403


@pytest.mark.parametrize("page", ["money/statements", "money/account", "money"])
def test_the_bank_pages_open_for_owners_of_sellers_only(client, page):
    seller, buyer = make_org(), make_org(capacities=(Capacity.BUYS,))
    sign_in(client, make_member(seller, Role.OWNER))
    assert client.get(f"/o/{seller.ref}/{page}").status_code == 200
    sign_in(client, make_member(buyer, Role.OWNER, Role.BUYER))
    assert client.get(f"/o/{buyer.ref}/{page}").status_code == 403


def test_who_does_not_sell_enters_no_account(client):
    buyer = make_org(capacities=(Capacity.BUYS,))
    sign_in(client, make_member(buyer, Role.OWNER))
    post(client, f"/o/{buyer.ref}/money/account", status=403, **TYPED)
    assert newest_accounts(buyer.id) == {}
