"""What an outlet sold over the counter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from core.db import session
from core.types.dates import SHANGHAI
from shop.errors import OrderNotFound
from shop.models.orders import OrderGroup, OrderLine, SellerOrder, StateChange

SHOWN = 40


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line of a receipt."""

    name_zh: str
    name_en: str
    pieces: int
    grams: int
    fen: int


@dataclass(frozen=True, slots=True)
class SaleCard:
    """A sale: its number, its sum, what was taken along."""

    ref: str
    number: str
    sold_at: datetime
    clerk: str
    fen: int
    tax_fen: int
    lines: tuple[SoldLine, ...]


def list_sales(outlet_ref: str, *, day: date) -> list[SaleCard]:
    """The sales of an outlet on a day, newest first."""
    start = datetime.combine(day, time.min, SHANGHAI)
    statement = (
        select(OrderGroup)
        .where(OrderGroup.outlet_ref == outlet_ref, OrderGroup.created_at >= start)
        .where(OrderGroup.created_at < start + timedelta(days=1))
        .order_by(OrderGroup.id.desc())
        .limit(SHOWN)
    )
    return _cards(list(session().scalars(statement)))


def get_sale(group_ref: str, *, outlet_ref: str) -> SaleCard:
    """One sale of an outlet.

    Raises:
        OrderNotFound: there is none at this outlet.
    """
    mine = (OrderGroup.ref == group_ref, OrderGroup.outlet_ref == outlet_ref)
    found = _cards(list(session().scalars(select(OrderGroup).where(*mine))))
    if not found:
        raise OrderNotFound
    return found[0]


def _cards(groups: list[OrderGroup]) -> list[SaleCard]:
    ids = [group.id for group in groups]
    rows = session().execute(
        select(SellerOrder.group_id, OrderLine)
        .join(OrderLine, OrderLine.seller_order_id == SellerOrder.id)
        .where(SellerOrder.group_id.in_(ids))
        .order_by(OrderLine.id)
    )
    lines: dict[int, list[OrderLine]] = {group_id: [] for group_id in ids}
    for group_id, line in rows.tuples():
        lines[group_id].append(line)
    clerks = _clerks([group.ref for group in groups])
    return [
        SaleCard(
            group.ref,
            group.number,
            group.created_at,
            clerks.get(group.ref, ""),
            group.due_fen,
            sum(line.settled_tax_fen or 0 for line in lines[group.id]),
            tuple(_sold(line) for line in lines[group.id]),
        )
        for group in groups
    ]


def _sold(line: OrderLine) -> SoldLine:
    grams, fen = line.settled_g or 0, line.settled_fen or 0
    return SoldLine(line.name_zh, line.name_en, line.pieces, grams, fen)


def _clerks(refs: list[str]) -> dict[str, str]:
    mine = (StateChange.subject_kind == "order_group", StateChange.subject_ref.in_(refs))
    statement = select(StateChange.subject_ref, StateChange.actor_name).where(*mine)
    first = statement.order_by(StateChange.id.desc())
    return dict(session().execute(first).tuples().all())
