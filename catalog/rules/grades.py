"""Grades of goods by what is measured; the measured value is kept beside the grade.

Goji are counted: berries per 50 grams, fewer are larger. Apples are ruled: millimetres across. A
lot gets the grade its measure reaches; a lot that measures worse than the grade its spec is named
for cannot be a lot of that spec. Families without a table keep the grade that was typed.
"""

from __future__ import annotations

from dataclasses import dataclass

from catalog.rules.families import Family


@dataclass(frozen=True, slots=True)
class Scheme:
    """A table of grades, best first: name and the worst measure that still reaches it."""

    key: str
    is_lower_better: bool
    steps: tuple[tuple[str, int], ...]

    @property
    def names(self) -> list[str]:
        """The grades, best first."""
        return [name for name, _limit in self.steps]

    def grade_of(self, measure: int) -> str | None:
        """The grade a measure reaches, or None below all."""
        for name, limit in self.steps:
            if measure <= limit if self.is_lower_better else measure >= limit:
                return name
        return None


SCHEMES: dict[Family, Scheme] = {
    Family.GOJI: Scheme(
        "berries_per_50g", True, (("特优", 280), ("特级", 370), ("甲级", 580), ("乙级", 900))
    ),
    Family.FRUIT: Scheme(
        "diameter_mm", False, (("85#", 85), ("80#", 80), ("75#", 75), ("70#", 70))
    ),
}


@dataclass(frozen=True, slots=True)
class Graded:
    """What a lot is graded as, or the field and code of what stands against it."""

    grade: str
    field: str = ""
    fault: str = ""


def scheme_for(family: str, spec_grade: str) -> Scheme | None:
    """The table that goods are graded by: that of the family, if the spec is named for a grade."""
    scheme = SCHEMES.get(Family(family))
    return scheme if scheme and spec_grade in scheme.names else None


def judge_grade(family: str, spec_grade: str, typed: str, measure: int | None) -> Graded:
    """Grade a lot by its measure.

    Args:
        family: of the spec.
        spec_grade: the grade the spec is named for.
        typed: what somebody wrote as the grade; may be empty.
        measure: the measured value, if there is one.

    Example:
        judge_grade("goji", "特级", "", 262) gives the grade 特优: better is no fault.
    """
    scheme = scheme_for(family, spec_grade)
    if scheme is None:
        return Graded(typed)
    if measure is None:
        return _by_word(scheme, spec_grade, typed or spec_grade)
    reached = scheme.grade_of(measure)
    if reached is None:
        return Graded("", "measure", "below_all_grades")
    if typed and typed != reached:
        return Graded("", "grade", "grade_does_not_fit")
    return _by_word(scheme, spec_grade, reached)


def _by_word(scheme: Scheme, spec_grade: str, grade: str) -> Graded:
    if grade not in scheme.names:
        return Graded("", "grade", "grade_unknown")
    if scheme.names.index(grade) > scheme.names.index(spec_grade):
        return Graded("", "measure", "grade_below_spec")
    return Graded(grade)
