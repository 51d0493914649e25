"""How an order at a counter differs: single pieces, the scale's weight, nothing travels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from catalog.rules.cards import Terms
from core.clock import local_day
from core.types.temperature import TemperatureClass
from logistics.services.promise import Item, ParcelQuote, Promise

KEY = "counter"


def at_counter(terms: Terms, weighed_g: int | None) -> Terms:
    """Terms of a listing over the counter: one piece is enough, its weight is the weight paid.

    Args:
        terms: of the listing.
        weighed_g: grams of the piece on the scale; None for goods sold by the piece.
    """
    bare = replace(terms, moq=1, step=1, min_remaining_days=0)
    if weighed_g is None:
        return bare
    return replace(bare, nominal_g=weighed_g, min_g=weighed_g, max_g=weighed_g)


def over_the_counter(items: Sequence[Item], at: datetime) -> ParcelQuote:
    """What is handed over at once: no truck, no freight, in the buyer's hands today."""
    day = local_day(at)
    promise = Promise(
        origin_hub="",
        destination_hub="",
        service_ref="",
        service_code="",
        cutoff_at=at,
        departs_at=at,
        hub_arrives_on=day,
        arrives_on=day,
        next_departs_at=at,
        metres=0,
        freight_fen=0,
        freight_tax_fen=0,
    )
    keys, grams = tuple(item.key for item in items), sum(item.grams for item in items)
    return ParcelQuote(KEY, "", TemperatureClass.AMBIENT, keys, promise, 0, 0, grams)
