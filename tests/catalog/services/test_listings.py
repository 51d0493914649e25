"""From draft to live; what is live stays live while a change waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from accounts.rules.actor import SYSTEM
from accounts.rules.permissions import Role
from catalog.errors import ListingNotPublishable, ListingStepRefused
from catalog.queries.listings import get_listing_editor, get_review, list_listings, list_reviews
from catalog.queries.terms import get_terms_by_ref
from catalog.rules.cards import Terms
from catalog.rules.drafts import Change, ListingDraft
from catalog.services.editing import ask_for_publication, keep_draft
from catalog.services.listings import (
    approve_listing,
    create_listing,
    decline_listing,
    edit_draft,
    pause_listing,
    resume_listing,
    submit_listing,
    withdraw_listing,
)
from core.errors import InvalidInput, NotAllowed, NotFound
from tests.factories.accounts import actor_for, make_org, make_platform
from tests.factories.catalog import make_certificate, make_draft, make_listing, make_spec

pytestmark = pytest.mark.usefixtures("db_session")


def version(listing: Terms) -> ListingDraft:
    return get_listing_editor(listing.listing_ref, org_id=listing.seller_id).draft


def state(listing: Terms) -> str:
    return get_terms_by_ref(listing.listing_ref).state


def test_a_reviewed_listing_is_live(at: datetime) -> None:
    listing = make_listing(state="in_review")
    assert state(listing) == "in_review"
    revision = list_reviews()[-1]
    assert revision.is_first
    approve_listing(SYSTEM, revision_ref=revision.revision.ref, at=at)
    assert state(listing) == "live"
    assert list_reviews() == []


def test_the_live_version_stays_until_the_change_is_approved(at: datetime) -> None:
    listing = make_listing()
    changed = replace(version(listing), price_e4=1_080_000)
    ref = submit_listing(SYSTEM, listing_ref=listing.listing_ref, at=at, draft=changed)
    assert get_terms_by_ref(listing.listing_ref).price_e4 == 980_000
    assert get_review(ref).changes == [Change("price_e4", 980_000, 1_080_000)]
    approve_listing(SYSTEM, revision_ref=ref, at=at)
    assert get_terms_by_ref(listing.listing_ref).price_e4 == 1_080_000


def test_a_declined_change_leaves_the_live_version_and_tells_why(at: datetime) -> None:
    listing = make_listing()
    changed = replace(version(listing), title_zh="新名字")
    ref = submit_listing(SYSTEM, listing_ref=listing.listing_ref, at=at, draft=changed)
    decline_listing(SYSTEM, revision_ref=ref, reason="照片与名称不符", at=at)
    assert get_terms_by_ref(listing.listing_ref).name_zh == listing.name_zh
    row = list_listings(org_id=listing.seller_id)[0]
    assert (row.latest.state, row.latest.reason) == ("declined", "照片与名称不符")  # type: ignore[union-attr]


def test_a_declined_first_version_is_a_draft_again(at: datetime) -> None:
    listing = make_listing(state="in_review")
    ref = list_reviews()[-1].revision.ref
    decline_listing(SYSTEM, revision_ref=ref, reason="请补图", at=at)
    assert state(listing) == "draft"


def test_declining_needs_a_reason(at: datetime) -> None:
    listing = make_listing(state="in_review")
    ref = list_reviews()[-1].revision.ref
    with pytest.raises(InvalidInput):
        decline_listing(SYSTEM, revision_ref=ref, reason="  ", at=at)
    assert state(listing) == "in_review"


def test_a_revision_is_decided_once(at: datetime) -> None:
    make_listing(state="in_review")
    ref = list_reviews()[-1].revision.ref
    approve_listing(SYSTEM, revision_ref=ref, at=at)
    with pytest.raises(ListingStepRefused):
        decline_listing(SYSTEM, revision_ref=ref, reason="晚了", at=at)


def test_only_one_change_waits_at_a_time(at: datetime) -> None:
    listing = make_listing()
    changed = replace(version(listing), moq=2)
    submit_listing(SYSTEM, listing_ref=listing.listing_ref, at=at, draft=changed)
    with pytest.raises(ListingStepRefused):
        submit_listing(SYSTEM, listing_ref=listing.listing_ref, at=at, draft=changed)


def test_what_waits_can_be_withdrawn(at: datetime) -> None:
    listing = make_listing(state="in_review")
    withdraw_listing(SYSTEM, listing_ref=listing.listing_ref, at=at)
    assert state(listing) == "draft"
    with pytest.raises(ListingStepRefused):
        withdraw_listing(SYSTEM, listing_ref=listing.listing_ref, at=at)


def test_without_its_papers_a_listing_is_not_submitted_and_every_reason_is_named(
    at: datetime,
) -> None:
    seller, spec = make_org(), make_spec(required_kinds=("quarantine",))
    draft = make_draft(spec, title_zh="最好的羊腿")
    ref = create_listing(SYSTEM, seller_id=seller.id, draft=draft, at=at)
    with pytest.raises(ListingNotPublishable) as refused:
        submit_listing(SYSTEM, listing_ref=ref, at=at)
    assert [reason.code for reason in refused.value.reasons] == [
        "certificate_missing",
        "certificate_missing",
        "forbidden_word",
    ]
    assert get_terms_by_ref(ref).state == "draft"


def test_a_paper_for_another_spec_does_not_count(at: datetime) -> None:
    seller, spec = make_org(), make_spec(required_kinds=("quarantine",))
    make_certificate(seller)
    make_certificate(seller, "quarantine", spec=make_spec())  # type: ignore[arg-type]
    ref = create_listing(SYSTEM, seller_id=seller.id, draft=make_draft(spec), at=at)
    with pytest.raises(ListingNotPublishable):
        submit_listing(SYSTEM, listing_ref=ref, at=at)


def test_paused_goods_can_be_resumed(at: datetime) -> None:
    listing = make_listing()
    pause_listing(SYSTEM, listing_ref=listing.listing_ref, at=at)
    assert state(listing) == "paused"
    with pytest.raises(ListingStepRefused):
        pause_listing(SYSTEM, listing_ref=listing.listing_ref, at=at)
    resume_listing(SYSTEM, listing_ref=listing.listing_ref, at=at)
    assert state(listing) == "live"


def test_what_its_seller_paused_stays_paused_when_a_change_is_approved(at: datetime) -> None:
    listing = make_listing()
    changed = replace(version(listing), price_e4=1_080_000)
    ref = submit_listing(SYSTEM, listing_ref=listing.listing_ref, at=at, draft=changed)
    pause_listing(SYSTEM, listing_ref=listing.listing_ref, at=at)
    approve_listing(SYSTEM, revision_ref=ref, at=at)
    assert state(listing) == "paused"
    assert get_terms_by_ref(listing.listing_ref).price_e4 == 1_080_000


def test_a_draft_is_rewritten_and_a_live_listing_is_not(at: datetime) -> None:
    draft = make_listing(state="draft")
    edit_draft(SYSTEM, listing_ref=draft.listing_ref, draft=replace(version(draft), moq=3), at=at)
    assert get_terms_by_ref(draft.listing_ref).moq == 3
    live = make_listing()
    with pytest.raises(ListingStepRefused):
        edit_draft(SYSTEM, listing_ref=live.listing_ref, draft=version(live), at=at)


def test_a_sku_is_used_once_per_seller(at: datetime) -> None:
    listing = make_listing()
    again = replace(version(listing), spec_id=make_spec().id)
    with pytest.raises(InvalidInput) as refused:
        create_listing(SYSTEM, seller_id=listing.seller_id, draft=again, at=at)
    assert refused.value.fields == {"sku": "sku_taken"}


def test_weights_that_make_no_sense_are_refused_by_field(at: datetime) -> None:
    draft = make_draft(make_spec(), min_g=9, max_g=5, county_code="999999", sku=" ")
    with pytest.raises(InvalidInput) as refused:
        create_listing(SYSTEM, seller_id=make_org().id, draft=draft, at=at)
    assert set(refused.value.fields) == {"nominal_g", "max_g", "county_code", "sku"}


def test_keeping_and_asking_in_one_step(at: datetime) -> None:
    seller, spec = make_org(), make_spec()
    make_certificate(seller)
    draft = make_draft(spec)
    ref = keep_draft(SYSTEM, seller_id=seller.id, listing_ref=None, draft=draft, at=at)
    same = ask_for_publication(SYSTEM, seller_id=seller.id, listing_ref=ref, draft=draft, at=at)
    assert (same, get_terms_by_ref(ref).state) == (ref, "in_review")


def test_somebody_elses_listing_is_not_found(at: datetime) -> None:
    listing, stranger = make_listing(), actor_for(make_org())
    with pytest.raises(NotFound):
        pause_listing(stranger, listing_ref=listing.listing_ref, at=at)
    with pytest.raises(NotFound):
        create_listing(stranger, seller_id=listing.seller_id, draft=version(listing), at=at)
    assert state(listing) == "live"


def test_packers_may_not_publish_and_sellers_may_not_review(at: datetime) -> None:
    seller = make_org()
    listing = make_listing(seller=seller, state="in_review")
    packer, owner = actor_for(seller, Role.FULFILMENT), actor_for(seller)
    with pytest.raises(NotAllowed):
        withdraw_listing(packer, listing_ref=listing.listing_ref, at=at)
    ref = list_reviews()[-1].revision.ref
    with pytest.raises(NotAllowed):
        approve_listing(owner, revision_ref=ref, at=at)
    approve_listing(actor_for(make_platform()), revision_ref=ref, at=at)
    assert state(listing) == "live"
