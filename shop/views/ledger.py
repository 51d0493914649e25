"""The books: trial balance, account, posting. Read only, for finance and the auditor."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from accounts.guards import requires_platform
from accounts.rules.permissions import Permission
from shop.queries.books import prove_books
from shop.queries.ledger import get_account_page, get_posting, list_trial_balance
from shop.views import ledger_words, payment_words

bp = Blueprint("shop_ledger", __name__, template_folder="../templates", url_prefix="/ops/ledger")
reads_books = requires_platform(Permission.PLATFORM_FINANCE, Permission.AUDIT)
MONEY = {"real": False, "demo": True}


def _money() -> str:
    chosen = request.args.get("money", "")
    return chosen if chosen in MONEY else ""


@bp.get("")
@reads_books
def show() -> ResponseReturnValue:
    return render_template(
        "shop/ledger/trial.html",
        accounts=list_trial_balance(is_test=MONEY.get(_money())),
        money=_money(),
        proof=prove_books(),
        words=payment_words,
        checks=ledger_words.CHECKS,
    )


@bp.get("/<account>")
@reads_books
def account(account: str) -> ResponseReturnValue:
    page = get_account_page(
        account, is_test=MONEY.get(_money()), page=request.args.get("page", 1, type=int)
    )
    return render_template(
        "shop/ledger/account.html",
        page=page,
        money=_money(),
        words=payment_words,
        cause_of=ledger_words.cause_of,
    )


@bp.get("/postings/<posting_ref>")
@reads_books
def posting(posting_ref: str) -> ResponseReturnValue:
    return render_template(
        "shop/ledger/posting.html",
        posting=get_posting(posting_ref),
        words=payment_words,
        cause_of=ledger_words.cause_of,
    )
