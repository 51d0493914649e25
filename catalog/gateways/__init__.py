"""Ports of the catalog: search engines give ids and scores; sheets are tables of sellers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a table: its number, and its cells; 0 stands for a formula, which is not read."""

    number: int
    cells: Sequence[str | int | None]


class SheetBroken(Exception):
    """A file that cannot be read as a table, or not to its end; `code` says why."""

    def __init__(self, code: str, missing: Sequence[str] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.missing = tuple(missing)


class Sheets(Protocol):
    """Tables that people exchange with us."""

    def read(self, data: bytes) -> Iterator[SheetRow]:
        """The rows of an XLSX or CSV file, the heading first.

        Raises:
            SheetBroken: says why the file cannot be read, or not to its end.
        """
        ...

    def write_xlsx(self, sheets: Iterable[tuple[str, Iterable[Sequence[str]]]]) -> bytes:
        """A workbook of sheets with their titles; every cell is text."""
        ...

    def write_csv(self, rows: Iterable[Sequence[str]]) -> bytes:
        """A CSV file that spreadsheets open rightly."""
        ...
