"""What a recall of a lot would touch, before anything is touched."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.queries.lots import load_facts
from catalog.queries.recalls import family_ids
from catalog.rules.cards import LotFacts
from shop.queries.recalls import Trace, trace_lots


@dataclass(frozen=True, slots=True)
class Preview:
    """The lots of a family and everything that has goods of them."""

    lots: tuple[LotFacts, ...]
    trace: Trace

    @property
    def store_g(self) -> int:
        """What lies in the store."""
        return sum(lot.card.grams for lot in self.lots)

    @property
    def contracts(self) -> int:
        """How many call-offs of contracts have goods of them."""
        return len({line.group_id for line in self.trace.lines if line.contract_ref})


def get_preview(lot_ref: str) -> Preview:
    """What would happen.

    Raises:
        NotFound: there is no such lot.
    """
    lot_ids = family_ids(lot_ref)
    return Preview(tuple(load_facts(lot_ids)), trace_lots(lot_ids))
