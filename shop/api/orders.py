"""Orders of programs: place from a basket, list, read, follow on the way, cancel."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from flask import request

from accounts.guards import api_scope, current_actor
from core import clock
from core.web.api import (
    ApiBlueprint,
    CursorArgs,
    Page,
    decode_cursor,
    encode_cursor,
    idempotent,
)
from shop.queries import orders as reads
from shop.queries.order_views import OrderCard, OrderPage
from shop.schemas.api import OrderIn, OrderListOut, OrderOut, TrackingOut
from shop.services.checkout import CheckoutChoices, check_out
from shop.services.orders import cancel_order

bp = ApiBlueprint("shop_order_api", __name__, url_prefix="/orders", description="Orders")


def _owner() -> str:
    return f"org:{current_actor().org_id}"


def _page(order_ref: str) -> OrderPage:
    return reads.get_order_page(order_ref, org_id=current_actor().org_id)


@bp.route("", methods=["POST"])
@api_scope("orders:write")
@idempotent(_owner)
@bp.arguments(OrderIn)
@bp.response(201, OrderOut)
def place(values: dict[str, Any]) -> OrderPage:
    """Order what lies in a basket; goods are held, lots and parcels planned.

    Needs an Idempotency-Key. 422 `out_of_stock` says what is left; 409 `price_moved` and
    `promise_moved` protect `max_due_fen` and `latest_on`.
    """
    choices = CheckoutChoices(
        form_key=sha256(request.headers["Idempotency-Key"].encode()).hexdigest(),
        payment_method=values["payment_method"],
        site_ref=values["site_ref"],
        note=values["note"],
        seen_due_fen=values["max_due_fen"],
        seen_on=values["latest_on"],
    )
    actor = current_actor()
    placed = check_out(actor, choices, basket_ref=values["basket_ref"], at=clock.now())
    return _page(placed.group_ref)


@bp.route("", methods=["GET"])
@api_scope("orders:read")
@bp.arguments(CursorArgs, location="query")
@bp.response(200, OrderListOut)
def list_orders(args: dict[str, Any]) -> Page[OrderCard]:
    """The orders of the token's organisation, call-offs included, newest first."""
    cards = reads.list_orders(
        org_id=current_actor().org_id,
        before_id=decode_cursor(args["cursor"]),
        limit=args["limit"],
    )
    is_full = len(cards) == args["limit"]
    return Page(cards, encode_cursor(cards[-1].id) if is_full else None)


@bp.route("/<order_ref>", methods=["GET"])
@api_scope("orders:read")
@bp.response(200, OrderOut)
def show(order_ref: str) -> OrderPage:
    """One order with its sellers, lines, lots and weighings."""
    return _page(order_ref)


@bp.route("/<order_ref>/tracking", methods=["GET"])
@api_scope("tracking:read")
@bp.response(200, TrackingOut)
def track(order_ref: str) -> OrderPage:
    """Where the parcels of an order are, and every step the order took."""
    return _page(order_ref)


@bp.route("/<order_ref>/cancel", methods=["POST"])
@api_scope("orders:write")
@bp.response(200, OrderOut)
def cancel(order_ref: str) -> OrderPage:
    """Call an order off; 409 once picking has begun."""
    cancel_order(current_actor(), group_ref=order_ref, at=clock.now())
    return _page(order_ref)
