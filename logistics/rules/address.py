"""Where something is delivered, as it was when the order was placed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AddressSnapshot:
    """A receiver and a door; places are division codes."""

    name: str
    phone: str
    city_code: str
    district_code: str
    detail: str
