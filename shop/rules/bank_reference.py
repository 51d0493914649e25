"""The code a buyer writes into the purpose of a bank transfer: NX-7K3Q9M2D-C.

Eight characters of Crockford's base32 (no I, L, O, U) carry 40 random bits, the ninth checks them.
The check is a weighted sum in the field of 32 elements: any one wrong character and any two
characters swapped are found. Reading forgives case, spaces, full-width forms, and O for 0, I and L
for 1.
"""

from __future__ import annotations

import re
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 40
_MODULUS = 0b100101
_LENGTH = 8
_FORGIVEN = str.maketrans("OIL", "011")
_FORM = re.compile(r"NX[\s\-_]*((?:[0-9A-Z][\s\-_]*){8}[0-9A-Z])(?![0-9A-Z])")


def _times_two(value: int) -> int:
    doubled = value << 1
    return doubled ^ _MODULUS if doubled & 32 else doubled


def _check_value(body: str) -> int:
    total = 0
    for char in body:
        total = _times_two(total ^ ALPHABET.index(char))
    return total


def make_reference(number: int) -> str:
    """Turn 40 random bits into a reference.

    Example:
        >>> make_reference(0)
        'NX-00000000-0'
    """
    body = "".join(ALPHABET[number >> shift & 31] for shift in range(BITS - 5, -1, -5))
    return f"NX-{body}-{ALPHABET[_check_value(body)]}"


def list_references(text: str) -> list[str]:
    """All valid references in the purpose line of a statement, in their printed form.

    Example:
        >>> list_references("货款 nx 00000000 o 谢谢")
        ['NX-00000000-0']
    """
    plain = unicodedata.normalize("NFKC", text).upper().replace("—", "-").replace("–", "-")
    found: list[str] = []
    for match in _FORM.finditer(plain):
        code = re.sub(r"[\s\-_]", "", match.group(1)).translate(_FORGIVEN)
        body, check = code[:_LENGTH], code[_LENGTH:]
        if all(char in ALPHABET for char in code) and ALPHABET[_check_value(body)] == check:
            reference = f"NX-{body}-{check}"
            if reference not in found:
                found.append(reference)
    return found
