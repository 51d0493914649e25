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
    "contract.expired": lazy("到期"),
    "contract.rejected": lazy("对方未接受"),
    "contract.withdrawn": lazy("撤回"),
    "call_off.released": lazy("叫货"),
    "call_off.cancelled": lazy("撤回叫货"),
}
PARTY_WORDS = {"seller": lazy("供方"), "buyer": lazy("需方")}
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
