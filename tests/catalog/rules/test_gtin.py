import pytest

from catalog.rules.gtin import check_digit, read_gtin


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("6901234567892", "06901234567892"),
        ("690 1234 567892", "06901234567892"),
        ("16901234567899", "16901234567899"),
        ("6901234567891", None),  # the check digit is wrong
        ("69012345678", None),
        ("2012345678903", None),  # for use inside one company
        ("0212345678905", None),
        ("00000000000000", None),
        ("六九零", None),
        ("", None),
    ],
)
def test_a_gtin_is_digits_with_their_check_digit_and_good_outside(text, kept):
    assert read_gtin(text) == kept


def test_the_check_digit_weighs_every_second_digit_by_three():
    assert check_digit("690123456789") == 2
