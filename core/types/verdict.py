"""A question is answered by a verdict with reasons; a command raises instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Reason:
    """Why not: a code, with the facts that its sentence needs."""

    code: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes, or no with every reason."""

    reasons: tuple[Reason, ...] = ()

    @property
    def ok(self) -> bool:
        """True when nothing speaks against it."""
        return not self.reasons

    def __bool__(self) -> bool:
        return self.ok

    @classmethod
    def of(cls, reasons: Iterable[Reason | None]) -> Verdict:
        """Collect the reasons that apply, leaving out None."""
        return cls(tuple(r for r in reasons if r is not None))
