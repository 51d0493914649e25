import pytest

from catalog.rules.grades import judge_grade, scheme_for

GRADED = [(262, "特优"), (280, "特优"), (281, "特级"), (580, "甲级"), (900, "乙级")]


@pytest.mark.parametrize(("berries", "grade"), GRADED)
def test_goji_are_graded_by_berries_per_fifty_grams(berries, grade):
    assert judge_grade("goji", "乙级", "", berries).grade == grade


def test_apples_are_graded_by_their_width():
    assert judge_grade("fruit", "70#", "", 82).grade == "80#"
    assert judge_grade("fruit", "80#", "", 78).fault == "grade_below_spec"


def test_a_lot_below_its_spec_or_against_its_own_word_is_refused():
    assert judge_grade("goji", "特优", "", 300).fault == "grade_below_spec"
    assert judge_grade("goji", "特级", "特优", 300).fault == "grade_does_not_fit"
    assert judge_grade("goji", "甲级", "", 901).fault == "below_all_grades"
    assert judge_grade("goji", "甲级", "顶级", None).fault == "grade_unknown"


def test_without_a_measure_the_word_counts_and_without_a_table_anything_does():
    assert judge_grade("goji", "特级", "", None).grade == "特级"
    assert judge_grade("lamb", "", "羔羊", None).grade == "羔羊"
    assert scheme_for("goji", "") is None  # juice and leaf tea are not graded by berries
