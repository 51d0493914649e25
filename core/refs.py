"""Public references: 128 random bits in 26 lower-case Crockford base32 characters."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
REF_LENGTH = 26
_seeded: ContextVar[random.Random | None] = ContextVar("seeded_refs", default=None)


def new_ref() -> str:
    """A fresh reference for a URL; not guessable, not countable."""
    source = _seeded.get()
    bits = source.getrandbits(128) if source else secrets.randbits(128)
    return "".join(ALPHABET[bits >> shift & 31] for shift in range(125, -1, -5))


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Make references repeatable inside the block. For the demo valley only."""
    token = _seeded.set(random.Random(seed))  # noqa: S311 -- example data, not a secret
    try:
        yield
    finally:
        _seeded.reset(token)
