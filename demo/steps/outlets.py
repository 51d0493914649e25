"""Step 6: a corner shop in Fuzhou: goods sent there, counted in, sold at the counter, counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from catalog.queries.lots import list_lots
from catalog.queries.outlets import shelf_of
from catalog.rules.cards import LotFacts
from catalog.rules.lots import LotState
from catalog.rules.outlet_cards import ShelfGoods
from catalog.rules.outlets import CountReason, NewOutlet
from catalog.services.counts import Counted, count_lot
from catalog.services.outlets import open_outlet
from catalog.services.transfers import Arrival, receive_at_outlet, send_to_outlet
from demo.data.accounts import OUTLET
from demo.data.sellers import SELLERS
from demo.valley import Valley
from shop.services.counter import CounterLine, CounterSale, sell

SHELF_KINDS = 6
SENT, LATER, LEAST_FREE = 8, 4, 20
SHOP = NewOutlet(
    name_zh="榕荫里鼓楼门店（示例）",
    name_en="Rongyinli shop, Gulou (example)",
    district_code="350102",
    address="示例路 66 号",
    phone="13859550311",
    opens=time(8),
    closes=time(21, 30),
)


def keep_shop(valley: Valley) -> None:
    """Open the shop a few days ago, stock it, sell a little, count; something is on its way."""
    clerk = valley.actor(OUTLET)
    ref = open_outlet(clerk, SHOP, at=valley.instant(-6, "10:00"))
    lots = _lots_to_send(valley)
    for lot, seller in lots:
        sent = _send(valley, lot, seller, ref, SENT, days=-4)
        arrival = Arrival(sent, SENT)
        receive_at_outlet(clerk, arrival, outlet_ref=ref, at=valley.instant(-2, "09:30"))
    lot, seller = lots[0]
    _send(valley, lot, seller, ref, LATER, days=-1)
    _trade(valley, ref)


def _lots_to_send(valley: Valley) -> list[tuple[LotFacts, str]]:
    """The fullest lot of the first kinds that keep long enough, one of each seller."""
    found = []
    for row in SELLERS:
        for lot in sorted(list_lots(org_id=valley.orgs[row.key].id), key=_order):
            if _is_fit(valley, lot):
                found.append((lot, row.key))
                break
    return found[:SHELF_KINDS]


def _order(lot: LotFacts) -> tuple[int, str]:
    return -lot.card.free_pieces, lot.card.lot_no


def _is_fit(valley: Valley, lot: LotFacts) -> bool:
    last = lot.card.best_before
    keeps = last is None or (last - valley.day).days > 10
    return keeps and lot.state == LotState.RELEASED and lot.card.free_pieces >= LEAST_FREE


def _send(
    valley: Valley, lot: LotFacts, seller: str, outlet_ref: str, pieces: int, *, days: int
) -> str:
    return send_to_outlet(
        valley.actor(seller),
        lot_ref=lot.card.ref,
        outlet_ref=outlet_ref,
        pieces=pieces,
        at=valley.instant(days, "16:00"),
    )


def _trade(valley: Valley, outlet_ref: str) -> None:
    clerk, at = valley.actor(OUTLET), valley.instant(0, "08:40")
    shelf = shelf_of(outlet_ref, today=valley.day, at=at)
    for number, goods in enumerate(shelf[:3], start=1):
        sale = CounterSale(
            outlet_ref, f"demo-{number:08d}", [_line(goods, number)], is_age_confirmed=True
        )
        sell(clerk, sale, at=at)
    counted = _last_lot(shelf)
    if counted:
        count_lot(clerk, counted, outlet_ref=outlet_ref, at=valley.instant(0, "08:50"))


def _line(goods: ShelfGoods, pieces: int) -> CounterLine:
    weights = (goods.terms.nominal_g,) * pieces if goods.terms.is_catch_weight else ()
    return CounterLine(goods.terms.listing_ref, pieces, weights)


def _last_lot(shelf: Sequence[ShelfGoods]) -> Counted | None:
    if len(shelf) < SHELF_KINDS - 2:
        return None
    lot = shelf[-1].lots[0]
    return Counted(lot.ref, lot.pieces - 1, CountReason.SAMPLE, "示例：店里试吃一件")
