"""Lines that are booked of a coming harvest, and what happens when it brings less."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accounts.rules.actor import SYSTEM, Actor
from catalog.errors import HarvestFull
from catalog.rules.stock import Want
from catalog.services.booking import Booking, book_harvest
from core.db import session, update_where
from core.errors import InvalidInput
from core.outbox import publish
from shop.errors import LineNotFound, OrderNotPayable
from shop.events import HarvestAnswerDue
from shop.models.orders import HarvestChoice, LineShortage, OrderLine, SellerOrder
from shop.rules.lifecycle import SellerOrderState
from shop.rules.shortages import OPEN, ShortReason
from shop.services import settling
from shop.services.order_draft import DraftLine
from shop.services.states import close_if_finished, move_seller_order

ANSWER_TIME = timedelta(hours=24)
TAKE, BACK = "take", "back"
BY_BUYER, BY_CLOCK = "buyer", "clock"
NOTHING = "harvest_failed"
REFUSED = "harvest_refused"


def book_lines(
    actor: Actor,
    owner_ref: str,
    lines: Sequence[DraftLine],
    expires_at: datetime | None,
    *,
    at: datetime,
) -> None:
    """Book the lines of an order in the week that each names.

    Raises:
        HarvestFull: the week takes no more.
    """
    bookings = [
        Booking(
            Want(line.ref, line.terms.listing_id, line.stock_pieces, line.price.grams),
            line.request.harvest_on or line.arrives_on,
            line.arrives_on,
            line.min_remaining_days,
            is_of_contract=line.request.contract_line_ref is not None,
        )
        for line in lines
    ]
    book_harvest(actor, owner_ref=owner_ref, bookings=bookings, expires_at=expires_at, at=at)


def book_again(actor: Actor, owner_ref: str, lines: Sequence[OrderLine], *, at: datetime) -> None:
    """Book the lines of a paid order whose hold was given away, firm at once.

    Raises:
        OrderNotPayable: the week takes no more.
    """
    bookings = [
        Booking(
            Want(line.ref, line.listing_id, line.stock_pieces, line.piece_g * line.pieces),
            line.harvest_on or line.arrives_on,
            line.arrives_on,
            line.min_remaining_days,
        )
        for line in lines
    ]
    try:
        book_harvest(actor, owner_ref=owner_ref, bookings=bookings, expires_at=None, at=at)
    except HarvestFull as gone:
        raise OrderNotPayable("goods_gone") from gone


def note_short_harvest(
    actor: Actor, *, line_ref: str, given: int, missing: int, at: datetime
) -> None:
    """A harvest brought less than was booked: nothing comes back whole, part is a choice.

    What is missing is not charged. Who gets a part may take it or have all of it back; silence
    takes it. An order with other goods beside goes on without what is missing. Doing this twice
    changes nothing.
    """
    line, order = _load(line_ref)
    if SellerOrderState(order.state) not in OPEN:
        return
    is_alone = len(order.lines) == 1
    if not given and is_alone:
        _end(actor, order, NOTHING, at=at)
        return
    if session().scalar(select(LineShortage.id).where(LineShortage.line_id == line.id)):
        return
    session().add(
        LineShortage(
            line_id=line.id,
            pieces=missing,
            reason=ShortReason.HARVEST.value,
            note="",
            operator_name=actor.name[:60],
            operator_id=actor.user_id,
            created_at=at,
        )
    )
    if is_alone:
        _ask(line, given, missing, at)


def _ask(line: OrderLine, given: int, missing: int, at: datetime) -> None:
    due_at = at + ANSWER_TIME
    choice = HarvestChoice(
        line_id=line.id,
        given_pieces=given,
        missing_pieces=missing,
        answer_due_at=due_at,
        created_at=at,
    )
    session().add(choice)
    session().flush()  # the event carries its reference
    publish(HarvestAnswerDue(choice.ref), dedupe_key=choice.ref, run_at=due_at)


def answer_harvest(actor: Actor, *, choice_ref: str, answer: str, at: datetime) -> None:
    """Take the part that came, or have all of it back.

    Raises:
        LineNotFound: no such choice of this buyer.
        InvalidInput: neither of the two, or it was decided already.
    """
    choice = session().scalar(select(HarvestChoice).where(HarvestChoice.ref == choice_ref))
    if choice is None:
        raise LineNotFound
    order = _order_of(choice.line_id)
    is_own = actor.user_id is not None and actor.user_id == order.group.buyer_user_id
    is_ours = actor.org_id is not None and actor.org_id == order.group.buyer_org_id
    if not (is_own or is_ours or actor.is_system):
        raise LineNotFound
    if answer not in (TAKE, BACK):
        raise InvalidInput(fields={"answer": "invalid_choice"})
    if not _decide(choice, answer, BY_CLOCK if actor.is_system else BY_BUYER, at):
        raise InvalidInput("answered_already", fields={"answer": "answered_already"})
    if answer == BACK and SellerOrderState(order.state) in OPEN:
        _end(actor, order, REFUSED, at=at)


def take_by_silence(*, choice_ref: str, at: datetime) -> None:
    """Nobody answered: the part that came is taken."""
    choice = session().scalar(select(HarvestChoice).where(HarvestChoice.ref == choice_ref))
    if choice is not None and choice.answer is None:
        answer_harvest(SYSTEM, choice_ref=choice_ref, answer=TAKE, at=at)


def _decide(choice: HarvestChoice, answer: str, by: str, at: datetime) -> bool:
    decided = update_where(
        HarvestChoice,
        HarvestChoice.id == choice.id,
        HarvestChoice.answer.is_(None),
        answer=answer,
        answered_by=by,
        answered_at=at,
    )
    return decided == 1


def _end(actor: Actor, order: SellerOrder, cause: str, *, at: datetime) -> None:
    move_seller_order(actor, order, SellerOrderState.CANCELLED, cause=cause, at=at)
    settling.let_go(actor, order, cause, f"harvest-{order.ref}", at=at)
    close_if_finished(actor, order.group_id, at=at)


def _load(line_ref: str) -> tuple[OrderLine, SellerOrder]:
    line = session().scalar(select(OrderLine).where(OrderLine.ref == line_ref))
    if line is None:
        raise LineNotFound
    order = _order_of(line.id)
    return line, order


def _order_of(line_id: int) -> SellerOrder:
    statement = (
        select(SellerOrder)
        .join(OrderLine, OrderLine.seller_order_id == SellerOrder.id)
        .where(OrderLine.id == line_id)
        .options(selectinload(SellerOrder.lines), selectinload(SellerOrder.group))
        .execution_options(populate_existing=True)
    )
    return session().scalars(statement).one()
