"""Outlets: opened and closed by their organisation; goods come by transfer. Marketplace 3.9."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from accounts.queries import get_org
from accounts.rules.actor import Actor
from accounts.rules.permissions import Capacity, Permission
from accounts.rules.places import city_of
from catalog.errors import OutletNotEmpty
from catalog.models.outlets import Outlet
from catalog.models.stock import StockPool
from catalog.rules.outlets import NewOutlet, OutletState, outlet_faults
from core.db import session
from core.errors import InvalidInput, NotAllowed, NotFound


def open_outlet(actor: Actor, new: NewOutlet, *, at: datetime) -> str:
    """Open an outlet of one's own organisation.

    Args:
        actor: who manages the organisation.
        new: name, place and hours.
        at: now.

    Returns:
        The outlet's reference.

    Raises:
        NotAllowed: not a manager, or the organisation runs no outlets.
        InvalidInput: names every field that is wrong.
    """
    actor.require(Permission.MANAGE_MEMBERS)
    if actor.org_id is None or Capacity.RUNS_OUTLET not in get_org(actor.org_id).capacities:
        raise NotAllowed("runs_no_outlet")
    faults = outlet_faults(new)
    if faults:
        raise InvalidInput("outlet_invalid", fields=faults)
    outlet = Outlet(
        org_id=actor.org_id,
        name_zh=new.name_zh.strip(),
        name_en=new.name_en.strip() or new.name_zh.strip(),
        city_code=city_of(new.district_code),
        district_code=new.district_code,
        address=new.address.strip(),
        phone=new.phone.strip(),
        opens=new.opens,
        closes=new.closes,
        state=OutletState.OPEN.value,
        created_at=at,
    )
    session().add(outlet)
    session().flush()  # the reference is the answer
    return outlet.ref


def close_outlet(actor: Actor, *, outlet_ref: str, at: datetime) -> None:
    """Close an outlet whose shelves are empty.

    Raises:
        OutletNotEmpty: goods lie there still.
    """
    del at
    actor.require(Permission.MANAGE_MEMBERS)
    outlet = load_outlet(actor, outlet_ref)
    left = select(func.coalesce(func.sum(StockPool.released_pieces), 0))
    pieces = session().scalar(left.where(StockPool.place == outlet.ref)) or 0
    if pieces:
        raise OutletNotEmpty(pieces=int(pieces))
    outlet.state = OutletState.CLOSED.value


def own_outlet(actor: Actor, outlet_ref: str) -> Outlet:
    """The open outlet of an address, for somebody who works there.

    Raises:
        NotAllowed: this member does not work at outlets.
        NotFound: there is none, it is closed, or it is another organisation's.
    """
    actor.require(Permission.OUTLET)
    outlet = load_outlet(actor, outlet_ref)
    if outlet.state != OutletState.OPEN:
        raise NotFound("outlet_not_found")
    return outlet


def load_outlet(actor: Actor, outlet_ref: str) -> Outlet:
    """The outlet of an address, if it belongs to the actor's organisation.

    Raises:
        NotFound: there is none, or it is another organisation's.
    """
    outlet = session().scalar(select(Outlet).where(Outlet.ref == outlet_ref))
    if outlet is None or not actor.acts_for(outlet.org_id):
        raise NotFound("outlet_not_found")
    return outlet
