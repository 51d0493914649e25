"""A seller's money, order by order: where it is and how each sum comes about."""

from __future__ import annotations

import csv
import io
from datetime import date

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from accounts.guards import acting_org_id, current_actor, requires
from accounts.rules.permissions import Permission
from core.clock import local_day
from shop.queries.earnings import EarningRow, Period, Place, list_earnings, read_money
from shop.queries.payouts import newest_accounts
from shop.views.money_words import PLACES
from shop.views.order_words import SELLER_WORDS

bp = Blueprint("shop_earnings", __name__, template_folder="../templates")
HEAD = "order,state,placed_on,goods_fen,back_fen,refund_fen,fee_fen,due_fen"  # a file


def _place() -> Place | None:
    wanted = request.args.get("place", "")
    return Place(wanted) if wanted in set(Place) else None


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


@bp.get("/o/<org_ref>/money")
@requires(Permission.VIEW_SELLING, Permission.SELLER_FINANCE)
def show(org_ref: str) -> ResponseReturnValue:
    org_id, period = acting_org_id(), Period(_day("first"), _day("last"))
    page = request.args.get("page", 1, type=int)
    return render_template(
        "shop/earnings/show.html",
        org_ref=org_ref,
        money=read_money(org_id=org_id),
        found=list_earnings(org_id=org_id, place=_place(), period=period, page=page),
        place=_place(),
        period=period,
        money_places=PLACES,
        account=newest_accounts(org_id).get(org_id),
        may_see_bank=current_actor().can(Permission.SELLER_ACCOUNT),
        words=SELLER_WORDS,
    )


@bp.get("/o/<org_ref>/money.csv")
@requires(Permission.VIEW_SELLING, Permission.SELLER_FINANCE)
def download(org_ref: str) -> ResponseReturnValue:  # noqa: ARG001 -- the guard reads it
    org_id, period = acting_org_id(), Period(_day("first"), _day("last"))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD.split(","))
    page, pages = 1, 1
    while page <= pages:
        found = list_earnings(org_id=org_id, place=_place(), period=period, page=page)
        writer.writerows(_line(row) for row in found.rows)
        page, pages = page + 1, found.pages
    name = {"Content-Disposition": 'attachment; filename="money.csv"'}
    return Response("\ufeff" + out.getvalue(), mimetype="text/csv", headers=name)


def _line(row: EarningRow) -> list[object]:
    placed = local_day(row.group.placed_at).isoformat() if row.group.placed_at else ""
    order = row.order
    parts = [order.goods_fen, row.back_fen, row.refund_fen, row.fee_fen, row.due_fen]
    return [order.number, order.state, placed, *parts]
