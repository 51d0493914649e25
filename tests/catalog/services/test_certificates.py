"""Papers are submitted, checked, and end; listings that stand on them stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from accounts.rules.actor import SYSTEM
from catalog.errors import CertificateStepRefused
from catalog.queries.certificates import (
    certificates_of_listing,
    get_certificate,
    held_kinds,
    list_expiring,
)
from catalog.queries.listings import list_listings
from catalog.queries.terms import get_terms_by_ref
from catalog.rules.certificates import CertificateKind
from catalog.services.certificates import (
    NewCertificate,
    expire_certificates,
    refuse_certificate,
    revoke_certificate,
    submit_certificate,
    verify_certificate,
)
from core.errors import InvalidInput, NotAllowed, NotFound
from tests.factories.accounts import actor_for, make_org
from tests.factories.catalog import DAY, make_certificate, make_listing, make_spec

pytestmark = pytest.mark.usefixtures("db_session")
HALAL = CertificateKind.HALAL


def fresh(seller_id: int) -> NewCertificate:
    return NewCertificate(
        seller_id=seller_id,
        kind=HALAL,
        issuer="示例伊斯兰教协会",
        number="QZ-1",
        valid_from=DAY,
        valid_to=DAY + timedelta(days=365),
    )


def test_a_claim_stands_on_a_verified_paper_only(at: datetime) -> None:
    seller, spec = make_org(), make_spec()
    ref = make_certificate(seller, HALAL, is_verified=False)
    assert held_kinds(seller.id, spec.id, DAY) == set()
    verify_certificate(SYSTEM, certificate_ref=ref, at=at)
    assert held_kinds(seller.id, spec.id, DAY) == {"halal"}
    assert [card.kind for card in certificates_of_listing(seller.id, spec.id, DAY)] == ["halal"]
    with pytest.raises(CertificateStepRefused):
        verify_certificate(SYSTEM, certificate_ref=ref, at=at)


def test_a_refused_paper_says_why(at: datetime) -> None:
    ref = make_certificate(make_org(), HALAL, is_verified=False)
    with pytest.raises(InvalidInput):
        refuse_certificate(SYSTEM, certificate_ref=ref, reason="", at=at)
    refuse_certificate(SYSTEM, certificate_ref=ref, reason="编号查不到", at=at)
    card = get_certificate(ref)
    assert (card.state, card.reason, card.checked_by) == ("refused", "编号查不到", "系统")


def test_every_wrong_field_is_named(at: datetime) -> None:
    seller = make_org()
    wrong = replace(fresh(seller.id), issuer=" ", number=" ", valid_to=date(2020, 1, 1))
    with pytest.raises(InvalidInput) as refused:
        submit_certificate(SYSTEM, wrong, at=at)
    assert refused.value.fields == {
        "issuer": "required",
        "number": "required",
        "valid_to": "ends_before_start",
    }


def test_the_same_paper_is_not_submitted_twice(at: datetime) -> None:
    seller = make_org()
    submit_certificate(SYSTEM, fresh(seller.id), at=at)
    with pytest.raises(InvalidInput) as refused:
        submit_certificate(SYSTEM, fresh(seller.id), at=at)
    assert refused.value.fields == {"number": "certificate_known"}


def test_a_seller_submits_its_own_papers_and_does_not_check_them(at: datetime) -> None:
    seller = make_org()
    owner = actor_for(seller)
    ref = submit_certificate(owner, fresh(seller.id), at=at)
    with pytest.raises(NotAllowed):
        verify_certificate(owner, certificate_ref=ref, at=at)
    with pytest.raises(NotFound):
        submit_certificate(owner, fresh(make_org().id), at=at)


def test_when_a_paper_ends_the_listings_that_need_it_pause(at: datetime) -> None:
    seller = make_org()
    make_certificate(seller, HALAL, valid_to=DAY + timedelta(days=10))
    halal = make_listing(seller=seller, is_halal=True)
    plain = make_listing(seller=seller)
    assert expire_certificates(SYSTEM, at=at + timedelta(days=10)) == 0
    assert expire_certificates(SYSTEM, at=at + timedelta(days=11)) == 1
    assert expire_certificates(SYSTEM, at=at + timedelta(days=11)) == 0
    assert get_terms_by_ref(halal.listing_ref).state == "paused"
    assert get_terms_by_ref(plain.listing_ref).state == "live"
    reasons = {row.terms.listing_id: row.paused_reason for row in list_listings(org_id=seller.id)}
    assert reasons == {halal.listing_id: "certificate", plain.listing_id: ""}


def test_a_revoked_licence_stops_the_whole_shop(at: datetime) -> None:
    seller = make_org()
    licence = make_certificate(seller)
    listing = make_listing(seller=seller)
    revoke_certificate(SYSTEM, certificate_ref=licence, reason="已注销", at=at)
    assert get_terms_by_ref(listing.listing_ref).state == "paused"


def test_papers_that_end_soon_are_listed() -> None:
    seller = make_org()
    soon = make_certificate(seller, HALAL, valid_to=DAY + timedelta(days=10))
    make_certificate(seller)
    assert [c.ref for c in list_expiring(until=DAY + timedelta(days=30))] == [soon]
