"""Paying sellers, for the platform's finance desk: accounts, batches, the bank's answers, fees."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires_platform
from accounts.queries import get_org_by_ref, list_orgs
from accounts.rules.permissions import Capacity, Permission
from core.clock import now, today
from core.errors import InvalidInput
from core.web.format import local
from core.web.forms import FormState, load_form, reshows
from core.web.language import _
from shop.errors import BankAnswerRefused
from shop.queries.fee_rates import list_rates
from shop.queries.payout_batches import get_bank_file, get_batch, get_payout_desk
from shop.rules.bank_statement import decode_statement
from shop.rules.payouts import read_answers
from shop.schemas.money import BatchForm, RateForm, RefusalForm, RemarkForm
from shop.services import payout_accounts, payout_results, payouts
from shop.services.fee_rates import RateWish, set_rate
from shop.views import money_words

bp = Blueprint("shop_payouts", __name__, template_folder="../templates", url_prefix="/ops/payouts")
finance = requires_platform(Permission.PLATFORM_FINANCE)
reads = requires_platform(Permission.PLATFORM_FINANCE, Permission.AUDIT)


def _show_desk(form: FormState | None = None, *, account_ref: str = "") -> str:
    return render_template(
        "shop/payouts/desk.html",
        desk=get_payout_desk(),
        form=form or FormState(),
        chosen=account_ref,
        may_act=current_actor().can(Permission.PLATFORM_FINANCE),
        words=money_words,
    )


def _show_batch(batch_ref: str, form: FormState | None = None, *, payout_ref: str = "") -> str:
    batch, cards = get_batch(batch_ref)
    actor = current_actor()
    return render_template(
        "shop/payouts/batch.html",
        batch=batch,
        payouts=cards,
        form=form or FormState(),
        chosen=payout_ref,
        may_act=actor.can(Permission.PLATFORM_FINANCE),
        is_maker=actor.user_id == batch.made_by_id,
        words=money_words,
    )


def _to_batch(batch_ref: str, words: str) -> ResponseReturnValue:
    flash(words, "ok")
    return redirect(url_for(".show_batch", batch_ref=batch_ref), 303)


@bp.get("")
@reads
def show() -> ResponseReturnValue:
    return _show_desk()


@bp.post("")
@finance
@reshows(_show_desk)
def prepare() -> ResponseReturnValue:
    is_test = load_form(BatchForm())["money"] == "demo"
    batch_ref = payouts.prepare_batch(current_actor(), is_test=is_test, at=now())
    return _to_batch(batch_ref, _("付款批次已做好，请另一位财务复核放行。"))


@bp.post("/accounts/<account_ref>/confirm")
@finance
@reshows(_show_desk)
def confirm_account(account_ref: str) -> ResponseReturnValue:
    payout_accounts.confirm_account(current_actor(), account_ref=account_ref, at=now())
    flash(_("收款账户已核实，下一批起付到这里。"), "ok")
    return redirect(url_for(".show"), 303)


@bp.post("/accounts/<account_ref>/refuse")
@finance
@reshows(_show_desk)
def refuse_account(account_ref: str) -> ResponseReturnValue:
    reason = load_form(RefusalForm())["reason"]
    payout_accounts.refuse_account(
        current_actor(), account_ref=account_ref, reason=reason, at=now()
    )
    flash(_("已退回给卖家更正。"), "ok")
    return redirect(url_for(".show"), 303)


@bp.get("/batches/<batch_ref>")
@reads
def show_batch(batch_ref: str) -> ResponseReturnValue:
    return _show_batch(batch_ref)


@bp.post("/batches/<batch_ref>/release")
@finance
@reshows(_show_batch)
def release(batch_ref: str) -> ResponseReturnValue:
    payouts.release_batch(current_actor(), batch_ref=batch_ref, at=now())
    return _to_batch(batch_ref, _("已放行。请下载付款文件交给银行。"))


@bp.post("/batches/<batch_ref>/withdraw")
@finance
@reshows(_show_batch)
def withdraw(batch_ref: str) -> ResponseReturnValue:
    payouts.withdraw_batch(current_actor(), batch_ref=batch_ref)
    return _to_batch(batch_ref, _("已撤回，货款回到可结算。"))


@bp.get("/batches/<batch_ref>/file")
@finance
def download(batch_ref: str) -> ResponseReturnValue:
    name, data = get_bank_file(batch_ref)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, mimetype="text/csv", headers=headers)


@bp.post("/batches/<batch_ref>/answers")
@finance
@reshows(_show_batch)
def take_answers(batch_ref: str) -> ResponseReturnValue:
    sent = request.files.get("file")
    raw = sent.read() if sent else b""
    if not raw:
        raise InvalidInput(fields={"file": "file_missing"})
    read = read_answers(decode_statement(raw))
    if read.problems:
        raise BankAnswerRefused("answer_unreadable", line=read.problems[0][0])
    changed = payout_results.take_answers(
        current_actor(), batch_ref=batch_ref, answers=read.answers, at=now()
    )
    return _to_batch(batch_ref, _("登记了 %(n)s 笔银行结果。", n=changed))


@bp.post("/batches/<batch_ref>/payouts/<payout_ref>")
@finance
@reshows(_show_batch)
def answer(batch_ref: str, payout_ref: str) -> ResponseReturnValue:
    wish = load_form(RemarkForm())
    payout_results.answer_by_hand(
        current_actor(),
        payout_ref=payout_ref,
        is_paid=wish["result"] == "paid",
        remark=wish["remark"],
        at=now(),
    )
    return _to_batch(batch_ref, _("已登记。"))


def _show_fees(form: FormState | None = None) -> str:
    return render_template(
        "shop/payouts/fees.html",
        rates=list_rates(),
        sellers=[(org.ref, local(org)) for org in list_orgs(capacity=Capacity.SELLS)],
        today=today(),
        form=form or FormState(),
        may_act=current_actor().can(Permission.PLATFORM_FINANCE),
        words=money_words,
    )


@bp.get("/fees")
@reads
def show_fees() -> ResponseReturnValue:
    return _show_fees()


@bp.post("/fees")
@finance
@reshows(_show_fees)
def add_rate() -> ResponseReturnValue:
    wish = load_form(RateForm())
    rate = RateWish(
        wish["kind"],
        int(wish["percent"] * 100),
        wish["valid_from"],
        min_fen=wish["min_yuan"],
        max_fen=wish["max_yuan"],
    )
    seller_org_id = get_org_by_ref(wish["seller"]).id if wish["seller"] else None
    set_rate(current_actor(), rate, seller_org_id=seller_org_id, at=now())
    flash(_("费率已记下，只对以后验收的订单有效。"), "ok")
    return redirect(url_for(".show_fees"), 303)
