"""The states of a contract and the only ways between them.

A draft is negotiated until both sides accept the same text, approved inside the buyer's house,
frozen as a PDF, signed by the seller and then by the buyer, and in force from its first day.
Nothing that is signed ever goes back: it is changed by an amendment only. Before the signatures
either side may still turn it down, and a change of the text voids approvals and returns it to
the table.
"""

from __future__ import annotations

from enum import StrEnum

from contracts.errors import IllegalMove


class ContractState(StrEnum):
    """Where a contract stands."""

    DRAFT = "draft"
    NEGOTIATING = "negotiating"
    IN_APPROVAL = "in_approval"
    APPROVED = "approved"
    OUT_FOR_SIGNATURE = "out_for_signature"
    SIGNED = "signed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class VersionState(StrEnum):
    """Where one version of the text stands."""

    WORKING = "working"
    PROPOSED = "proposed"
    AGREED = "agreed"
    SIGNED = "signed"
    SUPERSEDED = "superseded"


class EnvelopeState(StrEnum):
    """Where the frozen PDF of a version stands."""

    PREPARED = "prepared"
    SENT = "sent"
    PARTIAL = "partial"
    COMPLETE = "complete"
    FAILED = "failed"
    VOID = "void"


_S = ContractState
_OPEN_ENDS = frozenset({_S.REJECTED, _S.WITHDRAWN})
MOVES: dict[ContractState, frozenset[ContractState]] = {
    _S.DRAFT: frozenset({_S.NEGOTIATING}) | _OPEN_ENDS,
    _S.NEGOTIATING: frozenset({_S.IN_APPROVAL}) | _OPEN_ENDS,
    _S.IN_APPROVAL: frozenset({_S.APPROVED, _S.NEGOTIATING}) | _OPEN_ENDS,
    _S.APPROVED: frozenset({_S.OUT_FOR_SIGNATURE, _S.NEGOTIATING}) | _OPEN_ENDS,
    _S.OUT_FOR_SIGNATURE: frozenset({_S.SIGNED, _S.NEGOTIATING}) | _OPEN_ENDS,
    _S.SIGNED: frozenset({_S.ACTIVE, _S.TERMINATED}),
    _S.ACTIVE: frozenset({_S.SUSPENDED, _S.COMPLETED, _S.EXPIRED, _S.TERMINATED}),
    _S.SUSPENDED: frozenset({_S.ACTIVE, _S.TERMINATED}),
    _S.COMPLETED: frozenset(),
    _S.EXPIRED: frozenset(),
    _S.TERMINATED: frozenset(),
    _S.REJECTED: frozenset(),
    _S.WITHDRAWN: frozenset(),
}
ENDED = frozenset({_S.COMPLETED, _S.EXPIRED, _S.TERMINATED})
BINDING = frozenset({_S.SIGNED, _S.ACTIVE, _S.SUSPENDED}) | ENDED
EDITABLE = frozenset({_S.DRAFT, _S.NEGOTIATING, _S.IN_APPROVAL, _S.APPROVED, _S.OUT_FOR_SIGNATURE})


def can_move(old: ContractState, new: ContractState) -> bool:
    """Say whether a contract may go from one state to another."""
    return new in MOVES[old]


def check_move(old: ContractState, new: ContractState) -> None:
    """Refuse a move that the table does not know.

    Raises:
        IllegalMove: the table has no such move.
    """
    if not can_move(old, new):
        raise IllegalMove("illegal_move", old=str(old), new=str(new))
