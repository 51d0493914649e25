"""What the scale said about order lines."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from core.db import session
from shop.models.orders import LightPiece, LineShortage, OrderLine, WeighRecord
from shop.rules.pieces import Piece, Weighing, read_pieces


def pieces_of_lines(
    lines: Iterable[OrderLine], short: dict[int, LineShortage] | None = None
) -> dict[str, list[Piece]]:
    """The pieces of every catch-weight line by line reference; counted lines are left out.

    Args:
        lines: the order lines.
        short: their shortages, where they are known already.
    """
    weighed = [line for line in lines if line.is_catch_weight]
    rows = weighings_of_lines([line.id for line in weighed])
    if short is None:
        short = shortages_of_lines([line.id for line in weighed])
    return {
        line.ref: read_pieces(line.pieces, rows.get(line.id, []), short=_pieces(short, line.id))
        for line in weighed
    }


def _pieces(short: dict[int, LineShortage], line_id: int) -> int:
    return short[line_id].pieces if line_id in short else 0


def shortages_of_lines(line_ids: Iterable[int]) -> dict[int, LineShortage]:
    """What cannot be sent of lines, by line id; a line without any is left out."""
    own = LineShortage.line_id.in_(sorted(set(line_ids)))
    statement = select(LineShortage).where(own, LineShortage.pieces > 0)
    found = session().scalars(statement.execution_options(populate_existing=True))
    return {row.line_id: row for row in found}


def weighings_of_lines(line_ids: Iterable[int]) -> dict[int, list[Weighing]]:
    """All weighings of lines by line id, oldest first, with what was decided about light ones."""
    statement = (
        select(WeighRecord, LightPiece.answer)
        .outerjoin(LightPiece, LightPiece.weigh_record_id == WeighRecord.id)
        .where(WeighRecord.line_id.in_(sorted(set(line_ids))))
        .order_by(WeighRecord.id)
    )
    found: dict[int, list[Weighing]] = {}
    for row, answer in session().execute(statement):
        weighing = Weighing(row.id, row.piece_no, row.net_g, row.fit, row.reverses_id, answer)
        found.setdefault(row.line_id, []).append(weighing)
    return found
