"""Recall: find a lot, see whom it touches, take it back or exercise it, account for every line."""

from __future__ import annotations

import csv
import io
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires_platform
from accounts.rules.permissions import Permission
from catalog.queries.recalls import get_recall, list_recalled_lots, list_recalls, search_lots
from catalog.services.recalls import RecallWish, close_recall
from console.queries.recalls import get_preview
from console.schemas import CloseForm, RecallForm, SettleForm
from console.views.recall_words import CHANNELS, OUTCOMES, PLACES
from core import clock
from core.web.forms import FormState, load_form, reshows
from core.web.language import _
from shop.queries.recalls import list_recall_rows
from shop.services import recalls

bp = Blueprint("console_recalls", __name__, template_folder="../templates")
COLUMNS = (
    "order_number",
    "channel",
    "lot_no",
    "name_zh",
    "pieces",
    "grams",
    "place",
    "parcel",
    "notified_at",
    "outcome",
    "refund_fen",
    "settled_at",
    "settled_by",
    "note",
)
WORDS = {"place": PLACES, "outcome": OUTCOMES, "channel": CHANNELS}


@bp.get("/ops/recalls")
@requires_platform(Permission.OPERATE, Permission.SUPPORT, Permission.AUDIT)
def list_all() -> ResponseReturnValue:
    text = request.args.get("q", "").strip()
    return render_template(
        "console/recalls/list.html",
        q=text,
        lots=search_lots(text) if text else [],
        recalls=list_recalls(),
    )


def _preview(lot_ref: str, form: FormState | None = None, **_route: Any) -> str:
    return render_template(
        "console/recalls/new.html",
        preview=get_preview(lot_ref),
        lot_ref=lot_ref,
        form=form or FormState(),
        words=WORDS,
    )


@bp.get("/ops/recalls/lots/<lot_ref>")
@requires_platform(Permission.OPERATE)
def preview(lot_ref: str) -> ResponseReturnValue:
    return _preview(lot_ref)


@bp.post("/ops/recalls/lots/<lot_ref>")
@requires_platform(Permission.OPERATE)
@reshows(_preview)
def start(lot_ref: str) -> ResponseReturnValue:
    values = load_form(RecallForm())
    wish = RecallWish(**values)
    ref = recalls.open_recall(current_actor(), lot_ref=lot_ref, wish=wish, at=clock.now())
    text = _("演练已记下，什么都没有动。") if wish.is_drill else _("已停售，正在逐单通知买家。")
    flash(text, "ok")
    return redirect(url_for("console_recalls.show", recall_ref=ref), 303)


def _show(recall_ref: str, form: FormState | None = None, **_route: Any) -> str:
    recall = get_recall(recall_ref)
    return render_template(
        "console/recalls/show.html",
        recall=recall,
        lots=list_recalled_lots(recall.id),
        rows=list_recall_rows(recall.id),
        form=form or FormState(),
        words=WORDS,
    )


@bp.get("/ops/recalls/<recall_ref>")
@requires_platform(Permission.OPERATE, Permission.SUPPORT, Permission.AUDIT)
def show(recall_ref: str) -> ResponseReturnValue:
    return _show(recall_ref)


@bp.post("/ops/recalls/<recall_ref>/refunds")
@requires_platform(Permission.OPERATE)
@reshows(_show)
def refund(recall_ref: str) -> ResponseReturnValue:
    done, failed = recalls.refund_lines(current_actor(), recall_ref=recall_ref, at=clock.now())
    flash(
        _("已退 %(done)s 行，%(failed)s 行没有收过钱，请逐行处理。", done=done, failed=failed), "ok"
    )
    return redirect(url_for("console_recalls.show", recall_ref=recall_ref), 303)


@bp.post("/ops/recalls/<recall_ref>/lines/<line_ref>")
@requires_platform(Permission.OPERATE)
@reshows(_show)
def settle(recall_ref: str, line_ref: str) -> ResponseReturnValue:
    values = load_form(SettleForm())
    recalls.settle_line(
        current_actor(), recall_ref=recall_ref, line_ref=line_ref, at=clock.now(), **values
    )
    flash(_("已记下。"), "ok")
    return redirect(url_for("console_recalls.show", recall_ref=recall_ref), 303)


@bp.post("/ops/recalls/<recall_ref>/close")
@requires_platform(Permission.OPERATE)
@reshows(_show)
def close(recall_ref: str) -> ResponseReturnValue:
    values = load_form(CloseForm())
    close_recall(current_actor(), recall_ref=recall_ref, at=clock.now(), **values)
    flash(_("召回已结案。"), "ok")
    return redirect(url_for("console_recalls.show", recall_ref=recall_ref), 303)


@bp.get("/ops/recalls/<recall_ref>/report.csv")
@requires_platform(Permission.OPERATE, Permission.AUDIT)
def report(recall_ref: str) -> ResponseReturnValue:
    recall = get_recall(recall_ref)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for row in list_recall_rows(recall.id):
        cells = (getattr(row, name) for name in COLUMNS)
        table.writerow("" if cell is None else _safe(str(cell)) for cell in cells)
    headers = {
        "Content-Disposition": f'attachment; filename="{recall.number}.csv"',
        "Content-Type": "text/csv; charset=utf-8",
    }
    return "\ufeff" + text.getvalue(), 200, headers


def _safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
