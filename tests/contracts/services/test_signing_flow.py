"""From the draft to a contract in force."""

from __future__ import annotations

from contracts.rules.lifecycle import ContractState
from tests.factories import contracts as make


def test_a_contract_that_both_sign_is_in_force(db_session):
    deal = make.active(is_real=True)

    assert deal.contract.state == ContractState.ACTIVE
