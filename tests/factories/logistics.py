"""Networks and consignments for tests: plain functions with defaults, never random."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

from accounts.rules.actor import SYSTEM
from core.types.temperature import TemperatureClass
from logistics.queries.consignments import ConsignmentCard, get_consignment
from logistics.rules.address import AddressSnapshot
from logistics.services.delivery import BookLine, book
from logistics.services.network import define_network
from logistics.services.promise import Item, ParcelQuote, quote

AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # Wednesday 10:00 in Shanghai
YANCHI, FUZHOU, GULOU = "640323", "350100", "350102"
_number = count(1)


def make_network() -> None:
    """Hubs, distances, services and tariffs of the demo."""
    define_network(SYSTEM, at=AT)


def make_item(
    key: str = "a",
    *,
    county_code: str = YANCHI,
    temperature: TemperatureClass = TemperatureClass.CHILLED,
    grams: int = 1_800,
    listing_id: int = 1,
) -> Item:
    """Chilled lamb from Yanchi."""
    return Item(key, listing_id, county_code, temperature, grams)


def make_quote(*items: Item, at: datetime = AT) -> list[ParcelQuote]:
    """Parcels to Gulou in Fuzhou."""
    return quote(items or (make_item(),), to_city=FUZHOU, to_district=GULOU, at=at)


def make_address() -> AddressSnapshot:
    """A door in Gulou."""
    return AddressSnapshot("林秀英", "13800000002", FUZHOU, GULOU, "示例路 8 号")


def make_line(line_ref: str, *, seller_id: int, parcel_key: str, **changes: object) -> BookLine:
    """Two packs of 900 g."""
    values: dict[str, object] = {
        "spec_id": 1,
        "listing_id": 1,
        "grams": 1_800,
        "pack_grams": 900,
        "min_remaining_days": 5,
        "priority": "retail",
        "value_fen": 33_600,
    }
    values.update(changes)
    return BookLine(line_ref=line_ref, parcel_key=parcel_key, seller_id=seller_id, **values)  # type: ignore[arg-type]


def make_consignment(
    *,
    seller_id: int,
    order_ref: str | None = None,
    line_ref: str | None = None,
    promised_on: date | None = None,
    at: datetime = AT,
) -> ConsignmentCard:
    """One booked parcel with one line."""
    n = next(_number)
    parcels = make_quote(at=at)
    refs = book(
        SYSTEM,
        order_ref=order_ref or f"order{n}",
        parcels=parcels,
        lines=[make_line(line_ref or f"line{n}", seller_id=seller_id, parcel_key=parcels[0].key)],
        address=make_address(),
        promised_on=promised_on or parcels[0].promise.arrives_on,
        at=at,
    )
    return get_consignment(refs[0])
