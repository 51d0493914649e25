"""The scale: weigh a piece, take a weighing back, decide about a light piece.

A weighing is recorded once however often a phone sends it: its key is line, piece, device and the
device's own running number. A wrong one is reversed by a second record, never changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accounts.rules.actor import Actor
from core.db import require_one, session, update_where
from core.errors import InvalidInput
from core.outbox import publish
from shop.errors import IllegalMove, LineNotFound, WeighingRefused
from shop.events import LightPieceAnswerDue
from shop.models.orders import LightPiece, OrderLine, SellerOrder, WeighRecord
from shop.queries.weighings import pieces_of_lines
from shop.rules.catch_weight import (
    LightAnswer,
    PieceFit,
    answer_after_silence,
    judge_piece,
    light_piece_way,
)
from shop.rules.lifecycle import SellerOrderState
from shop.rules.pieces import PieceState
from shop.services.fulfilment import own_order
from shop.services.orders import require_buyer
from shop.services.states import hold_seller_order

TIME_TO_ANSWER = timedelta(minutes=20)
MAX_GROSS_G = 500_000
HEAVIEST_FACTOR = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phone sends: one piece on the scale, in grams."""

    line_ref: str
    piece_no: int
    gross_g: int
    tare_g: int
    device: str
    seq: int

    @property
    def net_g(self) -> int:
        """The goods without their bag."""
        return self.gross_g - self.tare_g


@dataclass(frozen=True, slots=True)
class Reversal:
    """What a phone sends: take the weighing of a piece back; with ``of_seq`` only its own."""

    line_ref: str
    piece_no: int
    device: str
    seq: int
    of_seq: int | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """What became of a reading."""

    net_g: int
    fit: PieceFit
    difference_g: int
    way: LightAnswer | None


def weigh_piece(actor: Actor, reading: Reading, *, at: datetime) -> Weighed:
    """Record one piece on the scale. The same reading sent again changes nothing.

    Args:
        actor: who weighs; the operator on the record.
        reading: line, piece, gross and tare in grams, device and its running number.
        at: when it was weighed.

    Raises:
        LineNotFound: another seller's line, or none.
        IllegalMove: the order is not being picked.
        InvalidInput: impossible grams or piece number.
        WeighingRefused: the piece was weighed before (take that weighing back first).
    """
    line, state = _own_line(actor, reading.line_ref)
    known = session().scalar(select(WeighRecord).filter_by(**_key(line, reading)))
    if known is None:
        _require_picking(line, state)
        _check(line, reading)
        known = _add_record(actor, line, reading, at=at)
    verdict = judge_piece(known.net_g, min_g=line.min_g, max_g=line.max_g)
    way = light_piece_way(line.substitution) if known.fit == PieceFit.LIGHT else None
    return Weighed(known.net_g, PieceFit(known.fit), verdict.difference_g, way)


def reverse_weighing(actor: Actor, reversal: Reversal, *, at: datetime) -> None:
    """Take the weighing of a piece back; the piece can be weighed again.

    Raises:
        WeighingRefused: there is no such weighing of this piece.
    """
    line, state = _own_line(actor, reversal.line_ref)
    key = _key(line, reversal)
    if session().scalar(select(WeighRecord).filter_by(**key)) is not None:
        return
    _require_picking(line, state)
    original = _weighing_of(line, reversal)
    session().add(
        WeighRecord(
            **key,
            gross_g=-original.gross_g,
            tare_g=-original.tare_g,
            net_g=-original.net_g,
            fit=original.fit,
            reverses_id=original.id,
            operator_name=actor.name,
            operator_id=actor.user_id,
            weighed_at=at,
        )
    )
    session().flush()  # two people reversing at once meet at the unique key


def _weighing_of(line: OrderLine, reversal: Reversal) -> WeighRecord:
    refused = WeighingRefused("nothing_to_reverse", piece_no=reversal.piece_no)
    pieces = pieces_of_lines([line])[line.ref]
    piece = next((p for p in pieces if p.piece_no == reversal.piece_no), None)
    if piece is None or piece.weighing is None:
        raise refused
    original = session().get_one(WeighRecord, piece.weighing.id)
    wanted = reversal.of_seq
    if wanted is not None and (original.device, original.seq) != (reversal.device, wanted):
        raise refused  # somebody else has weighed the piece since
    return original


def answer_light_piece(actor: Actor, *, light_piece_ref: str, answer: str, at: datetime) -> None:
    """The buyer says what to do with a light piece: take, swap or drop.

    Raises:
        LineNotFound: not this buyer's piece.
        WeighingRefused: it was decided already.
    """
    if answer not in set(LightAnswer):
        raise InvalidInput(fields={"answer": "invalid_choice"})
    light, line = _light_piece(light_piece_ref)
    require_buyer(actor, line.seller_order.group)
    _decide(light, answer, "buyer", at)


def decide_by_silence(actor: Actor, *, light_piece_ref: str, at: datetime) -> None:
    """Nobody answered in time: the preference of the line counts, else the piece is dropped."""
    del actor
    light, line = _light_piece(light_piece_ref)
    if light.answer is None and light.answer_due_at is not None and light.answer_due_at <= at:
        _decide(light, answer_after_silence(line.substitution), "silence", at)


def _decide(light: LightPiece, answer: str, by: str, at: datetime) -> None:
    open_one = (LightPiece.id == light.id, LightPiece.answer.is_(None))
    values = {"answer": answer, "answered_by": by, "answered_at": at}
    refusal = WeighingRefused("light_piece_decided", answer=light.answer)
    require_one(update_where(LightPiece, *open_one, **values), refusal)


def _own_line(actor: Actor, line_ref: str) -> tuple[OrderLine, str]:
    statement = (
        select(OrderLine)
        .where(OrderLine.ref == line_ref)
        .options(joinedload(OrderLine.seller_order))
    )
    line = session().scalar(statement)
    if line is None:
        raise LineNotFound
    order = own_order(actor, line.seller_order.ref)
    hold_seller_order(order)
    return line, order.state


def _require_picking(line: OrderLine, state: str) -> None:
    if state != SellerOrderState.PICKING:
        raise IllegalMove("seller_order", state, SellerOrderState.WEIGHED)
    if not line.is_catch_weight:
        raise WeighingRefused("not_sold_by_weight")


def _key(line: OrderLine, reading: Reading | Reversal) -> dict[str, object]:
    return {
        "line_id": line.id,
        "piece_no": reading.piece_no,
        "device": reading.device,
        "seq": reading.seq,
    }


def _check(line: OrderLine, reading: Reading) -> None:
    fields = {}
    if not 1 <= reading.piece_no <= line.pieces:
        fields["piece_no"] = "out_of_range"
    if not 0 <= reading.tare_g < reading.gross_g <= MAX_GROSS_G:
        fields["gross_g"] = "grams_impossible"
    elif reading.net_g > HEAVIEST_FACTOR * line.max_g:
        fields["gross_g"] = "grams_implausible"
    if fields:
        raise InvalidInput("weighing_invalid", fields=fields)
    piece = pieces_of_lines([line])[line.ref][reading.piece_no - 1]
    if piece.state is PieceState.SHORT:
        raise WeighingRefused("piece_is_short", piece_no=reading.piece_no)
    if piece.state is PieceState.KEPT:
        raise WeighingRefused("piece_weighed_before", piece_no=reading.piece_no)


def _add_record(actor: Actor, line: OrderLine, reading: Reading, *, at: datetime) -> WeighRecord:
    verdict = judge_piece(reading.net_g, min_g=line.min_g, max_g=line.max_g)
    record = WeighRecord(
        **_key(line, reading),
        gross_g=reading.gross_g,
        tare_g=reading.tare_g,
        net_g=reading.net_g,
        fit=verdict.fit.value,
        operator_name=actor.name,
        operator_id=actor.user_id,
        weighed_at=at,
    )
    session().add(record)
    session().flush()  # a light piece names its weighing
    if verdict.fit is PieceFit.LIGHT:
        _ask_about(line, record, at)
    return record


def _ask_about(line: OrderLine, record: WeighRecord, at: datetime) -> None:
    way = light_piece_way(line.substitution)
    light = LightPiece(
        line_id=line.id,
        weigh_record_id=record.id,
        piece_no=record.piece_no,
        net_g=record.net_g,
        answer=way.value if way else None,
        answered_by="preference" if way else None,
        answered_at=at if way else None,
        answer_due_at=None if way else at + TIME_TO_ANSWER,
        created_at=at,
    )
    session().add(light)
    session().flush()  # the reminder carries its reference
    if light.answer_due_at is not None:
        event = LightPieceAnswerDue(light.ref)
        publish(event, dedupe_key=light.ref, run_at=light.answer_due_at)


def _light_piece(ref: str) -> tuple[LightPiece, OrderLine]:
    light = session().scalar(select(LightPiece).where(LightPiece.ref == ref))
    if light is None:
        raise LineNotFound
    loaded = joinedload(OrderLine.seller_order).joinedload(SellerOrder.group)
    line = session().scalar(select(OrderLine).where(OrderLine.id == light.line_id).options(loaded))
    if line is None:
        raise LineNotFound
    return light, line
