"""What happened to a contract; only references, so that handlers read the truth."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EnvelopePrepared:
    envelope_ref: str


@dataclass(frozen=True)
class ContractSigned:
    contract_ref: str


@dataclass(frozen=True)
class ContractActivated:
    contract_ref: str


@dataclass(frozen=True)
class ContractEnded:
    contract_ref: str


@dataclass(frozen=True)
class CallOffReleased:
    call_off_ref: str
    contract_ref: str
    order_group_ref: str


@dataclass(frozen=True)
class SigningCodeAsked:
    code_ref: str
