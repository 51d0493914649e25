"""The desk looks up an order: by POST, so that nothing personal stands in an address."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires_platform
from accounts.rules.access import Reason
from accounts.rules.permissions import LOOKS_UP
from accounts.services.access import record_access
from console.queries.lookup import look_up
from console.queries.records import list_records_by
from console.schemas import LookForm
from console.views.record_words import KINDS, REASONS
from core import clock
from core.web.forms import FormState, load_form, reshows
from shop.views.order_words import REFUND_STAGES, SELLER_WORDS, headline_of
from shop.views.payment_words import METHODS

bp = Blueprint("console_lookup", __name__, template_folder="../templates")
helpers = requires_platform(*sorted(LOOKS_UP))


def _show(form: FormState | None = None, **found: Any) -> str:
    return render_template(
        "console/lookup.html",
        form=form or FormState(),
        reasons=[(reason.value, REASONS[reason]) for reason in Reason],
        records=list_records_by(user_id=current_actor().user_id or 0),
        kinds=KINDS,
        reason_words=REASONS,
        headline_of=headline_of,
        seller_words=SELLER_WORDS,
        refund_stages=REFUND_STAGES,
        methods=METHODS,
        **found,
    )


@bp.get("/ops/orders")
@helpers
def show() -> ResponseReturnValue:
    return _show()


@bp.post("/ops/orders")
@helpers
@reshows(_show)
def look() -> ResponseReturnValue:
    wish = load_form(LookForm())
    found = look_up(wish["q"])
    record_access(
        current_actor(),
        look=found.look,
        reason=wish["reason"],
        note=wish["note"],
        at=clock.now(),
    )
    kept = FormState({"q": found.text, "reason": wish["reason"].value, "note": wish["note"]})
    return _show(kept, found=found)
