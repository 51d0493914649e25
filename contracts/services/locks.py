"""The one place where rows of contracts are locked, in id order."""

from __future__ import annotations

from sqlalchemy import select

from contracts.errors import ContractNotFound
from contracts.models.agreements import Contract
from contracts.models.signatures import SignatureEnvelope
from core.db import lock_rows, session


def lock_contract(contract_ref: str) -> Contract:
    """Load a contract for a change.

    Raises:
        ContractNotFound: there is none.
    """
    contract_id = session().scalar(select(Contract.id).where(Contract.ref == contract_ref))
    if contract_id is None:
        raise ContractNotFound("contract_not_found")
    return lock_rows(Contract, [contract_id])[0]


def lock_envelope(envelope_id: int) -> SignatureEnvelope:
    """Load an envelope for a change."""
    return lock_rows(SignatureEnvelope, [envelope_id])[0]
