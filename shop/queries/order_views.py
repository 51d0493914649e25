"""An order as its buyer sees it: plain values around fully loaded rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from catalog.rules.cards import AllocatedLot
from logistics.queries.consignments import ConsignmentCard
from logistics.rules.address import AddressSnapshot
from shop.models.orders import OrderGroup, OrderLine, SellerOrder, StateChange
from shop.rules.lifecycle import GroupState, SellerOrderState, may_cancel
from shop.rules.orders import PaymentMethod


@dataclass(frozen=True, slots=True)
class ScaleRecord:
    """One weighing that counts, with what the record says about it."""

    piece_no: int
    gross_g: int
    tare_g: int
    net_g: int
    fit: str
    device: str
    operator_name: str
    weighed_at: datetime
    state: str
    photo_ref: str = ""


@dataclass(frozen=True, slots=True)
class LightQuestion:
    """A light piece that waits for the buyer's word."""

    ref: str
    line: OrderLine
    piece_no: int
    net_g: int
    answer_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class LineView:
    """A line with its lots and its weighings."""

    row: OrderLine
    lots: tuple[AllocatedLot, ...]
    records: tuple[ScaleRecord, ...]

    @property
    def days_left(self) -> int | None:
        """Days of life at the door, by the shortest lot; None where goods do not expire."""
        dates = [lot.best_before for lot in self.lots if lot.best_before]
        return (min(dates) - self.row.arrives_on).days if dates else None

    @property
    def refund_fen(self) -> int | None:
        """What the scale gives back; None until it is settled."""
        settled = self.row.settled_fen
        return None if settled is None else self.row.ceiling_fen - settled


@dataclass(frozen=True, slots=True)
class SellerOrderView:
    """One seller's part of an order."""

    row: SellerOrder
    lines: tuple[LineView, ...]

    @property
    def refund_fen(self) -> int | None:
        """What the scale gives back of this part; None until it is settled."""
        return None if self.row.settled_fen is None else self.row.goods_fen - self.row.settled_fen


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Everything the order page shows."""

    group: OrderGroup
    seller_orders: tuple[SellerOrderView, ...]
    changes: tuple[StateChange, ...]
    consignments: tuple[ConsignmentCard, ...]
    questions: tuple[LightQuestion, ...]

    @property
    def address(self) -> AddressSnapshot:
        """Where it goes."""
        group = self.group
        return AddressSnapshot(
            group.receiver, group.phone, group.city_code, group.district_code, group.detail
        )

    @property
    def lines(self) -> list[LineView]:
        """All lines of all sellers."""
        return [line for order in self.seller_orders for line in order.lines]

    @property
    def states(self) -> list[str]:
        """The states of all seller orders."""
        return [order.row.state for order in self.seller_orders]

    @property
    def can_cancel(self) -> bool:
        """Whether the buyer may still call it off."""
        return may_cancel(self.group.state, self.states).ok

    @property
    def can_pay(self) -> bool:
        """Whether it waits for an online payment or a transfer."""
        return self.group.state == GroupState.AWAITING_PAYMENT

    @property
    def is_given_up(self) -> bool:
        """Whether it ended without goods: expired, refused or called off as a whole."""
        return self.group.state in (GroupState.EXPIRED, GroupState.REJECTED, GroupState.CANCELLED)

    @property
    def is_settled(self) -> bool:
        """Whether every living part is weighed and settled."""
        living = [x for x in self.seller_orders if x.row.state != SellerOrderState.CANCELLED]
        return bool(living) and all(x.row.settled_fen is not None for x in living)

    @property
    def settled_fen(self) -> int:
        """Settled goods and freight of the living parts."""
        return sum(
            (x.row.settled_fen or 0) + x.row.freight_fen
            for x in self.seller_orders
            if x.row.state != SellerOrderState.CANCELLED
        )

    @property
    def weight_refund_fen(self) -> int:
        """What the scale gives back in all."""
        if self.group.payment_method == PaymentMethod.TERMS:
            return 0
        return sum(x.refund_fen or 0 for x in self.seller_orders)

    @property
    def is_just_weighed(self) -> bool:
        """Whether every living part is weighed or packed, and none is on the road yet."""
        at_hand = (SellerOrderState.WEIGHED, SellerOrderState.READY, SellerOrderState.CANCELLED)
        return self.is_settled and all(state in at_hand for state in self.states)

    @property
    def has_catch_weight(self) -> bool:
        """Whether the scale decides what something costs."""
        return any(line.row.is_catch_weight for line in self.lines)


@dataclass(frozen=True, slots=True)
class OrderCard:
    """An order in a list."""

    id: int
    ref: str
    number: str
    state: str
    states: tuple[str, ...]
    created_at: datetime
    promised_on: date
    due_fen: int
    settled_fen: int | None
    payment_method: str
    channel: str
    expires_at: datetime | None
    lines: tuple[OrderLine, ...]
