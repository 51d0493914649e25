"""The words of an order's states, and of what happened to it, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.rules.places import place_name
from core.web.format import fen
from core.web.language import _, current_language, lazy
from shop.queries.order_money import OrderMoney
from shop.queries.order_views import OrderPage
from shop.rules.lifecycle import SELLER_PATH, SellerOrderState

GROUP_WORDS = {
    "awaiting_payment": ("warn", lazy("等待付款")),
    "pending_approval": ("info", lazy("等待审批")),
    "expired": ("off", lazy("超时未付，已关闭")),
    "cancelled": ("off", lazy("已取消")),
    "rejected": ("off", lazy("审批未通过")),
    "closed": ("ok", lazy("已完成")),
}
SELLER_WORDS = {
    "placed": ("info", lazy("已下单，等合作社接单")),
    "accepted": ("info", lazy("合作社已接单")),
    "picking": ("info", lazy("正在拣货称重")),
    "weighed": ("ok", lazy("已称重，正在装箱")),
    "ready": ("ok", lazy("已装箱，等发车")),
    "shipped": ("info", lazy("在路上")),
    "delivered": ("ok", lazy("已送达")),
    "accepted_by_buyer": ("ok", lazy("已确认收货")),
    "closed": ("ok", lazy("已完成")),
    "cancelled": ("off", lazy("已取消")),
    "on_hold": ("warn", lazy("暂停发货")),
}
GROUP_EVENTS = {
    "submitted": lazy("订单已提交，货已留住"),
    "paid": lazy("收到付款"),
    "cancelled_by_buyer": lazy("您取消了订单"),
    "hold_ended": lazy("没有按时付款，订单关闭，货已放回"),
    "all_accepted": lazy("订单完成"),
    "paid_late": lazy("付款到得晚，货还在，订单恢复了"),
}
SELLER_EVENTS = {
    "accepted": lazy("合作社接单"),
    "picking": lazy("开始按批次拣货"),
    "weighed": lazy("称重完成，按实重结算"),
    "packed": lazy("装箱贴签"),
    "handed_over": lazy("交给冷链车"),
    "round_failed": lazy("这一团没成，这一部分取消，全额退款"),
    "lot_blocked": lazy("这一批停售检查，先不发货"),
    "hold_lifted": lazy("换了批次，接着备货"),
    "accepted_by_buyer": lazy("您确认了收货"),
    "accepted_by_silence": lazy("到期未提异议，视为验收"),
    "nothing_left": lazy("没有合适的货可发，这一部分取消"),
    "harvest_failed": lazy("采收没有收到，这一部分取消"),
    "harvest_refused": lazy("采收少了，您选择全退"),
    "declined_by_seller": lazy("合作社没有接这一单，钱全部退回"),
}
ROAD_EVENTS = {
    "dispatched": lazy("发车"),
    "at_hub": lazy("到达枢纽"),
    "in_transit": lazy("在途"),
    "out_for_delivery": lazy("正在派送"),
    "delivered": lazy("送达"),
    "on_hold": lazy("暂停，等待处理"),
}
REFUND_REASONS = {
    "weighed_less": lazy("称重后退差额"),
    "cancelled": lazy("取消订单退款"),
    "unclaimed": lazy("没来取，退还货款"),
    "nothing_left": lazy("缺货退款"),
    "harvest_failed": lazy("采收没有收到，全额退款"),
    "harvest_refused": lazy("采收少了，按您的选择全额退款"),
    "short_of_goods": lazy("少发的和称重差额退款"),
    "declined_by_seller": lazy("合作社未接单，全额退款"),
    "paid_late": lazy("到账太晚，全额退回"),
    "round_failed": lazy("没有成团，全额退回"),
}
REFUND_STAGES = {
    "requested": lazy("已记下，马上去办"),
    "submitted": lazy("已交给支付机构"),
    "pending": lazy("支付机构已受理，原路退回，通常 1–3 天"),
    "succeeded": lazy("已退回"),
    "failed": lazy("退款没成功，客服正在处理"),
}


@dataclass(frozen=True, slots=True)
class Headline:
    """A status mark: its kind and its words."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One line of the order's history."""

    at: datetime
    title: str
    text: str = ""


def words_of_state(state: str) -> Headline:
    """The mark of one seller order."""
    kind, text = SELLER_WORDS[state]
    return Headline(kind, str(text))


def headline_of(state: str, states: Sequence[str]) -> Headline:
    """The mark of a whole order: its own state, else that of its slowest part."""
    if state in GROUP_WORDS:
        kind, text = GROUP_WORDS[state]
        return Headline(kind, str(text))
    if SellerOrderState.ON_HOLD in states:
        return words_of_state(SellerOrderState.ON_HOLD)
    living = [s for s in states if s in SELLER_PATH]
    slowest = min(living, key=lambda s: SELLER_PATH.index(SellerOrderState(s)), default=None)
    return words_of_state(slowest or "cancelled")


def chapters_of(page: OrderPage, money: OrderMoney | None) -> list[Chapter]:
    """Everything that happened to an order, newest first."""
    sellers = {order.row.ref: order.row for order in page.seller_orders}
    many = len(sellers) > 1
    chapters = []
    for change in page.changes:
        seller = sellers.get(change.subject_ref)
        table = SELLER_EVENTS if seller else GROUP_EVENTS
        if change.cause in table:
            who = seller.seller_name_zh if seller and many else ""
            chapters.append(Chapter(change.changed_at, str(table[change.cause]), who))
    chapters += _road_chapters(page)
    chapters += refund_chapters(money)
    return sorted(chapters, key=lambda chapter: chapter.at, reverse=True)


def _road_chapters(page: OrderPage) -> list[Chapter]:
    language = current_language()
    many = len(page.consignments) > 1
    return [
        Chapter(
            event.at,
            str(ROAD_EVENTS[event.kind]),
            " · ".join(
                part
                for part in (
                    _("包裹 %(n)s", n=number) if many else "",
                    place_name(event.place, language),
                    event.note,
                )
                if part
            ),
        )
        for number, consignment in enumerate(page.consignments, start=1)
        for event in consignment.events
        if event.kind in ROAD_EVENTS
    ]


def refund_chapters(money: OrderMoney | None) -> list[Chapter]:
    """What happened to the money that goes back."""
    chapters = []
    for refund in money.refunds if money else ():
        reason = str(REFUND_REASONS.get(refund.reason, _("退款")))
        amount = fen(refund.amount_fen)
        stage = str(REFUND_STAGES.get(refund.stage, ""))
        chapters.append(Chapter(refund.requested_at, f"{reason} {amount}", stage))
        if refund.ended_at and refund.stage == "succeeded":
            chapters.append(Chapter(refund.ended_at, _("退款到账 %(amount)s", amount=amount)))
    return chapters
