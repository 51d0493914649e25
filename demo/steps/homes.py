"""The addresses that the shoppers of the example keep."""

from __future__ import annotations

from demo.data.habits import HOMES
from demo.valley import Valley
from logistics.rules.address import AddressSnapshot
from shop.services.addresses import save_address


def keep_addresses(valley: Valley) -> None:
    """Every shopper keeps the address of the door."""
    for home in HOMES:
        address = AddressSnapshot(home.name, home.phone, home.city, home.district, home.detail)
        save_address(valley.shopper(home.mail), address, at=valley.founded_at)
