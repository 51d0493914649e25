"""A coming harvest for tests: forecast, booked, brought in."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.rules.actor import SYSTEM
from catalog.events import HarvestShort
from catalog.models.supply import SupplyBucket
from catalog.rules.cards import Terms
from catalog.services.forecasts import record_forecast
from catalog.services.harvesting import Harvested, Load, bring_in_harvest
from catalog.services.lots import NewLot
from core import outbox
from core.db import session
from shop.jobs.orders import note_harvest
from shop.models.orders import OrderLine, SellerOrder
from shop.rules.orders import OrderLineRequest, PlacedOrder
from tests.factories.shop import (
    AT,
    make_box,
    make_order,
    pay_order,
)

MONDAY = date(2026, 11, 30)
FRIDAY = datetime.combine(MONDAY + timedelta(days=4), AT.timetz())
PIECE_G = 2_300
P80_G = 100 * PIECE_G  # ten pieces may be booked


def forecasted(p80_g: int = P80_G) -> Terms:
    """A listing without stock whose harvest is forecast for next week."""
    terms = make_box(pieces=1)
    record_forecast(
        SYSTEM,
        seller_id=terms.seller_id,
        spec_id=terms.spec_id,
        monday=MONDAY,
        p50_g=p80_g * 2,
        p80_g=p80_g,
    )
    return terms


def wanted(terms: Terms, pieces: int) -> dict[str, object]:
    return {"lines": [OrderLineRequest(terms.listing_id, pieces, harvest_on=MONDAY)]}


def booked(terms: Terms, pieces: int, *, at: datetime = AT, **more: object) -> PlacedOrder:
    placed = make_order(**wanted(terms, pieces), **more)
    pay_order(placed, at=at)
    return placed


def bring_in(terms: Terms, pieces: int, *, is_last: bool = True) -> Harvested:
    new = NewLot(
        seller_id=terms.seller_id,
        spec_id=terms.spec_id,
        county_code=terms.county_code,
        produced_on=MONDAY + timedelta(days=2),
        pieces=pieces,
        grams=pieces * PIECE_G,
        certificate_no="CC-9",
    )
    return bring_in_harvest(SYSTEM, new=new, load=Load(MONDAY, is_last), at=FRIDAY)


def hear() -> None:
    """What the worker does when it hears that a harvest was short."""
    kind = outbox.kind_of(HarvestShort)
    for payload in session().scalars(
        select(outbox.OutboxMessage.payload).where(outbox.OutboxMessage.kind == kind)
    ):
        note_harvest(HarvestShort(**payload))


def bucket(db: Session) -> SupplyBucket:
    rows = select(SupplyBucket).execution_options(populate_existing=True)
    return db.scalars(rows).one()


def line_of(db: Session, placed: PlacedOrder) -> OrderLine:
    statement = (
        select(OrderLine).join(SellerOrder).where(SellerOrder.ref == placed.seller_order_refs[0])
    )
    return db.scalars(statement.execution_options(populate_existing=True)).one()


def state_of(db: Session, placed: PlacedOrder) -> str:
    ref = placed.seller_order_refs[0]
    return db.scalars(select(SellerOrder.state).where(SellerOrder.ref == ref)).one()
