"""What stands on the label of each packed box: no name and no street, they are not needed on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from catalog.queries.lots import load_facts
from catalog.rules.cards import LotCard
from logistics.queries.box_labels import BoxCard, boxes_of_lines
from logistics.queries.consignments import DepartureFacts, departures_of_lines
from shop.queries.packing import PackLine, PackOrder
from shop.rules.pieces import kept_grams


@dataclass(frozen=True, slots=True)
class BoxLabel:
    """One box: its goods and lots, where it goes, and the code that leads to its public page.

    A box that shares its parcel with another seller gets its own code only once all of the parcel
    is packed; until then the label leads to its lot.
    """

    order: PackOrder
    lines: tuple[PackLine, ...]
    lots: tuple[LotCard, ...]
    box: BoxCard | None
    departure: DepartureFacts | None

    @property
    def code(self) -> str:
        """What people read out: the box's code, else the order's number."""
        return self.box.code if self.box else self.order.row.number

    @property
    def temperature(self) -> str:
        """The class it is kept in."""
        return self.lines[0].row.temperature

    @property
    def grams(self) -> int:
        """Net weight."""
        return sum(line.row.settled_g or line.net_g for line in self.lines)

    @property
    def weights(self) -> list[int]:
        """Net weight of each weighed piece."""
        return [g for line in self.lines for g in kept_grams(line.pieces)]

    @property
    def lot_ref(self) -> str:
        """The lot that ends first."""
        return self.lots[0].ref

    @property
    def produced_on(self) -> date:
        """The oldest day of production in it."""
        return min(lot.produced_on for lot in self.lots)

    @property
    def best_before(self) -> date | None:
        """The earliest last day in it."""
        return min((lot.best_before for lot in self.lots if lot.best_before), default=None)


def list_labels(orders: Sequence[PackOrder]) -> list[BoxLabel]:
    """The labels of packed orders, box by box.

    Args:
        orders: orders of one seller, packed or later.
    """
    packed = [line for order in orders for line in order.lines if line.lots and line.sent]
    refs = [line.row.ref for line in packed]
    boxes, departures = boxes_of_lines(refs), departures_of_lines(refs)
    facts = load_facts(sorted({lot.lot_id for line in packed for lot in line.lots}))
    lots = {fact.card.id: fact.card for fact in facts}
    return [
        _label(order, mine, boxes, departures, lots) for order in orders for mine in _boxes(order)
    ]


def _boxes(order: PackOrder) -> list[list[PackLine]]:
    found: dict[str, list[PackLine]] = {}
    for line in order.lines:
        if line.lots and line.sent:
            found.setdefault(line.row.parcel_key, []).append(line)
    return list(found.values())


def _label(
    order: PackOrder,
    lines: list[PackLine],
    boxes: dict[str, BoxCard],
    departures: dict[str, DepartureFacts],
    lots: dict[int, LotCard],
) -> BoxLabel:
    ref = lines[0].row.ref
    mine = {lot.lot_id: lots[lot.lot_id] for line in lines for lot in line.lots}
    ordered = sorted(mine.values(), key=lambda lot: (lot.best_before or date.max, lot.id))
    return BoxLabel(order, tuple(lines), tuple(ordered), boxes.get(ref), departures.get(ref))
