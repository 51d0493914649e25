"""The addresses a person keeps."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from accounts.rules.phones import mask_phone
from core.db import session
from logistics.rules.address import AddressSnapshot
from shop.errors import AddressNotFound
from shop.models.basket import Address


@dataclass(frozen=True, slots=True)
class AddressCard:
    """A kept address; its number is shown masked."""

    ref: str
    snapshot: AddressSnapshot
    is_default: bool

    @property
    def phone_masked(self) -> str:
        """The number as lists show it."""
        return mask_phone(self.snapshot.phone)


def list_addresses(*, user_id: int) -> list[AddressCard]:
    """The default first, then the newest."""
    statement = (
        select(Address)
        .where(Address.user_id == user_id)
        .order_by(Address.is_default.desc(), Address.id.desc())
    )
    return [_card(row) for row in session().scalars(statement)]


def get_address(ref: str, *, user_id: int) -> AddressCard:
    """One address of a person.

    Raises:
        AddressNotFound: unknown, or somebody else's.
    """
    mine = select(Address).where(Address.ref == ref, Address.user_id == user_id)
    row = session().scalar(mine)
    if row is None:
        raise AddressNotFound
    return _card(row)


def _card(row: Address) -> AddressCard:
    snapshot = AddressSnapshot(
        row.receiver, row.phone, row.city_code, row.district_code, row.detail
    )
    return AddressCard(row.ref, snapshot, row.is_default)
