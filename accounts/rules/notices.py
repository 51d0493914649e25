"""A notice: a code, its facts and a place to go. Words are chosen when somebody reads it.

The code's sentence stands among the words of its package, as those of errors do. Facts are short
texts; one whose name ends in `_on` is a day (2026-11-28), `name_zh` and `name_en` give `name`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Note:
    """What to tell: `key` makes sure that it is told once."""

    kind: str
    key: str
    facts: Mapping[str, str] = field(default_factory=dict)
    endpoint: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """A notice as its organisation reads it."""

    ref: str
    kind: str
    facts: Mapping[str, str]
    endpoint: str
    arguments: Mapping[str, str]
    created_at: datetime
    is_read: bool


def due_threshold(days_left: int, thresholds: tuple[int, ...]) -> int | None:
    """The warning that is due this many days before an end, the nearest one; None for none.

    Example:
        due_threshold(5, (30, 7)) gives 7; due_threshold(31, (30, 7)) gives None.
    """
    due = [threshold for threshold in thresholds if 0 <= days_left <= threshold]
    return min(due) if due else None
