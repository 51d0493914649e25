"""What happens to an order after it was placed, page by page: weighed, packed, sent, brought."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask

from logistics.queries.consignments import consignments_of
from shop.queries.packing import list_seller_orders
from tests.journeys.walker import Walker, look, work

PAPER_G = 50


def order_to_pack(org_id: int, group_ref: str) -> str:
    """The part of an order that a seller packs."""
    orders = list_seller_orders(org_id=org_id)
    return next(order.row.ref for order in orders if order.group.ref == group_ref)


def weigh_and_pack(keeper: Walker, org_ref: str, order_ref: str, pieces_g: Iterable[int]) -> None:
    """Take an order on, weigh its pieces one by one, pack it."""
    keeper.open(f"/o/{org_ref}/sales/{order_ref}")
    keeper.press("/accept")
    keeper.press("/pick")
    for net in pieces_g:
        keeper.press("/weigh", gross_g=str(net + PAPER_G), tare_g=str(PAPER_G))
    for step in ("/finish", "/pack"):
        keeper.press(step)


def send_and_bring(app: Flask, group_ref: str) -> None:
    """The dispatcher lets the truck go, sees it arrive, and notes the door."""
    dispatcher = Walker(app, "dispatch")
    (parcel,) = look(app, consignments_of, group_ref)
    for step in ("/depart", "/arrive"):
        dispatcher.open(f"/ops/routing/departures/{parcel.departure.ref}")
        dispatcher.press(step)
        work(app)
    for kind in ("out_for_delivery", "delivered"):
        dispatcher.open(f"/ops/routing/consignments/{parcel.ref}")
        dispatcher.press("/events", kind=kind, door_celsius="-18.4" if kind == "delivered" else "")
        work(app)
