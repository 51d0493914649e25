"""Drafts, the same text accepted by both, approval with the supply check, and what voids it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from accounts.rules.permissions import Role
from contracts.errors import (
    BadDraft,
    ContentChanged,
    ContractNotFound,
    IllegalMove,
    MayNotApprove,
    SupplyTooSmall,
)
from contracts.models.agreements import AuditEvent, ContractVersion, LinePeriod, ScheduleEntry
from contracts.queries.contracts import get_contract_id
from contracts.queries.pages import get_contract, list_contracts
from contracts.rules.audit import first_break
from contracts.rules.lifecycle import ContractState, EnvelopeState, VersionState
from contracts.services import approvals, drafts, negotiation
from core.errors import NotAllowed
from tests.factories import contracts as make
from tests.factories.accounts import actor_for
from tests.factories.contracts import AT


def versions(session, deal):
    return session.scalars(
        select(ContractVersion)
        .where(ContractVersion.contract_id == deal.contract.id)
        .order_by(ContractVersion.seq)
    ).all()


def test_a_draft_has_a_number_its_weeks_and_a_hash(db_session):
    deal = make.drafted()

    weeks = db_session.scalars(select(LinePeriod.committed_g)).all()
    days = db_session.scalars(select(ScheduleEntry.grams)).all()
    assert deal.contract.number.startswith("MN-2026-")
    assert deal.contract.amount_fen == 280 * 98_00
    assert sum(weeks) == sum(days) == 280 * 2_300
    assert len(deal.content_sha256) == 64


def test_a_draft_of_half_packages_is_refused_and_nothing_is_written(db_session):
    deal = make.make_deal()
    draft = make.make_draft(deal)
    broken = draft.lines[0].__class__(**{**_fields(draft.lines[0]), "total_g": 1_000})

    with pytest.raises(BadDraft) as refused:
        drafts.draft_contract(deal.clerk, draft=make.make_draft(deal, lines=(broken,)), at=AT)

    assert refused.value.fields == {f"total_{deal.goods.listing_ref}": "not_whole_pieces"}
    assert db_session.scalars(select(ContractVersion)).all() == []


def _fields(line):
    return {name: getattr(line, name) for name in line.__slots__}


def test_somebody_of_neither_side_finds_no_contract(db_session):
    deal, stranger = make.drafted(), make.make_deal()

    with pytest.raises(ContractNotFound):
        negotiation.propose(
            stranger.clerk,
            contract_ref=deal.contract_ref,
            content_sha256=deal.content_sha256,
            at=AT,
        )


def test_both_accept_the_same_hash_and_it_goes_to_approval(db_session):
    deal = make.agreed()

    assert deal.contract.state == ContractState.IN_APPROVAL
    assert deal.contract.submitted_by_id == deal.clerk.user_id
    assert versions(db_session, deal)[-1].state == VersionState.AGREED


def test_accepting_a_text_that_has_changed_is_refused(db_session):
    deal = make.drafted()
    old = deal.content_sha256
    drafts.revise(
        deal.clerk,
        contract_ref=deal.contract_ref,
        draft=make.make_draft(deal, payment_days=45),
        note="",
        at=AT,
    )

    with pytest.raises(ContentChanged):
        negotiation.propose(deal.clerk, contract_ref=deal.contract_ref, content_sha256=old, at=AT)

    assert deal.contract.state == ContractState.DRAFT


def test_a_change_after_approval_voids_it_and_returns_to_the_table(db_session):
    deal = make.frozen()

    drafts.revise(
        deal.seller_signatory,
        contract_ref=deal.contract_ref,
        draft=make.make_draft(deal, payment_days=45),
        note="账期改 45 天",
        at=AT,
    )

    assert deal.contract.state == ContractState.NEGOTIATING
    assert make.envelope_of(deal).state == EnvelopeState.VOID
    assert [one.state for one in versions(db_session, deal)] == ["superseded", "working"]


def test_the_submitter_does_not_approve_and_a_clerk_may_not(db_session):
    deal = make.agreed()
    approving_clerk = make.actor_for(deal.buyer)

    with pytest.raises(NotAllowed):
        approvals.approve(deal.clerk, contract_ref=deal.contract_ref, at=AT)
    deal.contract.submitted_by_id = approving_clerk.user_id
    db_session.flush()
    with pytest.raises(MayNotApprove) as refused:
        approvals.approve(approving_clerk, contract_ref=deal.contract_ref, at=AT)

    assert refused.value.code == "own_submission"
    assert deal.contract.state == ContractState.IN_APPROVAL


def test_above_fifty_thousand_two_people_approve(db_session):
    deal = make.agreed(make.make_deal(pieces=900), pieces=520)

    assert not approvals.approve(deal.approver, contract_ref=deal.contract_ref, at=AT)
    with pytest.raises(MayNotApprove):
        approvals.approve(deal.approver, contract_ref=deal.contract_ref, at=AT)
    assert approvals.approve(deal.finance, contract_ref=deal.contract_ref, at=AT)
    assert deal.contract.state == ContractState.APPROVED


def test_a_forecast_that_cannot_carry_the_weeks_blocks_approval(db_session):
    deal = make.agreed(make.make_deal(p80_g=30_000))

    with pytest.raises(SupplyTooSmall) as refused:
        approvals.approve(deal.approver, contract_ref=deal.contract_ref, at=AT)

    assert refused.value.context["weeks"] > 0
    assert deal.contract.state == ContractState.IN_APPROVAL


def test_an_approver_may_pass_the_gap_with_a_reason_that_is_recorded(db_session):
    deal = make.agreed(make.make_deal(p80_g=30_000))

    approvals.approve(
        deal.approver,
        contract_ref=deal.contract_ref,
        override_reason="二期羊舍一月投产",
        at=AT,
    )
    done = approvals.approve(deal.finance, contract_ref=deal.contract_ref, at=AT)

    kinds = db_session.scalars(select(AuditEvent.kind)).all()
    assert done
    assert deal.contract.override_reason == "二期羊舍一月投产"
    assert "contract.supply_overridden" in kinds


def test_a_declined_contract_is_negotiated_again(db_session):
    deal = make.agreed()

    approvals.decline(deal.approver, contract_ref=deal.contract_ref, note="太贵", at=AT)

    assert deal.contract.state == ContractState.NEGOTIATING


def test_the_maker_withdraws_and_the_other_side_rejects(db_session):
    mine, theirs = make.drafted(), make.agreed()

    negotiation.withdraw(mine.clerk, contract_ref=mine.contract_ref, reason="改主意", at=AT)
    negotiation.withdraw(
        theirs.seller_signatory, contract_ref=theirs.contract_ref, reason="价低", at=AT
    )

    assert (mine.contract.state, theirs.contract.state) == ("withdrawn", "rejected")
    with pytest.raises(IllegalMove):
        negotiation.withdraw(mine.clerk, contract_ref=mine.contract_ref, reason="x", at=AT)


def test_every_step_is_one_link_of_an_unbroken_chain(db_session):
    deal = make.active()

    rows = db_session.scalars(
        select(AuditEvent)
        .where(AuditEvent.contract_id == deal.contract.id)
        .order_by(AuditEvent.seq)
    ).all()

    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert first_break((row.event, row.hash) for row in rows) is None
    assert [row.kind for row in rows][-3:] == [
        "contract.signature",
        "contract.signed",
        "contract.active",
    ]


def test_a_draft_is_seen_by_its_writers_alone_until_it_is_offered(db_session):
    deal = make.drafted()
    theirs = {"contract_ref": deal.contract_ref, "org_id": deal.seller.id}
    with pytest.raises(ContractNotFound):
        get_contract(deal.contract_ref, org_id=deal.seller.id, at=AT)
    with pytest.raises(ContractNotFound):
        negotiation.propose(
            deal.seller_signatory,
            contract_ref=deal.contract_ref,
            content_sha256=deal.content_sha256,
            at=AT,
        )
    assert list_contracts(org_id=deal.seller.id, at=AT) == []

    same = {"contract_ref": deal.contract_ref, "content_sha256": deal.content_sha256}
    negotiation.propose(deal.clerk, **same, at=AT)

    assert get_contract_id(**theirs) == deal.contract.id


def test_a_colleague_withdraws_as_the_maker_would(db_session):
    deal = make.agreed()
    colleague = actor_for(deal.buyer, Role.BUYER)

    negotiation.withdraw(colleague, contract_ref=deal.contract_ref, reason="不谈了", at=AT)

    assert deal.contract.state == ContractState.WITHDRAWN
