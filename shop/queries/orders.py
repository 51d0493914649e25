"""Orders as their buyer sees them. Somebody else's order is not found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, false, or_, select
from sqlalchemy.orm import selectinload

from catalog.queries.lots import lots_of_allocation
from core.db import session
from logistics.queries.consignments import consignments_of
from shop.errors import OrderNotFound
from shop.models.orders import (
    LightPiece,
    OrderGroup,
    OrderLine,
    SellerOrder,
    StateChange,
    WeighRecord,
)
from shop.queries.order_views import (
    LightQuestion,
    LineView,
    OrderCard,
    OrderPage,
    ScaleRecord,
    SellerOrderView,
)
from shop.queries.weigh_photos import photos_of_weighings
from shop.queries.weighings import pieces_of_lines
from shop.rules.lifecycle import GroupState, SellerOrderState
from shop.rules.pieces import Piece

PAGE_SIZE = 20


def get_order_page(
    group_ref: str, *, user_id: int | None = None, org_id: int | None = None
) -> OrderPage:
    """One order of a person, or of the organisation they act for.

    Raises:
        OrderNotFound: unknown, or somebody else's.
    """
    statement = _orders_of(user_id, org_id).where(OrderGroup.ref == group_ref)
    group = session().scalar(statement.execution_options(populate_existing=True))
    if group is None:
        raise OrderNotFound
    lines = [line for order in group.seller_orders for line in order.lines]
    lots = lots_of_allocation([line.ref for line in lines])
    pieces = pieces_of_lines(lines)
    records = _records(pieces.values())
    views = {
        line.id: LineView(
            line,
            tuple(lots.get(line.ref, ())),
            tuple(
                _scale_record(records, piece)
                for piece in pieces.get(line.ref, ())
                if piece.weighing is not None
            ),
        )
        for line in lines
    }
    return OrderPage(
        group=group,
        seller_orders=tuple(
            SellerOrderView(order, tuple(views[line.id] for line in order.lines))
            for order in group.seller_orders
        ),
        changes=_changes(group),
        consignments=tuple(consignments_of(group.ref)),
        questions=_questions(lines),
    )


def list_orders(
    *,
    user_id: int | None = None,
    org_id: int | None = None,
    before_id: int | None = None,
    limit: int = PAGE_SIZE,
) -> list[OrderCard]:
    """The orders of a person or an organisation, newest first.

    Args:
        user_id: orders this person placed for themselves.
        org_id: orders of this organisation.
        before_id: only orders older than this one.
        limit: at most so many.
    """
    statement = _orders_of(user_id, org_id).order_by(OrderGroup.id.desc()).limit(limit)
    if before_id is not None:
        statement = statement.where(OrderGroup.id < before_id)
    return [_card(group) for group in session().scalars(statement)]


def list_due_holds(*, at: datetime, limit: int = 200) -> list[str]:
    """Unpaid orders whose hold has ended, oldest first (for the sweep)."""
    statement = (
        select(OrderGroup.ref)
        .where(OrderGroup.state == GroupState.AWAITING_PAYMENT, OrderGroup.expires_at <= at)
        .order_by(OrderGroup.expires_at)
        .limit(limit)
    )
    return list(session().scalars(statement))


def _orders_of(user_id: int | None, org_id: int | None) -> Select[OrderGroup]:
    mine: list[ColumnElement[bool]] = [false()]
    if user_id is not None:
        mine.append(OrderGroup.buyer_user_id == user_id)
    if org_id is not None:
        mine.append(OrderGroup.buyer_org_id == org_id)
    parts = selectinload(OrderGroup.seller_orders).selectinload(SellerOrder.lines)
    return select(OrderGroup).where(or_(*mine)).options(parts)


def _card(group: OrderGroup) -> OrderCard:
    orders = group.seller_orders
    living = [order for order in orders if order.state != SellerOrderState.CANCELLED]
    is_settled = bool(living) and all(order.settled_fen is not None for order in living)
    settled = sum((order.settled_fen or 0) + order.freight_fen for order in living)
    return OrderCard(
        id=group.id,
        ref=group.ref,
        number=group.number,
        state=group.state,
        states=tuple(order.state for order in orders),
        created_at=group.created_at,
        promised_on=group.promised_on,
        due_fen=group.due_fen,
        settled_fen=settled if is_settled else None,
        payment_method=group.payment_method,
        channel=group.channel,
        expires_at=group.expires_at,
        lines=tuple(line for order in orders for line in order.lines),
    )


def _changes(group: OrderGroup) -> tuple[StateChange, ...]:
    refs = [group.ref, *(order.ref for order in group.seller_orders)]
    statement = select(StateChange).where(StateChange.subject_ref.in_(refs))
    return tuple(session().scalars(statement.order_by(StateChange.id)))


def _records(pieces: Iterable[Sequence[Piece]]) -> dict[int, tuple[WeighRecord, str]]:
    ids = [piece.weighing.id for line in pieces for piece in line if piece.weighing]
    rows = session().scalars(select(WeighRecord).where(WeighRecord.id.in_(ids)))
    photos = photos_of_weighings(ids)
    return {row.id: (row, photos.get(row.id, "")) for row in rows}


def _scale_record(records: dict[int, tuple[WeighRecord, str]], piece: Piece) -> ScaleRecord:
    if piece.weighing is None:
        raise ValueError("a piece without a weighing has no record")
    row, photo_ref = records[piece.weighing.id]
    return ScaleRecord(
        piece_no=row.piece_no,
        gross_g=row.gross_g,
        tare_g=row.tare_g,
        net_g=row.net_g,
        fit=row.fit,
        device=row.device,
        operator_name=row.operator_name,
        weighed_at=row.weighed_at,
        state=piece.state.value,
        photo_ref=photo_ref,
    )


def _questions(lines: Sequence[OrderLine]) -> tuple[LightQuestion, ...]:
    by_id = {line.id: line for line in lines}
    statement = (
        select(LightPiece)
        .where(LightPiece.line_id.in_(by_id), LightPiece.answer.is_(None))
        .order_by(LightPiece.id)
    )
    return tuple(
        LightQuestion(row.ref, by_id[row.line_id], row.piece_no, row.net_g, row.answer_due_at)
        for row in session().scalars(statement)
    )
