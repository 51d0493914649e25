"""A small valley for journeys: one seller, one listing, its lot, buyers with baskets."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from sqlalchemy import text

from accounts.rules.actor import Actor
from catalog.rules.cards import Terms
from config.app import create_app
from core import clock
from core.db import db
from core.unit_of_work import unit_of_work
from shop.services import basket
from tests.conftest import TODAY, make_settings
from tests.factories.accounts import make_person
from tests.factories.catalog import make_listing, make_lot
from tests.factories.logistics import make_network

PASSWORD = "cool-climate-valley"
DISTRICT = "350102"
ADDRESS = {
    "address": "new",
    "receiver": "林秀英",
    "phone": "13800000002",
    "district_code": DISTRICT,
    "detail": "示例路 8 号",
    "is_no_return_confirmed": "1",
}


def build(folder: Path, database_url: str, *, pieces: int, buyers: int) -> tuple[Flask, Terms]:
    """An app on a fresh database: `pieces` in stock, `buyers` with one piece in their basket."""
    app, people = build_empty(folder, database_url, buyers=buyers)
    with app.app_context(), clock.at(TODAY), unit_of_work():
        listing = make_listing()
        make_lot(listing, pieces=pieces)
        for person in people:
            put_into_basket(person, listing)
    return app, listing


def build_empty(folder: Path, database_url: str, *, buyers: int) -> tuple[Flask, list[Actor]]:
    """An app on a fresh database: hubs, `buyers` with a password, nothing for sale."""
    app = create_app(make_settings(folder, database_url=database_url))
    with app.app_context(), clock.at(TODAY):
        if db.engine.dialect.name == "postgresql":
            with db.engine.begin() as connection:
                connection.execute(text("DROP SCHEMA public CASCADE"))
                connection.execute(text("CREATE SCHEMA public"))
        db.create_all()
        with unit_of_work():
            make_network()
            people = [add_buyer(number) for number in range(buyers)]
    return app, people


def add_buyer(number: int) -> Actor:
    """Somebody with a password."""
    person = make_person(f"买家{number}", email=f"buyer{number}@valley.example", password=PASSWORD)
    return Actor(person.id, person.ref, person.name)


def put_into_basket(buyer: Actor, listing: Terms) -> None:
    """One piece."""
    ref = basket.open_basket(buyer, basket_ref=None, at=TODAY)
    basket.add_line(buyer, basket_ref=ref, listing_ref=listing.listing_ref, pieces=1, at=TODAY)
