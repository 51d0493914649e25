"""Words for sellers' money: error codes, places, states, fees and what stops a payout."""

from __future__ import annotations

from flask_babel import LazyString

from core.web.language import lazy
from shop.queries.earnings import Place

WORDS: dict[str, LazyString] = {
    "payout_not_found": lazy("没有找到这笔付款，或者它不属于您。"),
    "nothing_to_pay_out": lazy("现在没有可付的：没有可结算的货款，或卖家没有核实过的账户。"),
    "same_hands": lazy("做的人和复核的人要是两个人。请另一位财务来确认。"),
    "payout_moved_on": lazy("状态已经变了，或者有卖家换了账户。请看一下最新的情况。"),
    "answer_unknown_payout": lazy("第 %(line)s 行的付款编号不在这一批里，整个文件都没有登记。"),
    "answer_other_amount": lazy("第 %(line)s 行的金额和付款单不一样，整个文件都没有登记。"),
    "answer_contradicts": lazy("第 %(line)s 行说已付，可这笔早先登记为失败，整个文件都没有登记。"),
    "answer_unreadable": lazy("第 %(line)s 行读不懂：要有付款编号和结果，金额写成 98.00。"),
    "invalid_account_number": lazy("账号是 8 到 30 位数字"),
    "invalid_branch_code": lazy("联行号是 12 位数字，不知道可以不填"),
    "invalid_month": lazy("月份写成 2026-11"),
    "rate_too_high": lazy("费率在 0 到 30% 之间"),
    "limits_crossed": lazy("最高不能比最低还低"),
    "rate_day_passed": lazy("要从今天或以后的一天起"),
}
PLACES: dict[Place, LazyString] = {
    Place.READY: lazy("可结算"),
    Place.IN_PAYOUT: lazy("正在打款"),
    Place.OWED: lazy("买家月结，等到账"),
    Place.WAITING: lazy("已送达，等买家确认"),
    Place.UNDER_WAY: lazy("备货和在途"),
    Place.PAID: lazy("已打款"),
}
PAYOUTS: dict[str, tuple[str, LazyString]] = {
    "prepared": ("info", lazy("等第二人复核")),
    "released": ("info", lazy("已交银行")),
    "paid": ("ok", lazy("已到账")),
    "failed": ("bad", lazy("被银行退回")),
    "withdrawn": ("off", lazy("已撤回")),
}
BATCHES: dict[str, tuple[str, LazyString]] = {
    "prepared": ("warn", lazy("等第二人复核")),
    "released": ("info", lazy("已放行，等银行结果")),
    "answered": ("ok", lazy("银行已全部答复")),
    "withdrawn": ("off", lazy("已撤回")),
}
FEES: dict[str, LazyString] = {
    "commission": lazy("平台佣金"),
    "channel": lazy("支付通道费"),
    "handling": lazy("枢纽分拣费"),
}
OBSTACLES: dict[str, LazyString] = {
    "no_account": lazy("还没有填收款账户"),
    "account_unconfirmed": lazy("收款账户待核实"),
    "account_refused": lazy("收款账户没有通过核实"),
    "refunds_outweigh": lazy("退款多于货款，从下一笔里扣"),
}
ROW_KINDS: dict[str, LazyString] = {"sale": lazy("货款"), "refund": lazy("退款")}
REASONS: dict[str, LazyString] = {
    "claim": lazy("售后赔付"),
    "weighed_less": lazy("称重后退差额"),
    "short_of_goods": lazy("少发的和称重差额退款"),
    "cancelled": lazy("取消订单退款"),
    "unclaimed": lazy("没来取，退还货款"),
    "paid_late": lazy("到账太晚，全额退回"),
}
