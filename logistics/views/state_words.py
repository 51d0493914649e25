"""Words and colours of states, events, reasons and troubles."""

from __future__ import annotations

from flask_babel import LazyString

from core.web.language import lazy

Words = dict[str, tuple[str, LazyString]]  # code -> (colour, words)

CONSIGNMENT: Words = {
    "planned": ("off", lazy("已订舱")),
    "allocated": ("info", lazy("已排班")),
    "picking": ("info", lazy("备货中")),
    "packed": ("info", lazy("已打包")),
    "dispatched": ("info", lazy("已发车")),
    "in_transit": ("info", lazy("在途")),
    "at_hub": ("info", lazy("已到枢纽")),
    "out_for_delivery": ("info", lazy("派送中")),
    "delivered": ("ok", lazy("已送达")),
    "accepted": ("ok", lazy("已验收")),
    "partly_rejected": ("warn", lazy("部分拒收")),
    "rejected": ("bad", lazy("已拒收")),
    "closed": ("off", lazy("已结束")),
    "cancelled": ("off", lazy("已取消")),
    "on_hold": ("warn", lazy("暂停")),
}
DEPARTURE: Words = {
    "planned": ("off", lazy("待发")),
    "frozen": ("info", lazy("已锁")),
    "loading": ("info", lazy("装车中")),
    "departed": ("info", lazy("在途")),
    "arrived": ("ok", lazy("已到")),
    "cancelled": ("bad", lazy("已取消")),
}
RUN: Words = {
    "queued": ("info", lazy("排队中")),
    "solving": ("info", lazy("计算中")),
    "solved": ("info", lazy("已算好")),
    "adopted": ("ok", lazy("已采用")),
    "refused": ("warn", lazy("未采用")),
    "failed": ("bad", lazy("失败")),
}
EXCURSION: Words = {
    "open": ("bad", lazy("正在超限")),
    "ended": ("warn", lazy("已回落，待评估")),
    "assessed": ("warn", lazy("已评估，待决定")),
    "released": ("ok", lazy("放行")),
    "downgraded": ("warn", lazy("降级")),
    "rejected": ("bad", lazy("整批拒收")),
}
SEVERITY: Words = {
    "minor": ("warn", lazy("轻度超温")),
    "major": ("bad", lazy("重度超温")),
    "critical": ("bad", lazy("严重超温")),
}
DECISION: dict[str, LazyString] = {
    "assessed": lazy("评估完了"),
    "released": lazy("放行，照常送"),
    "downgraded": lazy("降级处理"),
    "rejected": lazy("拒收，不送"),
}
REFUSAL: dict[str, LazyString] = {
    "temperature": lazy("温度不对"),
    "damaged": lazy("箱湿、箱破、货坏"),
    "missing": lazy("少了、错了"),
}
SPOT: dict[str, LazyString] = {
    "front": lazy("车厢前部"),
    "middle": lazy("车厢中部"),
    "rear": lazy("后门"),
    "core": lazy("货品中心"),
}
SOURCE: dict[str, LazyString] = {"hand": lazy("手工"), "logger": lazy("记录仪")}
FAILURE: dict[str, LazyString] = {
    "no_tariff": lazy("缺一条运价：这一温层的这项作业没有价格，没法比较成本。补上运价再算。"),
    "no_route": lazy("没有枢纽或班车，先设好再算。"),
    "engine_failed": lazy("计算程序中途停了，原来的安排不变。再算一次；还不行就请技术人员看日志。"),
    "stale": lazy("计算很久没有回音，已放弃。再算一次即可。"),
}
STAGE: dict[str, LazyString] = {
    "serve": lazy("逐行安排货物"),
    "improve": lazy("反复改进方案"),
    "bound": lazy("计算成本下界"),
}
EVENT: dict[str, LazyString] = {
    "planned": lazy("订舱"),
    "allocated": lazy("排定班次"),
    "picking": lazy("开始备货"),
    "packed": lazy("打包完成"),
    "dispatched": lazy("从产地枢纽发车"),
    "in_transit": lazy("途中"),
    "at_hub": lazy("到达目的枢纽"),
    "out_for_delivery": lazy("出发派送"),
    "delivered": lazy("送达签收"),
    "accepted": lazy("买方验收"),
    "partly_rejected": lazy("部分拒收"),
    "rejected": lazy("拒收"),
    "closed": lazy("结束"),
    "cancelled": lazy("取消"),
    "on_hold": lazy("暂停"),
    "released": lazy("解除暂停"),
    "departed": lazy("发车"),
    "arrived": lazy("到达"),
    "requested": lazy("发起计算"),
    "solving": lazy("开始计算"),
    "solved": lazy("算出方案"),
    "adopted": lazy("采用方案"),
    "refused": lazy("没有采用"),
    "failed": lazy("计算失败"),
    "opened": lazy("开始超限"),
    "escalated": lazy("程度加重"),
    "ended": lazy("回到限度以内"),
    "assessed": lazy("评估"),
    "downgraded": lazy("降级"),
}
REASON: dict[str, LazyString] = {
    "groupage": lazy("拼车最省，量不够整车"),
    "whole_vehicle": lazy("自己就装满一车，整车比拼车省"),
    "shared_vehicle": lazy("与别的货合装一车"),
    "forward_stock": lazy("目的枢纽有现货"),
    "several_lots": lazy("一批不够，分批先到期先出"),
    "late_cheapest": lazy("按期做不到，取最少晚的"),
    "short_supply": lazy("货不够，先保协议"),
    "short_no_way": lazy("没有批次能按要求的剩余天数送到"),
    "frozen": lazy("已经定下，不再移动"),
}
COST: dict[str, LazyString] = {
    "feeder": lazy("产地短驳"),
    "handling": lazy("枢纽装卸"),
    "vehicles": lazy("整车"),
    "ltl": lazy("拼车"),
    "holding": lazy("枢纽存放"),
    "last_mile": lazy("末端"),
    "late": lazy("晚到代价"),
    "short": lazy("缺货代价"),
    "backhaul": lazy("回程收入"),
}
TROUBLE: dict[str, LazyString] = {
    "excursion": lazy("温度超限，还没处理完"),
    "not_departed": lazy("过了发车时间还没发"),
    "not_arrived": lazy("该到还没到"),
    "unpacked": lazy("快发车了，还有包裹没打包"),
    "overdue": lazy("包裹过了承诺日还没送到"),
    "run_short": lazy("上次计算有货排不上或会晚"),
    "run_refused": lazy("上次计算没有采用"),
    "run_failed": lazy("上次计算失败"),
}
WORDS = {
    "consignment": CONSIGNMENT,
    "departure": DEPARTURE,
    "run": RUN,
    "stage": STAGE,
    "event": EVENT,
    "reason": REASON,
    "cost": COST,
    "trouble": TROUBLE,
    "excursion": EXCURSION,
    "severity": SEVERITY,
    "decision": DECISION,
    "refusal": REFUSAL,
    "spot": SPOT,
    "source": SOURCE,
    "failure": FAILURE,
}
