"""Plain search in the database: every word must occur in the listing's searchable text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from catalog.gateways import EngineHealth, Hit

Find = Callable[[Sequence[str], str | None, int], Sequence[tuple[int, float]]]


class SqlSearch:
    """The engine that is always there; it is given the query that looks into the tables."""

    def __init__(self, find: Find) -> None:
        self._find = find

    def search(self, words: Sequence[str], *, direction: str | None, limit: int) -> list[Hit]:
        """Find live listings in which every word occurs."""
        found = self._find(words, direction, limit)
        return [Hit(listing_id, score) for listing_id, score in found]

    def ping(self) -> EngineHealth:
        """The database answers, or no page would."""
        return EngineHealth("sql", is_up=True, status="green")
