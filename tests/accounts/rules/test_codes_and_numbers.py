"""Credit codes, phone numbers, sign-in codes, passwords, addresses to go to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.rules.addresses import local_target
from accounts.rules.phones import mask_phone, normalise_phone
from accounts.rules.sign_in import derive_code, is_same_code, next_code_at, password_faults
from accounts.rules.uscc import ALPHABET, check_character, is_valid_uscc, normalise_uscc

AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize("code", ["91350100M000100Y43", "911100001000138356", "91110000100006020X"])
def test_real_looking_credit_codes(code: str) -> None:
    right = code[:17] + check_character(code[:17])
    assert is_valid_uscc(right) is True
    wrong = ALPHABET[(ALPHABET.index(right[-1]) + 1) % 31]
    assert is_valid_uscc(right[:17] + wrong) is False


def test_every_single_typing_error_is_noticed() -> None:
    code = "91350100M000100Y43"
    for place in range(17):
        for char in ALPHABET:
            changed = code[:place] + char + code[place + 1 :]
            assert is_valid_uscc(changed) is (char == code[place])


@pytest.mark.parametrize("code", ["", "91350100M000100Y4", "91350100M000100Y4I", "９" * 18])
def test_malformed_credit_codes(code: str) -> None:
    assert is_valid_uscc(code) is False


def test_typed_credit_codes_are_tidied() -> None:
    assert normalise_uscc(" 91350100-m000100y43 ") == "91350100M000100Y43"


@pytest.mark.parametrize("typed", ["13800005678", "+86 138-0000 5678", "0086 13800005678"])
def test_ways_to_type_a_mobile_number(typed: str) -> None:
    assert normalise_phone(typed) == "13800005678"


@pytest.mark.parametrize(
    "typed", ["12800005678", "1380000567", "138000056789", "", "abc", "１３８"]
)
def test_what_is_no_mobile_number(typed: str) -> None:
    assert normalise_phone(typed) is None


def test_masks() -> None:
    assert mask_phone("13800005678") == "138****5678"
    assert mask_phone("12345") == "*****"


def test_a_code_is_six_digits_of_reference_and_secret() -> None:
    code = derive_code("ref", "secret")
    assert (len(code), code.isdigit()) == (6, True)
    assert code != derive_code("ref", "other") != derive_code("ref2", "secret")
    assert is_same_code(f" {code[:3]} {code[3:]} ", "ref", "secret") is True
    assert is_same_code(code[:5], "ref", "secret") is False


@pytest.mark.parametrize(
    ("ago_s", "wait_s"),
    [
        ([], 0),
        ([60], 0),
        ([59], 1),
        ([70, 140, 210, 280, 3599], 1),
        ([70, 140, 210, 280, 3600], 0),
        ([3700 + 60 * n for n in range(9)], 0),
        ([3700 + 60 * n for n in range(10)], 24 * 3600 - 3700 - 540),
    ],
)
def test_one_a_minute_five_an_hour_ten_a_day(ago_s: list[int], wait_s: int) -> None:
    free_at = next_code_at([AT - timedelta(seconds=s) for s in ago_s], AT)
    assert free_at == (AT + timedelta(seconds=wait_s) if wait_s else None)


@pytest.mark.parametrize(
    ("password", "faults"),
    [
        ("correct horse battery", []),
        ("elevenchars", ["password_too_short"]),
        ("x" * 129, ["password_too_long", "password_too_plain"]),
        ("abababababab", ["password_too_plain"]),
        ("my LinXiuYing pass", ["password_has_name"]),
    ],
)
def test_password_rule(password: str, faults: list[str]) -> None:
    assert password_faults(password, names=["linxiuying", "ab"]) == faults


@pytest.mark.parametrize("target", ["/", "/account?tab=2", "/en/o/abc/", "/p/%E7%BE%8A"])
def test_local_targets(target: str) -> None:
    assert local_target(target) == target


@pytest.mark.parametrize(
    "target",
    [None, "", "account", "//evil", "/\\evil", "https://evil", "/\nevil", "/ evil", "javascript:1"],
)
def test_targets_that_leave(target: str | None) -> None:
    assert local_target(target) is None
