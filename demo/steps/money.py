"""Sellers are paid: accounts, a batch a week, one payout that the bank sends back."""

from __future__ import annotations

from accounts.rules.places import place_name
from core.clock import at as pinned
from core.unit_of_work import unit_of_work
from demo.data.accounts import PLATFORM
from demo.data.sellers import SELLERS
from demo.valley import Valley
from shop.errors import NothingToPayOut
from shop.queries.payout_batches import get_batch
from shop.rules.payouts import BankAnswer
from shop.services.payout_accounts import AccountWish, confirm_account, enter_account
from shop.services.payout_results import take_answers
from shop.services.payouts import prepare_batch, release_batch

MAKER, CHECKER = "ops", "cashier"
PAYDAYS = (-14, -7, -1)
RETURNED_ON = -7
WAITING_ON = PAYDAYS[-1]
"""This batch is left for whoever opens the demo: a second person has to release it."""


def enter_accounts(valley: Valley) -> None:
    """Every seller says where it is paid; the last one still waits for the platform's look."""
    at = valley.founded_at
    for number, seller in enumerate(SELLERS, start=1):
        org = valley.orgs[seller.key]
        wish = AccountWish(
            holder=org.name_zh,
            bank=f"{place_name(org.county_code, 'zh')}农村商业银行（示例）",
            branch_code="",
            number=f"0000 0000 0000 {number:04d} {number * 37 % 10_000:04d}",
        )
        account = enter_account(valley.actor(seller.key), wish, org_id=org.id, at=at)
        if number < len(SELLERS):
            confirm_account(valley.actor(PLATFORM, MAKER), account_ref=account, at=at)


def pay_sellers(valley: Valley, offset: int) -> None:
    """Pay out what is available, play money and the rest in batches of their own."""
    for is_test in (True, False):
        _pay(valley, offset, is_test=is_test)


def _pay(valley: Valley, offset: int, *, is_test: bool) -> None:
    maker, checker = valley.actor(PLATFORM, MAKER), valley.actor(PLATFORM, CHECKER)
    at, bank_at = valley.instant(offset, "09:10"), valley.instant(offset, "16:40")
    try:
        with pinned(at), unit_of_work():
            batch_ref = prepare_batch(maker, is_test=is_test, at=at)
    except NothingToPayOut:
        return  # in the first weeks nobody has accepted a transfer yet
    if offset == WAITING_ON:
        return
    with pinned(bank_at), unit_of_work():
        release_batch(checker, batch_ref=batch_ref, at=at)
        answers = _answers(batch_ref, is_one_returned=offset == RETURNED_ON)
        take_answers(checker, batch_ref=batch_ref, answers=answers, at=bank_at)


def _answers(batch_ref: str, *, is_one_returned: bool) -> list[BankAnswer]:
    _, payouts = get_batch(batch_ref)
    return [
        BankAnswer(
            line=line,
            number=payout.number,
            is_paid=not (is_one_returned and line == len(payouts)),
            amount_fen=payout.amount_fen,
            serial=f"示例{payout.number}",
            reason="收款账户已销户（示例）",
        )
        for line, payout in enumerate(payouts, start=1)
    ]
