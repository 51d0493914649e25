"""Forecasts, commitments, and the stock that is shielded for them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from accounts.rules.actor import GUEST, SYSTEM
from accounts.rules.cards import OrgCard
from catalog.errors import CommitmentTooLarge, OutOfStock
from catalog.queries.stock import available_pieces
from catalog.queries.supply import get_week, list_commitments, list_forecasts, supply_weeks
from catalog.rules.cards import SpecCard, SupplyWeek
from catalog.rules.stock import Want
from catalog.services.commitments import commit, committed_total_g, draw, uncommit, undraw
from catalog.services.forecasts import WeekForecast, record_forecast, record_forecasts
from catalog.services.proof import prove_stock
from catalog.services.shields import shield_week
from catalog.services.stock import reserve
from core.errors import InvalidInput, NotAllowed, NotFound
from tests.factories.accounts import actor_for, make_buyer, make_org
from tests.factories.catalog import make_listing, make_lot, make_spec

pytestmark = pytest.mark.usefixtures("db_session")
THIS, NEXT = date(2026, 11, 23), date(2026, 11, 30)


@pytest.fixture
def seller(db_session: object) -> OrgCard:
    return make_org()


@pytest.fixture
def spec(db_session: object) -> SpecCard:
    return make_spec()


def forecast(seller: OrgCard, spec: SpecCard, p50_g: int, p80_g: int, week: date = NEXT) -> None:
    record_forecast(
        SYSTEM, seller_id=seller.id, spec_id=spec.id, monday=week, p50_g=p50_g, p80_g=p80_g
    )


def promise(seller: OrgCard, spec: SpecCard, at: datetime, **facts: object) -> None:
    defaults: dict[str, object] = {"contract_ref": "c1", "weeks": {NEXT: 500_000}}
    commit(
        SYSTEM,
        seller_id=seller.id,
        spec_id=spec.id,
        priority_at=at,
        **(defaults | facts),  # type: ignore[arg-type]
    )


def week(seller: OrgCard, spec: SpecCard, monday: date = NEXT) -> SupplyWeek:
    return supply_weeks(seller.id, spec.id, [monday])[0]


def test_the_newest_forecast_counts_and_the_older_one_is_kept(
    seller: OrgCard, spec: SpecCard
) -> None:
    forecast(seller, spec, 1_200_000, 1_000_000)
    forecast(seller, spec, 900_000, 800_000)
    assert (week(seller, spec).p50_g, week(seller, spec).free_g) == (900_000, 680_000)
    kept = list_forecasts(org_id=seller.id, spec_id=spec.id)
    assert [row.p80_g for row in kept] == [800_000, 1_000_000]


def test_a_form_records_changed_weeks_only_and_names_wrong_ones(
    seller: OrgCard, spec: SpecCard
) -> None:
    good = [WeekForecast(THIS, 10, 5), WeekForecast(NEXT, 20, 15)]
    args = {"seller_id": seller.id, "spec_id": spec.id}
    assert record_forecasts(SYSTEM, weeks=good, **args) == 2
    assert record_forecasts(SYSTEM, weeks=good, **args) == 0
    with pytest.raises(InvalidInput) as refused:
        record_forecasts(SYSTEM, weeks=[good[0], WeekForecast(NEXT, 10, 15)], **args)
    assert refused.value.fields == {"p80_1": "p80_above_p50"}


def test_a_forecast_is_the_sellers_own(seller: OrgCard, spec: SpecCard) -> None:
    facts = {"seller_id": seller.id, "spec_id": spec.id, "monday": NEXT, "p50_g": 2, "p80_g": 1}
    with pytest.raises(NotFound):
        record_forecast(actor_for(make_org()), **facts)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        record_forecast(actor_for(make_buyer()), **facts)  # type: ignore[arg-type]


def test_a_commitment_beyond_the_forecast_names_its_week_and_what_is_free(
    seller: OrgCard, spec: SpecCard, at: datetime
) -> None:
    forecast(seller, spec, 1_200_000, 1_000_000)
    promise(seller, spec, at)
    with pytest.raises(CommitmentTooLarge) as refused:
        promise(seller, spec, at, contract_ref="c2", weeks={NEXT: 350_001})
    assert (refused.value.week, refused.value.free_g) == ("2026-W49", 350_000)
    assert week(seller, spec).committed_g == 500_000
    promise(seller, spec, at, contract_ref="c2", weeks={NEXT: 350_000})
    assert week(seller, spec).free_g == 0


def test_more_may_be_committed_with_a_reason_on_record(
    seller: OrgCard, spec: SpecCard, at: datetime
) -> None:
    promise(seller, spec, at, override_reason="新棚 12 月投产")
    assert week(seller, spec).is_short
    row = list_commitments(org_id=seller.id)[0]
    assert (row.grams, row.override_reason) == (500_000, "新棚 12 月投产")


def test_ending_a_contract_gives_back_what_was_not_called(
    seller: OrgCard, spec: SpecCard, at: datetime
) -> None:
    forecast(seller, spec, 1_200_000, 1_000_000)
    promise(seller, spec, at)
    draw(SYSTEM, contract_ref="c1", spec_id=spec.id, week=NEXT, grams=200_000)
    assert uncommit(SYSTEM, contract_ref="c1") == 300_000
    assert uncommit(SYSTEM, contract_ref="c1") == 0
    assert committed_total_g("c1") == 200_000
    assert week(seller, spec).committed_g == 200_000
    assert prove_stock() == []


def test_a_draw_covers_what_is_left_of_the_week(
    seller: OrgCard, spec: SpecCard, at: datetime
) -> None:
    forecast(seller, spec, 1_200_000, 1_000_000)
    promise(seller, spec, at)
    args = {"contract_ref": "c1", "spec_id": spec.id, "week": NEXT}
    assert draw(SYSTEM, grams=400_000, **args) == 400_000  # type: ignore[arg-type]
    assert draw(SYSTEM, grams=125_000, **args) == 100_000  # type: ignore[arg-type]
    undraw(SYSTEM, grams=100_000, **args)  # type: ignore[arg-type]
    assert list_commitments(org_id=seller.id)[0].drawn_g == 400_000
    assert draw(SYSTEM, contract_ref="none", spec_id=spec.id, week=NEXT, grams=5) == 0


def test_this_week_counts_from_stock_and_shows_who_is_served_first(
    seller: OrgCard, spec: SpecCard, at: datetime
) -> None:
    listing = make_listing(seller=seller, spec=spec)
    make_lot(listing, pieces=100)
    promise(seller, spec, at, weeks={THIS: 200_000}, override_reason="试")
    now = week(seller, spec, THIS)
    assert (now.on_hand_g, now.committed_g, now.balance_g) == (230_000, 200_000, 30_000)
    _, served, rows = get_week(org_id=seller.id, spec_id=spec.id, monday=THIS)
    assert [(s.step, s.given_g) for s in served] == [
        ("floor", 190_000),
        ("orders", 0),
        ("above", 10_000),
    ]
    assert len(rows) == 1


def test_the_shop_cannot_eat_what_a_contract_may_still_call(
    seller: OrgCard, spec: SpecCard, at: datetime
) -> None:
    listing = make_listing(seller=seller, spec=spec)
    make_lot(listing, pieces=10)
    promise(seller, spec, at, weeks={THIS: 8 * 2300}, override_reason="试")
    assert shield_week(SYSTEM, monday=THIS, at=at) == 8
    assert shield_week(SYSTEM, monday=THIS, at=at) == 0
    assert available_pieces([listing.listing_id], at=at)[listing.listing_id] == 2
    want = Want("l1", listing.listing_id, 3, 3 * 2300)
    with pytest.raises(OutOfStock):
        reserve(GUEST, owner_ref="o1", wants=[want], expires_at=None, at=at)
    draw(SYSTEM, contract_ref="c1", spec_id=spec.id, week=THIS, grams=3 * 2300)
    reserve(GUEST, owner_ref="o1", wants=[want], expires_at=None, at=at)
    assert available_pieces([listing.listing_id], at=at)[listing.listing_id] == 2
    assert prove_stock() == []


def test_a_lot_released_in_the_week_is_shielded_at_once(
    seller: OrgCard, spec: SpecCard, at: datetime
) -> None:
    listing = make_listing(seller=seller, spec=spec)
    promise(seller, spec, at, weeks={THIS: 8 * 2300}, override_reason="试")
    make_lot(listing, pieces=5)
    assert available_pieces([listing.listing_id], at=at)[listing.listing_id] == 0
    make_lot(listing, pieces=5)
    assert available_pieces([listing.listing_id], at=at)[listing.listing_id] == 2
    assert prove_stock() == []


def test_shields_of_a_week_that_is_over_are_lowered(
    seller: OrgCard, spec: SpecCard, at: datetime
) -> None:
    listing = make_listing(seller=seller, spec=spec)
    make_lot(listing, pieces=10)
    promise(seller, spec, at, weeks={THIS: 8 * 2300}, override_reason="试")
    shield_week(SYSTEM, monday=THIS, at=at)
    shield_week(SYSTEM, monday=NEXT, at=at + timedelta(days=7))
    assert available_pieces([listing.listing_id], at=at)[listing.listing_id] == 10
    assert prove_stock() == []
