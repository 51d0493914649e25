"""Sellers are let in, sent back, looked at again, stopped; each is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from accounts.errors import SellerStepRefused
from accounts.queries import get_org, list_notices
from accounts.rules.cards import OrgCard
from accounts.rules.permissions import Capacity, LegalForm, Role
from accounts.rules.sellers import SellerStage
from accounts.services import sellers
from catalog.errors import ListingNotPublishable, NotReadyToApply, PapersNotVerified
from catalog.queries.onboarding import list_steps
from catalog.queries.terms import get_terms
from catalog.rules.certificates import CertificateKind
from catalog.rules.listing import ListingState
from catalog.services.certificates import refuse_certificate, verify_certificate
from catalog.services.listings import submit_listing
from catalog.services.onboarding import apply_to_sell, approve_seller, stop_goods
from catalog.services.paper_notices import warn_of_ends
from core.errors import InvalidInput, NotAllowed
from tests.factories.accounts import actor_for, make_org, make_platform
from tests.factories.catalog import make_certificate, make_listing


@pytest.fixture
def farm(db_session: Session) -> OrgCard:
    return make_org(
        legal_form=LegalForm.FAMILY_FARM,
        is_verified=False,
        story_zh="两口人，三十亩枸杞。",
        uscc="91640000MA0000000X",
    )


@pytest.fixture(autouse=True)
def _code_is_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.services.organisations.is_valid_uscc", lambda _code: True)


def stage(org: OrgCard) -> SellerStage:
    return get_org(org.id).standing.stage


def told(org: OrgCard) -> list[str]:
    return [card.kind for card in list_notices(org_id=org.id)]


def hand_in(org: OrgCard) -> list[str]:
    kinds = (CertificateKind.LICENCE, CertificateKind.FARM_REGISTER)
    return [make_certificate(org, kind, is_verified=False) for kind in kinds]


def test_a_farm_applies_is_recommended_and_let_in(farm: OrgCard, at: datetime) -> None:
    owner, operator = actor_for(farm), actor_for(make_platform(), Role.OPERATOR)
    with pytest.raises(NotReadyToApply) as early:
        apply_to_sell(owner, org_id=farm.id, at=at)
    assert early.value.missing == ("licence", "farm_register")
    refs = hand_in(farm)
    apply_to_sell(owner, org_id=farm.id, at=at)
    assert stage(farm) is SellerStage.APPLIED
    desk = make_org(capacities=[Capacity.COUNTY_DESK], county_code=farm.county_code)
    sellers.recommend_seller(actor_for(desk), org_ref=farm.ref, note="地看过", at=at)
    assert stage(farm) is SellerStage.RECOMMENDED
    with pytest.raises(PapersNotVerified):
        approve_seller(operator, org_ref=farm.ref, note="", at=at)
    for ref in refs:
        verify_certificate(operator, certificate_ref=ref, at=at)
    approve_seller(operator, org_ref=farm.ref, note="", at=at)
    assert stage(farm) is SellerStage.APPROVED
    assert get_org(farm.id).standing.recheck_on == date(2027, 11, 25)
    assert [step.act.value for step in list_steps(org_id=farm.id)] == [
        "approved",
        "recommended",
        "applied",
    ]
    assert told(farm)[0] == "notice_seller_approved"


def test_an_application_comes_back_with_a_word_and_may_be_made_again(
    farm: OrgCard, at: datetime
) -> None:
    owner, operator = actor_for(farm), actor_for(make_platform(), Role.OPERATOR)
    refs = hand_in(farm)
    apply_to_sell(owner, org_id=farm.id, at=at)
    with pytest.raises(InvalidInput):
        sellers.return_application(operator, org_ref=farm.ref, note=" ", at=at)
    sellers.return_application(operator, org_ref=farm.ref, note="照片看不清", at=at)
    refuse_certificate(operator, certificate_ref=refs[0], reason="看不清", at=at)
    assert stage(farm) is SellerStage.NEW
    with pytest.raises(NotReadyToApply):
        apply_to_sell(owner, org_id=farm.id, at=at)
    make_certificate(farm, is_verified=False)
    apply_to_sell(owner, org_id=farm.id, at=at)
    assert stage(farm) is SellerStage.APPLIED


def test_nobody_lets_oneself_in(farm: OrgCard, at: datetime) -> None:
    for kind in (CertificateKind.LICENCE, CertificateKind.FARM_REGISTER):
        make_certificate(farm, kind)
    with pytest.raises(NotAllowed):
        approve_seller(actor_for(farm), org_ref=farm.ref, note="", at=at)
    with pytest.raises(NotAllowed):
        apply_to_sell(actor_for(farm, Role.CATALOGUE_EDITOR), org_id=farm.id, at=at)
    assert stage(farm) is SellerStage.NEW


def test_what_was_not_approved_is_not_published(farm: OrgCard, at: datetime) -> None:
    listing = make_listing(seller=farm, state="draft")
    with pytest.raises(ListingNotPublishable) as refused:
        submit_listing(actor_for(farm), listing_ref=listing.listing_ref, at=at)
    assert "seller_not_approved" in [reason.code for reason in refused.value.reasons]


def test_a_suspended_sellers_goods_stop_and_it_is_told_why(
    at: datetime, db_session: Session
) -> None:
    seller, operator = make_org(), actor_for(make_platform(), Role.OPERATOR)
    listing, other = make_listing(seller=seller), make_listing()
    sellers.suspend_seller(operator, org_ref=seller.ref, note="抽检不合格", at=at)
    assert stop_goods(operator, org_ref=seller.ref) == 1
    assert get_terms([listing.listing_id])[listing.listing_id].state is ListingState.PAUSED
    assert get_terms([other.listing_id])[other.listing_id].state is ListingState.LIVE
    assert get_org(seller.id).is_verified is False
    with pytest.raises(SellerStepRefused):
        sellers.suspend_seller(operator, org_ref=seller.ref, note="再停", at=at)
    sellers.lift_suspension(operator, org_ref=seller.ref, note="复检合格", at=at)
    assert get_org(seller.id).is_verified is True


def test_a_seller_is_told_30_and_7_days_before_a_paper_ends_once_each(
    at: datetime, db_session: Session
) -> None:
    seller = make_org()
    make_certificate(seller, valid_to=date(2026, 12, 25))
    days = (-1, 0, 1, 22, 23, 24, 30)
    counts = [warn_of_ends(at=at + timedelta(days=day)) for day in days]
    assert counts == [0, 1, 0, 0, 1, 0, 0]
    assert told(seller).count("notice_paper_ends") == 2


def test_the_yearly_check_is_announced_once(at: datetime, db_session: Session) -> None:
    seller = make_org()
    assert sellers.warn_of_rechecks(at=at + timedelta(days=334)) == 0
    assert sellers.warn_of_rechecks(at=at + timedelta(days=336)) == 1
    assert sellers.warn_of_rechecks(at=at + timedelta(days=337)) == 0
    operator = actor_for(make_platform(), Role.OPERATOR)
    later = at + timedelta(days=340)
    sellers.recheck_seller(operator, org_ref=seller.ref, note="", at=later)
    assert get_org(seller.id).standing.recheck_on == date(2028, 10, 30)
