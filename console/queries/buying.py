"""The buying side of an organisation's home: what arrives this week, what is open, what waits."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core.clock import local_day
from core.db import session
from shop.models.orders import OrderGroup, SellerOrder
from shop.queries.order_views import OrderCard
from shop.queries.orders import list_orders
from shop.rules.lifecycle import GroupState, SellerOrderState

G = GroupState
S = SellerOrderState
OPEN = (G.PENDING_APPROVAL, G.AWAITING_PAYMENT, G.PLACED)
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Arrival:
    """Goods of one seller that arrive on a day."""

    day: date
    group_ref: str
    number: str
    seller_name_zh: str
    seller_name_en: str
    state: str
    names_zh: tuple[str, ...]
    names_en: tuple[str, ...]
    pieces: int
    site_ref: str | None

    @property
    def name_zh(self) -> str:
        """What arrives, in Chinese."""
        return "、".join(self.names_zh)

    @property
    def name_en(self) -> str:
        """What arrives, in English."""
        return ", ".join(self.names_en)


@dataclass(frozen=True, slots=True)
class BuyerHome:
    """What a buyer sees first."""

    arrivals: list[Arrival]
    orders: list[OrderCard]
    unpaid: list[OrderCard]
    to_approve: list[OrderCard]
    to_accept: list[Arrival]
    week_fen: int


def read_buyer_home(*, org_id: int, at: datetime) -> BuyerHome:
    """Everything on the buying side of one organisation's home."""
    today = local_day(at)
    orders = [card for card in list_orders(org_id=org_id, limit=50) if card.state in OPEN]
    arrivals = _arrivals(org_id, today - timedelta(days=today.weekday()))
    return BuyerHome(
        arrivals=[one for one in arrivals if one.day >= today],
        orders=orders[:SHOWN],
        unpaid=[card for card in orders if card.state == G.AWAITING_PAYMENT],
        to_approve=[card for card in orders if card.state == G.PENDING_APPROVAL],
        to_accept=[one for one in arrivals if one.state == S.DELIVERED],
        week_fen=sum(card.due_fen for card in orders if card.state == G.PLACED),
    )


def _arrivals(org_id: int, monday: date) -> list[Arrival]:
    """Placed goods that arrive from this Monday until the end of next week."""
    statement = (
        select(SellerOrder)
        .join(SellerOrder.group)
        .where(OrderGroup.buyer_org_id == org_id, OrderGroup.state == G.PLACED)
        .where(SellerOrder.state != S.CANCELLED)
        .where(SellerOrder.arrives_on.between(monday, monday + timedelta(days=13)))
        .options(selectinload(SellerOrder.group), selectinload(SellerOrder.lines))
        .order_by(SellerOrder.arrives_on, SellerOrder.id)
    )
    return [_arrival(row) for row in session().scalars(statement)]


def _arrival(row: SellerOrder) -> Arrival:
    return Arrival(
        day=row.arrives_on,
        group_ref=row.group.ref,
        number=row.group.number,
        seller_name_zh=row.seller_name_zh,
        seller_name_en=row.seller_name_en,
        state=row.state,
        names_zh=tuple(line.name_zh for line in row.lines),
        names_en=tuple(line.name_en for line in row.lines),
        pieces=sum(line.pieces for line in row.lines),
        site_ref=row.group.site_ref,
    )
