"""The engine in this very process, for tests, the demo and the command line."""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import Any

import highspy

from logistics.gateways import Report
from logistics.rules.routing.plan import plan_document
from logistics.rules.routing.reading import read_problem
from logistics.rules.routing.solver import solve


class InlineEngine:
    """Solves here and now."""

    def solve(self, problem: dict[str, Any], *, seed: int, report: Report) -> dict[str, Any]:
        """Return the plan document."""
        greet_unheard()
        return plan_document(solve(read_problem(problem), seed, lambda: False, report))


@cache
def greet_unheard() -> None:
    """HiGHS prints its banner once per process, whatever its options say: let nobody hear it."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        highspy.Highs()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
