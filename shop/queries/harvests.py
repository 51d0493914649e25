"""What a short harvest asks a buyer: take the part that came, or have all of it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.db import session
from shop.models.orders import HarvestChoice, OrderGroup, OrderLine, SellerOrder


@dataclass(frozen=True, slots=True)
class HarvestQuestion:
    """A choice with its line; answered ones say what was decided."""

    ref: str
    line: OrderLine
    given_pieces: int
    missing_pieces: int
    answer_due_at: datetime
    answer: str | None
    answered_by: str


def harvest_questions(group_ref: str) -> list[HarvestQuestion]:
    """The choices of an order, in the order of its lines."""
    statement = (
        select(HarvestChoice, OrderLine)
        .join(OrderLine, OrderLine.id == HarvestChoice.line_id)
        .join(SellerOrder, SellerOrder.id == OrderLine.seller_order_id)
        .join(OrderGroup, OrderGroup.id == SellerOrder.group_id)
        .where(OrderGroup.ref == group_ref)
        .order_by(OrderLine.id)
    )
    return [
        HarvestQuestion(
            row.ref,
            line,
            row.given_pieces,
            row.missing_pieces,
            row.answer_due_at,
            row.answer,
            row.answered_by,
        )
        for row, line in session().execute(statement)
    ]
