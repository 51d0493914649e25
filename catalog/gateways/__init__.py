"""Search engines behind one port: they give ids and scores, the database gives everything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class EngineHealth:
    """Whether a search engine answers."""

    name: str
    is_up: bool
    status: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A listing an engine found."""

    listing_id: int
    score: float


class SearchEngine(Protocol):
    """What we need of a search engine."""

    def search(self, words: Sequence[str], *, direction: str | None, limit: int) -> list[Hit]:
        """Find live listings in which every word occurs, best first.

        Args:
            words: normalised words of the question.
            direction: only this direction of trade; None means both.
            limit: at most so many.
        """
        ...

    def ping(self) -> EngineHealth:
        """Tell whether the engine answers; never raises."""
        ...


class SearchCluster(SearchEngine, Protocol):
    """The search server of large installations, where one is configured."""
