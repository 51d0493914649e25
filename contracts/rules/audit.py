"""Every event of a contract is chained to the one before it, so that none can be slipped out.

h0 is 64 zeros; hn is the SHA-256 of h(n-1) as 64 hex characters followed by the event's
canonical JSON, over UTF-8.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from contracts.rules.content import canonical_json

FIRST = "0" * 64


def chain(previous: str, event: Mapping[str, object]) -> str:
    """Give the hash of an event that follows an event with hash `previous`."""
    return hashlib.sha256((previous + canonical_json(event)).encode()).hexdigest()


def first_break(events: Iterable[tuple[Mapping[str, object], str]]) -> int | None:
    """Find the place (from 1) at which a chain is broken.

    Args:
        events: pairs of event and its stored hash, oldest first.

    Returns:
        The number of the first event whose hash does not fit, or None when all fit.
    """
    previous = FIRST
    for number, (event, stored) in enumerate(events, start=1):
        if chain(previous, event) != stored:
            return number
        previous = stored
    return None
