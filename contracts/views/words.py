"""The sentences of the error codes of contracts, and the words of their states and events."""

from __future__ import annotations

from core.web.language import lazy

WORDS = {
    "contract_not_found": lazy("没有找到这份协议，或者它不属于您的组织。"),
    "nothing_to_sign": lazy("这份协议现在没有待签的文件。"),
    "no_document_yet": lazy("这份协议还没有生成文件。"),
    "illegal_move": lazy("协议已经到了下一步，这一步不能再做了。请看最新状态。"),
    "content_changed": lazy("文本刚刚被改过，请先看最新一稿再决定。"),
    "bad_draft": lazy("有几处填写需要改一下，其余内容都已保留。"),
    "bad_call_off": lazy("叫货有几处要改，填的数量都还在。"),
    "end_before_start": lazy("结束日期要在开始日期之后"),
    "payment_days_range": lazy("请填 0 到 180 天"),
    "inspection_hours_range": lazy("请填 1 到 240 小时"),
    "lead_workdays_range": lazy("请填 0 到 10 个工作日"),
    "total_range": lazy("要大于 0，最多 10 万吨"),
    "price_range": lazy("要大于 0，最多 10 万元"),
    "start_has_passed": lazy("开始日期不能早于今天"),
    "contract_too_long": lazy("一份协议最长三年"),
    "same_party": lazy("供方和需方不能是同一个组织"),
    "payment_days_by_law": lazy("公共单位和大型企业付款期限最长 60 天"),
    "not_this_seller": lazy("这个商品不是该供方的"),
    "no_alcohol_for_schools": lazy("学校的协议里不能有酒类"),
    "not_whole_pieces": lazy("要按整件填，这个数量不是整件"),
    "no_delivery_day": lazy("按这个周期，合同期内没有一个交货日"),
    "inconsistent": lazy("几处数字对不上"),
    "missing_field": lazy("请填写这一项"),
    "own_submission": lazy("提交的人不能自己审批，请换一位审批人。"),
    "approved_already": lazy("您已经批准过这一稿了。"),
    "not_a_person": lazy("审批要由人来做。"),
    "supply_too_small": lazy(
        "预报产量撑不起这份协议：有 %(weeks)s 周不够，%(monday)s 那周差 %(missing_kg)s 千克。"
        "减量后再批，或写明理由带缺口放行。"
    ),
    "not_a_party": lazy("您不代表协议的任何一方。"),
    "signed_already": lazy("您这一方已经签过了。"),
    "not_your_turn": lazy("还没轮到您这一方：供方先签，需方后签。"),
    "approver_cannot_sign": lazy("公共单位里，批准的人不能签字，请换一位签字人。"),
    "not_out_for_signature": lazy("这份协议现在不在签署阶段。"),
    "clauses_not_acknowledged": lazy("还有 %(missing)s 条重要条款没有确认，请逐条看懂再签。"),
    "signing_not_set_up": lazy("您还没有设置签名密码，先去设置，再回来签。"),
    "key_locked": lazy("签名密码错了太多次，已锁定，%(minutes)s 分钟后自动解开。"),
    "wrong_pin": lazy("签名密码不对，错 5 次会锁定 15 分钟"),
    "wrong_code": lazy("验证码不对，请看清短信再填"),
    "code_expired": lazy("验证码已用过或过期，请重新获取"),
    "pin_digits": lazy("签名密码要 6 到 12 位数字"),
    "pin_too_simple": lazy("太好猜了，不要用相同或连续的数字"),
    "pins_differ": lazy("两次填写的密码不一样"),
    "signed_is_final": lazy("签过的内容不能再改，要改只能另签补充协议。"),
    "document_changed": lazy("存档的文件和它的指纹对不上，已停止使用，请联系平台。"),
    "signature_check_failed": lazy("签完复验没有通过，什么都没有保存，请联系平台。"),
    "unreadable_pdf": lazy("这不是能读的 PDF 文件。"),
    "no_file": lazy("请先选一个 PDF 文件"),
    "empty_file": lazy("这个文件是空的，0 字节，请重新选一个"),
    "not_in_force": lazy("协议还没有生效或已经结束，现在不能叫货。"),
    "outside_contract": lazy("这一天不在协议期间内"),
    "day_has_passed": lazy("请选今天以后的日子"),
    "after_cutoff": lazy("这一周的叫货已经截止"),
    "nothing_called": lazy("请至少给一个品种填上数量"),
    "week_not_planned": lazy("这个品种这一周没有供货计划"),
    "volume_cap_exceeded": lazy(
        "%(name)s 全部只剩 %(left_kg)s 千克可叫（含容差），您填了 %(wanted_kg)s 千克。"
    ),
    "week_cap_exceeded": lazy(
        "%(name)s 这一周只剩 %(left_kg)s 千克可叫（含容差），您填了 %(wanted_kg)s 千克。"
    ),
}

STATE_WORDS = {
    "draft": lazy("草稿"),
    "negotiating": lazy("商议中"),
    "in_approval": lazy("待审批"),
    "approved": lazy("已批准，生成文件中"),
    "out_for_signature": lazy("待签署"),
    "signed": lazy("已签，待生效"),
    "active": lazy("履约中"),
    "suspended": lazy("已中止"),
    "completed": lazy("已完成"),
    "expired": lazy("已到期"),
    "terminated": lazy("已终止"),
    "rejected": lazy("对方未接受"),
    "withdrawn": lazy("已撤回"),
}
STATE_KINDS = {
    "draft": "off",
    "negotiating": "info",
    "in_approval": "warn",
    "approved": "info",
    "out_for_signature": "warn",
    "signed": "ok",
    "active": "ok",
    "suspended": "bad",
    "completed": "ok",
    "expired": "off",
    "terminated": "bad",
    "rejected": "off",
    "withdrawn": "off",
}
EVENT_WORDS = {
    "contract.drafted": lazy("写下第一稿"),
    "contract.revised": lazy("改了一稿"),
    "contract.negotiating": lazy("开始商议"),
    "contract.accepted": lazy("接受文本"),
    "contract.in_approval": lazy("双方接受同一文本，交审批"),
    "contract.approval": lazy("批准"),
    "contract.supply_overridden": lazy("带供应缺口放行"),
    "contract.approved": lazy("审批已齐"),
    "contract.out_for_signature": lazy("正文冻结，可以签署"),
    "contract.signature": lazy("签署，复验通过"),
    "contract.signed": lazy("双方签完"),
    "contract.active": lazy("生效"),
    "contract.completed": lazy("全部送到，完成"),
    "contract.expired": lazy("到期"),
    "contract.rejected": lazy("对方未接受"),
    "contract.withdrawn": lazy("撤回"),
    "call_off.released": lazy("叫货"),
    "call_off.cancelled": lazy("撤回叫货"),
}
NEXT_WORDS = {
    "draft_yours": lazy("草稿存好了，还没有发给%(other)s。看过无误，点“提交给对方”。"),
    "draft_side": lazy("草稿还没有发给%(other)s，等本单位管合同的人提交。"),
    "new_text": lazy("文本刚改成第 %(seq)s 稿，双方都还没接受。看过无误就接受，或者再改一稿。"),
    "answer_yours": lazy("%(other)s提出了第 %(seq)s 稿，等您答复：接受，或者改一稿再提。"),
    "answer_side": lazy("%(other)s提出了第 %(seq)s 稿，等本单位管合同的人答复。"),
    "answer_wait": lazy(
        "您这一方已接受第 %(seq)s 稿，等%(other)s答复。对方改了哪里，会逐处列出来。"
    ),
    "sent_back": lazy("审批人把第 %(seq)s 稿退回了。改一稿再提交，双方重新接受，再走审批。"),
    "approve_yours": lazy(
        "双方接受了同一文本，等您审批：要 %(needed)s 人批准，已批 %(given)s 人。"
    ),
    "approve_wait": lazy(
        "双方接受了同一文本，等%(buyer)s的审批人：要 %(needed)s 人批准，已批 %(given)s 人。"
    ),
    "pdf_in_work": lazy("审批已齐，正在排版并冻结正文，几秒钟后就能签。"),
    "pdf_missing": lazy("审批已齐，但待签文件还没有生成，请再点一次“生成待签文件”。"),
    "sign_yours": lazy("正文已冻结，轮到您签。签前会让您逐条看重要条款。"),
    "sign_side": lazy("正文已冻结，轮到本单位签，等有签约权限的人来签。"),
    "sign_wait": lazy("正文已冻结，等%(signer)s签；签完会自动轮到下一方。"),
    "signed": lazy("双方都签了。%(start)s 起生效，从那天起可以叫货。"),
    "call_yours": lazy("该叫第 %(week)s 周的货了：还剩 %(left)s，%(deadline)s 截止，过时不补。"),
    "call_side": lazy("第 %(week)s 周还有 %(left)s 没叫，%(deadline)s 截止，等本单位采购员叫货。"),
    "call_wait": lazy(
        "等%(other)s叫第 %(week)s 周的货，%(deadline)s 截止。叫货会变成订单，按订单备货。"
    ),
    "week_called": lazy("第 %(week)s 周已按承诺叫齐。货到哪了，看下面的叫货记录。"),
    "no_open_week": lazy("现在没有可以叫货的周。已叫的货照常送，看下面的叫货记录。"),
    "last_goods": lazy("期间已过，不能再叫货。最后的货还在路上，送到后协议自动完成。"),
    "suspended": lazy("协议中止了，现在不能叫货；已叫的货照常送。"),
    "completed": lazy("约定的量都送到了，协议已完成。"),
    "expired": lazy("期间已过，有 %(left)s 没有叫。给这份协议留的产量已经放开。"),
    "terminated": lazy("协议已终止。给这份协议留的产量已经放开。"),
    "rejected": lazy("没有谈成。要再谈，请重新发起一份。"),
    "withdrawn": lazy("发起方撤回了。要再谈，请重新发起一份。"),
}
CHANGE_WORDS = {
    "title": lazy("名称"),
    "start_on": lazy("开始"),
    "end_on": lazy("结束"),
    "payment_days": lazy("付款期限（天）"),
    "inspection_hours": lazy("验收时限（小时）"),
    "lead_workdays": lazy("叫货提前（工作日）"),
    "sites": lazy("收货点"),
    "amount_fen": lazy("金额（暂估）"),
    "goods": lazy("品种"),
    "total_g": lazy("总量"),
    "price_e4": lazy("含税单价"),
    "quality": lazy("规格要求"),
    "tol_over_bp": lazy("上浮容差"),
    "weekdays": lazy("每周交货日"),
    "holiday_action": lazy("遇放假"),
}
WEEKDAY_WORDS = {
    "MO": lazy("周一"),
    "TU": lazy("周二"),
    "WE": lazy("周三"),
    "TH": lazy("周四"),
    "FR": lazy("周五"),
    "SA": lazy("周六"),
    "SU": lazy("周日"),
}
HOLIDAY_WORDS = {
    "PREV": lazy("提前"),
    "NEXT": lazy("顺延"),
    "SKIP": lazy("跳过"),
    "KEEP": lazy("照送"),
}
STAGE_WORDS = {
    "awaiting_harvest": ("info", lazy("等采收入库")),
    "placed": ("info", lazy("等供方接单")),
    "accepted": ("info", lazy("供方已接单")),
    "picking": ("info", lazy("拣货称重中")),
    "weighed": ("info", lazy("已称重")),
    "ready": ("info", lazy("已装箱，等发车")),
    "on_hold": ("warn", lazy("暂停发货")),
    "shipped": ("info", lazy("在途")),
    "delivered": ("ok", lazy("已送达")),
    "accepted_by_buyer": ("ok", lazy("已验收")),
    "closed": ("ok", lazy("已结清")),
    "cancelled": ("off", lazy("已取消")),
}
VERDICT_WORDS = {
    "genuine": lazy("是真的，签完以后没有人改过。"),
    "partly_signed": lazy("是真的，但只签了一方，还没有成立。"),
    "unknown_file": lazy("签名没有问题，但平台没有存这份文件。"),
    "unsigned": lazy("这个文件里没有签名。"),
    "changed": lazy("别用这个文件：签完以后被改过。"),
    "revoked": lazy("签的时候，证书已经作废。"),
    "unknown_issuer": lazy("签名不是本平台的证书签的。"),
}
PROBLEM_WORDS = {
    "not_intact": lazy("签后被改"),
    "changed_after": lazy("签后被改"),
    "revoked": lazy("证书当时已作废"),
    "unknown_issuer": lazy("不是平台的证书"),
}
