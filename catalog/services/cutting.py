"""Cut a lot up: the parts become lots of their own, in one transaction with what they leave."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from catalog.errors import LotStepRefused
from catalog.models.specs import ProductSpec
from catalog.models.stock import Lot
from catalog.queries.lots import lot_card
from catalog.rules.cards import LotCard
from catalog.rules.genealogy import CUTTABLE, Cut, Part, cut_faults, part_lasts_until
from catalog.rules.lots import LotState
from catalog.rules.stock import MovementKind
from catalog.services.holdings import move_pool
from catalog.services.locks import lock_pools
from catalog.services.lot_numbers import next_lot_no
from catalog.services.lots import ensure_pool, last_day
from catalog.services.movements import post
from catalog.services.shields import shield_goods
from core.db import session, update_where
from core.errors import InvalidInput, NotFound
from core.refs import new_ref


def cut_lot(actor: Actor, *, lot_ref: str, cut: Cut, at: datetime) -> list[LotCard]:
    """Cut pieces of a lot into parts; a released lot gives released parts under the same paper.

    Args:
        actor: somebody of the seller who manages lots.
        lot_ref: what is cut.
        cut: pieces and weighed grams that leave the lot, and the parts.
        at: now.

    Returns:
        The new lots, in the order of the parts.

    Raises:
        NotFound: another seller's lot, or none; or a spec that does not exist.
        LotStepRefused: the lot is stopped, recalled or used up.
        InvalidInput: names every field that is wrong; parts never outweigh what is cut.
    """
    lot = _load(actor, lot_ref)
    specs = _specs(cut.parts)
    pools = [ensure_pool(lot.seller_id, part.spec_id, lot.county_code) for part in cut.parts]
    lock_pools([lot.pool_id, *pools])
    session().refresh(lot)
    if LotState(lot.state) not in CUTTABLE:
        raise LotStepRefused(lot_ref=lot.ref, state=lot.state)
    faults = cut_faults(
        cut,
        free_pieces=lot.pieces - lot.allocated_pieces,
        free_g=lot.grams - lot.allocated_g,
    )
    if faults:
        raise InvalidInput("cut_invalid", fields=faults)
    cause_ref = new_ref()
    _take_out(actor, lot, cut, cause_ref, at)
    parts = [
        _add(actor, lot, part, specs[part.spec_id], (pool_id, cause_ref), at=at)
        for part, pool_id in zip(cut.parts, pools, strict=True)
    ]
    for spec_id in sorted({part.spec_id for part in cut.parts}):
        shield_goods(actor, seller_id=lot.seller_id, spec_id=spec_id, at=at)
    return [lot_card(part) for part in parts]


def _load(actor: Actor, lot_ref: str) -> Lot:
    lot = session().scalar(select(Lot).where(Lot.ref == lot_ref))
    if lot is None or not actor.acts_for(lot.seller_id):
        raise NotFound("lot_not_found")
    actor.require(Permission.MANAGE_LOTS)
    return lot


def _specs(parts: tuple[Part, ...]) -> dict[int, ProductSpec]:
    wanted = {part.spec_id for part in parts}
    rows = session().scalars(select(ProductSpec).where(ProductSpec.id.in_(wanted)))
    found = {row.id: row for row in rows}
    if set(found) != wanted:
        raise NotFound("spec_not_found")
    return found


def _take_out(actor: Actor, lot: Lot, cut: Cut, cause_ref: str, at: datetime) -> None:
    was_released = lot.state == LotState.RELEASED
    drip_g = lot.grams - cut.grams if lot.pieces == cut.pieces else 0  # the last piece ends the lot
    if drip_g:
        kind = MovementKind.WEIGH_DIFFERENCE
        post(actor, lot, kind, (0, -drip_g), cause_ref=cause_ref, at=at)
    change = (-cut.pieces, -cut.grams)
    post(actor, lot, MovementKind.CUT_OUT, change, cause_ref=cause_ref, at=at)
    if was_released:
        move_pool(lot.pool_id, released=(-cut.pieces, -cut.grams - drip_g))
    update_where(Lot, Lot.id == lot.id, Lot.pieces == 0, state=LotState.DEPLETED)


def _add(
    actor: Actor,
    parent: Lot,
    part: Part,
    spec: ProductSpec,
    place: tuple[int, str],
    *,
    at: datetime,
) -> Lot:
    pool_id, cause_ref = place
    own_day = last_day(parent.produced_on, spec.shelf_life_days)
    state = LotState.QUARANTINE if parent.state == LotState.QUARANTINE else LotState.RELEASED
    lot = Lot(
        seller_id=parent.seller_id,
        spec_id=part.spec_id,
        pool_id=pool_id,
        parent_id=parent.id,
        lot_no=next_lot_no(parent.seller_id, parent.county_code, parent.produced_on),
        county_code=parent.county_code,
        produced_on=parent.produced_on,
        best_before=part_lasts_until(parent.best_before, own_day),
        received_at=at,
        grade="",
        measured={},
        certificate_no=parent.certificate_no,
        state=state,
        created_at=at,
    )
    session().add(lot)
    session().flush()  # the movement needs the id
    change = (part.pieces, part.grams)
    post(actor, lot, MovementKind.CUT_IN, change, cause_ref=cause_ref, at=at)
    if state == LotState.RELEASED:
        move_pool(pool_id, released=change)
    session().refresh(lot)
    return lot
