"""Domain errors hold facts: a code and its context. Statuses and words are chosen at the edge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class DomainError(Exception):
    """Something the business refuses. ``code`` names it, ``context`` holds the facts."""

    code = "domain_error"

    def __init__(self, code: str | None = None, **context: Any) -> None:
        self.code = code or type(self).code
        self.context: dict[str, Any] = context
        super().__init__(f"{self.code} {context}" if context else self.code)


class NotFound(DomainError):
    """There is no such thing for this person (unknown or somebody else's)."""

    code = "not_found"


class NotAllowed(DomainError):
    """The person is known, the thing is theirs to see, but the act is not permitted."""

    code = "not_allowed"


class InvalidInput(DomainError):
    """What was sent cannot be read. ``fields`` maps a field name to an error code."""

    code = "invalid_input"

    def __init__(
        self, code: str | None = None, *, fields: Mapping[str, str] | None = None, **context: Any
    ) -> None:
        super().__init__(code, **context)
        self.fields: dict[str, str] = dict(fields or {})


class RuleBroken(DomainError):
    """The input is readable, but a business rule says no."""

    code = "rule_broken"


class Conflict(DomainError):
    """Somebody was faster, or the same key came with another body."""

    code = "conflict"
