"""Promises for listings on a page, one answer for each distinct question."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from accounts.rules.places import city_of
from catalog.rules.cards import Card, Terms
from logistics.errors import NoRoute
from logistics.services.promise import Promise, promise
from shop.rules.shelf import ShelfItem

Question = tuple[str, str, int]


@dataclass
class Promises:
    """The promises of one page for one district; a question is asked of logistics once."""

    district: str
    at: datetime
    _known: dict[Question, Promise | None] = field(default_factory=dict)

    def of(self, terms: Terms, pieces: int = 1) -> Promise | None:
        """The promise for some pieces of a listing, or None where no truck goes.

        Args:
            terms: The listing.
            pieces: How many; the freight depends on their weight.
        """
        question = (terms.county_code, str(terms.temperature), terms.nominal_g * pieces)
        if question not in self._known:
            self._known[question] = self._ask(terms, question[2])
        return self._known[question]

    def _ask(self, terms: Terms, grams: int) -> Promise | None:
        try:
            return promise(
                county_code=terms.county_code,
                temperature=terms.temperature,
                grams=grams,
                to_city=city_of(self.district) or "",
                at=self.at,
            )
        except NoRoute:
            return None

    def item(self, card: Card) -> ShelfItem:
        """A card with its promise."""
        return ShelfItem(card, self.of(card))
