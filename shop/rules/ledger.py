"""Every fen is written twice: where it came from and where it went. The sum is always zero.

Debits are positive, credits negative. Postings are only ever added; a mistake is put right by a
posting the other way round. Money of a buyer stays the buyer's (`orders_held`) until the order is
settled by weight; only then it is owed to the seller. Test money carries `is_test` on every row.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class Account(StrEnum):
    """The accounts of the ledger (normal side in brackets)."""

    GATEWAY = "gateway_clearing"
    """Money that lies with the payment provider (debit)."""
    BANK = "bank"
    """Money on our own account (debit)."""
    COUNTER = "counter_cash"
    """What outlets took over the counter (debit)."""
    RECEIVABLE = "receivable"
    """What buyers on credit terms owe (debit)."""
    ORDERS_HELD = "orders_held"
    """What buyers paid for orders that are not settled yet (credit)."""
    SELLER_PAYABLE = "seller_payable"
    """What we owe to sellers for settled orders (credit)."""
    FREIGHT_PAYABLE = "freight_payable"
    """What we owe to carriers for settled orders (credit)."""
    FEES_EARNED = "fees_earned"
    """What the platform took of sellers' goods (credit)."""
    PAYOUT_CLEARING = "payout_clearing"
    """Payouts given to the bank that it has not answered yet (credit)."""
    UNAPPLIED = "unapplied_cash"
    """Money we hold and cannot give to an order yet (credit)."""


Entry = tuple[Account, int]
SOURCES = {
    "gateway": Account.GATEWAY,
    "bank": Account.BANK,
    "account": Account.RECEIVABLE,
    "counter": Account.COUNTER,
}


def is_balanced(entries: Sequence[Entry]) -> bool:
    """Do these entries add up to zero, with at least two of them and none of zero?"""
    return (
        len(entries) >= 2
        and all(amount for _, amount in entries)
        and not sum(amount for _, amount in entries)
    )


def capture_entries(amount_fen: int) -> list[Entry]:
    """A buyer paid online: the provider holds it, and we hold it for the order."""
    return [(Account.GATEWAY, amount_fen), (Account.ORDERS_HELD, -amount_fen)]


def counter_entries(amount_fen: int) -> list[Entry]:
    """A buyer paid at the counter of an outlet: the till holds it, and we hold it for the order."""
    return [(Account.COUNTER, amount_fen), (Account.ORDERS_HELD, -amount_fen)]


def stray_entries(amount_fen: int) -> list[Entry]:
    """Money at the provider that belongs to no order as it stands (mismatch, paid twice)."""
    return [(Account.GATEWAY, amount_fen), (Account.UNAPPLIED, -amount_fen)]


def bank_in_entries(amount_fen: int) -> list[Entry]:
    """A line of the bank statement: it is unapplied until it is matched."""
    return [(Account.BANK, amount_fen), (Account.UNAPPLIED, -amount_fen)]


def match_entries(amount_fen: int) -> list[Entry]:
    """A bank line was matched to an order."""
    return [(Account.UNAPPLIED, amount_fen), (Account.ORDERS_HELD, -amount_fen)]


def refund_entries(amount_fen: int, *, held_fen: int, way: str) -> list[Entry]:
    """Money went back to the buyer: first what we still hold for the order, then the seller's.

    Args:
        amount_fen: fen that went back.
        held_fen: fen of this seller order that are not settled yet.
        way: `gateway`, `bank`, `account` (credit terms) or `counter` (the till of an outlet).
    """
    source = SOURCES[way]
    from_held = max(0, min(amount_fen, held_fen))
    parts = [
        (Account.ORDERS_HELD, from_held),
        (Account.SELLER_PAYABLE, amount_fen - from_held),
        (source, -amount_fen),
    ]
    return [entry for entry in parts if entry[1]]


def stray_refund_entries(amount_fen: int) -> list[Entry]:
    """Money that counted for no order went back to where it came from."""
    return [(Account.UNAPPLIED, amount_fen), (Account.GATEWAY, -amount_fen)]


def settle_entries(goods_fen: int, freight_fen: int, *, is_on_account: bool) -> list[Entry]:
    """A seller order was settled: now seller and carrier are owed, from held money or on credit."""
    source = Account.RECEIVABLE if is_on_account else Account.ORDERS_HELD
    parts = [
        (source, goods_fen + freight_fen),
        (Account.SELLER_PAYABLE, -goods_fen),
        (Account.FREIGHT_PAYABLE, -freight_fen),
    ]
    return [entry for entry in parts if entry[1]]


def fee_entries(amount_fen: int) -> list[Entry]:
    """The platform takes a fee of what it owes a seller; a negative one goes back."""
    return [(Account.SELLER_PAYABLE, amount_fen), (Account.FEES_EARNED, -amount_fen)]


def payout_entries(amount_fen: int) -> list[Entry]:
    """A payout was released: the bank has the order, the money is on its way."""
    return [(Account.SELLER_PAYABLE, amount_fen), (Account.PAYOUT_CLEARING, -amount_fen)]


def paid_entries(amount_fen: int) -> list[Entry]:
    """The bank has paid a payout."""
    return [(Account.PAYOUT_CLEARING, amount_fen), (Account.BANK, -amount_fen)]


def receipt_entries(amount_fen: int) -> list[Entry]:
    """A bank line was matched to an order on terms: the buyer owes so much less."""
    return [(Account.UNAPPLIED, amount_fen), (Account.RECEIVABLE, -amount_fen)]


def reversed_entries(entries: Sequence[Entry]) -> list[Entry]:
    """The same posting the other way round."""
    return [(account, -amount) for account, amount in entries]
