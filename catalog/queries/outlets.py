"""Outlets, their shelves, what is on its way there, and what was counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, select

from catalog.models.listings import Listing
from catalog.models.outlets import Outlet, OutletTransfer, StockCount
from catalog.models.specs import ProductSpec
from catalog.models.stock import Lot, StockPool
from catalog.queries.stock import free_pieces
from catalog.queries.terms import terms_of
from catalog.rules.listing import ListingState
from catalog.rules.lots import LotState
from catalog.rules.outlet_cards import (
    CountCard,
    OutletCard,
    ShelfGoods,
    ShelfLot,
    TransferCard,
)
from catalog.rules.outlets import OutletState, TransferState
from core.db import session
from core.errors import NotFound

SHOWN_COUNTS = 20


def list_outlets(*, org_id: int) -> list[OutletCard]:
    """The outlets of an organisation, open ones first."""
    return _cards(Outlet.org_id == org_id)


def list_open_outlets(city_code: str | None = None) -> list[OutletCard]:
    """All open outlets, or those of a city."""
    is_open = Outlet.state == OutletState.OPEN
    return _cards(is_open if city_code is None else is_open & (Outlet.city_code == city_code))


def get_outlet(ref: str) -> OutletCard:
    """An outlet.

    Raises:
        NotFound: there is none.
    """
    found = _cards(Outlet.ref == ref)
    if not found:
        raise NotFound("outlet_not_found")
    return found[0]


def get_outlet_of(ref: str, *, org_id: int) -> OutletCard:
    """An outlet of an organisation.

    Raises:
        NotFound: there is none, or it is another's.
    """
    found = get_outlet(ref)
    if found.org_id != org_id:
        raise NotFound("outlet_not_found")
    return found


def _cards(condition: ColumnElement[bool]) -> list[OutletCard]:
    rows = session().scalars(
        select(Outlet).where(condition).order_by(Outlet.state.desc(), Outlet.id)
    )
    return [
        OutletCard(
            row.id,
            row.ref,
            row.org_id,
            row.name_zh,
            row.name_en,
            row.city_code,
            row.district_code,
            row.address,
            row.phone,
            row.opens,
            row.closes,
            row.state == OutletState.OPEN,
        )
        for row in rows
    ]


def shelf_of(outlet_ref: str, *, today: date, at: datetime) -> list[ShelfGoods]:
    """What lies at an outlet and can be sold there, by name.

    Args:
        outlet_ref: the outlet.
        today: the day for the days that are left.
        at: now; holds that are due do not count.
    """
    statement = (
        select(Listing, ProductSpec, StockPool.id)
        .join(ProductSpec, ProductSpec.id == Listing.spec_id)
        .join(
            StockPool,
            (StockPool.seller_id == Listing.seller_id)
            & (StockPool.spec_id == Listing.spec_id)
            & (StockPool.county_code == Listing.county_code),
        )
        .where(StockPool.place == outlet_ref, Listing.state == ListingState.LIVE)
        .order_by(Listing.title_zh, Listing.id)
    )
    rows = list(session().execute(statement).tuples())
    pools = [pool_id for _, _, pool_id in rows]
    lots, free = _lots_of(pools, today), free_pieces(pools, at=at)
    return [
        ShelfGoods(terms_of(listing, spec), pool_id, max(0, free[pool_id]), tuple(lots[pool_id]))
        for listing, spec, pool_id in rows
        if lots[pool_id]
    ]


def get_shelf_lot(lot_ref: str, *, outlet_ref: str, today: date) -> tuple[ShelfLot, str, str]:
    """A lot on the shelf of an outlet with the Chinese and English name of its goods.

    Raises:
        NotFound: there is none at this outlet.
    """
    statement = (
        select(Lot, ProductSpec)
        .join(StockPool, StockPool.id == Lot.pool_id)
        .join(ProductSpec, ProductSpec.id == Lot.spec_id)
        .where(Lot.ref == lot_ref, StockPool.place == outlet_ref)
    )
    row = session().execute(statement).one_or_none()
    if row is None:
        raise NotFound("lot_not_found")
    return _shelf_lot(row[0], today), row[1].name_zh, row[1].name_en


def _lots_of(pool_ids: Iterable[int], today: date) -> dict[int, list[ShelfLot]]:
    statement = (
        select(Lot)
        .where(Lot.pool_id.in_(sorted(set(pool_ids))), Lot.pieces > 0)
        .order_by(Lot.best_before.is_(None), Lot.best_before, Lot.id)
    )
    found: dict[int, list[ShelfLot]] = defaultdict(list)
    for lot in session().scalars(statement):
        found[lot.pool_id].append(_shelf_lot(lot, today))
    return found


def _shelf_lot(lot: Lot, today: date) -> ShelfLot:
    return ShelfLot(
        lot.ref,
        lot.lot_no,
        lot.pieces,
        lot.allocated_pieces,
        lot.best_before,
        lot.state != LotState.RELEASED,
        (lot.best_before - today).days if lot.best_before else None,
    )


def list_incoming(outlet_id: int) -> list[TransferCard]:
    """What is on its way to an outlet, oldest first."""
    on_way = OutletTransfer.state == TransferState.SENT
    return _transfers((OutletTransfer.outlet_id == outlet_id) & on_way)


def list_transfers_of_lot(lot_id: int) -> list[TransferCard]:
    """Where pieces of a lot were sent."""
    return _transfers(OutletTransfer.lot_id == lot_id)


def get_transfer(ref: str, *, outlet_id: int) -> TransferCard:
    """A transfer to an outlet.

    Raises:
        NotFound: there is none.
    """
    found = _transfers((OutletTransfer.ref == ref) & (OutletTransfer.outlet_id == outlet_id))
    if not found:
        raise NotFound("transfer_not_found")
    return found[0]


def _transfers(condition: ColumnElement[bool]) -> list[TransferCard]:
    statement = (
        select(OutletTransfer, Outlet, Lot.lot_no, ProductSpec)
        .join(Outlet, Outlet.id == OutletTransfer.outlet_id)
        .join(Lot, Lot.id == OutletTransfer.lot_id)
        .join(ProductSpec, ProductSpec.id == Lot.spec_id)
        .where(condition)
        .order_by(OutletTransfer.id)
    )
    return [
        TransferCard(
            row.ref,
            outlet.ref,
            outlet.name_zh,
            outlet.name_en,
            lot_no,
            spec.name_zh,
            spec.name_en,
            row.pieces,
            row.grams,
            row.state,
            row.sent_by,
            row.created_at,
            row.received_pieces,
            row.note,
        )
        for row, outlet, lot_no, spec in session().execute(statement).tuples()
    ]


def list_counts(outlet_id: int) -> list[CountCard]:
    """The last counts of an outlet, newest first."""
    statement = (
        select(StockCount, Lot.lot_no, ProductSpec)
        .join(Lot, Lot.id == StockCount.lot_id)
        .join(ProductSpec, ProductSpec.id == Lot.spec_id)
        .where(StockCount.outlet_id == outlet_id)
        .order_by(StockCount.id.desc())
        .limit(SHOWN_COUNTS)
    )
    return [
        CountCard(
            lot_no,
            spec.name_zh,
            spec.name_en,
            row.expected_pieces,
            row.counted_pieces,
            row.reason,
            row.note,
            row.by_name,
            row.created_at,
        )
        for row, lot_no, spec in session().execute(statement).tuples()
    ]
