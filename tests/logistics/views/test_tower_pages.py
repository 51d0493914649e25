from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from accounts.rules.actor import SYSTEM
from accounts.rules.permissions import Role
from logistics.gateways.inline import InlineEngine
from logistics.queries.consignments import get_consignment
from logistics.services import departures, routing
from logistics.services.delivery import mark_packed
from tests.factories.accounts import make_member, make_org, make_person, make_platform, sign_in
from tests.factories.catalog import make_stock
from tests.factories.logistics import AT, make_consignment, make_network


@pytest.fixture
def parcel(db_session: Session):  # type: ignore[no-untyped-def]
    make_network()
    return make_consignment(seller_id=make_org().id, order_ref="order", line_ref="line")


@pytest.fixture
def dispatcher(client: FlaskClient) -> FlaskClient:
    org = make_platform()
    person = make_member(org, Role.LOGISTICS_DISPATCHER, Role.HUB_WORKER)
    sign_in(client, person)
    client.org_ref = org.ref  # type: ignore[attr-defined]
    return client


def test_the_tower_shows_tonights_departure(dispatcher: FlaskClient, parcel) -> None:
    page = dispatcher.get("/ops/routing").get_data(as_text=True)
    assert parcel.departure.number in page
    assert "本周干线" in page


def test_the_tower_of_an_empty_week_is_a_page(dispatcher: FlaskClient, db_session: Session) -> None:
    make_network()
    assert dispatcher.get("/ops/routing").status_code == 200
    assert dispatcher.get("/ops/routing?day=2030-01-01").status_code == 200
    assert dispatcher.get("/ops/routing?day=soon").status_code == 404


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "3000-01-01"])
def test_a_day_at_the_end_of_time_is_no_page(
    dispatcher: FlaskClient, db_session: Session, day: str
) -> None:
    make_network()
    assert dispatcher.get(f"/ops/routing?day={day}").status_code == 404
    assert dispatcher.get("/ops/routing?day=2999-12-31").status_code == 200


def test_the_tower_is_for_dispatchers(client: FlaskClient, parcel) -> None:
    assert client.get("/ops/routing").status_code == 303
    sign_in(client, make_person())
    assert client.get("/ops/routing").status_code == 404


def test_a_run_is_started_by_a_button_and_shows_its_plan(dispatcher: FlaskClient, parcel) -> None:
    answer = dispatcher.post("/ops/routing/runs")
    assert answer.status_code == 303
    ref = answer.headers["Location"].rsplit("/", 1)[1]
    assert "排队中" in dispatcher.get(f"/ops/routing/runs/{ref}").get_data(as_text=True)
    problem = routing.snapshot(SYSTEM, run_ref=ref, at=AT)
    plan = InlineEngine().solve(problem, seed=1, report=lambda *_: None)
    routing.adopt(SYSTEM, run_ref=ref, plan=plan, at=AT)
    assert "已采用" in dispatcher.get(f"/ops/routing/runs/{ref}").get_data(as_text=True)
    assert dispatcher.get(f"/ops/routing/runs/{ref}/plan.json").json == plan
    assert dispatcher.get(f"/ops/routing/runs/{ref}/problem.json").json == problem
    assert dispatcher.get(f"/ops/routing/runs/{ref}/progress").headers["HX-Refresh"] == "true"


def test_a_second_run_is_refused_with_the_list(dispatcher: FlaskClient, parcel) -> None:
    dispatcher.post("/ops/routing/runs")
    answer = dispatcher.post("/ops/routing/runs")
    assert answer.status_code == 409
    assert "已有一次计算正在进行" in answer.get_data(as_text=True)


def test_a_departure_is_sent_off_and_received_by_buttons(dispatcher: FlaskClient, parcel) -> None:
    mark_packed(SYSTEM, order_ref="order", line_grams={"line": 1_800}, at=AT)
    page = f"/ops/routing/departures/{parcel.departure.ref}"
    assert dispatcher.post(f"{page}/depart", data={"seal": "WZ778203"}).status_code == 303
    assert "WZ778203" in dispatcher.get(page).get_data(as_text=True)
    assert dispatcher.post(f"{page}/depart").status_code == 422
    assert dispatcher.post(f"{page}/arrive").status_code == 303
    assert get_consignment(parcel.ref).state == "at_hub"


def test_a_delivery_that_is_too_warm_shows_the_form_again(dispatcher: FlaskClient, parcel) -> None:
    mark_packed(SYSTEM, order_ref="order", line_grams={"line": 1_800}, at=AT)
    departures.depart(SYSTEM, departure_ref=parcel.departure.ref, at=AT)
    departures.arrive(SYSTEM, departure_ref=parcel.departure.ref, at=AT)
    page = f"/ops/routing/consignments/{parcel.ref}"
    dispatcher.post(f"{page}/events", data={"kind": "out_for_delivery"})
    warm = {"kind": "delivered", "door_celsius": "7.5", "recipient": "林秀英"}
    answer = dispatcher.post(f"{page}/events", data=warm)
    assert answer.status_code == 422
    assert "林秀英" in answer.get_data(as_text=True)
    assert get_consignment(parcel.ref).state == "out_for_delivery"
    assert dispatcher.post(f"{page}/events", data=warm | {"door_celsius": "3.5"}).status_code == 303
    assert get_consignment(parcel.ref).state == "delivered"


def test_parcels_are_found_by_number(dispatcher: FlaskClient, parcel) -> None:
    page = dispatcher.get(f"/ops/routing/consignments?q={parcel.number}").get_data(as_text=True)
    assert parcel.number in page
    nothing = dispatcher.get("/ops/routing/consignments?q=MP-999999").get_data(as_text=True)
    assert parcel.number not in nothing


def test_unknown_things_are_not_found(dispatcher: FlaskClient, parcel) -> None:
    for kind in ("runs", "departures", "consignments"):
        assert dispatcher.get(f"/ops/routing/{kind}/nothing").status_code == 404


def test_the_hub_floor_loads_and_receives(dispatcher: FlaskClient, parcel) -> None:
    mark_packed(SYSTEM, order_ref="order", line_grams={"line": 1_800}, at=AT)
    base = f"/o/{dispatcher.org_ref}/hub"  # type: ignore[attr-defined]
    assert parcel.departure.number in dispatcher.get(f"{base}?hub=640300").get_data(as_text=True)
    form = {"hub": "640300", "seal": "WZ1"}
    ref = parcel.departure.ref
    assert dispatcher.post(f"{base}/departures/{ref}/depart", data=form).status_code == 303
    assert get_consignment(parcel.ref).state == "dispatched"
    assert dispatcher.get(f"{base}?hub=999999").status_code == 404


def test_the_public_page_of_a_lot_names_no_people(
    client: FlaskClient, parcel, db_session: Session
) -> None:
    from catalog.queries.lots import released_lots
    from catalog.queries.stock import pools_of_listings

    listing = make_stock()
    lot = released_lots(pools_of_listings([listing.listing_id]).values())[0]
    page = client.get(f"/t/{lot.ref}").get_data(as_text=True)
    assert lot.lot_no in page
    assert "林秀英" not in page
    assert client.get("/t/nothing").status_code == 404


def test_the_api_promises_a_day(client: FlaskClient, parcel) -> None:
    listing = make_stock()
    query = {"listing": listing.listing_ref, "city": "350100", "pieces": 2}
    answer = client.get("/api/v1/promises", query_string=query)
    assert answer.status_code == 200
    assert (answer.json["arrives_on"], answer.json["origin_hub"]) == ("2026-11-28", "640300")
    nowhere = client.get("/api/v1/promises", query_string=query | {"city": "440100"})
    assert nowhere.status_code == 422


def test_tracking_by_api_needs_a_token(client: FlaskClient, parcel) -> None:
    assert client.get(f"/api/v1/consignments/{parcel.ref}").status_code == 401
