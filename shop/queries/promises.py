"""Promises for listings on a page, one answer for each distinct question.

They are those of somebody who orders now and pays online: the same that basket and checkout give.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from catalog.queries.lots import lot_card, released_lots
from catalog.queries.rounds import ready_of_rounds
from catalog.queries.stock import pools_of_listings
from catalog.rules.cards import Card, LotCard, Terms
from core.clock import local_day
from logistics.queries.network import load_open_network
from logistics.rules.network import Network
from logistics.rules.promise import Promise, Wish, find_promise, local_instant
from shop.rules.holds import order_by, promise_instant
from shop.rules.orders import PaymentMethod
from shop.rules.shelf import ShelfItem

Question = tuple[str, str, int, datetime | None]


@dataclass
class Promises:
    """The promises of one page for one district; the network is read once."""

    district: str
    at: datetime
    _network: Network | None = None
    _known: dict[Question, Promise | None] = field(default_factory=dict)
    _ready: dict[int, datetime] | None = None

    def of(self, terms: Terms, pieces: int = 1) -> Promise | None:
        """The promise for some pieces of a listing, or None where no truck goes.

        Args:
            terms: The listing.
            pieces: How many; the freight depends on their weight.
        """
        ready = self._when_ready(terms.listing_id)
        question = (terms.county_code, str(terms.temperature), terms.nominal_g * pieces, ready)
        if question not in self._known:
            at = promise_instant(PaymentMethod.ONLINE, self.at)
            at = max(at, ready) if ready else at
            self._known[question] = self._ask(terms, question[2], at)
        return self._known[question]

    def missed(self, terms: Terms) -> datetime | None:
        """Until when one could have ordered today for an earlier departure; None if none is gone.

        Args:
            terms: The listing.
        """
        midnight = local_instant(local_day(self.at), 0)
        first = self._ask(terms, terms.nominal_g, midnight)
        now = None if self._when_ready(terms.listing_id) else self.of(terms)
        if first is None or now is None or first.departs_at >= now.departs_at:
            return None
        return first.cutoff_at

    def _when_ready(self, listing_id: int) -> datetime | None:
        """When the goods are there, if they are sold in a round; read for a whole page at once."""
        if self._ready is None:
            self._ready = ready_of_rounds([listing_id], at=self.at)
        return self._ready.get(listing_id)

    def _ask(self, terms: Terms, grams: int, at: datetime) -> Promise | None:
        if self._network is None:
            self._network = load_open_network(at=self.at)
        wish = Wish(terms.county_code, terms.temperature, grams, self.district, at)
        found = find_promise(self._network, wish)
        return replace(found, cutoff_at=order_by(found.cutoff_at)) if found else None

    def items(self, cards: Sequence[Card]) -> list[ShelfItem]:
        """Cards with their promises and the lots they would be served from."""
        ready = ready_of_rounds((card.listing_id for card in cards), at=self.at)
        self._ready = {**(self._ready or {}), **ready}
        pool_of = pools_of_listings(card.listing_id for card in cards)
        lots_of: dict[int, list[LotCard]] = defaultdict(list)
        for lot in released_lots(pool_of.values()):
            lots_of[lot.pool_id].append(lot_card(lot))
        return [
            ShelfItem(card, self.of(card), tuple(lots_of[pool_of.get(card.listing_id, 0)]))
            for card in cards
        ]
