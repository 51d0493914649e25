"""The platform's finance desk: tasks, bank statement, payments, and whether the books are right."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires_platform
from accounts.rules.permissions import Permission
from core.clock import now
from core.errors import InvalidInput
from core.web.forms import FormState, load_form, reshows
from core.web.language import _
from shop.queries.finance_desk import get_finance_desk, preview_statement
from shop.rules.bank_statement import StatementRow, decode_statement, read_statement
from shop.schemas.bank import AnswerForm, BankRowForm, MatchForm, ReasonForm, StatementForm
from shop.services.bank import import_rows, match_row
from shop.services.bank_undo import return_row, undo_match
from shop.services.refund_results import mark_paid_out
from shop.services.stray_money import give_back_stray
from shop.views import payment_words

bp = Blueprint("shop_bank", __name__, template_folder="../templates", url_prefix="/ops/payments")
finance = requires_platform(Permission.PLATFORM_FINANCE)


def _show(form: FormState | None = None, *, row_ref: str = "", task_ref: str = "") -> str:
    return render_template(
        "shop/bank/desk.html",
        desk=get_finance_desk(),
        form=form or FormState(),
        chosen=row_ref or task_ref,
        step=(request.endpoint or "").rpartition(".")[2],
        words=payment_words,
    )


def _done(words: str) -> ResponseReturnValue:
    flash(words, "ok")
    return redirect(url_for(".show"), 303)


@bp.get("")
@finance
def show() -> ResponseReturnValue:
    return _show()


@bp.post("/rows")
@finance
@reshows(_show)
def record() -> ResponseReturnValue:
    row = load_form(BankRowForm())
    kept = StatementRow(
        f"serial-{row['serial']}",
        row["serial"],
        row["booked_on"],
        row["amount"],
        row["payer"],
        row["summary"],
    )
    result = import_rows(current_actor(), rows=[kept], at=now())
    return _done(_result(result.added, result.known, result.matched))


@bp.post("/statement")
@finance
@reshows(_show)
def preview() -> ResponseReturnValue:
    """Show what a statement would do; nothing is kept until it is confirmed."""
    sent = request.files.get("file")
    raw = sent.read() if sent else b""
    if not raw:
        raise InvalidInput(fields={"file": "file_missing"})
    text = decode_statement(raw)
    statement = read_statement(text)
    rows = preview_statement(statement)
    return render_template(
        "shop/bank/preview.html", statement=statement, rows=rows, text=text, words=payment_words
    )


@bp.post("/statement/import")
@finance
@reshows(_show)
def import_statement() -> ResponseReturnValue:
    statement = read_statement(load_form(StatementForm())["text"])
    result = import_rows(current_actor(), rows=statement.rows, at=now())
    return _done(_result(result.added, result.known, result.matched))


@bp.post("/rows/<row_ref>/match")
@finance
@reshows(_show)
def match(row_ref: str) -> ResponseReturnValue:
    wish = load_form(MatchForm())
    match_row(current_actor(), row_ref=row_ref, at=now(), **wish)
    return _done(_("已认账，订单已确认。"))


@bp.post("/rows/<row_ref>/undo")
@finance
@reshows(_show)
def undo(row_ref: str) -> ResponseReturnValue:
    reason = load_form(ReasonForm())["reason"]
    undo_match(current_actor(), row_ref=row_ref, reason=reason, at=now())
    return _done(_("认账已冲回，请处理相关订单。"))


@bp.post("/rows/<row_ref>/return")
@finance
@reshows(_show)
def give_back(row_ref: str) -> ResponseReturnValue:
    reason = load_form(ReasonForm())["reason"]
    return_row(current_actor(), row_ref=row_ref, reason=reason, at=now())
    return _done(_("已登记为退回。"))


@bp.post("/tasks/<task_ref>/done")
@finance
@reshows(_show)
def close(task_ref: str) -> ResponseReturnValue:
    answer = load_form(AnswerForm())["answer"]
    mark_paid_out(current_actor(), task_ref=task_ref, answer=answer, at=now())
    return _done(_("已办结。"))


@bp.post("/tasks/<task_ref>/give-back")
@finance
@reshows(_show)
def give_stray_back(task_ref: str) -> ResponseReturnValue:
    give_back_stray(current_actor(), task_ref=task_ref, at=now())
    return _done(_("已提交原路退回。"))


def _result(added: int, known: int, matched: int) -> str:
    return _(
        "新增 %(added)s 笔，已有 %(known)s 笔，自动认账 %(matched)s 笔。",
        added=added,
        known=known,
        matched=matched,
    )
