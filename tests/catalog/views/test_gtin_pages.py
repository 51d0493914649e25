import pytest
from sqlalchemy import select

from accounts.queries import get_org
from accounts.rules.permissions import Role
from catalog.models.stock import Lot
from catalog.queries.specs import get_specs
from catalog.queries.trade_items import gtins_of, link_keys
from tests.factories.accounts import make_member, make_org, sign_in
from tests.factories.catalog import make_stock

GTIN = "6901234567892"


@pytest.fixture
def shop(client, db_session):
    terms = make_stock(5)
    seller = get_org(terms.seller_id)
    sign_in(client, make_member(seller, Role.CATALOGUE_EDITOR))
    db_session.commit()
    spec = get_specs([terms.spec_id])[terms.spec_id]
    return f"/o/{seller.ref}/gtins", seller, spec


def test_a_digital_link_leads_to_the_page_of_the_lot(client, db_session, shop):
    page, seller, spec = shop
    lot = db_session.scalars(select(Lot)).first()
    link = f"/01/{GTIN.zfill(14)}/10/{lot.lot_no}"
    assert client.get(link).status_code == 404
    assert client.post(page, data={"spec_ref": spec.ref, "gtin": GTIN}).status_code == 303
    assert gtins_of(seller.id) == {spec.id: GTIN.zfill(14)}
    assert link_keys([lot.ref]) == {lot.ref: (GTIN.zfill(14), lot.lot_no)}
    answer = client.get(link)
    assert answer.status_code == 307
    assert answer.headers["Location"].endswith(f"/t/{lot.ref}")
    assert client.get(f"/01/{GTIN.zfill(14)}/10/NOTHING").status_code == 404
    assert GTIN in client.get(page).get_data(as_text=True)
    assert client.post(page, data={"spec_ref": spec.ref, "gtin": ""}).status_code == 303
    assert gtins_of(seller.id) == {}


def test_a_wrong_or_foreign_gtin_is_refused(client, db_session, shop):
    page, seller, spec = shop
    for gtin in ("123", "6901234567891"):
        answer = client.post(page, data={"spec_ref": spec.ref, "gtin": gtin})
        assert answer.status_code == 422
        assert gtin in answer.get_data(as_text=True)
    assert client.post(page, data={"spec_ref": "nothing", "gtin": GTIN}).status_code == 404
    other = make_stock(5, seller=make_org())
    db_session.commit()
    client.post(page, data={"spec_ref": spec.ref, "gtin": GTIN})
    rival = get_org(other.seller_id)
    sign_in(client, make_member(rival, Role.CATALOGUE_EDITOR))
    db_session.commit()
    theirs = get_specs([other.spec_id])[other.spec_id].ref
    answer = client.post(f"/o/{rival.ref}/gtins", data={"spec_ref": theirs, "gtin": GTIN})
    assert answer.status_code == 422
    assert gtins_of(rival.id) == {}
    assert gtins_of(seller.id) == {spec.id: GTIN.zfill(14)}
