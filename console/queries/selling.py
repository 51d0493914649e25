"""The selling side of an organisation's home: orders to pack, money, lots, the weeks ahead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from catalog.queries.listings import ListingRow, list_listings
from catalog.queries.lot_lists import LotFilter, read_lots
from catalog.queries.supply import SupplyRow, supply_ledger
from catalog.rules.cards import LotFacts
from core.clock import today
from logistics.queries.consignments import DepartureFacts, departures_of_lines
from shop.queries.earnings import Money, read_money, sold_since, start_of
from shop.queries.packing import PackOrder, list_seller_orders
from shop.rules.lifecycle import SellerOrderState
from shop.rules.pieces import PieceState

S = SellerOrderState
WEEKS = 8
SHOWN = 6
LOTS_SHOWN = 4
SHELF_SHOWN = 4
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
    grams: int
    ship_by: datetime | None
    loads: tuple[DepartureFacts, ...]
    asking: int


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """A listing on sale: what is left, and how many pieces were ordered today."""

    listing: ListingRow
    sold_today: int

    @property
    def is_running_out(self) -> bool:
        """Whether it may be gone by tomorrow, at today's pace and with the least order."""
        least = max(self.sold_today, self.listing.terms.moq)
        return self.listing.available <= least


@dataclass(frozen=True, slots=True)
class SellerHome:
    """What a seller sees first."""

    orders: list[PackOrder]
    packing: Packing
    new_orders: int
    money: Money
    lots: list[LotFacts]
    shelf: list[ShelfRow]
    live: int
    boxed: int
    weeks: list[WeekSum]
    short: list[SupplyRow]
    unforecast: list[SupplyRow]


def read_seller_home(*, org_id: int) -> SellerHome:
    """Everything on the selling side of one organisation's home."""
    orders = list_seller_orders(org_id=org_id, states=TO_SHIP)
    ledger = supply_ledger(org_id=org_id, weeks=WEEKS)
    shelf = read_shelf(org_id=org_id)
    in_store = read_lots(org_id=org_id, wanted=LotFilter(), page=1, today=today())
    return SellerHome(
        orders=orders[:SHOWN],
        packing=_packing(orders),
        new_orders=sum(order.row.state == S.PLACED for order in orders),
        money=read_money(org_id=org_id),
        lots=in_store.items[:LOTS_SHOWN],
        shelf=shelf[:SHELF_SHOWN],
        live=len(shelf),
        boxed=sum(order.row.state == S.READY for order in orders),
        weeks=_sums(ledger),
        short=[row for row in ledger if any(week.is_short for week in row.weeks)],
        unforecast=[row for row in ledger if _lacks_forecast(row)],
    )


def _packing(orders: Iterable[PackOrder]) -> Packing:
    waiting = list(orders)
    lines = [line for order in waiting for line in order.lines]
    departures = departures_of_lines([line.row.ref for line in lines])
    loads = {one.number: one for one in departures.values()}
    asking = sum(piece.state is PieceState.WAITING for line in lines for piece in line.pieces)
    return Packing(
        orders=len(waiting),
        pieces=sum(order.pieces for order in waiting),
        grams=sum(line.row.settled_g or line.row.piece_g * line.row.pieces for line in lines),
        ship_by=min((o.row.ship_by for o in waiting if o.row.ship_by), default=None),
        loads=tuple(sorted(loads.values(), key=lambda one: one.departs_at)),
        asking=asking,
    )


def read_shelf(*, org_id: int) -> list[ShelfRow]:
    """The listings on sale, those ordered most today first."""
    sold = sold_since(org_id=org_id, since=start_of(today()))
    rows = [
        ShelfRow(row, sold.get(row.terms.listing_id, 0))
        for row in list_listings(org_id=org_id)
        if row.terms.state == "live"
    ]
    return sorted(rows, key=lambda row: (-row.sold_today, row.listing.terms.listing_id))


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
