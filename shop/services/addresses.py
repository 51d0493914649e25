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
    """Keep an address; the newest one is the default. An equal one is not kept twice.

    Args:
        actor: whose address.
        address: receiver and place.
        at: now.

    Returns:
        Its reference.
    """
    update_where(Address, Address.user_id == actor.user_id, is_default=False)
    same = select(Address).filter_by(user_id=actor.user_id, **_fields(address))
    row = session().scalar(same)
    if row is None:
        row = Address(user_id=actor.user_id, created_at=at, **_fields(address))
        session().add(row)
    row.is_default = True
    session().flush()  # the reference is the answer
    return row.ref


def change_address(actor: Actor, address: AddressSnapshot, *, address_ref: str) -> None:
    """Correct an address. Orders keep their own copy.

    Raises:
        AddressNotFound: unknown, or somebody else's.
    """
    row = _own(actor, address_ref)
    for name, value in _fields(address).items():
        setattr(row, name, value)


def prefer_address(actor: Actor, *, address_ref: str) -> None:
    """Make an address the one that is chosen beforehand.

    Raises:
        AddressNotFound: unknown, or somebody else's.
    """
    row = _own(actor, address_ref)
    update_where(Address, Address.user_id == actor.user_id, is_default=False)
    row.is_default = True


def remove_address(actor: Actor, *, address_ref: str) -> None:
    """Forget an address; the newest of the others takes its place as the default.

    Raises:
        AddressNotFound: unknown, or somebody else's.
    """
    row = _own(actor, address_ref)
    session().delete(row)
    session().flush()  # the next default is chosen among those that are left
    left = select(Address).where(Address.user_id == actor.user_id)
    newest = session().scalar(left.order_by(Address.is_default.desc(), Address.id.desc()).limit(1))
    if newest is not None:
        newest.is_default = True


def _own(actor: Actor, address_ref: str) -> Address:
    mine = select(Address).where(Address.ref == address_ref, Address.user_id == actor.user_id)
    row = session().scalar(mine.execution_options(populate_existing=True))
    if row is None or actor.user_id is None:
        raise AddressNotFound
    return row


def _fields(address: AddressSnapshot) -> dict[str, str]:
    return {
        "receiver": address.name,
        "phone": address.phone,
        "city_code": address.city_code,
        "district_code": address.district_code,
        "detail": address.detail,
    }
