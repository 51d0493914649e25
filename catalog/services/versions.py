"""Versions of a listing: check them, write them into the listing, say what they are found by."""

from __future__ import annotations

from datetime import datetime

from accounts.queries import get_org
from accounts.rules.places import find_place
from catalog.errors import ListingNotPublishable
from catalog.models.listings import Listing
from catalog.models.specs import Gi, ProductSpec
from catalog.queries.certificates import held_kinds
from catalog.rules.drafts import FIELD_NAMES, FIXED_FIELDS, ListingDraft
from catalog.rules.listing import check_pack
from catalog.rules.packs import check_unit
from catalog.rules.publishing import Application, Claim, may_publish
from catalog.rules.search import search_text
from catalog.rules.tiers import check_tiers
from core import clock
from core.db import session
from core.errors import InvalidInput
from core.types.verdict import Reason, Verdict


def check_listing(seller_id: int, draft: ListingDraft, *, at: datetime) -> Verdict:
    """May this version be published today? The answer names everything that is missing."""
    spec = session().get_one(ProductSpec, draft.spec_id)
    day = clock.local_day(at)
    application = Application(
        title=f"{draft.title_zh} {draft.title_en}",
        story=f"{draft.story_zh} {draft.story_en}",
        county_code=draft.county_code,
        price_e4=draft.price_e4,
        pack=draft.pack,
        is_prepacked=spec.is_prepacked,
        label=draft.label,
        required_kinds=frozenset(spec.required_kinds),
        held_kinds=held_kinds(seller_id, spec.id, day),
        is_halal=draft.is_halal,
        gi=_claim(spec) if draft.uses_gi else None,
        season_mask=spec.season_mask,
        shelf_life_days=spec.shelf_life_days,
    )
    verdict = may_publish(application, month=day.month)
    if get_org(seller_id).is_verified:
        return verdict
    return Verdict((Reason("seller_not_approved"), *verdict.reasons))


def version_of(listing: Listing) -> ListingDraft:
    """The version of a listing that its columns hold."""
    return ListingDraft.from_json({name: getattr(listing, name) for name in FIELD_NAMES})


def _claim(spec: ProductSpec) -> Claim:
    gi = session().get(Gi, spec.gi_id) if spec.gi_id else None
    if gi is None:
        return Claim("", frozenset())
    return Claim(gi.code, frozenset(str(code) for code in gi.county_codes))


def require_publishable(seller_id: int, draft: ListingDraft, *, at: datetime) -> None:
    """Go on only if this version may be published today.

    Raises:
        ListingNotPublishable: `reasons` names everything that is missing.
    """
    verdict = check_listing(seller_id, draft, at=at)
    if not verdict:
        raise ListingNotPublishable(verdict.reasons)


def check_shape(draft: ListingDraft) -> None:
    """Go on only if a version makes sense as such, publishable or not.

    Raises:
        InvalidInput: names every field that is wrong.
    """
    fields = {
        str(reason.context["field"]): reason.code for reason in check_pack(draft.pack).reasons
    }
    spec = session().get(ProductSpec, draft.spec_id)
    unit_fault = check_unit(draft.unit_pieces, draft.pack, spec.piece_g) if spec else None
    if unit_fault:
        fields["unit_pieces"] = unit_fault
    fault = check_tiers(draft.tiers, price_e4=draft.price_e4, moq=draft.moq, step=draft.step)
    if fault:
        fields[fault.field] = fault.code
    if not draft.sku.strip():
        fields["sku"] = "required"
    if draft.price_e4 < 1:
        fields["price"] = "price_missing"
    if find_place(draft.county_code) is None:
        fields["county_code"] = "invalid_choice"
    if fields:
        raise InvalidInput("listing_invalid", fields=fields)


def apply_version(listing: Listing, draft: ListingDraft) -> None:
    """Write a version into the columns of its listing."""
    for name in FIELD_NAMES:
        if name not in FIXED_FIELDS:
            setattr(listing, name, getattr(draft, name))
    listing.direction = draft.direction


def search_text_of(listing: Listing) -> str:
    """What a published listing is found by."""
    spec = session().get_one(ProductSpec, listing.spec_id)
    seller = get_org(listing.seller_id)
    county = find_place(listing.county_code)
    return search_text(
        [
            listing.title_zh,
            listing.title_en,
            spec.name_zh,
            spec.name_en,
            spec.variety_zh,
            spec.variety_en,
            spec.grade,
            county.zh if county else "",
            county.en if county else "",
            seller.name_zh,
            seller.name_en,
        ]
    )
