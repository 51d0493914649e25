from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from logistics.rules.epcis import BoxStep, Goods, Ruling, Series, epcis_document

AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
GOODS = Goods(
    "https://x/t/lot", 12_500, "https://x#place-640323", AT, "CC1", "https://x/t/lot#c", False
)
STEPS = [
    BoxStep("packed", AT + timedelta(hours=1), "https://x/b/1", 1_800),
    BoxStep(
        "dispatched", AT + timedelta(hours=2), "https://x/b/1", 1_800, "https://x#place-640300"
    ),
    BoxStep("delivered", AT + timedelta(days=3), "https://x/b/1", 1_800),
]
SERIES = [Series("https://x#departure-L", AT, AT + timedelta(hours=9), -196, 23, 12)]
RULINGS = [Ruling("https://x#departure-L", AT + timedelta(hours=10), "released")]


def document(**changes: object) -> dict:
    goods = GOODS if not changes else Goods(**{**_facts(), **changes})  # type: ignore[arg-type]
    return epcis_document(goods, STEPS, SERIES, RULINGS, created_at=AT)


def _facts() -> dict:
    return {name: getattr(GOODS, name) for name in Goods.__dataclass_fields__}


def events() -> list[dict]:
    return document()["epcisBody"]["eventList"]


def test_a_document_says_what_it_is() -> None:
    found = document()
    assert (found["type"], found["schemaVersion"]) == ("EPCISDocument", "2.0")
    assert found["creationDate"] == "2026-11-25T02:00:00.000Z"


def test_the_steps_of_a_lot_are_mapped_in_order_of_time() -> None:
    told = [(event["type"], event["bizStep"]) for event in events()]
    assert sorted(told[:2]) == [("ObjectEvent", "commissioning"), ("ObjectEvent", "inspecting")]
    assert told[2:] == [
        ("AggregationEvent", "packing"),
        ("ObjectEvent", "shipping"),
        ("ObjectEvent", "sensor_reporting"),
        ("ObjectEvent", "inspecting"),
        ("ObjectEvent", "accepting"),
    ]


def test_mass_is_in_kilograms_and_temperature_in_degrees() -> None:
    packing = next(event for event in events() if event["bizStep"] == "packing")
    quantity = {"epcClass": "https://x/t/lot", "quantity": 1.8, "uom": "KGM"}
    assert packing["childQuantityList"] == [quantity]
    sensor = next(event for event in events() if event["bizStep"] == "sensor_reporting")
    reports = sensor["sensorElementList"][0]["sensorReport"]
    assert reports[0] == {"type": "Temperature", "minValue": -19.6, "uom": "CEL"}
    assert reports[1]["maxValue"] == 2.3


def test_an_event_id_is_the_hash_of_what_it_says() -> None:
    ids = [event["eventID"] for event in events()]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"ni:///sha-256;[0-9a-f]{64}\?ver=CBV2\.0", one) for one in ids)
    assert ids == [event["eventID"] for event in events()]


def test_a_recalled_lot_says_so() -> None:
    told = document(is_recalled=True, recalled_at=AT + timedelta(days=4))["epcisBody"]["eventList"]
    assert told[-1]["disposition"] == "recalled"
