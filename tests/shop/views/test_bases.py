"""Supply bases by HTTP: apply, visit, designate, public; only accepted rows are delivered."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import update
from sqlalchemy.orm import Session

from accounts.rules.cards import OrgCard
from accounts.rules.permissions import Capacity, Role
from catalog.queries.bases import list_bases
from catalog.rules.cards import Terms
from shop.models.orders import SellerOrder
from shop.queries.bases import list_base_pages
from tests.factories.accounts import make_member, make_org, make_platform, sign_in
from tests.factories.shop import AT, make_box, make_paid_order

VISIT = {
    "inspected_on": "2026-11-24",
    "inspectors": "王建（示例）",
    "area_mu": "310",
    "findings": "冷库两间",
    "is_good": "1",
}


@pytest.fixture
def seller(db_session: Session) -> OrgCard:
    return make_org()


@pytest.fixture
def box(seller: OrgCard) -> Terms:
    return make_box(seller=seller, pieces=10)


def form_of(client: FlaskClient, seller: OrgCard, terms: Terms, **changes: str) -> dict[str, str]:
    page = client.get(f"/o/{seller.ref}/bases/new").text
    spec = re.search(r'<option value="([0-9a-z]{26})"', page)
    assert spec is not None
    return {
        "name_zh": "花马池基地",
        "county_code": terms.county_code,
        "place": "花马池镇",
        "area_mu": "300",
        "spec_1": spec.group(1),
        "from_on_1": "2026-06-01",
        "to_on_1": "2026-12-31",
        "capacity_1": "9",
        "guaranteed_1": "0.01",
    } | changes


def apply(client: FlaskClient, seller: OrgCard, terms: Terms) -> str:
    sign_in(client, make_member(seller))
    answer = client.post(f"/o/{seller.ref}/bases", data=form_of(client, seller, terms))
    assert answer.status_code == 303, answer.text
    return list_bases(org_id=seller.id)[0].ref


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "green").save(out, "JPEG")
    return out.getvalue()


def designate(client: FlaskClient, ref: str) -> None:
    sign_in(client, make_member(make_platform(), Role.OPERATOR))
    photo = {"photos": (io.BytesIO(picture()), "field.jpg")}
    assert client.post(f"/ops/bases/{ref}/inspections", data=VISIT | photo).status_code == 303
    answer = client.post(f"/ops/bases/{ref}/designate", data={"until_on": "2027-12-31"})
    assert answer.status_code == 303


def test_a_base_goes_from_application_to_the_public_page(
    client: FlaskClient, seller: OrgCard, box: Terms, db_session: Session
) -> None:
    ref = apply(client, seller, box)
    assert client.get(f"/bases/{ref}").status_code == 404
    assert "花马池基地" not in client.get("/bases").text
    designate(client, ref)
    assert "花马池基地" in client.get("/bases").text
    assert "冷库两间" in client.get(f"/bases/{ref}").text
    assert client.get(f"/en/bases/{ref}").status_code == 200
    sign_in(client, make_member(seller))
    page = client.get(f"/o/{seller.ref}/bases/{ref}").text
    link = re.search(r'href="(/o/[^"]+/photos/[^"]+)"', page)
    assert link is not None
    shown = client.get(link.group(1))
    assert (shown.mimetype, shown.data[:4]) == ("image/webp", b"RIFF")
    assert client.get(f"/o/{seller.ref}/bases/{ref}/photos/{'0' * 26}").status_code == 404


def test_only_accepted_goods_count_as_delivered(
    client: FlaskClient, seller: OrgCard, box: Terms, db_session: Session
) -> None:
    designate(client, apply(client, seller, box))
    make_paid_order((box, 2))
    today = date(2026, 11, 25)
    [page] = list_base_pages(today=today)
    assert page.figures[0].delivered_g == 0
    db_session.execute(update(SellerOrder).values(state="accepted_by_buyer", accepted_at=AT))
    [page] = list_base_pages(today=today)
    assert page.figures[0].delivered_g == 2 * box.nominal_g
    assert page.figures[0].permille == round(2 * box.nominal_g / 10)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_zh", ""),
        ("area_mu", "0"),
        ("area_mu", "wide"),
        ("county_code", "999999"),
        ("spec_1", ""),
        ("spec_1", "0" * 26),
        ("to_on_1", "2026-01-01"),
        ("guaranteed_1", "10"),
        ("guaranteed_1", ""),
        ("capacity_1", "-1"),
    ],
)
def test_bad_input_is_kept_and_nothing_is_applied_for(
    client: FlaskClient, seller: OrgCard, box: Terms, field: str, value: str
) -> None:
    sign_in(client, make_member(seller))
    form = form_of(client, seller, box, **{field: value})
    answer = client.post(f"/o/{seller.ref}/bases", data=form)
    assert answer.status_code == 422
    assert "花马池镇" in answer.text
    assert list_bases(org_id=seller.id) == []


@pytest.mark.parametrize(
    "change",
    [{"inspected_on": "2026-11-30"}, {"is_good": ""}, {"findings": ""}, {"area_mu": "-4"}],
)
def test_a_bad_visit_is_refused(
    client: FlaskClient, seller: OrgCard, box: Terms, change: dict[str, str]
) -> None:
    ref = apply(client, seller, box)
    desk = make_org(capacities=[Capacity.COUNTY_DESK], county_code=box.county_code)
    sign_in(client, make_member(desk))
    path = f"/o/{desk.ref}/county/bases/{ref}"
    assert client.get(path).status_code == 200
    assert client.post(f"{path}/inspections", data=VISIT | change).status_code == 422
    assert list_bases()[0].inspections == ()
    assert client.post(f"{path}/inspections", data=VISIT).status_code == 303


def test_another_county_finds_nothing(client: FlaskClient, seller: OrgCard, box: Terms) -> None:
    ref = apply(client, seller, box)
    desk = make_org(capacities=[Capacity.COUNTY_DESK], county_code="640422")
    sign_in(client, make_member(desk))
    assert client.get(f"/o/{desk.ref}/county/bases/{ref}").status_code == 404
    answer = client.post(f"/o/{desk.ref}/county/bases/{ref}/inspections", data=VISIT)
    assert answer.status_code == 404


def test_empty_lists_say_what_will_stand_there(client: FlaskClient, seller: OrgCard) -> None:
    assert "还没有认定的基地" in client.get("/bases").text
    sign_in(client, make_member(seller))
    assert "还没有保障基地" in client.get(f"/o/{seller.ref}/bases").text


def test_programs_read_the_same_figures(
    client: FlaskClient, seller: OrgCard, box: Terms, db_session: Session
) -> None:
    ref = apply(client, seller, box)
    assert client.get("/api/v1/supply-bases").json == {"items": []}
    assert client.get(f"/api/v1/supply-bases/{ref}").status_code == 404
    designate(client, ref)
    [item] = client.get("/api/v1/supply-bases").json["items"]  # type: ignore[index]
    assert (item["ref"], item["seller_ref"], item["area_mu"]) == (ref, seller.ref, 300)
    assert item["seasons"][0]["guaranteed_g"] == 10_000
    assert client.get(f"/api/v1/supply-bases/{ref}").json == item
