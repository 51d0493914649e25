"""Stages and steps of a seller in words."""

from __future__ import annotations

from accounts.rules.sellers import SellerAct, SellerStage
from core.web.language import lazy

STAGES = {
    SellerStage.NEW: ("off", lazy("还没申请")),
    SellerStage.APPLIED: ("warn", lazy("等核验")),
    SellerStage.RECOMMENDED: ("warn", lazy("县里已推荐，等核验")),
    SellerStage.APPROVED: ("ok", lazy("已核验")),
    SellerStage.SUSPENDED: ("bad", lazy("已暂停")),
}
ACTS = {
    SellerAct.APPLIED: lazy("提交申请"),
    SellerAct.RECOMMENDED: lazy("县里推荐"),
    SellerAct.RETURNED: lazy("退回补件"),
    SellerAct.APPROVED: lazy("核验通过"),
    SellerAct.RECHECKED: lazy("年度复核"),
    SellerAct.SUSPENDED: lazy("暂停"),
    SellerAct.LIFTED: lazy("恢复"),
}
