"""A seller plans a sale round, buyers see it, the seller gives it up."""

from __future__ import annotations

import re

from sqlalchemy import select

from catalog.models.supply import SaleRound
from tests.factories.accounts import make_member, make_org, sign_in
from tests.factories.catalog import make_listing, make_lot
from tests.factories.logistics import make_network

FORM = {
    "name_zh": "冬至第一车",
    "name_en": "Solstice truck",
    "opens_at": "2026-11-25T08:00",
    "cutoff_at": "2026-11-27T16:00",
    "harvest_from": "2026-11-28",
    "harvest_to": "2026-11-29",
    "cap_pieces": "20",
    "min_pieces": "5",
}


def arrange(client):
    make_network()
    seller = make_org()
    terms = make_listing(seller=seller)
    make_lot(terms, pieces=30)
    sign_in(client, make_member(seller))
    return f"/o/{seller.ref}/rounds", terms


def test_a_round_is_planned_shown_to_buyers_and_given_up(client, db_session):
    page, terms = arrange(client)
    assert "还没有开过团" in client.get(page).text
    assert client.post(page, data=FORM | {"listing": terms.listing_ref}).status_code == 303
    assert "收单中" in client.get(page).text
    offer = client.get(f"/p/{terms.listing_ref}").text
    assert "冬至第一车" in offer
    assert "满 5 份成团，还差 5，不成团全额退款" in offer
    assert "12月2日 周三 送达" in offer  # harvested until the 29th
    give_up = re.search(r'action="([^"]+/give-up)"', client.get(page).text)[1]
    assert client.post(give_up).status_code == 303
    assert db_session.scalar(select(SaleRound.state)) == "failed"
    assert "没成团，已退款" in client.get(page).text
    assert "冬至第一车" not in client.get(f"/p/{terms.listing_ref}").text


def test_a_wrong_round_names_its_fields_and_keeps_what_was_typed(client, db_session):
    page, terms = arrange(client)
    wrong = {"listing": terms.listing_ref, "cutoff_at": "2026-11-24T16:00", "min_pieces": "99"}
    answer = client.post(page, data=FORM | wrong)
    assert answer.status_code == 422
    assert 'href="#cutoff_at"' in answer.text
    assert "不能比最多件数还多" in answer.text
    assert 'value="冬至第一车"' in answer.text
    assert db_session.scalars(select(SaleRound)).all() == []


def test_a_foreign_listing_cannot_be_put_into_a_round(client, db_session):
    page, _terms = arrange(client)
    foreign = make_listing(seller=make_org())
    answer = client.post(page, data=FORM | {"listing": foreign.listing_ref})
    assert answer.status_code == 404
    assert db_session.scalars(select(SaleRound)).all() == []
