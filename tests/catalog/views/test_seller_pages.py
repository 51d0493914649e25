"""The seller's pages: listings, lots, forecasts, certificates, supply."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from accounts.rules.cards import OrgCard
from accounts.rules.permissions import Role
from catalog.queries.certificates import list_certificates
from catalog.queries.listings import list_listings
from catalog.queries.lots import list_lots
from catalog.queries.specs import get_specs
from catalog.queries.supply import supply_weeks
from core.db import session
from tests.factories.accounts import make_member, make_org, sign_in
from tests.factories.catalog import (
    make_certificate,
    make_draft,
    make_listing,
    make_lot,
    make_spec,
)

MONDAY = "2026-11-23"


@pytest.fixture
def seller(client: FlaskClient) -> OrgCard:
    """A seller whose manager is signed in."""
    org = make_org()
    sign_in(client, make_member(org))
    keep()
    return org


def keep() -> None:
    """Commit what the factories made, as the request that made it would have done."""
    session().commit()


def text(answer: object) -> str:
    return answer.get_data(as_text=True)  # type: ignore[attr-defined,no-any-return]


def listing_form(org: OrgCard, **changes: str) -> dict[str, str]:
    spec = make_spec()
    draft = make_draft(spec)
    form = {
        "spec": spec.ref,
        "sku": draft.sku,
        "county_code": org.county_code,
        "title_zh": "带骨羊后腿",
        "sold_by": "piece",
        "priced_by": "each",
        "nominal_g": "2300",
        "price": "98.5",
        "tax_bp": "900",
        "action": "draft",
    }
    return form | changes


@pytest.mark.parametrize("page", ["listings", "lots", "forecasts", "certificates", "supply"])
def test_empty_pages_say_what_will_appear_in_both_languages(
    client: FlaskClient, seller: OrgCard, page: str
) -> None:
    chinese = client.get(f"/o/{seller.ref}/{page}")
    english = client.get(f"/en/o/{seller.ref}/{page}")
    assert (chinese.status_code, english.status_code) == (200, 200)
    assert "<h1>" in text(chinese)
    assert text(chinese) != text(english)


@pytest.mark.parametrize(
    "page", ["listings", "listings/new", "lots", "lots/new", "forecasts", "supply", "supply.csv"]
)
def test_strangers_find_nothing(client: FlaskClient, seller: OrgCard, page: str) -> None:
    assert client.get(f"/o/{make_org().ref}/{page}").status_code == 404


def test_guests_are_asked_to_sign_in(client: FlaskClient) -> None:
    answer = client.get(f"/o/{make_org().ref}/listings")
    assert (answer.status_code, "/login" in answer.headers["Location"]) == (303, True)


def test_a_new_listing_is_kept_as_a_draft(client: FlaskClient, seller: OrgCard) -> None:
    answer = client.post(f"/o/{seller.ref}/listings", data=listing_form(seller))
    assert answer.status_code == 303
    row = list_listings(org_id=seller.id)[0]
    assert (row.terms.state, row.terms.price_e4) == ("draft", 985_000)
    assert (row.terms.min_g, row.terms.max_g) == (2300, 2300)
    assert answer.headers["Location"].endswith(f"/listings/{row.terms.listing_ref}")


def test_a_wrong_form_comes_back_with_everything_that_was_typed(
    client: FlaskClient, seller: OrgCard
) -> None:
    form = listing_form(seller, price="-1", nominal_g="abc", title_zh="羊后腿王")
    answer = client.post(f"/o/{seller.ref}/listings", data=form)
    assert answer.status_code == 422
    assert 'value="羊后腿王"' in text(answer)
    assert text(answer).count("field--bad") == 2
    assert list_listings(org_id=seller.id) == []


def test_what_is_missing_for_publication_is_said_and_nothing_is_kept(
    client: FlaskClient, seller: OrgCard
) -> None:
    form = listing_form(seller, action="submit")
    answer = client.post(f"/o/{seller.ref}/listings", data=form)
    assert answer.status_code == 422
    assert "缺少有效证件" in text(answer)
    assert list_listings(org_id=seller.id) == []


def test_a_complete_listing_goes_to_review(client: FlaskClient, seller: OrgCard) -> None:
    make_certificate(seller)
    answer = client.post(f"/o/{seller.ref}/listings", data=listing_form(seller, action="submit"))
    assert answer.status_code == 303
    assert list_listings(org_id=seller.id)[0].terms.state == "in_review"


def test_a_live_listing_is_paused_and_resumed(client: FlaskClient, seller: OrgCard) -> None:
    listing = make_listing(seller=seller)
    keep()
    base = f"/o/{seller.ref}/listings/{listing.listing_ref}"
    assert client.post(f"{base}/pause").status_code == 303
    assert list_listings(org_id=seller.id)[0].terms.state == "paused"
    assert client.post(f"{base}/pause").status_code == 409
    assert client.post(f"{base}/resume").status_code == 303
    assert list_listings(org_id=seller.id)[0].terms.state == "live"
    assert "修改记录" in text(client.get(base))


def test_a_lot_is_received_and_released(client: FlaskClient, seller: OrgCard) -> None:
    listing = make_listing(seller=seller)
    keep()
    form = {
        "spec": "nothing",
        "county_code": seller.county_code,
        "produced_on": "2026-11-24",
        "pieces": "10",
        "kilograms": "23.5",
        "certificate_no": "CC-7",
        "release": "1",
    }
    assert client.post(f"/o/{seller.ref}/lots", data=form).status_code == 422
    assert list_lots(org_id=seller.id) == []
    form["spec"] = get_specs([listing.spec_id])[listing.spec_id].ref
    assert client.post(f"/o/{seller.ref}/lots", data=form).status_code == 303
    lot = list_lots(org_id=seller.id)[0]
    assert (lot.card.lot_no, lot.card.grams, lot.state) == ("YC-1124A", 23_500, "released")
    assert lot.spec.id == listing.spec_id


def test_a_lot_is_blocked_with_a_reason(client: FlaskClient, seller: OrgCard) -> None:
    lot = make_lot(make_listing(seller=seller))
    keep()
    base = f"/o/{seller.ref}/lots/{lot.ref}"
    assert client.post(f"{base}/block", data={"reason": ""}).status_code == 422
    assert client.post(f"{base}/block", data={"reason": "抽检"}).status_code == 303
    assert list_lots(org_id=seller.id)[0].state == "blocked"
    assert "抽检" in text(client.get(base))
    assert client.post(f"{base}/release").status_code == 303
    assert list_lots(org_id=seller.id)[0].state == "released"


def test_eight_weeks_are_forecast_on_one_form(client: FlaskClient, seller: OrgCard) -> None:
    listing = make_listing(seller=seller)
    keep()
    page = text(client.get(f"/o/{seller.ref}/forecasts"))
    action = page.split(f'action="/o/{seller.ref}/forecasts/')[1][:26]
    form = {"first": MONDAY, "p50_0": "900", "p80_0": "700.5", "p50_7": "10", "p80_7": "11"}
    refused = client.post(f"/o/{seller.ref}/forecasts/{action}", data=form)
    assert refused.status_code == 422
    assert 'value="700.5"' in text(refused)
    assert supply_weeks(seller.id, listing.spec_id, 1)[0].p50_g == 0
    form["p80_7"] = "9"
    assert client.post(f"/o/{seller.ref}/forecasts/{action}", data=form).status_code == 303
    weeks = supply_weeks(seller.id, listing.spec_id, 8)
    assert [(week.p50_g, week.p80_g) for week in (weeks[0], weeks[7])] == [
        (900_000, 700_500),
        (10_000, 9_000),
    ]


def test_a_certificate_is_submitted(client: FlaskClient, seller: OrgCard) -> None:
    form = {
        "kind": "halal",
        "number": "QZ-1",
        "issuer": "示例协会",
        "valid_from": "2026-01-01",
        "valid_to": "2025-01-01",
    }
    assert client.post(f"/o/{seller.ref}/certificates", data=form).status_code == 422
    form["valid_to"] = "2027-01-01"
    assert client.post(f"/o/{seller.ref}/certificates", data=form).status_code == 422  # no photo
    sent = form | {"file": (io.BytesIO(b"%PDF-1.7"), "halal.pdf")}
    assert client.post(f"/o/{seller.ref}/certificates", data=sent).status_code == 303
    paper = list_certificates(org_id=seller.id)[0]
    assert (paper.kind, paper.state) == ("halal", "submitted")
    assert "QZ-1" in text(client.get(f"/o/{seller.ref}/certificates"))


def test_every_figure_of_the_ledger_leads_to_its_week(
    client: FlaskClient, seller: OrgCard, at: datetime
) -> None:
    listing = make_listing(seller=seller)
    lot = make_lot(listing, pieces=10)
    page = text(client.get(f"/o/{seller.ref}/supply?week=3"))
    assert "带骨羊后腿" in page
    link = page.split(f'href="/o/{seller.ref}/supply/')[1].split('"')[0]
    week = client.get(f"/o/{seller.ref}/supply/{link.split('/')[0]}/{MONDAY}")
    assert lot.lot_no in text(week)
    assert client.get(f"/o/{seller.ref}/supply/{link.split('/')[0]}/2026-11-24").status_code == 404
    assert client.get(f"/o/{seller.ref}/supply/{link.split('/')[0]}/soon").status_code == 404
    rows = text(client.get(f"/o/{seller.ref}/supply.csv")).splitlines()
    assert len(rows) == 9
    assert rows[1].endswith("2026-W48,2026-11-23,23000,0,0,0,0,23000")


def test_packers_see_listings_and_may_not_write_them(client: FlaskClient) -> None:
    org = make_org()
    sign_in(client, make_member(org, Role.FULFILMENT))
    assert client.get(f"/o/{org.ref}/listings").status_code == 200
    assert client.get(f"/o/{org.ref}/listings/new").status_code == 403
    assert client.post(f"/o/{org.ref}/listings", data=listing_form(org)).status_code == 403
    assert list_listings(org_id=org.id) == []
