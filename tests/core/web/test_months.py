import pytest

from core.web.format import months


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ([7], "7月"),
        ([7, 8, 9], "7–9月"),
        ([11, 12, 1, 2], "11–2月"),
        ([4, 5, 9], "4–5月、9月"),
        (list(range(1, 13)), "全年"),
    ],
)
def test_months_are_said_as_unbroken_runs(app, chosen, words):
    with app.test_request_context("/"):
        assert months(chosen) == words
