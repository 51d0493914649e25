"""The clauses of the weekly supply contract, in our own words.

Material clauses are printed bold and marked, explained in a sentence, and each signatory
acknowledges them one by one before signing: a tick box alone does not draw attention enough.
The texts are engineering input; a lawyer confirms them before real use.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

TEMPLATE = "weekly-supply-1"


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: paragraphs with `{variables}`, and what it means in one sentence."""

    code: str
    title: str
    body: tuple[str, ...]
    is_material: bool = False
    explanation: str = ""
    version: int = 1

    def paragraphs(self, values: Mapping[str, object]) -> list[str]:
        """Give the text with its values filled in."""
        return [paragraph.format_map(values) for paragraph in self.body]


CLAUSES: tuple[Clause, ...] = (
    Clause(
        "purpose",
        "约定的内容",
        (
            "供方在本合同期间内，按照附表一的品种、规格和数量，按周向需方供应农产品；"
            "需方按照本合同叫货、收货、验收并付款。",
            "附表一（货物与价格）、附表二（按周供货计划）、附表三（收货地点）是本合同的组成部分。"
            "数量以克为最小单位记录，书面以千克列示。",
        ),
    ),
    Clause(
        "call_off",
        "按周叫货与数量容差",
        (
            "需方按周叫货。每一周的叫货，最迟在该周星期一之前第 {lead_workdays} 个工作日的 "
            "18:00 提交；过时未叫的数量，供方可以另行安排。",
            "每一周和全部期间的叫货数量，均不得超过附表所列数量加上该品种约定的上浮容差；"
            "超出部分供方有权不接受。一周未叫满的数量不自动加到以后各周。",
            "遇法定节假日，交货日按附表二所列的顺延或者提前办法执行，附表二已逐日列明。",
        ),
        is_material=True,
        explanation="每周要在截止时间前叫货；最多叫到约定数量加容差，没叫的不会自动滚到下周。",
    ),
    Clause(
        "price",
        "价格",
        (
            "附表一所列单价为含税固定单价，在合同期间内不变，任何一方不得以市场行情涨落为由单方改价。",
            "全部货款暂按约定数量计算为人民币 {amount}（大写：{amount_capitals}），"
            "实际货款按验收合格的数量结算。",
            "按重量计价的货物，以交接时双方认可的实际净重结算；每行金额四舍五入到分。",
        ),
        is_material=True,
        explanation="单价固定不变；最后付多少钱，按实际验收合格的重量算。",
    ),
    Clause(
        "quality",
        "质量与随货证明",
        (
            "货物应当符合附表一的规格和国家食品安全标准。每批货物随附承诺达标合格证；"
            "畜禽产品另附动物检疫证明，清真产品另附相应资质证明。证明不齐的，需方可以拒收。",
            "每批货物标明批次号，能够追溯到产地、采收或者屠宰日期。",
        ),
    ),
    Clause(
        "delivery",
        "交付、温层与风险转移",
        (
            "供方将货物送至附表三所列收货地点。运输全程保持附表一所列温层，并保存温度记录；"
            "需方在收货时可以查看。",
            "货物在收货地点交付并由需方签收后，毁损、灭失的风险转移给需方；"
            "签收之前由供方承担。供方委托承运的，不改变前述约定。",
        ),
        is_material=True,
        explanation="送到门口并签收之前，路上的损失归供方；签收之后归需方。",
    ),
    Clause(
        "inspection",
        "验收",
        (
            "需方自签收之时起 {inspection_hours} 小时内，对数量、温度和外观质量进行验收，"
            "有异议的，在此期限内通知供方并附照片或者温度记录。",
            "需方在前款期限内既不验收也不通知的，数量和外观质量视为符合约定。"
            "期限内难以发现的内在质量问题，需方在发现后应当及时通知，不受前款影响。",
        ),
        is_material=True,
        explanation="收货后要在约定小时内验货并提出异议，过时未提视为合格；看不出来的内在问题不受影响。",
    ),
    Clause(
        "payment",
        "付款",
        (
            "需方自验收之日起 {payment_days} 日内付清该批货款；需方迟延验收的，"
            "付款期限自约定的验收期限届满之日起算。",
            "双方对部分金额有争议的，无争议部分应当按期支付。需方不得以收到第三方付款为付款条件。",
            "逾期付款的，按每日万分之五支付逾期利息。",
        ),
        is_material=True,
        explanation="验收后按约定天数付款；拖着不验收，时间照样开始算；有争议也要先付没争议的部分。",
    ),
    Clause(
        "liability",
        "违约责任",
        (
            "供方一周内交付并验收合格的数量，低于该周已叫货数量百分之五以上的，"
            "就不足部分按该品种货款的百分之十支付违约金；迟延交付的，每迟延一日按该批货款的万分之五支付，"
            "最高不超过该批货款的百分之五。",
            "需方叫货后无正当理由拒收的，按该批货款的百分之十支付违约金，并承担往返运费和货物的实际减值。",
            "违约金明显高于或者低于实际损失的，双方可以请求调整。",
        ),
        is_material=True,
        explanation="供方短供、晚到，需方无故拒收，都要按比例付违约金。",
    ),
    Clause(
        "force_majeure",
        "不可抗力与灾害",
        (
            "因冰雹、霜冻、疫病、道路封闭等不能预见、不能避免且不能克服的情况不能履行的，"
            "受影响一方应当在 48 小时内通知对方，并提交照片或者主管部门的证明；"
            "双方据此相应减少受影响各周的数量，减少部分不承担违约责任。",
        ),
    ),
    Clause(
        "change",
        "变更与解除",
        (
            "本合同的变更以双方签署的补充协议为准，补充协议写明所变更文本的编号和文本指纹。",
            "一方连续两周严重违约，经对方书面催告后七日内仍未改正的，对方可以解除尚未履行的部分。",
        ),
    ),
    Clause(
        "e_signature",
        "电子签名的约定",
        (
            "双方同意采用电子形式订立本合同，并使用闽宁优选平台签发的平台证书签署。"
            "平台证书由平台自行签发，不是依法设立的电子认证服务机构提供的电子认证服务。",
            "签署人的私钥以本人设定的签署密码加密保存，每次签署另需一次性验证码；"
            "以此作成的签名，双方认可其归属于签署人本人、仅由其控制，并认可签署后对文本和签名的改动能够被发现。",
            "签署人丢失或者泄露签署密码的，应当立即在平台办理证书吊销，吊销之前作成的签名仍然有效。"
            "任何一方可以要求另行签署纸质文本。",
        ),
        is_material=True,
        explanation="同意用平台证书电子签署；它是平台自己的证书，不是第三方电子认证；密码丢了要马上吊销。",
    ),
    Clause(
        "disputes",
        "争议解决",
        (
            "因本合同发生的争议，双方先行协商；协商不成的，可以请求消费者协会、农业农村主管部门调解，"
            "或者向被告住所地有管辖权的人民法院提起诉讼。",
        ),
    ),
    Clause(
        "final",
        "其他",
        (
            "本合同自双方签署之时起成立，自 {start_on} 起履行，至 {end_on} 当日 24 时止；"
            "终止前已叫货未交付的，继续履行完毕。",
            "通知以平台站内消息发出，发出即视为送达；另以短信提醒。",
        ),
    ),
)


def material_clauses() -> list[Clause]:
    """List the clauses that each signatory acknowledges one by one."""
    return [clause for clause in CLAUSES if clause.is_material]
