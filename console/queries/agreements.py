"""Contracts on an organisation's home: the living ones, and which of them wait for this side."""

from dataclasses import dataclass
from datetime import datetime

from contracts.queries.contracts import signed_parties
from contracts.queries.pages import list_contracts
from contracts.rules.cards import ContractRow
from contracts.rules.lifecycle import ContractState
from contracts.rules.signing import ORDER, Party

S = ContractState
OPEN = frozenset(
    {
        S.DRAFT,
        S.NEGOTIATING,
        S.IN_APPROVAL,
        S.APPROVED,
        S.OUT_FOR_SIGNATURE,
        S.SIGNED,
        S.ACTIVE,
        S.SUSPENDED,
    }
)


@dataclass(frozen=True, slots=True)
class Agreements:
    """The contracts of one side; the lists say what waits for it."""

    rows: list[ContractRow]
    to_sign: list[ContractRow]
    to_approve: list[ContractRow]
    to_call: list[ContractRow]


def read_agreements(*, org_id: int, at: datetime) -> Agreements:
    """The open contracts of an organisation, the one whose call-off closes first on top."""
    rows = [row for row in list_contracts(org_id=org_id, at=at) if row.state in OPEN]
    out = [row for row in rows if row.state is S.OUT_FOR_SIGNATURE]
    signed = signed_parties([row.ref for row in out]) if out else {}
    return Agreements(
        rows=rows,
        to_sign=[row for row in out if _next_party(signed[row.ref]) is row.party],
        to_approve=[row for row in rows if row.state is S.IN_APPROVAL and _buys(row)],
        to_call=[row for row in rows if row.is_call_due and _buys(row)],
    )


def _buys(row: ContractRow) -> bool:
    return row.party is Party.BUYER


def _next_party(signed: set[Party]) -> Party | None:
    """The seller signs first, then the buyer."""
    return next((party for party in ORDER if party not in signed), None)
