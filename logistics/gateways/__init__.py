"""Ports of logistics: the routing engine, which runs outside of every transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

Report = Callable[[str, int, int], None]


class EngineFailed(RuntimeError):
    """The engine ended without a plan."""


class RoutingEngine(Protocol):
    """Solves a problem document."""

    def solve(self, problem: dict[str, Any], *, seed: int, report: Report) -> dict[str, Any]:
        """Return a `routing-plan/1` document.

        Args:
            problem: a `routing-problem/1` document.
            seed: the same problem and seed give the same plan.
            report: told (stage, done, of) now and then.

        Raises:
            EngineFailed: it ended without a plan.
        """
        ...
