"""Walk 2: a cooperative writes a listing, the platform reviews it, a lot comes in, it sells."""

import re

import pytest

from catalog.queries.specs import find_spec_by_code
from tests.journeys.walker import Walker, look, org_of, work

TITLE = "盐池滩羊整只礼盒装（示例）"
LOT = "0323-261125-GIFT"
TYPED = {
    "sku": "carcass-gift",
    "county_code": "640323",
    "title_zh": TITLE,
    "title_en": "Whole Tan sheep, gift pack (example)",
    "sold_by": "head",
    "priced_by": "kg",
    "nominal_g": "15000",
    "min_g": "12000",
    "max_g": "18000",
    "step": "1",
    "moq": "1",
    "price": "86.00",
    "tax_bp": "900",
    "min_remaining_days": "2",
    "is_halal": "1",
    "uses_gi": "1",
}


def ref_in(html, before):
    return re.search(re.escape(before) + r"([0-9a-z]{26})", html).group(1)


def be_refused(keeper, base, spec):
    keeper.open(f"{base}/new")
    html = keeper.press(
        base, status=422, spec=spec.ref, **TYPED, story_zh="治疗百病", action="submit"
    )
    assert "治疗" in html
    assert TITLE in html  # everything typed is kept
    assert TITLE not in keeper.open(base)  # and nothing was written


def review(operator):
    ref = ref_in(operator.open("/ops/reviews"), "/ops/reviews/")
    operator.open(f"/ops/reviews/{ref}")
    operator.press(f"/ops/reviews/{ref}/approve")


def receive(keeper, org, spec):
    keeper.open(f"/o/{org.ref}/lots/new")
    keeper.press(
        f"/o/{org.ref}/lots",
        spec=spec.ref,
        county_code="640323",
        lot_no=LOT,
        produced_on="2026-11-25",
        pieces="12",
        kilograms="181.400",
        certificate_no="DJ示例261125",
        release="1",
    )


@pytest.mark.slow
def test_a_cooperative_publishes_what_the_platform_has_reviewed(valley_app):
    org = look(valley_app, org_of, "shuoyun")
    spec = look(valley_app, find_spec_by_code, "tan-carcass")
    keeper, shopper = Walker(valley_app, "yanchi"), Walker(valley_app)
    base = f"/o/{org.ref}/listings"
    be_refused(keeper, base, spec)

    keeper.open(f"{base}/new")
    keeper.press(base, spec=spec.ref, **TYPED, story_zh="草原散养。", action="submit")
    listing_ref = keeper.path.rsplit("/", 1)[1]
    shopper.open(f"/p/{listing_ref}", status=404)  # not before the review
    review(Walker(valley_app, "ops"))
    work(valley_app)
    assert TITLE in shopper.open(f"/p/{listing_ref}")

    receive(keeper, org, spec)
    assert LOT in keeper.open(f"/o/{org.ref}/lots")


@pytest.mark.slow
def test_another_cooperative_does_not_find_the_listing(valley_app):
    mine, theirs = look(valley_app, org_of, "shuoyun"), look(valley_app, org_of, "hongzhu")
    keeper, stranger = Walker(valley_app, "yanchi"), Walker(valley_app, "zhongning")
    listing_ref = ref_in(keeper.open(f"/o/{mine.ref}/listings"), f"/o/{mine.ref}/listings/")
    stranger.open(f"/o/{mine.ref}/listings", status=404)
    stranger.open(f"/o/{theirs.ref}/listings/{listing_ref}", status=404)
