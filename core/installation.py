"""What the packages may know of the installation they run in; config/wiring.py provides it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Installation:
    """Ask for it with ``port(Installation)``.

    Args:
        public_url: where people reach us, without a slash at the end.
        server_secret: what codes and keys are derived from; never shown, never stored.
        is_demo: whether pages may show what no provider delivers here.
    """

    public_url: str
    server_secret: str
    is_demo: bool
