"""The drawings that stand for goods: their addresses, by the name that a spec keeps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

from flask import Flask

FOLDER = "img/plates"
STANDS_IN = "millet"
WIDTHS = {False: 480, True: 960}


def init_plates(app: Flask) -> None:
    """Give ``plate_url`` to the templates; needs ``asset``, so it comes after the files."""
    asset = cast("Callable[[str], str]", app.jinja_env.globals["asset"])
    drawn = {path.name for path in (Path(str(app.static_folder)) / FOLDER).glob("*.webp")}

    def plate_url(name: str | None, is_big: bool = False) -> str:
        width = WIDTHS[is_big]
        file = f"{(name or '').removeprefix('plate-')}.{width}.webp"
        return asset(f"{FOLDER}/{file if file in drawn else f'{STANDS_IN}.{width}.webp'}")

    app.jinja_env.globals["plate_url"] = plate_url
