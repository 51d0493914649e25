"""What logistics refuses."""

from __future__ import annotations

from core.errors import Conflict, NotFound, RuleBroken


class NoRoute(RuleBroken):
    code = "no_route"


class NoTariff(NoRoute):
    code = "no_tariff"


class UnknownConsignment(NotFound):
    code = "unknown_consignment"


class UnknownDeparture(NotFound):
    code = "unknown_departure"


class UnknownRun(NotFound):
    code = "unknown_run"


class UnknownExcursion(NotFound):
    code = "unknown_excursion"


class UnknownTour(NotFound):
    code = "unknown_tour"


class NothingToDeliver(RuleBroken):
    code = "nothing_to_deliver"


class TourRunning(Conflict):
    code = "tour_running"


class ColdChainBroken(RuleBroken):
    code = "cold_chain_broken"


class UnknownBox(NotFound):
    code = "unknown_box"


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
