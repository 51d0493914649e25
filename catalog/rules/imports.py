"""The life of an import: sent, looked through (nothing is written yet), confirmed, taken over.

A row is new, changed, the same as what is there, or wrong. Wrong rows are left out, each with its
cell and a sentence; the others may be taken over. Sending the same file again changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

MAX_FAULTS = 2_000
MAX_BYTES = 10 * 1024 * 1024


class ImportState(StrEnum):
    """Where an import stands."""

    SENT = "sent"
    CHECKED = "checked"
    CONFIRMED = "confirmed"
    DONE = "done"
    FAILED = "failed"
    DROPPED = "dropped"


STEPS: dict[ImportState, frozenset[ImportState]] = {
    ImportState.SENT: frozenset({ImportState.CHECKED, ImportState.FAILED, ImportState.DROPPED}),
    ImportState.CHECKED: frozenset({ImportState.CONFIRMED, ImportState.DROPPED}),
    ImportState.CONFIRMED: frozenset({ImportState.DONE, ImportState.FAILED}),
    ImportState.DONE: frozenset(),
    ImportState.FAILED: frozenset(),
    ImportState.DROPPED: frozenset(),
}
UNDER_WAY = (ImportState.SENT, ImportState.CONFIRMED)


class RowEnd(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row; an empty field means the row as a whole."""

    row_no: int
    cell: str
    field: str
    code: str
    typed: str = ""
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row as it was read: values by field, and where each stands and what was typed there."""

    row_no: int
    cells: Mapping[str, str]
    typed: Mapping[str, str]
    values: Mapping[str, Any]
    codes: Mapping[str, str]
    key: tuple[str, ...] = ()

    def fault(self, name: str, code: str, *, is_note: bool = False) -> Fault:
        """What is wrong with a field, or with the row if the field is not in the table."""
        cell = self.cells.get(name, "")
        typed = self.typed.get(name, "")[:80]
        return Fault(self.row_no, cell, name if cell else "", code, typed, is_note)


@dataclass(slots=True)
class Tally:
    """How many rows ended how, and the first faults."""

    ends: dict[RowEnd, int] = field(default_factory=lambda: dict.fromkeys(RowEnd, 0))
    faults: list[Fault] = field(default_factory=list)
    seen: set[tuple[str, ...]] = field(default_factory=set)

    @property
    def total(self) -> int:
        """All rows so far."""
        return sum(self.ends.values())

    def is_twice(self, key: tuple[str, ...]) -> bool:
        """Whether a row of this key was there before; remembers it."""
        known = key in self.seen
        self.seen.add(key)
        return known

    def note(self, end: RowEnd, faults: list[Fault]) -> None:
        """Count one row and keep its faults while there is room."""
        self.ends[end] += 1
        self.faults += faults[: MAX_FAULTS - len(self.faults)]


def may_become(current: ImportState, target: ImportState) -> bool:
    """Whether an import may go on to a state."""
    return target in STEPS[current]
