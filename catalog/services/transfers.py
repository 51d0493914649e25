"""Goods go to an outlet: two movements of one cause, out of the cold store and onto the shelf.

They stay the seller's. At the outlet they are a lot of their own, a child of the lot they came
from, in a pool of that place: the counter and the web never sell the same piece.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from catalog.errors import LotStepRefused
from catalog.models.outlets import Outlet, OutletTransfer
from catalog.models.stock import Lot, StockPool
from catalog.rules.lots import LotState
from catalog.rules.outlets import OWN_STORE, OutletState, TransferState, share_g
from catalog.rules.stock import MovementKind
from catalog.services.holdings import expire_due
from catalog.services.locks import lock_pools
from catalog.services.movements import post
from catalog.services.outlets import own_outlet
from catalog.services.shelving import Entry, put_on_shelf
from core.db import require_one, session, update_where
from core.errors import Conflict, InvalidInput, NotFound


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came in at the outlet."""

    transfer_ref: str
    pieces: int
    note: str = ""


def send_to_outlet(
    actor: Actor, *, lot_ref: str, outlet_ref: str, pieces: int, at: datetime
) -> str:
    """Send pieces of a released lot to an outlet.

    Args:
        actor: somebody of the seller who manages lots.
        lot_ref: the lot in the seller's own store.
        outlet_ref: where to.
        pieces: how many; nobody may have a right to them.
        at: now.

    Returns:
        The transfer's reference.

    Raises:
        NotFound: another seller's lot, or no open outlet.
        LotStepRefused: the lot is not released.
        InvalidInput: fewer pieces than that are free.
    """
    lot, outlet_id = _own_lot(actor, lot_ref), _open_outlet_id(outlet_ref)
    expire_due(lock_pools([lot.pool_id]), at=at)
    session().refresh(lot)
    if lot.state != LotState.RELEASED:
        raise LotStepRefused(lot_ref=lot_ref, state=lot.state)
    free = (lot.pieces - lot.allocated_pieces, lot.grams - lot.allocated_g)
    if not 0 < pieces <= free[0]:
        raise InvalidInput("transfer_invalid", fields={"pieces": "more_than_free"})
    grams = share_g(free, pieces)
    transfer = _new_transfer(actor, outlet_id, lot, (pieces, grams), at)
    _leave_store(lot, pieces, grams)
    change = (-pieces, -grams)
    post(actor, lot, MovementKind.TRANSFER_OUT, change, cause_ref=transfer.ref, at=at)
    update_where(Lot, Lot.id == lot.id, Lot.pieces == 0, state=LotState.DEPLETED)
    return transfer.ref


def _open_outlet_id(outlet_ref: str) -> int:
    is_open = Outlet.state == OutletState.OPEN
    found = session().scalar(select(Outlet.id).where(Outlet.ref == outlet_ref, is_open))
    if found is None:
        raise NotFound("outlet_not_found")
    return found


def _new_transfer(
    actor: Actor, outlet_id: int, lot: Lot, sent: tuple[int, int], at: datetime
) -> OutletTransfer:
    transfer = OutletTransfer(
        outlet_id=outlet_id,
        lot_id=lot.id,
        pieces=sent[0],
        grams=sent[1],
        state=TransferState.SENT.value,
        sent_by=actor.name,
        created_at=at,
    )
    session().add(transfer)
    session().flush()  # its reference is the cause of both movements
    return transfer


def _own_lot(actor: Actor, lot_ref: str) -> Lot:
    actor.require(Permission.MANAGE_LOTS)
    statement = (
        select(Lot)
        .join(StockPool, StockPool.id == Lot.pool_id)
        .where(Lot.ref == lot_ref, StockPool.place == OWN_STORE)
    )
    lot = session().scalar(statement)
    if lot is None or not actor.acts_for(lot.seller_id):
        raise NotFound("lot_not_found")
    return lot


def _leave_store(lot: Lot, pieces: int, grams: int) -> None:
    """Out of the pool, if nobody has a right to that many."""
    taken = update_where(
        StockPool,
        StockPool.id == lot.pool_id,
        StockPool.released_pieces
        - StockPool.reserved_pieces
        - StockPool.allocated_pieces
        - StockPool.committed_pieces
        >= pieces,
        released_pieces=StockPool.released_pieces - pieces,
        released_g=StockPool.released_g - grams,
    )
    refusal = InvalidInput("transfer_invalid", fields={"pieces": "more_than_free"})
    require_one(taken, refusal)


def receive_at_outlet(actor: Actor, arrival: Arrival, *, outlet_ref: str, at: datetime) -> None:
    """Count in what came; what is missing is kept with the transfer and its note.

    Args:
        actor: somebody who works at the outlet.
        arrival: the transfer and how many pieces came.
        outlet_ref: the outlet.
        at: now.

    Raises:
        NotFound: no such transfer to this outlet.
        InvalidInput: more pieces than were sent, or fewer without a note.
        Conflict: it was received before.
    """
    outlet = own_outlet(actor, outlet_ref)
    mine = (OutletTransfer.ref == arrival.transfer_ref, OutletTransfer.outlet_id == outlet.id)
    transfer = session().scalar(select(OutletTransfer).where(*mine))
    if transfer is None:
        raise NotFound("transfer_not_found")
    _check(transfer, arrival)
    came = arrival.pieces
    grams = transfer.grams * came // transfer.pieces
    received = update_where(
        OutletTransfer,
        *mine,
        OutletTransfer.state == TransferState.SENT,
        state=TransferState.RECEIVED,
        received_pieces=came,
        received_grams=grams,
        received_by=actor.name,
        received_at=at,
        note=arrival.note.strip(),
    )
    require_one(received, Conflict("transfer_received"))
    if came:
        entry = Entry(MovementKind.TRANSFER_IN, came, grams, transfer.ref)
        transfer.outlet_lot_id = put_on_shelf(actor, transfer.lot_id, outlet.ref, entry, at=at)


def _check(transfer: OutletTransfer, arrival: Arrival) -> None:
    fields: dict[str, str] = {}
    if not 0 <= arrival.pieces <= transfer.pieces:
        fields["pieces"] = "more_than_sent"
    elif arrival.pieces < transfer.pieces and not arrival.note.strip():
        fields["note"] = "required"
    if fields:
        raise InvalidInput("transfer_invalid", fields=fields)
