"""The grade of goods that come in."""

from __future__ import annotations

from catalog.models.specs import ProductSpec
from catalog.rules.grades import judge_grade, scheme_for
from core.errors import InvalidInput


def grade_lot(spec: ProductSpec, typed: str, measure: int | None) -> tuple[str, dict[str, str]]:
    """The grade by what was measured, and the measure to keep beside it.

    Raises:
        InvalidInput: the measure reaches no grade, not that of the spec, or not the typed one.
    """
    graded = judge_grade(spec.family, spec.grade, typed.strip(), measure)
    if graded.fault:
        raise InvalidInput("lot_invalid", fields={graded.field: graded.fault})
    scheme = scheme_for(spec.family, spec.grade)
    kept = {scheme.key: str(measure)} if scheme and measure is not None else {}
    return graded.grade, kept
