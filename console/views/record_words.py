"""Why somebody looked, and at what, in words."""

from accounts.rules.access import Reason
from core.web.language import lazy

REASONS = {
    Reason.BUYER_CALLS: lazy("买家来电：订单到哪了"),
    Reason.SELLER_CALLS: lazy("卖家来电：核对订单"),
    Reason.REFUND: lazy("查退款"),
    Reason.DELIVERY: lazy("改期或送达问题"),
    Reason.DISPUTE: lazy("核对争议"),
    Reason.SAFETY: lazy("食品安全或召回"),
}
KINDS = {"order": lazy("订单"), "search": lazy("搜索")}
