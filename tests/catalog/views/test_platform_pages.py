"""The platform's pages: reviews of listings, checks of certificates."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from accounts.rules.actor import SYSTEM
from catalog.queries.certificates import get_certificate
from catalog.queries.listings import get_listing_editor, list_reviews
from catalog.queries.terms import get_terms_by_ref
from catalog.rules.certificates import CertificateKind
from catalog.services.listings import submit_listing
from core.db import session
from tests.factories.accounts import make_member, make_org, make_platform, sign_in
from tests.factories.catalog import make_certificate, make_listing


@pytest.fixture
def operator(client: FlaskClient) -> FlaskClient:
    """The browser of an operator."""
    sign_in(client, make_member(make_platform()))
    return client


def text(answer: object) -> str:
    return answer.get_data(as_text=True)  # type: ignore[attr-defined,no-any-return]


def test_a_new_listing_is_reviewed_and_goes_live(operator: FlaskClient) -> None:
    listing = make_listing(state="in_review", title_zh="盐池羊排")
    assert "盐池羊排" in text(operator.get("/ops/reviews"))
    ref = list_reviews()[-1].revision.ref
    assert "新商品，全部内容" in text(operator.get(f"/ops/reviews/{ref}"))
    assert operator.post(f"/ops/reviews/{ref}/approve").status_code == 303
    assert get_terms_by_ref(listing.listing_ref).state == "live"
    assert operator.post(f"/ops/reviews/{ref}/approve").status_code == 409


def test_a_change_shows_before_and_after(operator: FlaskClient, at: datetime) -> None:
    listing = make_listing()
    draft = get_listing_editor(listing.listing_ref, org_id=listing.seller_id).draft
    ref = submit_listing(
        SYSTEM,
        listing_ref=listing.listing_ref,
        at=at,
        draft=replace(draft, price_e4=1_080_000, label={"storage": "-18℃"}),
    )
    page = text(operator.get(f"/ops/reviews/{ref}"))
    assert "<del>¥98.00</del>" in page
    assert "<ins>¥108.00</ins>" in page
    assert "贮存条件" in page


def test_declining_needs_a_reason_which_the_form_keeps_asking_for(operator: FlaskClient) -> None:
    listing = make_listing(state="in_review")
    session().commit()
    ref = list_reviews()[-1].revision.ref
    assert operator.post(f"/ops/reviews/{ref}/decline", data={}).status_code == 422
    assert get_terms_by_ref(listing.listing_ref).state == "in_review"
    answer = operator.post(f"/ops/reviews/{ref}/decline", data={"reason": "请补图"})
    assert answer.status_code == 303
    assert get_terms_by_ref(listing.listing_ref).state == "draft"


def test_certificates_are_verified_or_refused(operator: FlaskClient) -> None:
    seller = make_org()
    good = make_certificate(seller, CertificateKind.HALAL, is_verified=False)
    bad = make_certificate(seller, CertificateKind.ORGANIC, is_verified=False)
    page = text(operator.get("/ops/certificates"))
    assert page.count("/ops/certificates/") >= 2
    assert operator.get(f"/ops/certificates/{good}").status_code == 200
    assert operator.post(f"/ops/certificates/{good}/verify").status_code == 303
    assert operator.post(f"/ops/certificates/{good}/verify").status_code == 409
    assert operator.post(f"/ops/certificates/{bad}/refuse", data={}).status_code == 422
    refused = operator.post(f"/ops/certificates/{bad}/refuse", data={"reason": "查不到"})
    assert refused.status_code == 303
    assert [get_certificate(ref).state for ref in (good, bad)] == ["verified", "refused"]


@pytest.mark.parametrize("page", ["/ops/reviews", "/ops/certificates"])
def test_sellers_do_not_find_the_platforms_pages(client: FlaskClient, page: str) -> None:
    sign_in(client, make_member(make_org()))
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("page", ["/ops/reviews/nothing", "/ops/certificates/nothing"])
def test_unknown_things_are_not_found(operator: FlaskClient, page: str) -> None:
    assert operator.get(page).status_code == 404
