"""The operator's desk: queues of what needs a person, each row with its next step."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires_platform
from accounts.rules.access import Reason
from accounts.rules.permissions import LOOKS_UP, Permission
from console.queries.desk import read_desk
from console.views.record_words import REASONS
from core import clock, outbox
from core.web.forms import FormState
from core.web.language import _

bp = Blueprint("console_ops", __name__, template_folder="../templates")


@bp.get("/ops/")
@requires_platform()
def desk() -> ResponseReturnValue:
    actor = current_actor()
    queues = read_desk(actor, at=clock.now())
    may_look = bool(actor.permissions & LOOKS_UP)
    return render_template(
        "console/desk.html",
        queues=queues,
        me=actor,
        form=FormState(),
        reasons=[(reason.value, REASONS[reason]) for reason in Reason] if may_look else [],
    )


@bp.post("/ops/messages/<int:message_id>/retry")
@requires_platform(Permission.OPERATE)
def retry(message_id: int) -> ResponseReturnValue:
    if outbox.retry(message_id, at=clock.now()):
        flash(_("已重新排队，几秒内会再试"), "ok")
    else:
        flash(_("这条消息已经在处理了"), "info")
    return redirect(url_for(".desk"), 303)
