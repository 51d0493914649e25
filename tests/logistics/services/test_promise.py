from __future__ import annotations

from datetime import UTC, date, datetime
from time import perf_counter

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from accounts.rules.actor import SYSTEM
from core.clock import local_day
from core.db import db
from core.types.temperature import TemperatureClass
from logistics.errors import NoRoute
from logistics.services.departures import depart, open_departure
from logistics.services.promise import promise
from tests.factories.accounts import make_org
from tests.factories.logistics import (
    AT,
    FUZHOU,
    YANCHI,
    make_consignment,
    make_item,
    make_network,
    make_quote,
)


def ask(at: datetime = AT, **changes: object) -> object:
    values: dict[str, object] = {
        "county_code": YANCHI,
        "temperature": TemperatureClass.CHILLED,
        "grams": 1_800,
        "to_city": FUZHOU,
    }
    values.update(changes)
    return promise(at=at, **values)  # type: ignore[arg-type]


def test_goods_ordered_before_the_cut_off_leave_tonight(db_session: Session) -> None:
    make_network()
    found = ask()
    assert found.departs_at == datetime(2026, 11, 25, 13, 0, tzinfo=UTC)
    assert found.cutoff_at == datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
    assert (found.hub_arrives_on, found.arrives_on) == (date(2026, 11, 27), date(2026, 11, 28))
    assert (found.origin_hub, found.destination_hub) == ("640300", "350100")


def test_goods_ordered_after_the_cut_off_leave_tomorrow(db_session: Session) -> None:
    make_network()
    assert ask(datetime(2026, 11, 25, 8, 0, tzinfo=UTC)).arrives_on == date(2026, 11, 29)


def test_ambient_goods_have_an_earlier_cut_off(db_session: Session) -> None:
    make_network()
    at = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
    assert ask(at, temperature=TemperatureClass.AMBIENT).arrives_on == date(2026, 11, 29)
    assert ask(at).arrives_on == date(2026, 11, 28)


def test_the_freight_is_the_way_by_the_gram_and_the_door(db_session: Session) -> None:
    make_network()
    # feeder 23,960 + hubs 22,000 + groupage 235,926 + last mile 40,850 fen a tonne
    assert ask().freight_fen == 1_580  # 1.8 kg x 3.22736 + 10.00 = 15.81 -> 15.80
    assert ask().freight_tax_fen == 130


def test_a_city_without_a_hub_in_reach_has_no_route(db_session: Session) -> None:
    make_network()
    with pytest.raises(NoRoute):
        ask(to_city="440100")


def test_goods_of_one_hub_and_class_share_a_parcel(db_session: Session) -> None:
    make_network()
    cold = make_item("cold")
    more = make_item("more", county_code="640302")
    dry = make_item("dry", temperature=TemperatureClass.AMBIENT)
    parcels = make_quote(cold, more, dry)
    assert [(p.key, p.item_keys) for p in parcels] == [
        ("640300-ambient", ("dry",)),
        ("640300-chilled", ("cold", "more")),
    ]
    assert parcels[1].grams == 3_600


def test_goods_go_north_on_the_same_lanes(db_session: Session) -> None:
    make_network()
    found = ask(county_code="350902", to_city="640100", temperature=TemperatureClass.FROZEN)
    assert (found.origin_hub, found.destination_hub) == ("350100", "640100")


def test_a_promise_takes_one_read_and_far_less_than_ten_milliseconds(db_session: Session) -> None:
    make_network()
    ask()
    reads: list[str] = []
    engine = db.engine

    def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        reads.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    started = perf_counter()
    for _ in range(20):
        ask()
    spent = perf_counter() - started
    event.remove(engine, "before_cursor_execute", note)
    assert len(reads) == 20
    assert spent / 20 < 0.010


def test_a_truck_that_left_early_is_promised_to_nobody(db_session: Session) -> None:
    make_network()
    parcel = make_consignment(seller_id=make_org().id)
    depart(SYSTEM, departure_ref=parcel.departure.ref, at=AT)
    found = ask()
    assert (found.origin_hub, found.arrives_on) == ("640100", date(2026, 11, 28))  # another hub
    while local_day((found := ask()).departs_at) == date(2026, 11, 25):  # all of them leave
        other = open_departure(found.service_ref, date(2026, 11, 25), at=AT)
        depart(SYSTEM, departure_ref=other.ref, at=AT)
    assert found.departs_at == datetime(2026, 11, 26, 13, 0, tzinfo=UTC)
    assert found.cutoff_at == datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
    assert found.arrives_on == date(2026, 11, 29)
    assert make_quote()[0].promise.departs_at == found.departs_at
