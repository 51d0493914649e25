"""Events are a chain: each carries the hash of the one before it on the same subject.

Whoever changes or removes an event breaks every hash after it, and the check says where.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

FIRST_HASH = "0" * 64


class ChainedEvent(Protocol):
    """An event with its place in the chain."""

    @property
    def number(self) -> int:
        """Its number, from 1 on without gaps."""

    @property
    def previous_hash(self) -> str:
        """The hash of the event before it."""

    @property
    def hash(self) -> str:
        """Its own hash."""


def event_hash(previous_hash: str, facts: Mapping[str, Any]) -> str:
    """The hash of an event after another; equal facts give equal hashes."""
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(f"{previous_hash}\n{text}".encode()).hexdigest()


def broken_at(events: Iterable[tuple[ChainedEvent, Mapping[str, Any]]]) -> int | None:
    """The number of the first event that does not fit, or None if the chain is whole."""
    previous = FIRST_HASH
    for number, (event, facts) in enumerate(events, start=1):
        fits = event.number == number and event.previous_hash == previous
        if not fits or event.hash != event_hash(previous, facts):
            return number
        previous = event.hash
    return None
