"""Which state may follow which (logistics: consignments, departures, legs, runs, excursions).

Every change of state writes an event; there is no other way to change a state. A consignment may
be put on hold from any open state and is cancelled only until it is packed.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar


class ConsignmentState(StrEnum):
    """Where the goods of one parcel are in their life."""

    PLANNED = "planned"
    ALLOCATED = "allocated"
    PICKING = "picking"
    PACKED = "packed"
    DISPATCHED = "dispatched"
    IN_TRANSIT = "in_transit"
    AT_HUB = "at_hub"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    PARTLY_REJECTED = "partly_rejected"
    REJECTED = "rejected"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    ON_HOLD = "on_hold"


class DepartureState(StrEnum):
    """A truck's evening: open for planning, decided, being loaded, on the road, there."""

    PLANNED = "planned"
    FROZEN = "frozen"
    LOADING = "loading"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    CANCELLED = "cancelled"


class RunState(StrEnum):
    """A routing run from the button to the adopted plan."""

    QUEUED = "queued"
    SOLVING = "solving"
    SOLVED = "solved"
    ADOPTED = "adopted"
    REFUSED = "refused"
    FAILED = "failed"


class ExcursionState(StrEnum):
    """A temperature alarm from its first reading to the decision."""

    OPEN = "open"
    ENDED = "ended"
    ASSESSED = "assessed"
    RELEASED = "released"
    DOWNGRADED = "downgraded"
    REJECTED = "rejected"


_C = ConsignmentState
OPEN_STATES = (
    _C.PLANNED,
    _C.ALLOCATED,
    _C.PICKING,
    _C.PACKED,
    _C.DISPATCHED,
    _C.IN_TRANSIT,
    _C.AT_HUB,
    _C.OUT_FOR_DELIVERY,
    _C.DELIVERED,
)
BEFORE_PACKING = frozenset({_C.PLANNED, _C.ALLOCATED, _C.PICKING})
CANCELLABLE = BEFORE_PACKING | {_C.PACKED, _C.ON_HOLD}

CONSIGNMENT_STEPS: Mapping[ConsignmentState, frozenset[ConsignmentState]] = {
    _C.PLANNED: frozenset({_C.ALLOCATED, _C.PICKING, _C.PACKED, _C.CANCELLED, _C.ON_HOLD}),
    _C.ALLOCATED: frozenset(
        {_C.PLANNED, _C.ALLOCATED, _C.PICKING, _C.PACKED, _C.CANCELLED, _C.ON_HOLD}
    ),
    _C.PICKING: frozenset({_C.PACKED, _C.CANCELLED, _C.ON_HOLD}),
    _C.PACKED: frozenset({_C.DISPATCHED, _C.CANCELLED, _C.ON_HOLD}),
    _C.DISPATCHED: frozenset({_C.IN_TRANSIT, _C.AT_HUB, _C.ON_HOLD}),
    _C.IN_TRANSIT: frozenset({_C.AT_HUB, _C.ON_HOLD}),
    _C.AT_HUB: frozenset({_C.IN_TRANSIT, _C.OUT_FOR_DELIVERY, _C.ON_HOLD}),
    _C.OUT_FOR_DELIVERY: frozenset({_C.DELIVERED, _C.REJECTED, _C.AT_HUB, _C.ON_HOLD}),
    _C.DELIVERED: frozenset({_C.ACCEPTED, _C.PARTLY_REJECTED, _C.REJECTED}),
    _C.ACCEPTED: frozenset({_C.CLOSED}),
    _C.PARTLY_REJECTED: frozenset({_C.CLOSED}),
    _C.REJECTED: frozenset({_C.CLOSED}),
    _C.ON_HOLD: frozenset({*OPEN_STATES, _C.CANCELLED}),
    _C.CLOSED: frozenset(),
    _C.CANCELLED: frozenset(),
}
_D = DepartureState
DEPARTURE_STEPS: Mapping[DepartureState, frozenset[DepartureState]] = {
    _D.PLANNED: frozenset({_D.FROZEN, _D.LOADING, _D.DEPARTED, _D.CANCELLED}),
    _D.FROZEN: frozenset({_D.LOADING, _D.DEPARTED, _D.CANCELLED}),
    _D.LOADING: frozenset({_D.DEPARTED, _D.CANCELLED}),
    _D.DEPARTED: frozenset({_D.ARRIVED}),
    _D.ARRIVED: frozenset(),
    _D.CANCELLED: frozenset(),
}
TAKES_GOODS = (_D.PLANNED,)  # nothing is booked on a departure that is any further
_R = RunState
RUN_STEPS: Mapping[RunState, frozenset[RunState]] = {
    _R.QUEUED: frozenset({_R.SOLVING, _R.FAILED}),
    _R.SOLVING: frozenset({_R.SOLVED, _R.FAILED}),
    _R.SOLVED: frozenset({_R.ADOPTED, _R.REFUSED, _R.FAILED}),
    _R.ADOPTED: frozenset(),
    _R.REFUSED: frozenset(),
    _R.FAILED: frozenset(),
}
_E = ExcursionState
EXCURSION_STEPS: Mapping[ExcursionState, frozenset[ExcursionState]] = {
    _E.OPEN: frozenset({_E.ENDED}),
    _E.ENDED: frozenset({_E.ASSESSED}),
    _E.ASSESSED: frozenset({_E.RELEASED, _E.DOWNGRADED, _E.REJECTED}),
    _E.RELEASED: frozenset(),
    _E.DOWNGRADED: frozenset(),
    _E.REJECTED: frozenset(),
}
S = TypeVar("S", bound=StrEnum)


def may_follow(steps: Mapping[S, frozenset[S]], now: S, then: S) -> bool:
    """May a thing in state `now` become `then`?"""
    return then in steps[now]
