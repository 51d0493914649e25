"""The selling side of an organisation's home: orders to pack, money, lots, the weeks ahead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from catalog.queries.lots import list_lots
from catalog.queries.supply import SupplyRow, supply_ledger
from catalog.rules.cards import LotFacts
from catalog.rules.lots import LotState
from core.db import session
from shop.models.orders import OrderGroup, SellerOrder
from shop.queries.packing import PackOrder, list_seller_orders
from shop.rules.lifecycle import GroupState, SellerOrderState

S = SellerOrderState
WEEKS = 8
SHOWN = 8
PAID = (GroupState.PLACED, GroupState.CLOSED)
TO_SHIP = (S.PLACED, S.ACCEPTED, S.PICKING, S.WEIGHED, S.READY)
READY = (S.ACCEPTED_BY_BUYER, S.CLOSED)


@dataclass(frozen=True, slots=True)
class Money:
    """Where a seller's money is, in fen; each order is in exactly one place."""

    ready_fen: int = 0
    waiting_fen: int = 0
    under_way_fen: int = 0

    @property
    def total_fen(self) -> int:
        """All of it."""
        return self.ready_fen + self.waiting_fen + self.under_way_fen

    @property
    def parts(self) -> list[tuple[str, int]]:
        """Whole percent per place, for the bar; together 100 or nothing."""
        if not self.total_fen:
            return []
        ready = self.ready_fen * 100 // self.total_fen
        waiting = self.waiting_fen * 100 // self.total_fen
        rest = 100 - ready - waiting
        return [("m-ready", ready), ("m-wait", waiting), ("m-way", rest)]


@dataclass(frozen=True, slots=True)
class WeekSum:
    """All goods of a seller in one week, in grams."""

    monday: date
    p50_g: int
    p80_g: int
    committed_g: int
    is_current: bool

    @property
    def is_short(self) -> bool:
        """Whether more is promised than the sure part of the forecast."""
        return not self.is_current and self.committed_g > self.p80_g


@dataclass(frozen=True, slots=True)
class Packing:
    """What waits for the packing table."""

    orders: int
    pieces: int
    ship_by: datetime | None


@dataclass(frozen=True, slots=True)
class SellerHome:
    """What a seller sees first."""

    orders: list[PackOrder]
    packing: Packing
    new_orders: int
    money: Money
    lots: list[LotFacts]
    weeks: list[WeekSum]
    short: list[SupplyRow]
    unforecast: list[SupplyRow]


def read_seller_home(*, org_id: int) -> SellerHome:
    """Everything on the selling side of one organisation's home."""
    orders = list_seller_orders(org_id=org_id, states=TO_SHIP)
    ledger = supply_ledger(org_id=org_id, weeks=WEEKS)
    lots = [lot for lot in list_lots(org_id=org_id) if lot.state != LotState.DEPLETED]
    return SellerHome(
        orders=orders[:SHOWN],
        packing=_packing(orders),
        new_orders=sum(order.row.state == S.PLACED for order in orders),
        money=read_money(org_id=org_id),
        lots=lots[:SHOWN],
        weeks=_sums(ledger),
        short=[row for row in ledger if any(week.is_short for week in row.weeks)],
        unforecast=[row for row in ledger if _lacks_forecast(row)],
    )


def _packing(orders: Iterable[PackOrder]) -> Packing:
    waiting = list(orders)
    times = [order.row.ship_by for order in waiting if order.row.ship_by]
    pieces = sum(order.pieces for order in waiting)
    return Packing(len(waiting), pieces, min(times, default=None))


def _sums(ledger: Iterable[SupplyRow]) -> list[WeekSum]:
    by_week = zip(*(row.weeks for row in ledger), strict=True)
    return [
        WeekSum(
            monday=weeks[0].monday,
            p50_g=sum(week.p50_g for week in weeks),
            p80_g=sum(week.p80_g for week in weeks),
            committed_g=sum(week.committed_g for week in weeks),
            is_current=weeks[0].is_current,
        )
        for weeks in by_week
    ]


def _lacks_forecast(row: SupplyRow) -> bool:
    """A harvest that was forecast for some week, but not for the next one."""
    later = [week for week in row.weeks if not week.is_current]
    return bool(later) and later[0].p50_g == 0 and any(week.p50_g for week in later[1:])


def read_money(*, org_id: int) -> Money:
    """Where a seller's money is: to be settled, waiting for the buyer, on its way."""
    value = func.coalesce(SellerOrder.settled_fen, SellerOrder.goods_fen)
    statement = (
        select(SellerOrder.state, func.sum(value))
        .join(OrderGroup, OrderGroup.id == SellerOrder.group_id)
        .where(SellerOrder.seller_org_id == org_id, OrderGroup.state.in_(PAID))
        .where(SellerOrder.state != S.CANCELLED)
        .group_by(SellerOrder.state)
    )
    sums = {state: int(total) for state, total in session().execute(statement)}
    ready = sum(sums.pop(state, 0) for state in READY)
    waiting = sums.pop(S.DELIVERED, 0)
    return Money(ready, waiting, sum(sums.values()))
