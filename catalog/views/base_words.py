"""Supply bases in words."""

from __future__ import annotations

from core.web.language import lazy

STATES = {
    "applied": ("warn", lazy("等实地看")),
    "inspected": ("info", lazy("看过了，等认定")),
    "designated": ("ok", lazy("已认定")),
    "suspended": ("bad", lazy("已暂停")),
    "returned": ("off", lazy("已退回")),
    "lapsed": ("off", lazy("已到期")),
}
REASONS = {"seller_suspended": lazy("商家现在不能销售")}
WORDS = {
    "base_not_found": lazy("没有找到这个保障基地。"),
    "base_step_refused": lazy("现在不能这样做：这一步已经办过，或还没到。"),
    "base_invalid": lazy("有几处填写需要改一下，其余内容都已保留。"),
    "base_without_goods": lazy("至少写一种货和它的量"),
    "base_name_taken": lazy("已经有同名的基地"),
    "guarantee_above_capacity": lazy("保障量不能大于产能"),
    "day_not_come": lazy("日期不能在今天之后"),
    "base_not_designated": lazy("还不能认定，请看下面的原因。"),
    "base_seller_not_in": lazy("商家还没核验，或被暂停"),
    "base_not_inspected": lazy("半年内没有实地看过"),
    "base_found_wanting": lazy("最近一次实地看没通过"),
    "base_until_out_of_range": lazy("截止日期要在今天之后、三年以内"),
    "notice_base_inspected": lazy("%(name)s 实地看过了，结果在这里。"),
    "notice_base_designated": lazy("%(name)s 认定为供应保障基地，到 %(until_on)s。"),
    "notice_base_returned": lazy("%(name)s 的申请退回：%(reason)s"),
    "notice_base_suspended": lazy("%(name)s 暂停认定：%(reason)s"),
    "notice_base_lapsed": lazy("%(name)s 的认定到期了，要继续请重新申请。"),
}
