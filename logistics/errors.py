"""What logistics refuses."""

from __future__ import annotations

from core.errors import Conflict, NotFound, RuleBroken


class NoRoute(RuleBroken):
    code = "no_route"


class UnknownConsignment(NotFound):
    code = "unknown_consignment"


class UnknownDeparture(NotFound):
    code = "unknown_departure"


class UnknownRun(NotFound):
    code = "unknown_run"


class UnknownHub(NotFound):
    code = "unknown_hub"


class StepNotPossible(RuleBroken):
    code = "step_not_possible"


class TooLateToCancel(RuleBroken):
    code = "too_late_to_cancel"


class TooWarmAtDoor(RuleBroken):
    code = "too_warm_at_door"


class RunInProgress(Conflict):
    code = "run_in_progress"


class DemandChanged(Conflict):
    code = "demand_changed"


class PlanNotAllowed(RuleBroken):
    code = "plan_not_allowed"
