"""Money is integer minor units; every rounding is half up (四舍五入). ADR 0005, ADR 0006."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

GRAMS_PER_KG = 1000
PRICE_UNITS_PER_FEN = 100  # a unit price is kept in 1/10000 yuan, a fen is 1/100 yuan


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies were added or compared."""


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in integer minor units (fen for CNY)."""

    minor: int
    currency: str = "CNY"

    def __post_init__(self) -> None:
        if not isinstance(self.minor, int) or isinstance(self.minor, bool):
            raise TypeError("money is integer minor units")

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.minor <= other.minor


def round_half_up(value: Decimal, places: int = 0) -> Decimal:
    """Round away from zero on a tie, to ``places`` decimals.

    Example:
        >>> round_half_up(Decimal("636.905"), 2)
        Decimal('636.91')
    """
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def div_half_up(numerator: int, denominator: int) -> int:
    """Integer division rounded half up, away from zero on a tie. ``denominator`` > 0."""
    if denominator <= 0:
        raise ValueError("denominator must be positive")
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def line_total_fen(price_e4: int, grams: int) -> int:
    """What a weighed line costs, in fen.

    Args:
        price_e4: price per kg in 1/10000 yuan.
        grams: settled mass in grams.

    Example:
        100.300 kg at 6.35 yuan: ``line_total_fen(63500, 100300) == 63691``.
    """
    return div_half_up(price_e4 * grams, GRAMS_PER_KG * PRICE_UNITS_PER_FEN)


def each_total_fen(price_e4: int, pieces: int) -> int:
    """What a counted line costs, in fen; ``price_e4`` is per piece in 1/10000 yuan."""
    return div_half_up(price_e4 * pieces, PRICE_UNITS_PER_FEN)


def tax_part_fen(gross_fen: int, rate_bp: int) -> int:
    """The tax contained in a price that includes it: gross × r / (1 + r), half up.

    Args:
        gross_fen: amount including tax.
        rate_bp: rate in basis points, 900 is 9 %.
    """
    return div_half_up(gross_fen * rate_bp, 10_000 + rate_bp)


def split_fen(total_fen: int, weights: Sequence[int]) -> list[int]:
    """Split an amount by largest remainder so that the parts always sum to it.

    Ties go to the first; a negative amount is split by its absolute value.
    """
    if not weights or any(w < 0 for w in weights) or sum(weights) == 0:
        raise ValueError("weights must be non-negative and not all zero")
    sign, amount, whole = (-1 if total_fen < 0 else 1), abs(total_fen), sum(weights)
    parts = [amount * w // whole for w in weights]
    remainders = [amount * w % whole for w in weights]
    order = sorted(range(len(weights)), key=lambda i: (-remainders[i], i))
    for i in order[: amount - sum(parts)]:
        parts[i] += 1
    return [sign * p for p in parts]
