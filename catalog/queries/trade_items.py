"""The GTINs of a seller, and the lot behind a GS1 Digital Link."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from catalog.models.stock import Lot
from catalog.models.trade_items import TradeItem
from catalog.rules.gtin import read_gtin
from catalog.rules.lots import LotState
from core.db import session
from core.errors import NotFound


def gtins_of(seller_id: int) -> dict[int, str]:
    """GTIN by spec."""
    statement = select(TradeItem.spec_id, TradeItem.gtin).where(TradeItem.seller_id == seller_id)
    return dict(session().execute(statement).tuples().all())


def get_lot_by_link(gtin: str, lot_no: str) -> str:
    """The public reference of the lot that a Digital Link names.

    Raises:
        NotFound: no such GTIN here, or no such lot of it that has left quarantine.
    """
    kept = read_gtin(gtin)
    ref = session().scalar(
        select(Lot.ref)
        .join(
            TradeItem,
            (TradeItem.seller_id == Lot.seller_id) & (TradeItem.spec_id == Lot.spec_id),
        )
        .where(TradeItem.gtin == kept, Lot.lot_no == lot_no.upper())
        .where(Lot.state != LotState.QUARANTINE)
    )
    if kept is None or ref is None:
        raise NotFound("lot_not_found")
    return ref


def link_keys(lot_refs: Iterable[str]) -> dict[str, tuple[str, str]]:
    """GTIN and lot number of lots whose seller has a GTIN for them: lot reference -> keys."""
    statement = (
        select(Lot.ref, TradeItem.gtin, Lot.lot_no)
        .join(
            TradeItem,
            (TradeItem.seller_id == Lot.seller_id) & (TradeItem.spec_id == Lot.spec_id),
        )
        .where(Lot.ref.in_(sorted(set(lot_refs))))
    )
    return {ref: (gtin, lot_no) for ref, gtin, lot_no in session().execute(statement)}
