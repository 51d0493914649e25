"""Words for money: error codes, states, tasks and accounts."""

from __future__ import annotations

from flask_babel import LazyString

from core.web.language import lazy

WORDS: dict[str, LazyString] = {
    "payment_not_found": lazy("没有找到这笔付款。"),
    "payment_not_open": lazy("这张订单现在不收款：已经付过，或付款时间已过。"),
    "online_payment_off": lazy("在线支付暂未开通，请改用对公转账重新下单。"),
    "refund_too_large": lazy("退款超过了这家卖家还剩的已付金额，没有提交。"),
    "nothing_captured": lazy("没有可以退的钱。"),
    "order_takes_no_transfer": lazy("这张订单不收转账：不是对公转账单，或已付、已取消。"),
    "order_not_settled": lazy("这张月结单还没有全部称重，金额还不定。"),
    "amount_short": lazy("到账金额比应付少，不能认账。"),
    "row_matched_already": lazy("这笔到账已经处理过了。"),
    "row_not_matched": lazy("这笔到账还没有认到订单。"),
    "money_moved_on": lazy("这张订单已有退款或结算，认账不能冲回。"),
    "task_already_done": lazy("这件事已经有人办结了。"),
    "file_missing": lazy("请选一个不是空的 CSV 文件"),
    "booked_in_future": lazy("日期不能在今天之后"),
    "invalid_amount": lazy("请填金额，例如 1680.50"),
}
TASKS: dict[str, LazyString] = {
    "mismatch": lazy("到账与订单不一致"),
    "key_clash": lazy("同一笔请求内容冲突"),
    "paid_twice": lazy("重复付款"),
    "refund_failed": lazy("退款没退成"),
    "refund_stuck": lazy("退款一天没有结果"),
    "refund_differs": lazy("退款金额与支付机构不一致"),
    "bank_refund": lazy("转账退款待打款"),
    "bank_late": lazy("订单取消后才到账"),
    "bank_surplus": lazy("多打了钱，待退"),
    "match_undone": lazy("认账冲回，订单待处理"),
    "books_differ": lazy("账对不上"),
}
STATES: dict[str, tuple[str, LazyString]] = {
    "open": ("warn", lazy("等付款")),
    "on_account": ("info", lazy("月结")),
    "paid": ("ok", lazy("已付清")),
    "paid_late": ("warn", lazy("过期后到账")),
    "part_refunded": ("info", lazy("部分已退")),
    "refunded": ("off", lazy("已全退")),
    "closed": ("off", lazy("已关闭")),
    "unmatched": ("warn", lazy("待认账")),
    "matched": ("ok", lazy("已认账")),
    "returned": ("off", lazy("已退回")),
}
METHODS: dict[str, LazyString] = {
    "online": lazy("在线支付"),
    "bank_transfer": lazy("对公转账"),
    "terms": lazy("月结"),
    "counter": lazy("网点柜台"),
}
ACCOUNTS: dict[str, LazyString] = {
    "gateway_clearing": lazy("支付机构待结"),
    "bank": lazy("银行存款"),
    "counter_cash": lazy("网点收银"),
    "receivable": lazy("应收月结"),
    "orders_held": lazy("订单代收"),
    "seller_payable": lazy("应付卖家"),
    "freight_payable": lazy("应付运费"),
    "fees_earned": lazy("平台费用收入"),
    "payout_clearing": lazy("付款在途"),
    "unapplied_cash": lazy("待认账款"),
}
OUTCOMES: dict[str, tuple[str, LazyString]] = {
    "known": ("off", lazy("已有，跳过")),
    "matches": ("ok", lazy("自动认账")),
    "named": ("warn", lazy("附言对得上，金额或状态不符")),
    "unmatched": ("warn", lazy("待人工认账")),
}
PROBLEMS: dict[str, LazyString] = {
    "not_csv": lazy("这不是 CSV 文件，请在网银里选 CSV 格式导出"),
    "no_columns": lazy("表头里没有找到日期和金额两列"),
    "too_many_rows": lazy("文件太大，最多 20000 行，请分开导入"),
    "bad_date": lazy("日期读不懂"),
    "bad_amount": lazy("金额读不懂"),
}
