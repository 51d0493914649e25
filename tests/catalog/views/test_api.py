"""The open catalogue as JSON."""

from __future__ import annotations

from flask.testing import FlaskClient

from catalog.rules.families import Family
from tests.factories.catalog import (
    make_catch_weight_listing,
    make_listing,
    make_lot,
    make_spec,
    make_stock,
)

API = "/api/v1"


def test_a_listing_tells_its_tiers_round_and_photos(client: FlaskClient) -> None:
    listing = make_stock(7, tiers=[[5, 950_000]])
    answer = client.get(f"{API}/listings/{listing.listing_ref}").get_json()
    assert answer["tiers"] == [{"pieces": 5, "price_e4": 950_000}]
    assert (answer["photos"], answer["sale_round"]) == ([], None)


def test_listings_come_with_stock_facets_and_integers(client: FlaskClient) -> None:
    listing = make_stock(7)
    answer = client.get(f"{API}/listings").get_json()
    item = answer["items"][0]
    assert (item["ref"], item["available_pieces"]) == (listing.listing_ref, 7)
    assert (item["price_e4"], item["nominal_g"], item["tax_bp"]) == (980_000, 2300, 900)
    assert item["next_lot"]["county_code"] == "640323"
    assert "pieces" not in item["next_lot"]
    assert (answer["total"], answer["next_cursor"]) == (1, None)
    assert answer["facets"]["families"] == {"lamb": 1}


def test_the_cursor_leads_through_all_listings(client: FlaskClient) -> None:
    refs = [make_listing().listing_ref for _ in range(3)]
    seen: list[str] = []
    cursor = ""
    for _ in range(2):
        page = client.get(f"{API}/listings?limit=2{cursor}").get_json()
        seen += [item["ref"] for item in page["items"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == refs
    assert page["next_cursor"] is None


def test_filters_combine(client: FlaskClient) -> None:
    make_listing()
    carcass = make_catch_weight_listing()
    query = "family=lamb&temperature=chilled&county_code=640323&text=carcass&season_month=11"
    page = client.get(f"{API}/listings?{query}").get_json()
    assert [item["ref"] for item in page["items"]] == [carcass.listing_ref]
    assert page["items"][0]["is_catch_weight"] is True


def test_bad_arguments_are_a_problem_with_its_fields(client: FlaskClient) -> None:
    for query in ("family=gold", "limit=0", "season_month=13", "cursor=%00"):
        answer = client.get(f"{API}/listings?{query}")
        assert answer.status_code == 422, query
        assert answer.mimetype == "application/problem+json"


def test_one_listing_has_lots_papers_and_label(client: FlaskClient) -> None:
    listing = make_listing(label={"storage": "-18℃"})
    lot = make_lot(listing)
    answer = client.get(f"{API}/listings/{listing.listing_ref}").get_json()
    assert [entry["ref"] for entry in answer["lots"]] == [lot.ref]
    assert answer["label"] == {"storage": "-18℃"}
    assert [paper["kind"] for paper in answer["certificates"]] == ["licence"]
    assert answer["gi"] is None


def test_drafts_and_unknown_listings_are_not_found(client: FlaskClient) -> None:
    draft = make_listing(state="draft")
    for ref in (draft.listing_ref, "nothing"):
        assert client.get(f"{API}/listings/{ref}").status_code == 404


def test_specs_are_listed_by_cursor(client: FlaskClient) -> None:
    codes = [make_spec(f"S{n}", family=Family.GOJI).code for n in range(3)]
    first = client.get(f"{API}/specs?limit=2").get_json()
    rest = client.get(f"{API}/specs?limit=2&cursor={first['next_cursor']}").get_json()
    assert [item["code"] for item in first["items"] + rest["items"]] == codes
    assert rest["next_cursor"] is None


def test_a_lot_shows_public_facts_only(client: FlaskClient) -> None:
    listing = make_listing()
    lot = make_lot(listing)
    hidden = make_lot(listing, is_released=False)
    answer = client.get(f"{API}/lots/{lot.ref}").get_json()
    assert (answer["lot_no"], answer["state"]) == (lot.lot_no, "released")
    assert not {"pieces", "grams", "free_pieces", "id"} & set(answer)
    assert client.get(f"{API}/lots/{hidden.ref}").status_code == 404
