"""Writes the hash-chained record of everything that happens to a contract."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from contracts.models.agreements import AuditEvent, Contract
from contracts.rules.audit import FIRST, chain
from contracts.rules.content import canonical_json
from contracts.rules.lifecycle import ContractState, check_move
from core.db import session


def record(
    actor: Actor,
    *,
    contract: Contract,
    kind: str,
    at: datetime,
    data: Mapping[str, object] | None = None,
) -> None:
    """Add an event to the chain of a contract; its row must be locked."""
    last = (
        session()
        .execute(
            select(AuditEvent.seq, AuditEvent.hash)
            .where(AuditEvent.contract_id == contract.id)
            .order_by(AuditEvent.seq.desc())
            .limit(1)
        )
        .first()
    )
    seq, previous = (last.seq + 1, last.hash) if last else (1, FIRST)
    event: dict[str, object] = {
        "actor": f"user:{actor.user_id}" if actor.user_id else "system",
        "at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "data": dict(data or {}),
        "ref": contract.number,
        "seq": seq,
        "type": kind,
    }
    row = AuditEvent(
        contract_id=contract.id,
        seq=seq,
        kind=kind,
        at=at,
        actor_name=actor.name,
        event=event,
        event_json=canonical_json(event),
        hash=chain(previous, event),
    )
    session().add(row)
    session().flush()  # the next event of this transaction chains to it


def move(
    actor: Actor,
    *,
    contract: Contract,
    to: ContractState,
    at: datetime,
    data: Mapping[str, object] | None = None,
) -> None:
    """Move a contract to another state; every move leaves exactly one event.

    Raises:
        IllegalMove: the table of states has no such move.
    """
    check_move(ContractState(contract.state), to)
    facts = {"from": contract.state, "to": to.value, **(data or {})}
    contract.state = to.value
    record(actor, contract=contract, kind=f"contract.{to.value}", at=at, data=facts)
