"""What the script of the packing table has to know, so that it can go on without a network."""

from __future__ import annotations

from typing import Any

from core.web.format import grams, local
from core.web.language import _
from shop.queries.scale import PackingTable, ScaleLot, ScalePiece


def table_data(table: PackingTable) -> list[dict[str, Any]]:
    """The lots with something to weigh, piece by piece."""
    return [_lot(lot) for lot in table.lots if lot.pieces]


def _lot(lot: ScaleLot) -> dict[str, Any]:
    return {
        "ref": lot.ref,
        "no": lot.number,
        "name": local(lot.line),
        "orders": _("%(n)s 单", n=lot.orders),
        "pieces": [_piece(piece) for piece in lot.pieces],
    }


def _piece(piece: ScalePiece) -> dict[str, Any]:
    line, seen = piece.line, piece.piece
    return {
        "line": line.ref,
        "no": seen.piece_no,
        "of": line.pieces,
        "order": piece.number,
        "who": piece.receiver,
        "range": _("每件 %(min)s–%(max)s", min=grams(line.min_g), max=grams(line.max_g)),
        "marks": [
            f"{word} {grams(figure)}"
            for word, figure in (
                (_("最轻"), line.min_g),
                (_("标称"), line.piece_g),
                (_("封顶"), line.max_g),
            )
        ],
        "min": line.min_g,
        "nominal": line.piece_g,
        "max": line.max_g,
        "state": seen.state.value,
        "net": seen.weighing.net_g if seen.weighing else None,
    }


def script_words() -> dict[str, str]:
    """The sentences that only the script says; {n} and {g} are filled in there."""
    return {
        "piece": _("第 {n} 件"),
        "of": _("这单第 {n} 件，共 {of} 件"),
        "record": _("记下 {g} g"),
        "type": _("先填秤面上的数"),
        "fits": _("可以装"),
        "light": _("轻了 {g} g"),
        "over": _("超了 {g} g，超出部分不收钱"),
        "odd": _("不像一件货，再看一眼秤"),
        "unit": _("有小数点就写上单位，比如 1.326kg；或者填整数克 1326"),
        "moves": _("秤还没稳，等数字不动了再记"),
        "whole": _("请填整数克，比如 1326，不带小数和字母"),
        "tare": _("毛重要大于皮重和 0，单位是克，比如 1326"),
        "saved": _("已存手机"),
        "with_photo": _("带照片"),
        "photo_done": _("照片拍好了"),
        "photo_again": _("重拍"),
        "photo_take": _("拍秤面"),
        "photo_wanted": _("拍一张秤面，看得清数字"),
        "waiting": _("待上传"),
        "refused": _("没记上"),
        "offline": _("没有信号，{n} 条待上传"),
        "sending": _("正在上传，还有 {n} 条"),
        "synced": _("都传上去了"),
        "login": _("请先登录，再回到这里补传"),
        "others": _("另有 {n} 条是别的账号称的，请那位登录后补传"),
        "undo": _("撤掉第 {n} 件"),
        "next": _("下一批：{name} {no}"),
        "again": _("重新称"),
        "drop": _("知道了，拿掉"),
        "reverse": _("冲销"),
        "handover": _("交车 {n} 箱"),
    }


def handover_words() -> dict[str, str]:
    """The sentences of the hand-over's script."""
    return {
        "kept": _("已存手机：{n} 箱，有网就交上去。"),
        "boxes": _("数到的箱数和账上不一样。再数一遍，少了就回去找，多了看是不是别的班"),
        "warm": _("太热，先别装。等冷机打下来再测"),
        "cold": _("低于 8℃，会冻伤，先别装"),
        "unread": _("请填温度，比如 1.8 或 −18.5"),
        "seal": _("请照着铅封抄号码"),
    }
