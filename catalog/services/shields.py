"""Shield this week's stock for contracts: what is still to be called cannot be sold in the shop.

Earlier signatures are shielded first. A shield is part of a pool's counters (committed) and is
lowered as the contract calls.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from accounts.rules.actor import Actor
from catalog.models.specs import ProductSpec
from catalog.models.stock import StockPool
from catalog.models.supply import Commitment
from catalog.queries.stock import free_pieces
from catalog.rules.outlets import OWN_STORE
from catalog.rules.supply import pieces_for
from catalog.services.holdings import expire_due, move_pool
from catalog.services.locks import lock_pools
from core import clock
from core.db import session, update_where
from core.types.dates import monday_of


def shield_week(actor: Actor, *, monday: date, at: datetime) -> int:
    """Shield released stock for what contracts may still call this week. May be repeated.

    Shields of weeks that are over are lowered first.

    Args:
        actor: the nightly job, or whoever released a lot.
        monday: first day of the present week.
        at: now.

    Returns:
        Pieces shielded anew.
    """
    del actor
    return _shield(monday, [], at=at)


def shield_goods(actor: Actor, *, seller_id: int, spec_id: int, at: datetime) -> int:
    """The same for one seller's goods of one spec, in the very transaction that releases a lot."""
    del actor
    goods = [Commitment.seller_id == seller_id, Commitment.spec_id == spec_id]
    return _shield(monday_of(clock.local_day(at)), goods, at=at)


def _shield(monday: date, goods: list[Any], *, at: datetime) -> int:
    for row_id in _ids(Commitment.monday < monday, Commitment.shielded_pieces > 0, *goods):
        _set(row_id, None, 0, 0)
    is_open = Commitment.grams > Commitment.drawn_g
    return sum(
        _raise(row_id, at=at) for row_id in _ids(Commitment.monday == monday, is_open, *goods)
    )


def raise_shield(commitment_id: int, pool_id: int, pieces: int) -> None:
    """Shield so many more pieces of a pool for a commitment; they are free, the pool is locked."""
    row = session().get_one(Commitment, commitment_id, populate_existing=True)
    total = row.shielded_pieces + pieces
    _set(row.id, row.pool_id or pool_id, total, total * piece_g_of(row.spec_id))


def lower_shield(commitment_id: int) -> None:
    """Lower the shield of a commitment to what may still be called."""
    row = session().get_one(Commitment, commitment_id, populate_existing=True)
    if row.pool_id is None:
        return
    pieces = min(row.shielded_pieces, pieces_for(row.grams - row.drawn_g, piece_g_of(row.spec_id)))
    _set(row.id, row.pool_id, pieces, pieces * piece_g_of(row.spec_id))


def _raise(row_id: int, *, at: datetime) -> int:
    row = session().get_one(Commitment, row_id, populate_existing=True)
    pool_id = row.pool_id or _pool_of(row)
    if pool_id is None:
        return 0
    expire_due(lock_pools([pool_id]), at=at)
    piece_g = piece_g_of(row.spec_id)
    missing = pieces_for(row.grams - row.drawn_g, piece_g) - row.shielded_pieces
    more = min(missing, free_pieces([pool_id], at=at)[pool_id])
    if more > 0:
        pieces = row.shielded_pieces + more
        _set(row_id, pool_id, pieces, pieces * piece_g)
    return max(more, 0)


def _set(row_id: int, pool_id: int | None, pieces: int, grams: int) -> None:
    row = session().get_one(Commitment, row_id, populate_existing=True)
    target = pool_id or row.pool_id
    if target is None:
        return
    lock_pools([target])
    change = (pieces - row.shielded_pieces, grams - row.shielded_g)
    update_where(
        Commitment,
        Commitment.id == row_id,
        pool_id=target,
        shielded_pieces=pieces,
        shielded_g=grams,
    )
    move_pool(target, committed=change)


def _ids(*conditions: Any) -> list[int]:
    found = select(Commitment.id).where(*conditions)
    return list(session().scalars(found.order_by(Commitment.priority_at, Commitment.id)))


def _pool_of(row: Commitment) -> int | None:
    pools = (
        select(StockPool.id)
        .where(StockPool.seller_id == row.seller_id, StockPool.spec_id == row.spec_id)
        .where(StockPool.place == OWN_STORE)
        .order_by(StockPool.released_pieces.desc(), StockPool.id)
    )
    return session().scalar(pools.limit(1))


def piece_g_of(spec_id: int) -> int:
    """What a piece of a spec weighs by the book."""
    return session().scalars(select(ProductSpec.piece_g).where(ProductSpec.id == spec_id)).one()
