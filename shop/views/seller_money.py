"""A seller's statements, payouts and bank account; the orders behind them are in `earnings`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import acting_org_id, current_actor, requires
from accounts.queries import get_org
from accounts.rules.permissions import Permission
from core.clock import local_day, now, today
from core.web.format import local
from core.web.forms import FormState, load_form, reshows
from core.web.language import _
from shop.queries.payouts import get_payout, list_payouts, newest_accounts
from shop.queries.seller_statement import (
    SellerStatement,
    list_months,
    read_seller_statement,
)
from shop.rules.payouts import plain_cell
from shop.schemas.money import AccountForm, read_month
from shop.services.payout_accounts import AccountWish, enter_account
from shop.views import money_words

bp = Blueprint("shop_money", __name__, template_folder="../templates", url_prefix="/o/<org_ref>")
sees_bank = requires(Permission.SELLER_ACCOUNT)
HEAD = "kind,number,day,item,pieces,ordered_fen,settled_g,settled_fen,fee_fen,amount_fen"  # a file


@bp.get("/money/statements")
@sees_bank
def list_statements(org_ref: str) -> ResponseReturnValue:
    months = list_months(org_id=acting_org_id(), today=today())
    payouts = [card for _id, card in list_payouts(org_id=acting_org_id())]
    return render_template(
        "shop/money/statements.html",
        org_ref=org_ref,
        months=months,
        payouts=payouts,
        words=money_words,
    )


@bp.get("/money/statements/<month>")
@sees_bank
def show_statement(org_ref: str, month: str) -> ResponseReturnValue:
    return render_template(
        "shop/money/statement.html",
        org_ref=org_ref,
        org=get_org(acting_org_id()),
        statement=read_seller_statement(org_id=acting_org_id(), month=read_month(month)),
        words=money_words,
    )


@bp.get("/money/statements/<month>/csv")
@sees_bank
def download_statement(org_ref: str, month: str) -> ResponseReturnValue:  # noqa: ARG001 -- the guard reads it
    statement = read_seller_statement(org_id=acting_org_id(), month=read_month(month))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD.split(","))
    writer.writerows(_lines(statement))
    name = {"Content-Disposition": f'attachment; filename="statement-{month}.csv"'}
    return Response("\ufeff" + out.getvalue(), mimetype="text/csv", headers=name)


def _lines(statement: SellerStatement) -> Iterator[list[object]]:
    yield ["opening", "", statement.first, "", "", "", "", "", "", statement.opening_fen]
    for sale in statement.sales:
        day = local_day(sale.booked_at)
        for line in sale.lines:
            item = plain_cell(local(line))
            parts = [line.pieces, line.ordered_fen, line.settled_g, line.settled_fen]
            yield ["line", sale.number, day, item, *parts, "", ""]
        sums = [sale.goods_fen, sale.fee_fen, sale.amount_fen]
        yield ["sale", sale.number, day, "", "", "", "", *sums]
    for refund in statement.refunds:
        fees = refund.goods_fen - refund.amount_fen
        sums = [refund.goods_fen, fees, refund.amount_fen]
        day = local_day(refund.booked_at)
        yield ["refund", refund.number, day, refund.reason, "", "", "", *sums]
    for payout in statement.payouts:
        day = local_day(payout.at)
        yield ["payout", payout.number, day, "", "", "", "", "", "", payout.amount_fen]
    yield ["closing", "", statement.last, "", "", "", "", "", "", statement.closing_fen]


@bp.get("/money/payouts/<payout_ref>")
@sees_bank
def show_payout(org_ref: str, payout_ref: str) -> ResponseReturnValue:
    payout, rows = get_payout(payout_ref, org_id=acting_org_id())
    return render_template(
        "shop/money/payout.html", org_ref=org_ref, payout=payout, rows=rows, words=money_words
    )


def _show_account(org_ref: str, form: FormState | None = None) -> str:
    org_id = acting_org_id()
    return render_template(
        "shop/money/account.html",
        org_ref=org_ref,
        org=get_org(org_id),
        account=newest_accounts(org_id).get(org_id),
        form=form or FormState(),
    )


@bp.get("/money/account")
@sees_bank
def show_account(org_ref: str) -> ResponseReturnValue:
    return _show_account(org_ref)


@bp.post("/money/account")
@sees_bank
@reshows(_show_account)
def change_account(org_ref: str) -> ResponseReturnValue:
    wish = AccountWish(**load_form(AccountForm()))
    enter_account(current_actor(), wish, org_id=acting_org_id(), at=now())
    flash(_("收款账户已提交，平台财务核实后生效。"), "ok")
    return redirect(url_for(".show_account", org_ref=org_ref), 303)
