"""Payouts: two people, one file, the bank's answers, and books that agree."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.queries import get_org
from accounts.rules.actor import SYSTEM
from core.db import session
from core.errors import InvalidInput, NotAllowed
from shop.errors import (
    BankAnswerRefused,
    NothingToPayOut,
    PayoutMovedOn,
    SameHands,
)
from shop.models.payouts import PayoutBatch
from shop.queries.books import prove_books
from shop.queries.payout_batches import get_bank_file, get_batch, get_payout_desk
from shop.queries.payouts import get_payout, list_payouts
from shop.rules.earnings import EarningState
from shop.rules.payouts import AnswerFile, BankAnswer, read_answers
from shop.services.payout_accounts import (
    AccountWish,
    confirm_account,
    enter_account,
    refuse_account,
)
from shop.services.payout_results import answer_by_hand, take_answers
from shop.services.payouts import prepare_batch, release_batch, withdraw_batch
from tests.factories.accounts import actor_for, make_org, make_person, personal_actor
from tests.factories.money import (
    ACCOUNT,
    earning_rows,
    make_accepted_order,
    make_account,
    make_finance,
    refund_later,
)
from tests.factories.shop import AT, make_box

pytestmark = pytest.mark.usefixtures("db_session")
LATER = AT + timedelta(days=1)


@pytest.fixture(autouse=True)
def books_agree(db_session):
    yield
    proof = prove_books()
    assert proof.ok, proof.reasons


def sell(*, pieces=1):
    """A seller with a confirmed account and one accepted order of 98.00 yuan a piece."""
    seller = make_org()
    make_account(seller)
    ref = make_accepted_order((make_box(seller=seller), pieces))
    return seller, ref


def pay_out():
    maker, checker = make_finance(), make_finance()
    batch = prepare_batch(maker, is_test=False, at=AT)
    release_batch(checker, batch_ref=batch, at=AT)
    return checker, batch


def answer(batch, *, is_paid=True, **changes):
    _, [payout] = get_batch(batch)
    values = {"amount_fen": payout.amount_fen, "serial": "B1", "reason": "户名不符"} | changes
    return BankAnswer(2, payout.number, is_paid, **values)


def test_one_prepares_another_releases_the_bank_pays():
    seller, ref = sell()
    maker, checker = make_finance(), make_finance()
    batch = prepare_batch(maker, is_test=False, at=AT)
    assert earning_rows(ref)[0][4] == EarningState.IN_PAYOUT
    with pytest.raises(SameHands):
        release_batch(maker, batch_ref=batch, at=AT)
    release_batch(checker, batch_ref=batch, at=AT)
    with pytest.raises(PayoutMovedOn):
        release_batch(checker, batch_ref=batch, at=AT)
    assert take_answers(checker, batch_ref=batch, answers=[answer(batch)], at=LATER) == 1
    assert take_answers(checker, batch_ref=batch, answers=[answer(batch)], at=LATER) == 0
    assert earning_rows(ref)[0][4] == EarningState.PAID
    [(_, card)] = list_payouts(org_id=seller.id)
    assert (card.state, card.amount_fen, card.bank_serial) == ("paid", 9800, "B1")
    assert [row.amount_fen for row in get_payout(card.ref, org_id=seller.id)[1]] == [9800]
    assert get_batch(batch)[0].state == "answered"


def test_the_file_for_the_bank_is_there_after_the_release_and_always_the_same():
    seller, _ = sell()
    _, batch = pay_out()
    name, data = get_bank_file(batch)
    assert name == "PB261125-1.csv"
    lines = data.decode("utf-8-sig").splitlines()
    assert lines[1] == (
        f"PB261125-1-001,{ACCOUNT.holder},6228480012343307,{ACCOUNT.bank},402871000012,98.00,闽宁优选货款"
    )
    assert get_bank_file(batch) == (name, data)
    assert seller.id


def test_a_row_is_in_one_batch_and_comes_back_when_it_is_withdrawn():
    _, ref = sell()
    maker = make_finance()
    batch = prepare_batch(maker, is_test=False, at=AT)
    with pytest.raises(NothingToPayOut):
        prepare_batch(make_finance(), is_test=False, at=AT)
    withdraw_batch(maker, batch_ref=batch)
    assert earning_rows(ref)[0][4] == EarningState.AVAILABLE
    assert prepare_batch(maker, is_test=False, at=AT) != batch


def test_a_failed_payout_gives_its_rows_back_for_the_next_batch():
    seller, ref = sell()
    checker, batch = pay_out()
    take_answers(checker, batch_ref=batch, answers=[answer(batch, is_paid=False)], at=LATER)
    assert earning_rows(ref)[0][4] == EarningState.AVAILABLE
    [(_, card)] = list_payouts(org_id=seller.id)
    assert (card.state, card.failure) == ("failed", "户名不符")
    with pytest.raises(BankAnswerRefused):
        take_answers(checker, batch_ref=batch, answers=[answer(batch)], at=LATER)
    _, again = pay_out()
    assert get_batch(again)[0].amount_fen == 9800


def test_money_that_the_bank_sends_back_after_it_was_paid_is_available_again():
    _, ref = sell()
    checker, batch = pay_out()
    _, [payout] = get_batch(batch)
    for is_paid, remark in ((True, "B7"), (False, "账户已销")):
        answer_by_hand(checker, payout_ref=payout.ref, is_paid=is_paid, remark=remark, at=LATER)
        assert prove_books().ok
    assert earning_rows(ref)[0][4] == EarningState.AVAILABLE
    with pytest.raises(PayoutMovedOn):
        answer_by_hand(checker, payout_ref=payout.ref, is_paid=False, remark="x", at=LATER)
    with pytest.raises(InvalidInput):
        answer_by_hand(checker, payout_ref=payout.ref, is_paid=True, remark=" ", at=LATER)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"amount_fen": 9799}, "answer_other_amount"), ({"number": "PB1-9"}, "answer_unknown_payout")],
)
def test_one_wrong_line_and_nothing_of_the_banks_file_is_taken(changes, code):
    _, ref = sell()
    checker, batch = pay_out()
    good = answer(batch)
    wrong = BankAnswer(**{name: getattr(good, name) for name in good.__slots__} | changes)
    with pytest.raises(BankAnswerRefused) as refused:
        take_answers(checker, batch_ref=batch, answers=[good, wrong], at=LATER)
    assert refused.value.code == code
    assert earning_rows(ref)[0][4] == EarningState.IN_PAYOUT


def test_refunds_that_outweigh_the_sales_wait_for_the_next_ones():
    seller, ref = sell()
    checker, batch = pay_out()
    take_answers(checker, batch_ref=batch, answers=[answer(batch)], at=LATER)
    refund_later(ref, 5000)
    with pytest.raises(NothingToPayOut):
        prepare_batch(checker, is_test=False, at=LATER)
    [waiting] = get_payout_desk().waiting
    assert (waiting.amount_fen, waiting.obstacle) == (-5000, "refunds_outweigh")
    make_accepted_order((make_box(seller=seller), 1))
    prepare_batch(checker, is_test=False, at=LATER)
    assert get_payout_desk().batches[0].amount_fen == 4800


def test_a_new_account_stops_payouts_until_the_platform_has_confirmed_it():
    seller, _ = sell()
    maker, checker = make_finance(), make_finance()
    batch = prepare_batch(maker, is_test=False, at=AT)
    clerk = actor_for(seller)
    wish = AccountWish("盐池县滩羊合作社", "中国农业银行盐池支行", "", "622848-9999-0001")
    new = enter_account(clerk, wish, org_id=seller.id, at=AT)
    with pytest.raises(PayoutMovedOn, match="payout_moved_on"):
        release_batch(checker, batch_ref=batch, at=AT)
    withdraw_batch(checker, batch_ref=batch)
    with pytest.raises(NothingToPayOut):
        prepare_batch(maker, is_test=False, at=AT)
    assert get_payout_desk().waiting[0].obstacle == "account_unconfirmed"
    confirm_account(checker, account_ref=new, at=AT)
    with pytest.raises(PayoutMovedOn):
        refuse_account(checker, account_ref=new, reason="户名不符", at=AT)
    assert prepare_batch(maker, is_test=False, at=AT)


def test_only_the_sellers_finance_or_managers_enter_an_account_and_no_bank_takes_letters():
    seller, other = make_org(), make_org()
    for actor in (actor_for(other), personal_actor(make_person())):
        with pytest.raises(NotAllowed):
            enter_account(actor, ACCOUNT, org_id=seller.id, at=AT)
    bad = AccountWish("户名", "银行", "12", "62A8")
    with pytest.raises(InvalidInput) as refused:
        enter_account(actor_for(seller), bad, org_id=seller.id, at=AT)
    assert refused.value.fields == {
        "number": "invalid_account_number",
        "branch_code": "invalid_branch_code",
    }


def test_nobody_but_finance_makes_or_releases_a_batch():
    seller, _ = sell()
    with pytest.raises(NotAllowed):
        prepare_batch(actor_for(seller), is_test=False, at=AT)
    with pytest.raises(NotAllowed):
        prepare_batch(SYSTEM, is_test=False, at=AT)
    batch = prepare_batch(make_finance(), is_test=False, at=AT)
    with pytest.raises(NotAllowed):
        release_batch(actor_for(seller), batch_ref=batch, at=AT)
    assert session().scalars(select(PayoutBatch.state)).all() == ["prepared"]


def test_another_seller_does_not_see_a_payout():
    seller, _ = sell()
    pay_out()
    [(_, card)] = list_payouts(org_id=seller.id)
    assert get_org(seller.id)
    assert list_payouts(org_id=make_org().id) == []
    with pytest.raises(Exception, match="payout_not_found"):
        get_payout(card.ref, org_id=make_org().id)


def test_the_banks_answer_is_read_by_its_headings():
    text = (
        '结果,付款编号,金额,流水号,失败原因\n成功,PB1-001,"1,098.00",B9,\n退票,PB1-002,,,户名不符\n'
    )
    assert read_answers(text).answers == (
        BankAnswer(2, "PB1-001", True, 109800, "B9", ""),
        BankAnswer(3, "PB1-002", False, None, "", "户名不符"),
    )
    assert read_answers("付款编号,结果\nPB1-1,也许\n") == AnswerFile((), ((2, "bad_result"),))
    assert read_answers("a,b\n1,2\n").problems == ((1, "no_columns"),)
    assert read_answers('"a').problems == ((1, "no_columns"),)
    assert read_answers("付款编号,结果,金额\nPB1-1,成功,1e3\n").problems == ((2, "bad_amount"),)
