"""The answer to a routing problem (format `routing-plan/1`), in integers only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

PLAN_FORMAT = "routing-plan/1"
COMPONENTS = (
    "feeder",
    "handling",
    "vehicles",
    "ltl",
    "holding",
    "last_mile",
    "late",
    "short",
    "backhaul",
)


class PlanUnreadable(ValueError):
    """The document is not a plan of this format."""


class VehicleRow(NamedTuple):
    """So many vehicles of a type run on a service."""

    service: str
    type: str
    amount: int


class ShipmentRow(NamedTuple):
    """Grams of a lot ride on a service in a vehicle type or as groupage (`LTL`)."""

    lot: str
    service: str
    type: str
    grams: int


class AssignmentRow(NamedTuple):
    """Grams of a lot reach a line on a day; `service` is None for forward stock."""

    line: str
    lot: str
    service: str | None
    day: int
    grams: int


class ShortRow(NamedTuple):
    """Grams of a line that nobody delivers."""

    line: str
    grams: int


class BackhaulRow(NamedTuple):
    """So many vehicles take a return load."""

    offer: str
    service: str
    type: str
    amount: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Vehicles, shipments, deliveries, and what they cost."""

    problem: str
    vehicles: tuple[VehicleRow, ...] = ()
    shipments: tuple[ShipmentRow, ...] = ()
    assignments: tuple[AssignmentRow, ...] = ()
    short: tuple[ShortRow, ...] = ()
    backhauls: tuple[BackhaulRow, ...] = ()
    cost_fen: dict[str, int] = field(default_factory=dict)
    lower_bound_fen: int = 0
    seed: int = 0
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def total_fen(self) -> int:
        """The whole cost, rounded once."""
        return self.cost_fen.get("total", 0)


def plan_document(plan: Plan) -> dict[str, Any]:
    """Return the JSON document of a plan."""
    return {
        "format": PLAN_FORMAT,
        "problem": plan.problem,
        "vehicles": [list(row) for row in plan.vehicles],
        "shipments": [list(row) for row in plan.shipments],
        "assignments": [list(row) for row in plan.assignments],
        "short": [list(row) for row in plan.short],
        "backhauls": [list(row) for row in plan.backhauls],
        "cost_fen": plan.cost_fen,
        "lower_bound_fen": plan.lower_bound_fen,
        "seed": plan.seed,
        "reasons": plan.reasons,
    }


def read_plan(document: Mapping[str, Any]) -> Plan:
    """Turn a `routing-plan/1` document into a `Plan`.

    Raises:
        PlanUnreadable: another format, or a field is missing or misplaced.
    """
    if not isinstance(document, Mapping) or document.get("format") != PLAN_FORMAT:
        raise PlanUnreadable(f"format is not {PLAN_FORMAT}")
    try:
        return Plan(
            problem=document["problem"],
            vehicles=tuple(VehicleRow(*row) for row in document["vehicles"]),
            shipments=tuple(ShipmentRow(*row) for row in document["shipments"]),
            assignments=tuple(AssignmentRow(*row) for row in document["assignments"]),
            short=tuple(ShortRow(*row) for row in document["short"]),
            backhauls=tuple(BackhaulRow(*row) for row in document["backhauls"]),
            cost_fen=dict(document["cost_fen"]),
            lower_bound_fen=document["lower_bound_fen"],
            seed=document.get("seed", 0),
            reasons=dict(document.get("reasons", {})),
        )
    except (KeyError, TypeError) as error:
        raise PlanUnreadable(f"missing or misplaced: {error}") from error
