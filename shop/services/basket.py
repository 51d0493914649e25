"""Keeps what somebody wants to buy. Nothing is held for a basket; holding begins at submission."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from catalog.queries.terms import get_terms_by_ref
from core.db import session
from core.errors import InvalidInput
from shop.errors import BasketNotFound, CannotOrder, LineNotFound
from shop.models.basket import Basket, BasketLine
from shop.rules.orders import Substitution
from shop.rules.quantities import MAX_PIECES, may_order

OPEN = "open"
ORDERED = "ordered"
MERGED = "merged"


def open_basket(actor: Actor, *, basket_ref: str | None, at: datetime) -> str:
    """The reference of this visitor's open basket; a new one if there is none.

    A basket filled before signing in becomes the person's own; if they already had one, its
    lines are added there.
    """
    guest = _find_open(basket_ref)
    if actor.user_id is None:
        return (guest if guest and guest.user_id is None else _new_basket(actor, at)).ref
    own = (
        session()
        .scalars(
            select(Basket)
            .where(Basket.user_id == actor.user_id, Basket.state == OPEN)
            .where(Basket.buyer_org_id.is_(None))
            .order_by(Basket.id)
        )
        .first()
    )
    if guest is not None and guest.user_id is None:
        if own is None:
            guest.user_id = actor.user_id
            return guest.ref
        _merge(guest, own, at)
    return (own or _new_basket(actor, at)).ref


def make_basket(actor: Actor, *, at: datetime) -> str:
    """A new basket for the organisation that this program acts for.

    Raises:
        NotAllowed: its token may not buy.
    """
    actor.require(Permission.BUY)
    basket = _new_basket(actor, at)
    basket.buyer_org_id = actor.org_id
    return basket.ref


def add_line(actor: Actor, *, basket_ref: str, listing_ref: str, pieces: int, at: datetime) -> None:
    """Put ``pieces`` of a listing into the basket, on top of what is there.

    Raises:
        CannotOrder: the listing is not on sale, or not in this quantity.
    """
    basket = own_basket(actor, basket_ref)
    terms = get_terms_by_ref(listing_ref)
    line = _find_line(basket, terms.listing_id)
    wanted = pieces + (line.pieces if line else 0)
    verdict = may_order(terms, wanted, available=None)
    if not verdict.ok:
        reason = verdict.reasons[0]
        raise CannotOrder(reason.code, listing_ref=listing_ref, **reason.context)
    if line is None:
        line = BasketLine(basket_id=basket.id, listing_id=terms.listing_id, pieces=wanted)
        session().add(line)
    line.pieces = wanted
    basket.changed_at = at


def change_line(
    actor: Actor,
    *,
    basket_ref: str,
    line_ref: str,
    pieces: int | None = None,
    substitution: str | None = None,
    at: datetime,
) -> None:
    """Set the pieces of a line, or what is to happen to a light piece; 0 pieces remove it.

    A quantity that does not fit the listing is kept and named by the basket's verdict.

    Raises:
        LineNotFound: no such line in this basket.
        InvalidInput: negative or absurd pieces, unknown preference.
    """
    basket = own_basket(actor, basket_ref)
    line = _get_line(basket, line_ref)
    basket.changed_at = at
    if substitution is not None:
        if substitution not in set(Substitution):
            raise InvalidInput(fields={"substitution": "unknown_choice"})
        line.substitution = substitution
    if pieces is None:
        return
    if not 0 <= pieces <= MAX_PIECES:
        raise InvalidInput(fields={"pieces": "out_of_range"})
    if pieces == 0:
        session().delete(line)
    else:
        line.pieces = pieces


def remove_line(actor: Actor, *, basket_ref: str, line_ref: str, at: datetime) -> None:
    """Take a line out of the basket.

    Raises:
        LineNotFound: no such line in this basket.
    """
    change_line(actor, basket_ref=basket_ref, line_ref=line_ref, pieces=0, at=at)


def close_basket(actor: Actor, *, basket_ref: str, at: datetime) -> None:
    """Mark a basket as ordered; the next line opens a new one."""
    basket = own_basket(actor, basket_ref)
    basket.state = ORDERED
    basket.changed_at = at


def own_basket(actor: Actor, basket_ref: str) -> Basket:
    """The open basket with this reference, if it is this visitor's.

    Raises:
        BasketNotFound: unknown, closed, or somebody else's.
    """
    basket = _find_open(basket_ref)
    if basket is None or basket.user_id not in (None, actor.user_id):
        raise BasketNotFound
    if basket.buyer_org_id not in (None, actor.org_id):
        raise BasketNotFound
    return basket


def _find_open(basket_ref: str | None) -> Basket | None:
    if not basket_ref:
        return None
    return session().scalar(select(Basket).where(Basket.ref == basket_ref, Basket.state == OPEN))


def _new_basket(actor: Actor, at: datetime) -> Basket:
    basket = Basket(user_id=actor.user_id, state=OPEN, created_at=at, changed_at=at)
    session().add(basket)
    session().flush()  # the reference goes into the cookie
    return basket


def _merge(guest: Basket, own: Basket, at: datetime) -> None:
    for line in session().scalars(select(BasketLine).where(BasketLine.basket_id == guest.id)):
        known = _find_line(own, line.listing_id)
        if known is None:
            line.basket_id = own.id
        else:
            known.pieces = min(MAX_PIECES, known.pieces + line.pieces)
            session().delete(line)
    guest.state = MERGED
    own.changed_at = at


def _find_line(basket: Basket, listing_id: int) -> BasketLine | None:
    mine = (BasketLine.basket_id == basket.id, BasketLine.listing_id == listing_id)
    return session().scalar(select(BasketLine).where(*mine))


def _get_line(basket: Basket, line_ref: str) -> BasketLine:
    mine = (BasketLine.basket_id == basket.id, BasketLine.ref == line_ref)
    line = session().scalar(select(BasketLine).where(*mine))
    if line is None:
        raise LineNotFound
    return line
