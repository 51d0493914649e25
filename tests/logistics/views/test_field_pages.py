from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.rules.actor import SYSTEM
from accounts.rules.permissions import Role
from core import clock
from logistics.models.units import HandlingUnit
from logistics.queries.cold_chain import list_excursions
from logistics.queries.consignments import get_consignment
from logistics.services import departures
from logistics.services.delivery import mark_packed
from tests.factories.accounts import make_carrier, make_member, make_org, make_platform, sign_in
from tests.factories.catalog import make_listing, make_lot
from tests.factories.logistics import AT, FUZHOU, make_consignment, make_network
from tests.logistics.services.test_routing import DAY, place

DUE = AT + timedelta(days=3)


@pytest.fixture
def parcel(db_session: Session):  # type: ignore[no-untyped-def]
    make_network()
    made = make_consignment(seller_id=make_org().id, order_ref="order", line_ref="line")
    db_session.commit()  # a form that is shown again rolls back
    return made


@pytest.fixture
def dispatcher(client: FlaskClient, db_session: Session) -> FlaskClient:
    sign_in(client, make_member(make_platform(), Role.LOGISTICS_DISPATCHER))
    db_session.commit()
    return client


def test_a_reading_is_typed_and_an_alarm_is_ruled_on(dispatcher: FlaskClient, parcel) -> None:
    page = f"/ops/routing/departures/{parcel.departure.ref}"
    with clock.at(AT):
        for celsius in ("3.1", "10.4"):
            form = {"temperature": "chilled", "celsius": celsius, "spot": "rear"}
            answer = dispatcher.post(f"{page}/readings", data=form)
    alarm = answer.headers["Location"]
    assert "/ops/routing/excursions/" in alarm
    text = dispatcher.get(alarm).get_data(as_text=True)
    assert "严重超温" in text
    assert "10.4℃" in text
    assert "10.4℃" in dispatcher.get(page).get_data(as_text=True)
    assert "温度超限" in dispatcher.get("/ops/routing").get_data(as_text=True)
    assert parcel.departure.number in dispatcher.get("/ops/routing/excursions").get_data(
        as_text=True
    )
    with clock.at(AT + timedelta(minutes=5)):
        dispatcher.post(f"{page}/readings", data={"temperature": "chilled", "celsius": "2"})
    refused = dispatcher.post(f"{alarm}/decisions", data={"decision": "assessed"})
    assert refused.status_code == 422
    for decision in ("assessed", "released"):
        form = {"decision": decision, "note": "看过"}
        assert dispatcher.post(f"{alarm}/decisions", data=form).status_code == 303
    assert list_excursions()[0].state == "released"


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"temperature": "warm", "celsius": "3"},
        {"temperature": "chilled", "celsius": "cold"},
        {"temperature": "chilled", "celsius": "900"},
        {"temperature": "chilled", "celsius": "3", "spot": "roof"},
        {"temperature": "chilled", "celsius": "3", "read_at": "tomorrow"},
        {"temperature": "chilled", "celsius": "3", "read_at": "2099-01-01T00:00"},
    ],
)
def test_a_reading_that_cannot_be_is_shown_again(dispatcher: FlaskClient, parcel, form) -> None:
    page = f"/ops/routing/departures/{parcel.departure.ref}/readings"
    assert dispatcher.post(page, data=form).status_code == 422


def test_unknown_things_are_not_found(dispatcher: FlaskClient, parcel) -> None:
    assert dispatcher.get("/ops/routing/excursions/nowhere").status_code == 404
    form = {"temperature": "chilled", "celsius": "3"}
    assert dispatcher.post("/ops/routing/departures/no/readings", data=form).status_code == 404
    assert dispatcher.get("/ops/routing/consignments?state=lost").status_code == 404


def test_the_driver_goes_from_door_to_door(
    client: FlaskClient, parcel, db_session: Session
) -> None:
    mark_packed(SYSTEM, order_ref="order", line_grams={"line": 1_800}, at=AT)
    departures.depart(SYSTEM, departure_ref=parcel.departure.ref, at=AT)
    departures.arrive(SYSTEM, departure_ref=parcel.departure.ref, at=AT + timedelta(days=2))
    org = make_carrier()
    sign_in(client, make_member(org, Role.DRIVER))
    db_session.commit()
    sheet = f"/o/{org.ref}/drive"
    stop = f"{sheet}/stops/{parcel.ref}"
    with clock.at(DUE):
        assert "领货出发" in client.get(sheet).get_data(as_text=True)
        assert client.get(stop).status_code == 404
        assert client.post(f"{sheet}/tours", data={"hub": "1"}).status_code in (404, 422)
        assert client.post(f"{sheet}/tours", data={"hub": FUZHOU}).status_code == 303
        assert "林秀英" in client.get(sheet).get_data(as_text=True)
        assert client.get(stop).status_code == 200
        probe = f"t_{parcel.ref}"
        for form in (
            {},
            {"kind": "delivered"},
            {"kind": "delivered", "recipient": "林秀英", probe: "x"},
            {"kind": "delivered", "recipient": "林秀英", probe: "6.1"},
            {"kind": "rejected"},
            {"kind": "eaten"},
        ):
            assert client.post(stop, data=form).status_code == 422
        done = {"kind": "delivered", "recipient": "林秀英", probe: "2.9", "action_id": "a"}
        assert client.post(stop, data=done).status_code == 303
        assert "这一趟送完了" in client.get(sheet).get_data(as_text=True)
    assert get_consignment(parcel.ref).state == "delivered"


def test_a_box_and_its_lot_are_public_and_say_no_name(client: FlaskClient, db_session) -> None:
    make_network()
    listing = make_listing()
    lot = make_lot(listing, pieces=10, best_before=DAY + timedelta(days=200))
    parcel = place(listing)
    grams = {"line": parcel.lines[0].grams}
    mark_packed(SYSTEM, order_ref=parcel.order_ref, line_grams=grams, at=AT)
    departures.depart(SYSTEM, departure_ref=parcel.departure.ref, at=AT)
    box = db_session.scalars(select(HandlingUnit).where(HandlingUnit.kind == "box")).one()
    page = client.get(f"/b/{box.ref}").get_data(as_text=True)
    assert box.code in page
    assert lot.lot_no in page
    told = client.get(f"/api/v1/trace/lots/{lot.ref}/epcis")
    assert told.mimetype == "application/ld+json"
    steps = [event["bizStep"] for event in told.get_json()["epcisBody"]["eventList"]]
    assert {"commissioning", "packing", "shipping"} <= set(steps)
    told_lot = client.get(f"/api/v1/trace/lots/{lot.ref}").get_json()
    assert (told_lot["lot_no"], told_lot["recall"]) == (lot.lot_no, None)
    told_box = client.get(f"/api/v1/trace/boxes/{box.ref}").get_json()
    assert [row["lot_no"] for row in told_box["lots"]] == [lot.lot_no]
    for text in (page, told.get_data(as_text=True), client.get(f"/t/{lot.ref}").text):
        assert "林秀英" not in text
        assert "13800000002" not in text
        assert "示例路 8 号" not in text
    assert client.get("/b/nowhere").status_code == 404
    assert client.get("/api/v1/trace/lots/nowhere/epcis").status_code == 404
