"""What logistics says to those above it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ConsignmentScheduled:
    order_ref: str
    consignment_ref: str
    arrives_on: str


@dataclass(frozen=True)
class ConsignmentDispatched:
    order_ref: str
    consignment_ref: str


@dataclass(frozen=True)
class ConsignmentDelivered:
    order_ref: str
    consignment_ref: str
    at: str


@dataclass(frozen=True)
class RunRequested:
    run_ref: str


@dataclass(frozen=True)
class RunPlanned:
    run_ref: str
