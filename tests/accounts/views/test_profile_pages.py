"""The pages of an organisation's own words, and of buyers' terms."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from accounts.queries import get_org
from accounts.rules.permissions import Role
from tests.factories.accounts import make_buyer, make_member, make_platform, sign_in

GOOD = {
    "name_en": "Banyan Market",
    "story_zh": "一家超市",
    "min_remaining_pct": "60",
    "approval_over": "5,000.50",
    "earmark_pct": "10",
    "refuses_alcohol": "1",
}


def test_an_owner_writes_and_reads_it_back(client: FlaskClient, db_session: Session) -> None:
    org = make_buyer()
    sign_in(client, make_member(org, Role.OWNER))
    answer = client.post(f"/o/{org.ref}/profile", data=GOOD)
    assert answer.status_code == 303
    now = get_org(org.id)
    assert (now.approval_over_fen, now.min_remaining_pct, now.refuses_alcohol) == (500050, 60, True)
    assert 'value="5000.50"' in client.get(f"/o/{org.ref}/profile").text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_en", ""),
        ("name_en", "x" * 121),
        ("story_zh", "字" * 2001),
        ("min_remaining_pct", "101"),
        ("earmark_pct", "-1"),
        ("approval_over", "much"),
        ("capacities", "platform"),
        ("capacities", "nonsense"),
    ],
)
def test_bad_input_is_kept_and_named(
    client: FlaskClient, db_session: Session, field: str, value: str
) -> None:
    org = make_buyer()
    sign_in(client, make_member(org, Role.OWNER))
    answer = client.post(f"/o/{org.ref}/profile", data=GOOD | {field: value})
    assert answer.status_code in (403, 422)
    assert get_org(org.id) == org


def test_a_member_reads_but_has_no_form(client: FlaskClient, db_session: Session) -> None:
    org = make_buyer()
    sign_in(client, make_member(org, Role.INSPECTOR))
    page = client.get(f"/o/{org.ref}/profile")
    assert page.status_code == 200
    assert 'name="name_en"' not in page.text
    assert client.post(f"/o/{org.ref}/profile", data=GOOD).status_code == 403


def test_finance_gives_terms_and_bad_days_are_refused(
    client: FlaskClient, db_session: Session
) -> None:
    buyer = make_buyer()
    sign_in(client, make_member(make_platform(), Role.PLATFORM_FINANCE))
    for days in ("", "181", "-1", "soon"):
        answer = client.post(f"/ops/buyers/{buyer.ref}/terms", data={"payment_days": days})
        assert answer.status_code == 422
    assert client.post("/ops/buyers/x/terms", data={"payment_days": "30"}).status_code == 404
    assert get_org(buyer.id).payment_days == buyer.payment_days
    client.post(f"/ops/buyers/{buyer.ref}/terms", data={"payment_days": "60"})
    assert get_org(buyer.id).payment_days == 60
    assert "60 天" in client.get("/ops/buyers").text
