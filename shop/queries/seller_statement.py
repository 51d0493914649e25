"""A seller's statement of one month: what it earned line by line, what went back, what was paid.

It is computed from rows that carry the day they count, so a month that is over never changes; its
opening plus everything on it is its closing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from core.clock import local_day
from core.db import session
from shop.models.earnings import FeeLine, SellerEarning
from shop.models.orders import OrderLine, SellerOrder
from shop.models.payouts import SellerPayout
from shop.queries.earnings import start_of
from shop.rules.earnings import EarningKind, Fee, FeeKind


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One order line: what was ordered, what the scale said, and the difference, in fen."""

    name_zh: str
    name_en: str
    pieces: int
    ordered_fen: int
    settled_g: int
    settled_fen: int

    @property
    def difference_fen(self) -> int:
        """What weight or shortage took off; never above zero."""
        return self.settled_fen - self.ordered_fen


@dataclass(frozen=True, slots=True)
class StatementSale:
    """One accepted order with its fees, in fen."""

    number: str
    seller_order_ref: str
    booked_at: datetime
    goods_fen: int
    fees: tuple[Fee, ...]
    amount_fen: int
    is_on_terms: bool
    lines: tuple[StatementLine, ...]

    @property
    def fee_fen(self) -> int:
        """All fees."""
        return self.goods_fen - self.amount_fen


@dataclass(frozen=True, slots=True)
class StatementRefund:
    """What a claim took back after the settlement, in fen; `amount_fen` after its fees."""

    number: str
    seller_order_ref: str
    booked_at: datetime
    reason: str
    goods_fen: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class StatementPayout:
    """Money that the bank paid (negative), or sent back (positive), in fen."""

    ref: str
    number: str
    at: datetime
    amount_fen: int


@dataclass(frozen=True, slots=True)
class SellerStatement:
    """One month, in fen."""

    first: date
    opening_fen: int
    sales: tuple[StatementSale, ...]
    refunds: tuple[StatementRefund, ...]
    payouts: tuple[StatementPayout, ...]

    @property
    def last(self) -> date:
        """The last day of the month."""
        return next_month(self.first) - timedelta(days=1)

    @property
    def difference_fen(self) -> int:
        """What weight and shortage took off all lines."""
        return sum(line.difference_fen for sale in self.sales for line in sale.lines)

    @property
    def sales_fen(self) -> int:
        """Sales after fees."""
        return sum(sale.amount_fen for sale in self.sales)

    @property
    def refunds_fen(self) -> int:
        """Refunds after the fees that came back; negative."""
        return sum(refund.amount_fen for refund in self.refunds)

    @property
    def payouts_fen(self) -> int:
        """What left; negative."""
        return sum(payout.amount_fen for payout in self.payouts)

    @property
    def closing_fen(self) -> int:
        """What the platform owes the seller at the end of the month."""
        return self.opening_fen + self.sales_fen + self.refunds_fen + self.payouts_fen


def next_month(day: date) -> date:
    """The first day of the month after."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def list_months(*, org_id: int, today: date) -> list[date]:
    """The months that have a statement, newest first: from the first row until today."""
    earliest = select(func.min(SellerEarning.booked_at))
    since = session().scalar(earliest.where(SellerEarning.seller_org_id == org_id))
    if since is None:
        return []
    found, month = [], local_day(since).replace(day=1)
    while month <= today:
        found.append(month)
        month = next_month(month)
    return found[::-1]


def read_seller_statement(*, org_id: int, month: date) -> SellerStatement:
    """A seller's statement of the month of a day."""
    first = month.replace(day=1)
    start, end = start_of(first), start_of(next_month(first))
    rows = _rows(org_id, start, end)
    lines, numbers = _lines_of([sale.seller_order_ref for sale in rows])
    return SellerStatement(
        first=first,
        opening_fen=_earned_before(org_id, start) + sum(_paid_before(org_id, start)),
        sales=tuple(
            _sale(row, numbers, lines) for row in rows if row.kind == EarningKind.SALE.value
        ),
        refunds=tuple(
            _refund(row, numbers) for row in rows if row.kind == EarningKind.REFUND.value
        ),
        payouts=tuple(_payouts(org_id, start, end)),
    )


def _rows(org_id: int, start: datetime, end: datetime) -> list[SellerEarning]:
    booked = SellerEarning.booked_at
    statement = (
        select(SellerEarning)
        .where(SellerEarning.seller_org_id == org_id, booked >= start, booked < end)
        .options(selectinload(SellerEarning.fees))
        .order_by(booked, SellerEarning.id)
    )
    return list(session().scalars(statement))


def _lines_of(refs: list[str]) -> tuple[dict[str, list[OrderLine]], dict[str, str]]:
    own = select(SellerOrder).where(SellerOrder.ref.in_(refs))
    orders = list(session().scalars(own.options(selectinload(SellerOrder.lines))))
    return {order.ref: order.lines for order in orders}, {o.ref: o.number for o in orders}


def _sale(
    row: SellerEarning, numbers: dict[str, str], lines: dict[str, list[OrderLine]]
) -> StatementSale:
    ref = row.seller_order_ref
    return StatementSale(
        number=numbers.get(ref, ""),
        seller_order_ref=ref,
        booked_at=_booked(row),
        goods_fen=row.goods_fen,
        fees=tuple(_fee(fee) for fee in row.fees),
        amount_fen=row.amount_fen,
        is_on_terms=row.is_on_terms,
        lines=tuple(
            StatementLine(
                name_zh=line.name_zh,
                name_en=line.name_en,
                pieces=line.pieces,
                ordered_fen=line.ceiling_fen,
                settled_g=line.settled_g or 0,
                settled_fen=line.settled_fen or 0,
            )
            for line in lines.get(ref, ())
        ),
    )


def _fee(fee: FeeLine) -> Fee:
    return Fee(FeeKind(fee.kind), fee.rate_bp, fee.base_fen, fee.amount_fen)


def _booked(row: SellerEarning) -> datetime:
    assert row.booked_at is not None  # noqa: S101 -- the query asked for booked rows
    return row.booked_at


def _refund(row: SellerEarning, numbers: dict[str, str]) -> StatementRefund:
    return StatementRefund(
        number=numbers.get(row.seller_order_ref, ""),
        seller_order_ref=row.seller_order_ref,
        booked_at=_booked(row),
        reason=row.reason,
        goods_fen=row.goods_fen,
        amount_fen=row.amount_fen,
    )


def _earned_before(org_id: int, start: datetime) -> int:
    own = (SellerEarning.seller_org_id == org_id, SellerEarning.booked_at < start)
    return int(session().scalar(select(func.sum(SellerEarning.amount_fen)).where(*own)) or 0)


def _paid_before(org_id: int, start: datetime) -> tuple[int, int]:
    """What was paid (negative) and sent back before an instant."""
    amount = select(func.sum(SellerPayout.amount_fen))
    paid = (SellerPayout.seller_org_id == org_id, SellerPayout.paid_at < start)
    back = (*paid, SellerPayout.failed_at < start)
    return (
        -int(session().scalar(amount.where(*paid)) or 0),
        int(session().scalar(amount.where(*back)) or 0),
    )


def _payouts(org_id: int, start: datetime, end: datetime) -> list[StatementPayout]:
    """Payouts paid in a month, and those that came back in it after they were paid."""
    paid = select(SellerPayout).where(
        SellerPayout.seller_org_id == org_id,
        SellerPayout.paid_at.is_not(None),
        (SellerPayout.paid_at < end),
        (SellerPayout.paid_at >= start) | (SellerPayout.failed_at >= start),
    )
    found = []
    for row in session().scalars(paid.order_by(SellerPayout.id)):
        for instant, sign in ((row.paid_at, -1), (row.failed_at, 1)):
            if instant is not None and start <= instant < end:
                found.append(StatementPayout(row.ref, row.number, instant, sign * row.amount_fen))
    return sorted(found, key=lambda one: one.at)
