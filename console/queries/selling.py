"""The selling side of an organisation's home: orders to pack, money, lots, the weeks ahead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from catalog.queries.lot_lists import LotFilter, read_lots
from catalog.queries.supply import SupplyRow, supply_ledger
from catalog.rules.cards import LotFacts
from core.clock import today
from shop.queries.earnings import Money, read_money
from shop.queries.packing import PackOrder, list_seller_orders
from shop.rules.lifecycle import SellerOrderState

S = SellerOrderState
WEEKS = 8
SHOWN = 8
TO_SHIP = (S.PLACED, S.ACCEPTED, S.PICKING, S.WEIGHED, S.READY)


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
    in_store = read_lots(org_id=org_id, wanted=LotFilter(), page=1, today=today())
    return SellerHome(
        orders=orders[:SHOWN],
        packing=_packing(orders),
        new_orders=sum(order.row.state == S.PLACED for order in orders),
        money=read_money(org_id=org_id),
        lots=in_store.items[:SHOWN],
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
