"""Call-offs: orders at the agreed price, guarded by the counters."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from catalog.models.supply import Commitment
from contracts.errors import BadCallOff, ContractNotFound, NotInForce, VolumeCapExceeded
from contracts.models.agreements import LinePeriod
from contracts.models.call_offs import CallOff
from contracts.queries.progress import counters_that_differ
from contracts.services import call_offs
from core.errors import NotAllowed
from shop.models.orders import OrderGroup, OrderLine
from tests.factories import contracts as make
from tests.factories.contracts import AT


def release(deal, pieces, key="k1", **more):
    return call_offs.call_off(
        deal.clerk,
        contract_ref=deal.contract_ref,
        wish=make.wish(deal, pieces, **more),
        form_key=key,
        at=AT,
    )


def test_a_call_off_is_an_order_that_cites_the_contract_at_the_agreed_price(db_session):
    deal = make.active()

    made = release(deal, 10)

    group = db_session.scalars(select(OrderGroup)).one()
    line = db_session.scalars(select(OrderLine)).one()
    assert (made.order_group_ref, made.amount_fen) == (group.ref, 98_000)
    assert (group.channel, group.payment_method) == ("contract", "terms")
    assert group.contract_ref == deal.contract_ref
    assert (line.pieces, line.price_e4, line.contract_line_ref) == (10, 980_000, deal.line.ref)
    assert deal.line.called_g == 23_000


def test_a_call_off_draws_on_the_commitment_of_its_week(db_session):
    deal = make.active()

    release(deal, 10)

    drawn = db_session.scalar(
        select(Commitment.drawn_g).where(Commitment.monday == make.NEXT_MONDAY)
    )
    assert drawn == 23_000


def test_the_same_form_twice_is_one_call_off(db_session):
    deal = make.active()

    first, second = release(deal, 10), release(deal, 10)

    assert first == second
    assert db_session.scalar(select(func.count()).select_from(CallOff)) == 1
    assert deal.line.called_g == 23_000


def test_more_than_the_week_and_its_tolerance_is_refused_and_says_what_is_left(db_session):
    deal = make.active()
    line = select(LinePeriod).where(LinePeriod.line_id == deal.line.id)
    week = db_session.scalars(line.where(LinePeriod.monday == make.NEXT_MONDAY)).one()

    with pytest.raises(VolumeCapExceeded) as refused:
        release(deal, week.cap_g // 2_300 + 1)

    assert refused.value.code == "week_cap_exceeded"
    assert refused.value.context["left_g"] == week.cap_g


def test_nothing_is_called_off_of_a_contract_that_is_not_in_force(db_session):
    deal = make.frozen()

    with pytest.raises(NotInForce):
        release(deal, 1)

    assert deal.line.called_g == 0


def test_only_the_buyer_calls_off(db_session):
    deal = make.active()

    with pytest.raises(NotAllowed):
        call_offs.call_off(
            deal.seller_signatory,
            contract_ref=deal.contract_ref,
            wish=make.wish(deal, 1),
            form_key="x",
            at=AT,
        )
    stranger = make.make_deal()
    with pytest.raises(ContractNotFound):
        call_offs.call_off(
            stranger.clerk,
            contract_ref=deal.contract_ref,
            wish=make.wish(deal, 1),
            form_key="x",
            at=AT,
        )


@pytest.mark.parametrize(
    ("deliver_on", "code"),
    [
        (date(2026, 11, 25), "day_has_passed"),
        (date(2026, 11, 27), "after_cutoff"),
        (date(2027, 3, 2), "outside_contract"),
    ],
)
def test_a_day_that_cannot_be_meant_is_refused(db_session, deliver_on, code):
    deal = make.active()

    with pytest.raises(BadCallOff) as refused:
        release(deal, 1, deliver_on=deliver_on)

    assert refused.value.fields == {"deliver_on": code}


def test_a_cancelled_call_off_gives_its_quantity_back(db_session):
    deal = make.active()
    made = release(deal, 10)

    call_offs.cancel(deal.clerk, call_off_ref=made.call_off_ref, at=AT)

    assert deal.line.called_g == 0
    assert db_session.scalar(select(CallOff.state)) == "cancelled"
    drawn = db_session.scalar(
        select(Commitment.drawn_g).where(Commitment.monday == make.NEXT_MONDAY)
    )
    assert drawn == 0


def test_counters_are_the_sums_of_the_call_offs(db_session):
    deal = make.active()
    release(deal, 5, "a")
    release(deal, 6, "b")

    assert deal.line.called_g == 11 * 2_300
    assert counters_that_differ() == []
