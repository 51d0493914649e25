"""Shelves, search, facets and the product page show live listings, and only those."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from accounts.rules.actor import GUEST, SYSTEM
from catalog.gateways.sql import SqlSearch
from catalog.queries.browse import (
    browse,
    count_by_family,
    list_by_text,
    list_cards,
    list_live,
    season_strip,
)
from catalog.queries.product import get_product_page
from catalog.queries.specs import find_spec_by_code, get_spec_by_ref
from catalog.queries.terms import get_terms, get_terms_for_specs
from catalog.rules.browsing import FUJIAN_TO_NINGXIA, Filter, Sort
from catalog.rules.cards import Terms
from catalog.rules.families import Family
from catalog.rules.search import words_of
from catalog.rules.seasons import mask_between
from catalog.rules.stock import Want
from catalog.services.listings import pause_listing
from catalog.services.specs import define_gi
from catalog.services.stock import reserve
from core.errors import Conflict, NotFound
from core.types.temperature import TemperatureClass
from tests.factories.accounts import make_org
from tests.factories.catalog import (
    YANCHI,
    make_catch_weight_listing,
    make_listing,
    make_lot,
    make_spec,
    make_stock,
)

pytestmark = pytest.mark.usefixtures("db_session")


def found(**wanted: object) -> list[int]:
    return [card.listing_id for card in browse(Filter(**wanted)).items]  # type: ignore[arg-type]


def search(question: str) -> list[int]:
    hits = SqlSearch(list_by_text).search(words_of(question), direction=None, limit=10)
    return [hit.listing_id for hit in hits]


def tea() -> Terms:
    spec = make_spec(family=Family.TEA, name_zh="福鼎白茶", name_en="White tea", piece_g=250)
    return make_listing(spec=spec, county_code="350982")


def test_only_live_listings_stand_on_the_shelf(at: datetime) -> None:
    live = make_listing()
    make_listing(state="draft")
    make_listing(state="in_review")
    paused = make_listing()
    pause_listing(SYSTEM, listing_ref=paused.listing_ref, at=at)
    page = browse(Filter())
    assert [card.listing_id for card in page.items] == [live.listing_id]
    assert (page.total, page.pages, page.page) == (1, 1, 1)


def test_a_card_shows_stock_seller_and_the_lot_that_comes_next(at: datetime) -> None:
    seller = make_org("示例朔云合作社")
    listing = make_listing(seller=seller)
    make_lot(listing, pieces=9, best_before=at.date() + timedelta(days=90))
    first = make_lot(listing, pieces=3, best_before=at.date() + timedelta(days=30))
    card = browse(Filter()).items[0]
    assert (card.available_pieces, card.seller_name_zh) == (12, "示例朔云合作社")
    assert card.next_lot is not None
    assert (card.next_lot.ref, card.produced_on) == (first.ref, first.produced_on)


def test_both_directions_have_their_own_shelf() -> None:
    lamb, leaves = make_listing(), tea()
    assert found() == [lamb.listing_id]
    assert found(direction=FUJIAN_TO_NINGXIA) == [leaves.listing_id]
    assert set(found(direction=None)) == {lamb.listing_id, leaves.listing_id}


def test_each_filter_narrows_the_shelf() -> None:
    lamb = make_listing(is_halal=True)
    chilled = make_catch_weight_listing()
    both = [lamb.listing_id, chilled.listing_id]
    assert found(family="lamb", county_code=YANCHI) == both
    assert found(family="wine") == []
    assert found(temperature="chilled") == [chilled.listing_id]
    assert found(halal=True) == [lamb.listing_id]
    assert found(certificate="halal") == [lamb.listing_id]
    assert found(seller_id=chilled.seller_id) == [chilled.listing_id]
    assert found(text="carcass 盐池") == [chilled.listing_id]


def test_facets_count_what_each_further_choice_would_leave() -> None:
    make_listing(is_halal=True)
    make_catch_weight_listing()
    facets = browse(Filter(temperature="frozen")).facets
    assert facets.families == {"lamb": 1}
    assert facets.temperatures == {"chilled": 1, "frozen": 1}
    assert facets.certificates == {"organic": 0, "green": 0, "gi": 0, "halal": 1}
    assert count_by_family() == {"lamb": 2}


def test_what_is_in_season_comes_first() -> None:
    potato = make_spec(family=Family.VEGETABLE, season_mask=mask_between(9, 4), piece_g=1000)
    melon = make_spec(family=Family.FRUIT, season_mask=mask_between(7, 9), piece_g=1000)
    off, all_year, on = make_listing(spec=melon), make_listing(), make_listing(spec=potato)
    ids = [on.listing_id, all_year.listing_id, off.listing_id]
    assert found(sort=Sort.SEASON) == ids
    assert [card.listing_id for card in season_strip(8)] == [off.listing_id, all_year.listing_id]
    assert found(season_month=8) == [all_year.listing_id, off.listing_id]


def test_prices_are_compared_per_kilogram() -> None:
    dear = make_listing(price_e4=980_000)  # 2.3 kg for 98 yuan
    cheap = make_catch_weight_listing(price_e4=400_000)
    assert found(sort=Sort.PRICE) == [cheap.listing_id, dear.listing_id]
    assert found(sort=Sort.NEWEST) == [cheap.listing_id, dear.listing_id]
    assert (dear.price_per_kg_e4, cheap.price_per_kg_e4) == (426_087, 400_000)


def test_every_word_must_occur_and_signs_mean_themselves() -> None:
    leg = make_listing(title_zh="羊腿 100% 草饲")
    make_listing(title_zh="羊排")
    assert search("盐池 羊腿") == [leg.listing_id]
    assert search("100%") == [leg.listing_id]
    assert search("_%_") == []
    assert search("羊腿 牛") == []
    assert search("") == []


def test_a_match_in_the_title_counts_more() -> None:
    seller = make_org("示例滩羊合作社")
    other = make_listing(seller=seller, title_zh="羊腿")
    exact = make_listing(title_zh="滩羊腿")
    assert search("滩羊") == [exact.listing_id, other.listing_id]
    cards = list_cards([exact.listing_id, other.listing_id, 999_999])
    assert [card.listing_id for card in cards] == [exact.listing_id, other.listing_id]


def test_the_cursor_goes_on_where_a_page_ended() -> None:
    ids = [make_listing().listing_id for _ in range(3)]
    assert [card.listing_id for card in list_live(limit=2)] == ids[:2]
    assert [card.listing_id for card in list_live(after_id=ids[1], limit=2)] == ids[2:]


def test_the_product_page_has_everything(at: datetime) -> None:
    define_gi(SYSTEM, code="yctan", name_zh="盐池滩羊", name_en="Yanchi", county_codes=[YANCHI])
    spec = make_spec(gi_code="yctan")
    listing = make_listing(spec=spec, uses_gi=True, label={"storage": "-18℃"}, story_zh="草膘")
    make_lot(listing, pieces=8)
    want = Want("l", listing.listing_id, 3, 6900)
    reserve(GUEST, owner_ref="o", wants=[want], expires_at=at + timedelta(minutes=50), at=at)
    page = get_product_page(listing.listing_ref, at=at)
    assert (page.available, len(page.lots), page.story_zh) == (5, 1, "草膘")
    assert page.gi is not None
    assert (page.gi.code, page.label_data) == ("yctan", {"storage": "-18℃"})
    assert sorted(paper.kind for paper in page.certificates) == ["gi", "licence"]
    assert get_product_page(listing.listing_ref, at=at + timedelta(hours=1)).available == 8


def test_a_draft_has_no_page(at: datetime) -> None:
    with pytest.raises(NotFound):
        get_product_page(make_listing(state="draft").listing_ref, at=at)


def test_terms_of_several_listings_leave_out_unknown_ones() -> None:
    listing = make_stock(1)
    assert get_terms([listing.listing_id, 999_999]) == {listing.listing_id: listing}
    assert get_terms_for_specs(listing.seller_id, [listing.spec_id]) == {listing.spec_id: listing}


def test_wine_travels_ambient_in_november_and_specs_have_one_code() -> None:
    spec = make_spec(
        "W01",
        family=Family.WINE,
        temperature=TemperatureClass.AMBIENT,
        summer_temperature=TemperatureClass.COOL,
        shelf_life_days=None,
        is_alcohol=True,
    )
    listing = make_listing(spec=spec)
    assert (listing.temperature, listing.is_alcohol) == ("ambient", True)
    assert find_spec_by_code("W01") == get_spec_by_ref(spec.ref) == spec
    with pytest.raises(Conflict):
        make_spec("W01")
