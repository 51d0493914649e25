"""The page where a lot is cut up."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from accounts.rules.cards import OrgCard
from catalog.queries.specs import get_specs
from core.db import session
from tests.factories.accounts import make_member, make_org, sign_in
from tests.factories.catalog import make_listing, make_lot


@pytest.fixture
def seller(client: FlaskClient) -> OrgCard:
    org = make_org()
    sign_in(client, make_member(org))
    return org


def test_a_lot_is_cut_and_shows_its_parts(client: FlaskClient, seller: OrgCard) -> None:
    listing = make_listing(seller=seller)
    lot = make_lot(listing, pieces=2)
    spec = get_specs([listing.spec_id])[listing.spec_id]
    session().commit()
    page = f"/o/{seller.ref}/lots/{lot.ref}/cut"
    assert "拿出多少来分割" in client.get(page).text

    form = {"pieces": "1", "kilograms": "2.25", "spec_0": spec.ref, "pieces_0": "2"}
    refused = client.post(page, data={**form, "kilograms_0": "2.3"})
    assert refused.status_code == 422
    assert "比分割前还重" in refused.text
    assert 'value="2.25"' in refused.text

    done = client.post(page, data={**form, "kilograms_0": "2.1"}, follow_redirects=True)
    assert "已分割成 1 批，损耗 0.15 千克" in done.text
    assert "分割成了" in done.text


def test_nobody_cuts_a_lot_of_somebody_else(client: FlaskClient, seller: OrgCard) -> None:
    theirs = make_lot(make_listing(), pieces=2)
    session().commit()

    page = f"/o/{seller.ref}/lots/{theirs.ref}/cut"
    assert client.get(page).status_code == 404
    assert client.post(page, data={"pieces": "1", "kilograms": "1"}).status_code == 404
