"""The pictures that stand for goods: a photo of their seller, else a drawing of ours, by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

from flask import Flask, url_for

from catalog.rules.photos import WIDTHS as PHOTO_WIDTHS
from catalog.rules.photos import photo_ref_of

FOLDER = "img/plates"
STANDS_IN = "millet"
WIDTHS = {False: 480, True: 960}


def init_plates(app: Flask) -> None:
    """Give ``plate_url`` to the templates; needs ``asset``, so it comes after the files."""
    asset = cast("Callable[[str], str]", app.jinja_env.globals["asset"])
    drawn = {path.name for path in (Path(str(app.static_folder)) / FOLDER).glob("*.webp")}

    def plate_url(name: str | None, is_big: bool = False) -> str:
        photo_ref = photo_ref_of(name or "")
        if photo_ref is not None:
            width = PHOTO_WIDTHS[2 if is_big else 1]
            return url_for("catalog_photos.show", photo_ref=photo_ref, width=width)
        width = WIDTHS[is_big]
        file = f"{(name or '').removeprefix('plate-')}.{width}.webp"
        return asset(f"{FOLDER}/{file if file in drawn else f'{STANDS_IN}.{width}.webp'}")

    def plate_srcset(name: str | None) -> str:
        photo_ref = photo_ref_of(name or "")
        if photo_ref is None:
            return f"{plate_url(name)} 480w, {plate_url(name, True)} 960w"
        return ", ".join(
            f"{url_for('catalog_photos.show', photo_ref=photo_ref, width=width)} {width}w"
            for width in PHOTO_WIDTHS
        )

    app.jinja_env.globals.update(plate_url=plate_url, plate_srcset=plate_srcset)
