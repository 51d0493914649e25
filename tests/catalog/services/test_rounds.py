"""Sale rounds open and close by the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from accounts.rules.actor import SYSTEM
from catalog.errors import RoundStepRefused
from catalog.queries.rounds import list_rounds, list_rounds_of_seller
from catalog.rules.cards import Terms
from catalog.rules.rounds import RoundState, round_state
from catalog.services.rounds import NewRound, decide_rounds, give_up_round, plan_round
from core.errors import InvalidInput, NotFound
from tests.factories.accounts import actor_for, make_org
from tests.factories.catalog import make_listing

pytestmark = pytest.mark.usefixtures("db_session")


def fresh(listing: Terms, at: datetime) -> NewRound:
    return NewRound(
        listing_ref=listing.listing_ref,
        name_zh="12 月第一车",
        name_en="First truck of December",
        opens_at=at + timedelta(days=1),
        cutoff_at=at + timedelta(days=3),
        harvest_from=date(2026, 11, 29),
        harvest_to=date(2026, 11, 30),
        cap_pieces=200,
    )


def test_a_round_opens_and_leaves_the_list_at_its_cut_off(at: datetime) -> None:
    listing = make_listing()
    plan_round(SYSTEM, fresh(listing, at), at=at)
    days = [list_rounds([listing.listing_id], at=at + timedelta(days=n)) for n in (0, 1, 3)]
    assert [[card.state for card in cards] for cards in days] == [["planned"], ["open"], []]


def test_a_round_that_was_dispatched_stays_so(at: datetime) -> None:
    times = {"opens_at": at, "cutoff_at": at + timedelta(days=1)}
    assert round_state(RoundState.DISPATCHED, at=at, **times) == "dispatched"
    assert round_state(RoundState.PLANNED, at=at + timedelta(days=2), **times) == "closed"


def test_wrong_fields_are_named_and_nothing_is_planned(at: datetime) -> None:
    listing = make_listing()
    wrong = replace(fresh(listing, at), cutoff_at=at, harvest_to=date(2026, 11, 1), cap_pieces=0)
    with pytest.raises(InvalidInput) as refused:
        plan_round(SYSTEM, wrong, at=at)
    assert set(refused.value.fields) == {"cutoff_at", "harvest_to", "cap_pieces"}
    with pytest.raises(NotFound):
        plan_round(actor_for(make_org()), fresh(listing, at), at=at)
    assert list_rounds(at=at) == []


def test_a_second_round_in_the_same_time_and_a_minimum_above_the_cap_are_refused(
    at: datetime,
) -> None:
    listing = make_listing()
    plan_round(SYSTEM, fresh(listing, at), at=at)
    with pytest.raises(InvalidInput) as crossing:
        plan_round(SYSTEM, fresh(listing, at), at=at)
    assert crossing.value.fields == {"opens_at": "rounds_overlap"}
    with pytest.raises(InvalidInput) as above:
        plan_round(SYSTEM, replace(fresh(make_listing(), at), min_pieces=201), at=at)
    assert above.value.fields == {"min_pieces": "over_the_cap"}


def test_the_cut_off_decides_once_whether_a_round_takes_place(at: datetime) -> None:
    listing = make_listing()
    plan_round(SYSTEM, replace(fresh(listing, at), min_pieces=3), at=at)
    late = at + timedelta(days=3)
    assert [decide_rounds(SYSTEM, at=when) for when in (at, late, late)] == [0, 1, 0]
    (card,) = list_rounds_of_seller(org_id=listing.seller_id, at=late)
    assert card.state == "failed"


def test_only_the_seller_gives_a_round_up_and_only_before_its_cut_off(at: datetime) -> None:
    ref = plan_round(SYSTEM, fresh(make_listing(), at), at=at)
    with pytest.raises(NotFound):
        give_up_round(actor_for(make_org()), round_ref=ref, at=at)
    with pytest.raises(RoundStepRefused):
        give_up_round(SYSTEM, round_ref=ref, at=at + timedelta(days=3))
    give_up_round(SYSTEM, round_ref=ref, at=at)
    with pytest.raises(RoundStepRefused):
        give_up_round(SYSTEM, round_ref=ref, at=at)
