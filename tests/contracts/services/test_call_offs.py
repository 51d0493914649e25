"""Call-offs: orders at the agreed price, guarded by the counters."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from accounts.rules.actor import SYSTEM
from catalog.errors import OutOfStock
from catalog.models.stock import Allocation, Reservation
from catalog.models.supply import Commitment, HarvestDecision, SupplyBucket
from catalog.services.harvesting import Load, bring_in_harvest
from catalog.services.lots import NewLot
from catalog.services.proof import prove_stock
from contracts.errors import BadCallOff, ContractNotFound, NotInForce, VolumeCapExceeded
from contracts.models.agreements import LinePeriod
from contracts.models.call_offs import CallOff
from contracts.queries.progress import counters_that_differ
from contracts.services import activation, call_offs
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


def without_stock():
    """A contract in force from next Monday on, whose harvest is still to come."""
    deal = make.active(make.make_deal(pieces=2), start_on=make.NEXT_MONDAY)
    activation.turn_day(contract_ref=deal.contract_ref, day=make.NEXT_MONDAY, at=AT)
    return deal


def test_goods_that_are_not_in_the_store_yet_are_called_off_of_the_harvest(db_session):
    deal = without_stock()

    made = release(deal, 10)

    row = db_session.scalars(select(Reservation)).one()
    line = db_session.scalars(select(OrderLine)).one()
    bucket = select(SupplyBucket).where(SupplyBucket.monday == make.NEXT_MONDAY)
    assert (row.is_of_contract, row.pieces, row.harvest_on) == (True, 10, make.NEXT_MONDAY)
    assert line.harvest_on == make.NEXT_MONDAY
    assert line.arrives_on == make.TUESDAY
    assert db_session.scalars(bucket).one().booked_g == 0  # it was committed before
    assert prove_stock() == []

    new = NewLot(
        seller_id=deal.seller.id,
        spec_id=deal.goods.spec_id,
        county_code=deal.goods.county_code,
        produced_on=AT.date(),
        pieces=9,
        grams=9 * 2_300,
        certificate_no="CC-2",
    )
    bring_in_harvest(SYSTEM, new=new, load=Load(make.NEXT_MONDAY, is_last=False), at=AT)

    got = db_session.scalars(select(Allocation.pieces)).all()
    steps = db_session.scalars(select(HarvestDecision.step).order_by(HarvestDecision.id)).all()
    assert sum(got) == 10
    assert steps[0] == "called"
    assert prove_stock() == []

    call_offs.give_back(SYSTEM, order_group_ref=made.order_group_ref, at=AT)
    assert counters_that_differ() == []


def test_a_tolerance_has_no_right_to_a_harvest(db_session):
    deal = without_stock()
    line = select(LinePeriod).where(LinePeriod.line_id == deal.line.id)
    week = db_session.scalars(line.where(LinePeriod.monday == make.NEXT_MONDAY)).one()

    with pytest.raises(OutOfStock):
        release(deal, week.cap_g // 2_300)

    db_session.rollback()
    assert db_session.scalars(select(CallOff)).all() == []
