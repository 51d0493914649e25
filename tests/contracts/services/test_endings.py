"""First days and last days: into force, completed or expired, and the harvest let go."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select, update

from catalog.models.supply import Commitment, SupplyBucket
from contracts.models.agreements import AuditEvent
from contracts.queries.contracts import list_due_refs
from contracts.rules.lifecycle import ContractState
from contracts.services import activation, call_offs
from shop.models.orders import SellerOrder
from tests.factories import contracts as make
from tests.factories.contracts import AT

LAST = date(2026, 12, 6)
AFTER = LAST + timedelta(days=1)
LATER = AT + timedelta(days=12)
PIECES = 8


def one_week():
    """Eight legs in the week from 30 November, all due then."""
    return make.active(pieces=PIECES, start_on=make.NEXT_MONDAY, end_on=LAST)


def in_force():
    deal = one_week()
    activation.turn_day(contract_ref=deal.contract_ref, day=make.NEXT_MONDAY, at=AT)
    return deal


def release(deal, pieces):
    return call_offs.call_off(
        deal.clerk,
        contract_ref=deal.contract_ref,
        wish=make.wish(deal, pieces, deliver_on=make.TUESDAY),
        form_key=f"k{pieces}",
        at=AT,
    )


def deliver_all(db):
    db.execute(update(SellerOrder).values(state="delivered"))
    db.expire_all()


def turn(deal, day=AFTER):
    return activation.turn_day(contract_ref=deal.contract_ref, day=day, at=LATER)


def committed_g(db):
    return db.scalar(select(func.sum(SupplyBucket.committed_g)))


def test_a_contract_that_begins_later_waits_for_its_first_day(db_session):
    deal = one_week()
    assert deal.contract.state == ContractState.SIGNED
    assert list_due_refs(day=make.NEXT_MONDAY - timedelta(days=1)) == []

    assert list_due_refs(day=make.NEXT_MONDAY) == [deal.contract_ref]
    assert turn(deal, make.NEXT_MONDAY) is ContractState.ACTIVE
    assert turn(deal, LAST) is ContractState.ACTIVE  # in force through its last day


def test_what_was_delivered_in_full_is_completed(db_session):
    deal = in_force()
    release(deal, PIECES)
    deliver_all(db_session)

    assert turn(deal) is ContractState.COMPLETED
    assert turn(deal) is ContractState.COMPLETED
    kinds = db_session.scalars(select(AuditEvent.kind).order_by(AuditEvent.seq.desc())).all()
    assert kinds.count("contract.completed") == 1


def test_what_was_not_called_off_expires_and_the_harvest_is_free_again(db_session):
    deal = in_force()
    release(deal, PIECES - 2)
    deliver_all(db_session)
    before = committed_g(db_session)

    assert turn(deal) is ContractState.EXPIRED

    event = db_session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
    assert event.event["data"]["not_called_g"] == 2 * deal.goods.nominal_g
    assert event.event["data"]["delivered_g"] == 6 * deal.goods.nominal_g
    assert committed_g(db_session) == before - 2 * deal.goods.nominal_g
    row = db_session.execute(select(Commitment.grams, Commitment.drawn_g)).one()
    assert row.grams == row.drawn_g


def test_goods_on_their_way_are_waited_for(db_session):
    deal = in_force()
    release(deal, PIECES)

    assert turn(deal) is ContractState.ACTIVE
    deliver_all(db_session)
    assert turn(deal) is ContractState.COMPLETED


def test_a_call_off_cancelled_after_the_end_frees_its_harvest_too(db_session):
    deal = in_force()
    made = release(deal, 2)
    turn(deal)

    call_offs.give_back(deal.clerk, order_group_ref=made.order_group_ref, at=LATER)

    assert db_session.execute(select(Commitment.grams, Commitment.drawn_g)).one() == (0, 0)
    assert committed_g(db_session) == 0
