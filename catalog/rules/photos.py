"""Photos stand for goods once a seller has uploaded them and the platform has approved them.

Until then, and for goods without photos, a drawing stands in. A photo that was once published
stays reachable: orders keep showing what was bought.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

PREFIX = "photo:"
WIDTHS = (320, 640, 1280)
MOST_PHOTOS = 8


@dataclass(frozen=True, slots=True)
class PhotoCard:
    """A photo as its seller and the reviewer see it."""

    ref: str
    is_published: bool

    @property
    def picture(self) -> str:
        """Its name among pictures."""
        return PREFIX + self.ref


def picture_of(photos: Sequence[str], plate: str) -> str:
    """The picture that stands for goods: their first photo, else the drawing."""
    return PREFIX + str(photos[0]) if photos else plate


def photo_ref_of(picture: str) -> str | None:
    """The photo that a picture's name means; None for a drawing."""
    return picture.removeprefix(PREFIX) if picture.startswith(PREFIX) else None


def in_order(chosen: Sequence[str], cover: str) -> list[str]:
    """The chosen photos with the cover first, each once."""
    once = list(dict.fromkeys(chosen))
    return [cover, *(ref for ref in once if ref != cover)] if cover in once else once
