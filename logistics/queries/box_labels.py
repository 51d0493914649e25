"""The boxes of order lines, for the labels on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from core.db import session
from logistics.models.units import HandlingUnit, UnitContent


@dataclass(frozen=True, slots=True)
class BoxCard:
    """A packed box: its code, the reference behind its QR code, its weight."""

    ref: str
    code: str
    temperature: str
    grams: int


def boxes_of_lines(line_refs: Iterable[str]) -> dict[str, BoxCard]:
    """The box each order line was packed into; a line that is in none yet is left out."""
    statement = (
        select(UnitContent.line_ref, HandlingUnit)
        .join(HandlingUnit, HandlingUnit.id == UnitContent.unit_id)
        .where(UnitContent.line_ref.in_(sorted(set(line_refs))))
        .order_by(UnitContent.id)
    )
    return {
        line_ref: BoxCard(unit.ref, unit.code, unit.temperature, unit.grams)
        for line_ref, unit in session().execute(statement)
    }
