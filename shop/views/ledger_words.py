"""What the causes of postings and the proofs of the books are called."""

from __future__ import annotations

from flask_babel import LazyString

from core.web.language import _, lazy

CAUSES: dict[str, LazyString] = {
    "bank": lazy("银行到账"),
    "match": lazy("到账认到订单"),
    "unmatch": lazy("认账冲回"),
    "return": lazy("到账退回"),
    "capture": lazy("在线收款"),
    "stray": lazy("不属于订单的收款"),
    "refund": lazy("退款"),
    "settle": lazy("称重结算"),
    "counter": lazy("网点收银"),
    "fees": lazy("平台费用"),
    "payout": lazy("付款批次放行"),
    "paid": lazy("银行已付卖家"),
    "bounced": lazy("银行退回付款"),
    "receipt": lazy("月结到账"),
}
CHECKS: dict[str, LazyString] = {
    "unbalanced": lazy("借贷合计不相等"),
    "posting_unbalanced": lazy("有分录自身不平"),
    "splits_differ": lazy("各卖家已收之和与付款不符"),
    "refunds_differ": lazy("各卖家已退之和与付款不符"),
    "owed_differs": lazy("代收与应付之和与付款不符"),
    "earnings_differ": lazy("应付卖家与卖家货款明细不符"),
    "fees_differ": lazy("平台费用与费用明细不符"),
    "payouts_differ": lazy("在途付款与付款单不符"),
    "shares_differ": lazy("付款单与其中的货款不符"),
    "receivable_differs": lazy("应收与月结付款不符"),
    "unapplied_differs": lazy("待认账款与流水不符"),
    "over_refunded": lazy("有付款退得比收得多"),
}


def cause_of(cause_ref: str) -> str:
    """What happened, from the key of a posting."""
    return str(CAUSES.get(cause_ref.partition("-")[0]) or _("其他"))
