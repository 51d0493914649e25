"""Words of grain storage."""

from __future__ import annotations

from flask_babel import LazyString

from core.web.language import lazy

MOVES: dict[str, LazyString] = {
    "received": lazy("入仓"),
    "shipped": lazy("出仓发货"),
    "weigh_difference": lazy("过秤差"),
    "shrinkage": lazy("损耗"),
    "returned": lazy("退回"),
    "disposed": lazy("处置"),
    "cut_out": lazy("分装出"),
    "cut_in": lazy("分装入"),
}
WORDS: dict[str, LazyString] = {
    "silo_not_found": lazy("没有找到这个仓。"),
    "silo_invalid": lazy("仓有几处填写需要改一下，其余内容都已保留。"),
    "silo_name_taken": lazy("已经有同名的仓"),
    "silo_full": lazy("这个仓放不下这么多"),
    "storage_invalid": lazy("有几处填写需要改一下，其余内容都已保留。"),
    "storage_not_found": lazy("没有找到这批存粮。"),
    "rotation_in_past": lazy("轮换日要在今天以后"),
    "more_than_there_was": lazy("比账上还多，请再称一次"),
    "claim_not_found": lazy("没有找到这笔超耗。"),
    "claim_answered": lazy("这笔超耗已经写过由谁承担。"),
}
