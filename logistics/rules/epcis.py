"""A lot's history as EPCIS 2.0 (JSON-LD): built from plain values, the same input the same bytes.

Identifiers are web addresses of ours (private URIs), since invented GS1 keys would be lies. Mass is
in kilograms (KGM), temperature in degrees Celsius (CEL). An event's id is the hash of what it says,
so telling it twice is telling it once. logistics.md part 8.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
OFFSET = "+08:00"
STEPS: dict[str, tuple[str, str]] = {  # kind -> business step, disposition (CBV)
    "packed": ("packing", "in_progress"),
    "dispatched": ("shipping", "in_transit"),
    "in_transit": ("transporting", "in_transit"),
    "at_hub": ("receiving", "in_progress"),
    "out_for_delivery": ("shipping", "in_transit"),
    "delivered": ("accepting", "in_progress"),
    "accepted": ("accepting", "in_progress"),
}
RULINGS = {
    "released": "conformant",
    "downgraded": "sellable_not_accessible",
    "rejected": "non_conformant",
}

EventDict = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Goods:
    """The lot: its address, mass, place of origin, paper."""

    uri: str
    grams: int
    place_uri: str
    made_at: datetime
    certificate: str
    certificate_uri: str
    is_recalled: bool
    recalled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BoxStep:
    """Something that happened to a box with goods of the lot."""

    kind: str
    at: datetime
    box_uri: str
    grams: int
    place_uri: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """The readings of one compartment, summed up."""

    truck_uri: str
    start: datetime
    end: datetime
    low_c10: int
    high_c10: int
    mean_c10: int


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided about an excursion."""

    truck_uri: str
    at: datetime
    decision: str


def epcis_document(
    goods: Goods,
    steps: Iterable[BoxStep],
    series: Iterable[Series],
    rulings: Iterable[Ruling],
    *,
    created_at: datetime,
) -> dict[str, Any]:
    """A lot's events, the oldest first, as an `EPCISDocument`.

    Args:
        goods: the lot.
        steps: of all its boxes.
        series: temperatures of the trucks it rode on.
        rulings: decisions about their excursions.
        created_at: the present instant.
    """
    events = [*_beginnings(goods)]
    events += [_step(goods, step) for step in steps]
    events += [_temperatures(goods, row) for row in series]
    events += [_ruling(goods, row) for row in rulings]
    events.sort(key=lambda event: (event["eventTime"], event["eventID"]))
    return {
        "@context": [CONTEXT],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": _time(created_at),
        "epcisBody": {"eventList": events},
    }


def _beginnings(goods: Goods) -> Iterable[EventDict]:
    lot = [_quantity(goods.uri, goods.grams)]
    yield _event(
        "ObjectEvent",
        goods.made_at,
        action="ADD",
        bizStep="commissioning",
        disposition="active",
        epcList=[],
        quantityList=lot,
        bizLocation={"id": goods.place_uri},
    )
    if goods.certificate:
        yield _event(
            "ObjectEvent",
            goods.made_at,
            action="OBSERVE",
            bizStep="inspecting",
            disposition="conformant",
            epcList=[],
            quantityList=lot,
            certificationInfo=goods.certificate_uri,
        )
    if goods.is_recalled and goods.recalled_at:
        yield _event(
            "ObjectEvent",
            goods.recalled_at,
            action="OBSERVE",
            bizStep="holding",
            disposition="recalled",
            epcList=[],
            quantityList=lot,
        )


def _step(goods: Goods, step: BoxStep) -> EventDict:
    business, disposition = STEPS[step.kind]
    place = {"bizLocation": {"id": step.place_uri}} if step.place_uri else {}
    if step.kind == "packed":
        return _event(
            "AggregationEvent",
            step.at,
            action="ADD",
            bizStep=business,
            disposition=disposition,
            parentID=step.box_uri,
            childEPCs=[],
            childQuantityList=[_quantity(goods.uri, step.grams)],
            **place,
        )
    return _event(
        "ObjectEvent",
        step.at,
        action="OBSERVE",
        bizStep=business,
        disposition=disposition,
        epcList=[step.box_uri],
        **place,
    )


def _temperatures(goods: Goods, row: Series) -> EventDict:
    def report(kind: str, c10: int) -> dict[str, Any]:
        return {"type": "Temperature", kind: _celsius(c10), "uom": "CEL"}

    return _event(
        "ObjectEvent",
        row.end,
        action="OBSERVE",
        bizStep="sensor_reporting",
        epcList=[],
        quantityList=[_quantity(goods.uri, goods.grams)],
        readPoint={"id": row.truck_uri},
        sensorElementList=[
            {
                "sensorMetadata": {"startTime": _time(row.start), "endTime": _time(row.end)},
                "sensorReport": [
                    report("minValue", row.low_c10),
                    report("maxValue", row.high_c10),
                    report("meanValue", row.mean_c10),
                ],
            }
        ],
    )


def _ruling(goods: Goods, row: Ruling) -> EventDict:
    return _event(
        "ObjectEvent",
        row.at,
        action="OBSERVE",
        bizStep="inspecting",
        disposition=RULINGS[row.decision],
        epcList=[],
        quantityList=[_quantity(goods.uri, goods.grams)],
        readPoint={"id": row.truck_uri},
    )


def _event(kind: str, at: datetime, **facts: Any) -> EventDict:
    event = {"type": kind, "eventTime": _time(at), "eventTimeZoneOffset": OFFSET, **facts}
    canonical = json.dumps(event, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    return {"eventID": f"ni:///sha-256;{digest}?ver=CBV2.0", **event}


def _quantity(uri: str, grams: int) -> dict[str, Any]:
    return {"epcClass": uri, "quantity": _exact(grams, 1000), "uom": "KGM"}


def _celsius(c10: int) -> float | int:
    return _exact(c10, 10)


def _exact(value: int, per: int) -> float | int:
    """A JSON number; whole ones without a point."""
    return value // per if value % per == 0 else value / per


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
