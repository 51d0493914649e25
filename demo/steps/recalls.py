"""Step 6: an exercise and a small recall, carried through to its end, for the operator to open."""

from __future__ import annotations

from datetime import datetime, timedelta

from catalog.queries.lots import list_lots
from catalog.rules.cards import LotFacts
from catalog.services.recalls import RecallWish, close_recall
from core import outbox
from core.clock import at as pinned
from core.unit_of_work import unit_of_work
from demo.data.accounts import PLATFORM
from demo.valley import Valley
from shop.queries.recalls import trace_lots
from shop.rules.recalls import Place
from shop.services.recalls import open_recall, refund_lines

SELLER = "qinglan"
MOST_LINES = 6
DRILL = RecallWish(
    reason="季度演练（示例）：随便挑一个批次，看多久能找全",
    advice="演练，不用做什么",
    authority="泾源县市场监督管理局（示例）",
    is_drill=True,
)
WISH = RecallWish(
    reason="留样复检，挥发性盐基氮 17.2 mg/100 g，超过 15 的限值（示例）",
    advice="没吃的别吃，吃了不舒服请就医；不用寄回，全款退还",
    authority="泾源县市场监督管理局（示例）",
)
CONCLUSION = "分割间当天换班时停机 40 分钟，已加装温度联锁（示例）"


def recall(valley: Valley) -> None:
    """Exercise a recall with one lot, carry a real one through with another."""
    lots = _fitting(valley)
    if not lots:
        return
    operator = valley.actor(PLATFORM)
    began = valley.now - timedelta(hours=30)
    with pinned(began), unit_of_work():
        drill = open_recall(operator, lot_ref=lots[-1].card.ref, wish=DRILL, at=began)
        talked = "不到一秒找全；客服要先拿到电话清单（示例）"
        close_recall(operator, recall_ref=drill, conclusion=talked, at=began)
    opened = valley.now - timedelta(hours=5)
    with pinned(opened), unit_of_work():
        ref = open_recall(operator, lot_ref=lots[0].card.ref, wish=WISH, at=opened)
    _follow_up(opened)
    paid = opened + timedelta(minutes=25)
    with pinned(paid), unit_of_work():
        refund_lines(operator, recall_ref=ref, at=paid)
    _follow_up(paid)
    closed = opened + timedelta(hours=4)
    with pinned(closed), unit_of_work():
        close_recall(operator, recall_ref=ref, conclusion=CONCLUSION, at=closed)


def _fitting(valley: Valley) -> list[LotFacts]:
    """Lots that went to a few doors and nowhere else."""
    with unit_of_work():
        found = []
        for lot in list_lots(org_id=valley.orgs[SELLER].id):
            lines = trace_lots([lot.card.id]).lines
            if 1 < len(lines) <= MOST_LINES and all(line.place == Place.DOOR for line in lines):
                found.append(lot)
        return found


def _follow_up(at: datetime) -> None:
    with pinned(at):
        outbox.run_due()
