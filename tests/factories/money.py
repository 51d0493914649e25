"""Sellers' money for tests: orders that were accepted, accounts, and two people of finance."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from accounts.rules.actor import SYSTEM, Actor
from accounts.rules.cards import OrgCard
from accounts.rules.permissions import Role
from catalog.rules.cards import Terms
from core.clock import at as pinned
from core.db import session
from logistics.queries.consignments import consignments_of
from logistics.services.reports import record_event
from shop.events import SellerOrderAccepted, SellerOrderSettled
from shop.jobs.order_money import book_earning, book_settlement
from shop.models.earnings import SellerEarning
from shop.models.orders import OrderGroup, SellerOrder
from shop.rules.orders import PlacedOrder
from shop.services import arrivals, fulfilment
from shop.services.payout_accounts import AccountWish, confirm_account, enter_account
from shop.services.refund_results import finish_refund, load_refund
from shop.services.refunds import request_refund
from tests.factories.accounts import actor_for, make_platform
from tests.factories.shop import AT, make_box, make_paid_order, take_to_scale

ROAD = ("dispatched", "in_transit", "at_hub", "out_for_delivery", "delivered")
ACCOUNT = AccountWish(
    "盐池县滩羊合作社", "盐池农村商业银行营业部", "402871000012", "6228 4800 1234 3307"
)


def make_settled_order(*lines: tuple[Terms, int], at: datetime = AT, **changes: object) -> str:
    """A seller order that was packed and settled by the books; returns its ref."""
    placed = make_paid_order(*(lines or ((make_box(), 1),)), **changes)
    return settle(placed, at=at)


def settle(placed: PlacedOrder, *, at: datetime = AT) -> str:
    """Weigh counted goods, and let the books know."""
    packer, [ref] = take_to_scale(placed, at=at), placed.seller_order_refs
    fulfilment.finish_weighing(packer, seller_order_ref=ref, at=at)
    fulfilment.pack(packer, seller_order_ref=ref, at=at)
    with pinned(at):
        book_settlement(SellerOrderSettled(ref))
    return ref


def make_accepted_order(*lines: tuple[Terms, int], at: datetime = AT, **changes: object) -> str:
    """A seller order that its buyer accepted by silence; its money may be paid out."""
    placed = make_paid_order(*(lines or ((make_box(), 1),)), **changes)
    return accept(placed, settle(placed, at=at), at=at)


def accept(placed: PlacedOrder, ref: str, *, at: datetime = AT) -> str:
    """Bring a settled order to the door; silence accepts it."""
    for parcel in consignments_of(placed.group_ref):
        for kind in ROAD:
            record_event(SYSTEM, consignment_ref=parcel.ref, kind=kind, at=at)
        arrivals.note_arrival(SYSTEM, consignment_ref=parcel.ref, at=at)
    arrivals.accept_by_silence(SYSTEM, seller_order_ref=ref, at=at)
    with pinned(at):
        book_earning(SellerOrderAccepted(ref))
    return ref


def make_refund(group_ref: str, seller_order_ref: str, fen: int, *, cause: str = "claim") -> str:
    """A part of a seller order's money that has gone back; bank and terms only wait for finance."""
    return request_refund(
        SYSTEM,
        group_ref=group_ref,
        seller_order_ref=seller_order_ref,
        amount_fen=fen,
        reason="claim",
        cause_ref=f"test-{cause}-{seller_order_ref}-{fen}",
        at=AT,
    )


def make_account(seller: OrgCard, *, is_confirmed: bool = True) -> str:
    """Where a seller is paid; returns its ref."""
    ref = enter_account(actor_for(seller), ACCOUNT, org_id=seller.id, at=AT)
    if is_confirmed:
        confirm_account(make_finance(), account_ref=ref, at=AT)
    return ref


def make_finance(platform: OrgCard | None = None) -> Actor:
    """Somebody of the platform's finance desk, another one each time."""
    return actor_for(platform or make_platform(), Role.PLATFORM_FINANCE)


def earning_rows(ref: str) -> list[tuple[object, ...]]:
    """The rows of a seller order in the seller's money, oldest first, as the database has them."""
    found = select(SellerEarning).where(SellerEarning.seller_order_ref == ref)
    fresh = found.order_by(SellerEarning.id).execution_options(populate_existing=True)
    return [
        (row.kind, row.goods_fen, row.fee_fen, row.amount_fen, row.state)
        for row in session().scalars(fresh)
    ]


def refund_later(ref: str, fen: int, cause: str = "claim") -> None:
    """A refund of a seller order, finished the day after."""
    group = session().scalars(
        select(OrderGroup.ref).join(OrderGroup.seller_orders).where(SellerOrder.ref == ref)
    )
    made = make_refund(group.one(), ref, fen, cause=cause)
    finish_refund(SYSTEM, load_refund(made), at=AT + timedelta(days=1))
