"""What a receipt says, and where it goes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accounts.models.people import Person
from accounts.queries import get_org
from core.db import session
from shop.models.orders import OrderGroup, SellerOrder


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One kind of goods with what was paid for it."""

    name_zh: str
    name_en: str
    pieces: int
    paid_fen: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """A paid order and how its buyer is reached: by mail, else by SMS."""

    group_ref: str
    org_ref: str
    number: str
    email: str
    phone: str
    language: str
    lines: tuple[ReceiptLine, ...]
    is_weighed: bool
    freight_fen: int
    due_fen: int


def find_receipt(group_ref: str) -> Receipt | None:
    """The receipt of an order; None where no person bought it, as at an outlet's counter."""
    statement = (
        select(OrderGroup, Person)
        .join(Person, Person.id == OrderGroup.buyer_user_id)
        .where(OrderGroup.ref == group_ref)
        .options(selectinload(OrderGroup.seller_orders).selectinload(SellerOrder.lines))
        .execution_options(populate_existing=True)
    )
    row = session().execute(statement).one_or_none()
    if row is None:
        return None
    group, buyer = row
    lines = [line for order in group.seller_orders for line in order.lines]
    return Receipt(
        group_ref=group.ref,
        org_ref=get_org(group.buyer_org_id).ref if group.buyer_org_id else "",
        number=group.number,
        email=buyer.email or "",
        phone=buyer.phone or "",
        language=buyer.language,
        lines=tuple(ReceiptLine(x.name_zh, x.name_en, x.pieces, x.ceiling_fen) for x in lines),
        is_weighed=any(line.is_catch_weight for line in lines),
        freight_fen=group.freight_fen,
        due_fen=group.due_fen,
    )
