"""One code has one sentence: two packages never speak for each other."""

import pytest

from core.web.language import lazy
from core.web.words import WORDS, add_words


def test_a_code_that_has_words_already_is_refused() -> None:
    before = dict(WORDS)
    with pytest.raises(RuntimeError, match="busy"):
        add_words({"busy": lazy("别的话"), "fresh": lazy("新鲜")})
    assert before == WORDS


def test_the_same_table_may_be_added_again() -> None:
    before = dict(WORDS)
    add_words(before)
    assert before == WORDS
