"""Sellers say under which GTIN they sell a spec."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from catalog.models.trade_items import TradeItem
from catalog.queries.specs import get_spec_by_ref
from catalog.queries.supply import specs_of_seller
from catalog.rules.gtin import read_gtin
from core.db import session
from core.errors import InvalidInput, NotFound


def keep_gtin(actor: Actor, *, seller_id: int, spec_ref: str, gtin: str, at: datetime) -> None:
    """Register the GTIN of a spec; an empty one takes it away.

    Args:
        actor: somebody of the seller who edits listings.
        seller_id: the seller.
        spec_ref: one of its specs.
        gtin: 8 to 14 digits with their check digit.
        at: now.

    Raises:
        NotFound: another seller, or a spec that the seller does not deal in.
        InvalidInput: no GTIN, or somebody else's.
    """
    actor.require(Permission.EDIT_LISTING)
    spec = get_spec_by_ref(spec_ref)
    if not actor.acts_for(seller_id) or spec.id not in specs_of_seller(seller_id):
        raise NotFound("spec_not_found")
    kept = read_gtin(gtin) if gtin.strip() else ""
    if kept is None:
        raise InvalidInput(fields={"gtin": "invalid_gtin"})
    mine = (TradeItem.seller_id == seller_id) & (TradeItem.spec_id == spec.id)
    if kept and session().scalar(select(TradeItem.id).where(TradeItem.gtin == kept, ~mine)):
        raise InvalidInput(fields={"gtin": "gtin_taken"})
    session().execute(delete(TradeItem).where(mine))
    if kept:
        _add(actor, seller_id, spec.id, kept, at)


def _add(actor: Actor, seller_id: int, spec_id: int, gtin: str, at: datetime) -> None:
    row = TradeItem(
        seller_id=seller_id, spec_id=spec_id, gtin=gtin, registered_by=actor.name, created_at=at
    )
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError as taken:
        raise InvalidInput(fields={"gtin": "gtin_taken"}) from taken
