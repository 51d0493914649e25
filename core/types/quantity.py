"""Quantities carry their unit; mass is integer grams, countables integer pieces. ADR 0005."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    """Units that the house calculates in; 斤 is a display unit only (1 斤 = 500 g)."""

    GRAM = "g"
    KILOGRAM = "kg"
    PIECE = "piece"


class UnitMismatch(ValueError):
    """Two quantities of different units were added."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount with its unit."""

    amount: Decimal
    unit: Unit

    def __add__(self, other: Quantity) -> Quantity:
        if self.unit is not other.unit:
            raise UnitMismatch(f"{self.unit} and {other.unit}")
        return Quantity(self.amount + other.amount, self.unit)


@dataclass(frozen=True, slots=True, order=True)
class Weight:
    """A mass in integer grams."""

    grams: int

    def __add__(self, other: Weight) -> Weight:
        return Weight(self.grams + other.grams)

    @property
    def kg(self) -> Decimal:
        """The mass in kilograms, exact."""
        return Decimal(self.grams) / 1000

    @property
    def jin(self) -> Decimal:
        """The mass in 斤 (500 g), for display only."""
        return Decimal(self.grams) / 500


@dataclass(frozen=True, slots=True, order=True)
class Distance:
    """A length in integer metres."""

    metres: int
