"""Where a `next=` may send somebody: only within this site."""

from __future__ import annotations

from urllib.parse import urlsplit


def local_target(target: str | None) -> str | None:
    """A `next=` value if it is a path of this site, else None.

    Refused: other hosts, schemes, `//host`, backslashes (browsers read them as slashes),
    control characters, and whatever does not start with one slash.
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    if "\\" in target or any(ord(char) < 33 for char in target):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target
