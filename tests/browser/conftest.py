"""A real browser on a small shop: served from a thread on loopback, with a few listings."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis  # noqa: F401 -- its plugin must not first be read inside a browser test
import pytest
from flask import Flask
from werkzeug.serving import make_server

from catalog.rules.families import Family
from config.app import create_app
from core.db import db
from core.types.temperature import TemperatureClass
from core.unit_of_work import unit_of_work
from tests.conftest import make_settings
from tests.factories.accounts import make_org
from tests.factories.catalog import make_catch_weight_listing, make_listing, make_lot, make_spec
from tests.factories.logistics import make_network

CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).parent / "vendor" / "axe.min.js"


def _stock() -> dict[str, str]:
    make_network()
    seller = make_org("盐池县示例滩羊合作社", story_zh="社员三十六户。")
    leg = make_listing(seller=seller, is_halal=True, story_zh="草里有甘草。")
    carcass = make_catch_weight_listing(seller=seller)
    wine = make_listing(
        spec=make_spec(
            family=Family.WINE,
            name_zh="赤霞珠干红",
            name_en="Cabernet Sauvignon",
            is_alcohol=True,
            shelf_life_days=None,
            temperature=TemperatureClass.AMBIENT,
        )
    )
    for terms in (leg, carcass, wine):
        make_lot(terms, pieces=30)
    return {"leg": leg.listing_ref, "carcass": carcass.listing_ref, "wine": wine.listing_ref}


@pytest.fixture(scope="session")
def shop_app(tmp_path_factory: pytest.TempPathFactory) -> tuple[Flask, dict[str, str]]:
    """The house on a database of its own, with three listings."""
    folder = tmp_path_factory.mktemp("browser")
    app = create_app(make_settings(folder))
    with app.app_context():
        db.create_all()
        with unit_of_work():
            refs = _stock()
    return app, refs


@pytest.fixture(scope="session")
def shop_url(shop_app: tuple[Flask, dict[str, str]]) -> Iterator[str]:
    """Where the shop listens."""
    server = make_server("127.0.0.1", 0, shop_app[0], threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(timeout=5)


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """Debian's headless Chromium; skipped where it is not installed."""
    if not CHROMIUM.exists():
        pytest.skip("no Chromium at /usr/bin/chromium: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def assert_fit_for_everybody(page: Any, address: str) -> None:
    """Axe is clean on phone and desk, nothing scrolls sideways at 360 px, the policy is obeyed."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.goto(address).status == 200
    page.evaluate(AXE.read_text())
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        assert [(v["id"], v["nodes"][0]["target"]) for v in found] == [], width
    page.set_viewport_size({"width": 360, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert said == []
