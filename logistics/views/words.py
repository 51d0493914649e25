"""The sentences of the error codes of logistics."""

from core.web.language import lazy

WORDS = {
    "nothing_counted": lazy("请至少填一个数"),
    "no_route": lazy("这个产地到这座城市还没有班车，请换一个收货地址。"),
    "no_network": lazy("还没有设好枢纽和班车，先设好再算。"),
    "unknown_consignment": lazy("没有找到这个包裹。"),
    "unknown_departure": lazy("没有找到这个班次。"),
    "unknown_run": lazy("没有找到这次调度计算。"),
    "no_tariff": lazy("这条路还没有定价，暂时送不了。"),
    "unknown_excursion": lazy("没有找到这次温度告警。"),
    "unknown_tour": lazy("这一站不在您今天的派送里。"),
    "nothing_to_deliver": lazy("这个枢纽现在没有要派送的包裹。"),
    "tour_running": lazy("您还有没送完的一趟，送完再领下一趟。"),
    "cold_chain_broken": lazy("这一温层有严重超温还没有结论，先由调度员判定，才能派送和签收。"),
    "in_future": lazy("时间还没到，请检查"),
    "too_old": lazy("太久以前了，最多补记两周"),
    "unknown_box": lazy("没有找到这一箱。"),
    "unknown_hub": lazy("没有找到这个枢纽。"),
    "step_not_possible": lazy("现在还不能记录这一步：包裹或班次的状态已经变了。"),
    "too_late_to_cancel": lazy("包裹已经发车，不能再取消。收到后如有问题，可以拒收或申请售后。"),
    "too_warm_at_door": lazy("中心温度超出这一温层的签收范围，请登记拒收。"),
    "run_in_progress": lazy("已有一次计算正在进行，请等它结束。"),
    "plan_not_allowed": lazy("算出的方案没有通过独立检查，没有采用。"),
    "invalid_celsius": lazy("请填温度，例如 3.5 或 −18.4"),
    "demand_changed": lazy("计算期间订单有变化，方案没有采用，请再算一次。"),
}
