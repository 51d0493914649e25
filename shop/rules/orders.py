"""What an order request says: who buys what, for which address, paid how. ADR 0002.

Every order, whatever its channel, enters by one `OrderRequest`; a contract's call-off brings its
agreed prices along, a shopper's basket does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from logistics.rules.address import AddressSnapshot


class Channel(StrEnum):
    """Where an order comes from."""

    RETAIL = "retail"
    B2B = "b2b"
    CONTRACT = "contract"
    OUTLET = "outlet"


class PaymentMethod(StrEnum):
    """How an order is paid."""

    ONLINE = "online"
    BANK_TRANSFER = "bank_transfer"
    TERMS = "terms"
    COUNTER = "counter"


class Substitution(StrEnum):
    """What to do with a piece under the agreed minimum weight."""

    ASK = "ask"
    REPLACE = "replace"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class OrderLineRequest:
    """One listing and how many sales units of it.

    ``agreed_price_e4`` replaces the listing's price (contracts); ``min_remaining_days`` may only
    be stricter than the listing's own; ``harvest_on`` books a coming week by its Monday;
    ``weighed_g`` is what the scale of an outlet said of the one piece of the line.
    """

    listing_id: int
    pieces: int
    substitution: str = Substitution.REFUND
    agreed_price_e4: int | None = None
    contract_line_ref: str | None = None
    min_remaining_days: int | None = None
    harvest_on: date | None = None
    weighed_g: int | None = None


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """A whole order as its buyer submits it; ``source_key`` makes a second submit harmless."""

    channel: Channel
    buyer_user_id: int | None
    buyer_org_id: int | None
    address: AddressSnapshot
    lines: Sequence[OrderLineRequest]
    payment_method: PaymentMethod
    source_key: str
    site_ref: str | None = None
    deliver_on: date | None = None
    note: str = ""
    is_age_confirmed: bool = False
    is_no_return_confirmed: bool = False
    contract_ref: str | None = None
    outlet_ref: str | None = None
    pickup_outlet_ref: str | None = None


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """The answer to a placed order."""

    group_ref: str
    number: str
    due_fen: int
    seller_order_refs: tuple[str, ...]
