"""The addresses a person keeps for the next order."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from core.db import session, update_where
from logistics.rules.address import AddressSnapshot
from shop.errors import AddressNotFound
from shop.models.basket import Address


def save_address(actor: Actor, address: AddressSnapshot, *, at: datetime) -> str:
    """Keep an address; the newest one is the default. An equal one is not kept twice."""
    fields = {
        "receiver": address.name,
        "phone": address.phone,
        "city_code": address.city_code,
        "district_code": address.district_code,
        "detail": address.detail,
    }
    update_where(Address, Address.user_id == actor.user_id, is_default=False)
    same = select(Address).filter_by(user_id=actor.user_id, **fields)
    row = session().scalar(same)
    if row is None:
        row = Address(user_id=actor.user_id, created_at=at, **fields)
        session().add(row)
    row.is_default = True
    session().flush()  # the reference is the answer
    return row.ref


def remove_address(actor: Actor, *, address_ref: str) -> None:
    """Forget an address. Orders keep their own copy.

    Raises:
        AddressNotFound: unknown, or somebody else's.
    """
    mine = select(Address).where(Address.ref == address_ref, Address.user_id == actor.user_id)
    row = session().scalar(mine)
    if row is None:
        raise AddressNotFound
    session().delete(row)
