"""The engine in this very process, for tests, the demo and the command line."""

from __future__ import annotations

from typing import Any

from logistics.gateways import Report
from logistics.rules.routing.plan import plan_document
from logistics.rules.routing.reading import read_problem
from logistics.rules.routing.solver import solve


class InlineEngine:
    """Solves here and now."""

    def solve(self, problem: dict[str, Any], *, seed: int, report: Report) -> dict[str, Any]:
        """Return the plan document."""
        return plan_document(solve(read_problem(problem), seed, lambda: False, report))
