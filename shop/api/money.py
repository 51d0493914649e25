"""A seller's money for its own programs: where it is, statements, payouts."""

from __future__ import annotations

from typing import Any

from accounts.guards import acting_org_id, api_scope, current_actor
from accounts.rules.permissions import Permission
from core.web.api import ApiBlueprint, CursorArgs, Page, decode_cursor, encode_cursor
from shop.queries.earnings import Money, read_money
from shop.queries.payouts import PayoutCard, list_payouts
from shop.queries.seller_statement import SellerStatement, read_seller_statement
from shop.schemas.money import MoneyOut, PayoutListOut, StatementOut, read_month

bp = ApiBlueprint("shop_money_api", __name__, url_prefix="/money", description="Sellers' money")


def _seller() -> int:
    current_actor().require(Permission.SELLER_FINANCE)
    return acting_org_id()


@bp.route("", methods=["GET"])
@api_scope("money:read")
@bp.response(200, MoneyOut)
def show() -> Money:
    """Where the seller's money is, from the packing table to the bank."""
    return read_money(org_id=_seller())


@bp.route("/statements/<month>", methods=["GET"])
@api_scope("money:read")
@bp.response(200, StatementOut)
def show_statement(month: str) -> SellerStatement:
    """The statement of one month (2026-11); opening plus everything on it is closing."""
    return read_seller_statement(org_id=_seller(), month=read_month(month))


@bp.route("/payouts", methods=["GET"])
@api_scope("money:read")
@bp.arguments(CursorArgs, location="query")
@bp.response(200, PayoutListOut)
def show_payouts(args: dict[str, Any]) -> Page[PayoutCard]:
    """The seller's payouts, newest first."""
    found = list_payouts(
        org_id=_seller(), before_id=decode_cursor(args["cursor"]), limit=args["limit"]
    )
    is_full = len(found) == args["limit"]
    cursor = encode_cursor(found[-1][0]) if is_full else None
    return Page([card for _, card in found], cursor)
