"""The parts of a contract's sheet: versions, approvals, signatures, call-offs, events."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Exists, exists, select
from sqlalchemy.orm import selectinload

from catalog.models.stock import Reservation
from contracts.models.agreements import (
    AuditEvent,
    Contract,
    ContractLine,
    ContractVersion,
    ScheduleEntry,
)
from contracts.models.call_offs import CallOff
from contracts.models.signatures import SignatureEnvelope
from contracts.queries.contracts import approvals_of, find_envelope
from contracts.rules.cards import (
    ApprovalCard,
    CallOffCard,
    EnvelopeCard,
    EventCard,
    SignatureCard,
    VersionCard,
)
from contracts.rules.lifecycle import EnvelopeState
from contracts.rules.redline import redline
from contracts.rules.signing import Party
from core.db import session
from shop.models.orders import OrderGroup, SellerOrder
from shop.rules.lifecycle import CANCELLABLE

SHOWN_CALL_OFFS = 60


def versions_of_sheet(contract_id: int) -> tuple[VersionCard, ...]:
    """List all texts of a contract, with what each changed."""
    rows = (
        session()
        .scalars(
            select(ContractVersion)
            .where(ContractVersion.contract_id == contract_id)
            .order_by(ContractVersion.seq)
        )
        .all()
    )
    cards = []
    before: ContractVersion | None = None
    for row in rows:
        changed = redline(before.content, row.content) if before else ()
        cards.append(
            VersionCard(
                seq=row.seq,
                state=row.state,
                content_sha256=row.content_sha256,
                made_by=row.made_by_name,
                note=row.note,
                at=row.created_at,
                buyer_accepted_at=row.buyer_accepted_at,
                seller_accepted_at=row.seller_accepted_at,
                changed=changed,
            )
        )
        before = row
    return tuple(cards)


def approvals_of_sheet(row: Contract) -> tuple[ApprovalCard, ...]:
    """List who said yes to the version that counts."""
    return tuple(
        ApprovalCard(one.user_id, one.user_name, one.is_finance, one.note, one.created_at)
        for one in approvals_of(row.id, row.version_seq)
    )


def envelope_of_sheet(
    contract_id: int,
) -> tuple[EnvelopeCard | None, tuple[SignatureCard, ...]]:
    """Give the frozen PDF, if there is one, and its signatures."""
    row = find_envelope(contract_id)
    if row is None:
        return None, ()
    loaded = (
        session()
        .scalars(
            select(SignatureEnvelope)
            .where(SignatureEnvelope.id == row.id)
            .options(selectinload(SignatureEnvelope.signatures))
            .execution_options(populate_existing=True)
        )
        .one()
    )
    signatures = tuple(
        SignatureCard(
            Party(one.party),
            one.org_name,
            one.user_name,
            one.created_at,
            one.certificate_serial,
            one.certificate_fingerprint,
            one.result_sha256,
        )
        for one in loaded.signatures
    )
    card = EnvelopeCard(
        row.ref,
        EnvelopeState(row.state),
        row.progress_pct,
        row.content_sha256,
        row.frozen_sha256,
        row.current_sha256,
        row.frozen_at,
        row.failure,
    )
    return card, signatures


def call_offs_of_sheet(contract_id: int) -> tuple[CallOffCard, ...]:
    """List the call-offs of a contract, newest first."""
    rows = session().execute(
        select(CallOff, SellerOrder.state, SellerOrder.ref, _waits())
        .join(OrderGroup, OrderGroup.ref == CallOff.order_group_ref)
        .join(SellerOrder, SellerOrder.group_id == OrderGroup.id)
        .where(CallOff.contract_id == contract_id)
        .options(selectinload(CallOff.lines))
        .order_by(CallOff.id.desc())
        .limit(SHOWN_CALL_OFFS)
    )
    return tuple(_call_off(row, state, ref, waits=waits) for row, state, ref, waits in rows)


def _waits() -> Exists:
    """Whether goods of an order are still to come in with a harvest."""
    return exists().where(
        Reservation.owner_ref == SellerOrder.ref, Reservation.bucket_id.is_not(None)
    )


def _call_off(row: CallOff, order_state: str, seller_order_ref: str, *, waits: bool) -> CallOffCard:
    return CallOffCard(
        row.ref,
        row.number,
        row.monday,
        row.deliver_on,
        row.site_name,
        row.state,
        row.order_group_ref,
        row.order_number,
        row.amount_fen,
        row.made_by_name,
        row.created_at,
        sum(line.grams for line in row.lines),
        is_open=row.state == "released" and order_state in CANCELLABLE,
        order_state="awaiting_harvest" if waits else order_state,
        seller_order_ref=seller_order_ref,
    )


def delivery_days_of_sheet(contract_id: int) -> tuple[date, ...]:
    """List the planned delivery days of all lines."""
    days = session().scalars(
        select(ScheduleEntry.day)
        .join(ContractLine, ContractLine.id == ScheduleEntry.line_id)
        .where(ContractLine.contract_id == contract_id)
        .distinct()
        .order_by(ScheduleEntry.day)
    )
    return tuple(days)


def events_of_sheet(contract_id: int) -> tuple[EventCard, ...]:
    """List everything that happened, oldest first."""
    rows = session().scalars(
        select(AuditEvent).where(AuditEvent.contract_id == contract_id).order_by(AuditEvent.seq)
    )
    return tuple(
        EventCard(row.seq, row.kind, row.at, row.actor_name, row.event.get("data", {}), row.hash)
        for row in rows
    )
