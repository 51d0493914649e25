"""What a seller earns with an order, what the platform takes of it, and when it may be paid out.

An earning is one row per cause: a sale when the order was settled by weight, a negative row for
each refund that came out of the seller's money. Fees are judged once, when the buyer accepted, by
the rates of that day; a rate that changes later changes nothing. Marketplace 3.1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.types.money import div_half_up

MOST_BP = 3000
"""No fee may take more than 30 % of the goods."""


class EarningKind(StrEnum):
    """Why a row of a seller's money was written."""

    SALE = "sale"
    REFUND = "refund"


class EarningState(StrEnum):
    """Where the money of a row is; it never goes back before `available`."""

    PENDING = "pending"
    """The buyer has not accepted yet, or buys on terms and has not paid yet."""
    AVAILABLE = "available"
    IN_PAYOUT = "in_payout"
    PAID = "paid"


class FeeKind(StrEnum):
    """What the platform may charge a seller for."""

    COMMISSION = "commission"
    CHANNEL = "channel"
    """What the payment provider takes, passed on."""
    HANDLING = "handling"
    """Sorting and re-packing at the hub."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate that somebody set, for all sellers or for one.

    Args:
        kind: what it is for.
        rate_bp: of the settled goods, 100 is 1 %.
        min_fen: at least so much an order.
        max_fen: at most so much an order; None for no limit.
        valid_from: its first day.
        is_own: for this seller alone; such a rate beats one for all.
    """

    kind: FeeKind
    rate_bp: int
    min_fen: int
    max_fen: int | None
    valid_from: date
    is_own: bool = False


NO_COMMISSION = Rate(FeeKind.COMMISSION, 0, 0, None, date.min)


@dataclass(frozen=True, slots=True)
class Fee:
    """One fee of one order, frozen: kind, rate in 1/10000, base and amount in fen."""

    kind: FeeKind
    rate_bp: int
    base_fen: int
    amount_fen: int


def rates_on(day: date, rates: Iterable[Rate]) -> list[Rate]:
    """The rate of each kind that counts on a day; commission is always among them, zero if unset.

    Args:
        day: the Shanghai day of the acceptance.
        rates: all rates of the seller and those for all, in the order they were set.
    """
    found: dict[FeeKind, Rate] = {FeeKind.COMMISSION: NO_COMMISSION}
    for rate in rates:
        known = found.get(rate.kind)
        if rate.valid_from <= day and (known is None or _rank(rate) >= _rank(known)):
            found[rate.kind] = rate
    return [found[kind] for kind in FeeKind if kind in found]


def _rank(rate: Rate) -> tuple[bool, date]:
    return rate.is_own, rate.valid_from


def fee_of(rate: Rate, base_fen: int) -> Fee:
    """A fee on settled goods: its share half up, within its limits, never more than the goods."""
    share = div_half_up(base_fen * rate.rate_bp, 10_000)
    most = base_fen if rate.max_fen is None else min(rate.max_fen, base_fen)
    return Fee(rate.kind, rate.rate_bp, base_fen, min(max(share, rate.min_fen), most))


def fee_back_fen(fee: Fee, *, before_fen: int, now_fen: int) -> int:
    """The part of a fee that goes back with a refund; whole once all goods are refunded.

    Args:
        fee: as it was frozen.
        before_fen: goods refunded since then, without this refund.
        now_fen: goods of this refund.

    Example:
        5.00 yuan on 100.00: a refund of 33.33 gives 1.67 back, the other 66.67 the other 3.33.
    """
    if not fee.base_fen:
        return 0
    until = min(before_fen + now_fen, fee.base_fen)
    given = div_half_up(fee.amount_fen * min(before_fen, fee.base_fen), fee.base_fen)
    return div_half_up(fee.amount_fen * until, fee.base_fen) - given


def state_after_acceptance(*, is_buyer_in_debt: bool) -> EarningState:
    """Accepted money may be paid out, unless the buyer still owes it."""
    return EarningState.PENDING if is_buyer_in_debt else EarningState.AVAILABLE
