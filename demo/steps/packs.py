"""The same stock by the case: exactly so many pieces, a little cheaper."""

from __future__ import annotations

from dataclasses import replace

from catalog.services.listings import approve_listing, create_listing, submit_listing
from core.clock import at as pinned
from demo.data.accounts import PLATFORM
from demo.data.goods import BY_CODE
from demo.steps.catalogue import get_spec, listing_of, season_instant
from demo.valley import Valley

CASES = (("goji-premium", 20, "整箱 20 袋", "case of 20"), ("pearl-rice", 4, "四袋装", "pack of 4"))
PERCENT = 92


def offer_cases(valley: Valley) -> None:
    """Two sellers also sell by the case; bag and case draw on one stock."""
    for code, count, name_zh, name_en in CASES:
        good = BY_CODE[code]
        single = listing_of(good, get_spec(good), 50, good.seller)
        grams = single.nominal_g * count
        case = replace(
            single,
            sku=f"{single.sku}-{count}",
            title_zh=f"{single.title_zh} {name_zh}",
            title_en=f"{single.title_en}, {name_en}",
            sold_by="case",
            unit_pieces=count,
            nominal_g=grams,
            min_g=grams,
            max_g=grams,
            price_e4=single.price_e4 * count * PERCENT // 100 // 10_000 * 10_000,
            tiers=[],
        )
        at = season_instant(valley, good)
        with pinned(at):
            org_id = valley.orgs[good.seller].id
            ref = create_listing(valley.actor(good.seller), seller_id=org_id, draft=case, at=at)
            revision = submit_listing(valley.actor(good.seller), listing_ref=ref, at=at)
            approve_listing(valley.actor(PLATFORM), revision_ref=revision, at=at)
