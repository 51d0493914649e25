"""The unified social credit code of a Chinese organisation (统一社会信用代码, GB 32100-2015).

Eighteen characters from an alphabet without I, O, S, V, Z. The last one is a check character:
31 minus the weighted sum of the first seventeen modulo 31, with weights 3^i mod 31.
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18


def check_character(first_17: str) -> str:
    """The eighteenth character for the first seventeen.

    Example:
        `check_character("91350100M000100Y4")` gives "3".

    Raises:
        ValueError: Not seventeen characters of the code's alphabet.
    """
    if len(first_17) != LENGTH - 1:
        raise ValueError("seventeen characters needed")
    total = sum(ALPHABET.index(char) * pow(3, i, 31) for i, char in enumerate(first_17))
    return ALPHABET[(31 - total % 31) % 31]


def is_valid_uscc(code: str) -> bool:
    """Whether a code has the right length, characters, and check character."""
    if len(code) != LENGTH or any(char not in ALPHABET for char in code):
        return False
    return check_character(code[:-1]) == code[-1]


def normalise_uscc(text: str) -> str:
    """A typed code in its stored form: upper case, without spaces and hyphens."""
    return text.strip().upper().replace(" ", "").replace("-", "")
