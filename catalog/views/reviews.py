"""The platform's review of listings: what changes, approve, or send back with a reason."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires_platform
from accounts.rules.permissions import Permission
from catalog.queries.listings import get_review
from catalog.queries.listings import list_reviews as load_reviews
from catalog.schemas.forms import ReasonForm
from catalog.services.listings import approve_listing, decline_listing
from catalog.views import labels
from core.clock import now
from core.web.forms import FormState, load_form, reshows
from core.web.language import _

bp = Blueprint("catalog_reviews", __name__, template_folder="../templates")


@bp.get("/ops/reviews")
@requires_platform(Permission.REVIEW_LISTING)
def list_reviews() -> ResponseReturnValue:
    return render_template("catalog/reviews.html", rows=load_reviews(), labels=labels)


def _show(revision_ref: str, form: FormState | None = None) -> str:
    review = get_review(revision_ref)
    return render_template(
        "catalog/review.html", review=review, form=form or FormState(), labels=labels
    )


@bp.get("/ops/reviews/<revision_ref>")
@requires_platform(Permission.REVIEW_LISTING)
def show(revision_ref: str) -> ResponseReturnValue:
    return _show(revision_ref)


@bp.post("/ops/reviews/<revision_ref>/approve")
@requires_platform(Permission.REVIEW_LISTING)
@reshows(_show)
def approve(revision_ref: str) -> ResponseReturnValue:
    approve_listing(current_actor(), revision_ref=revision_ref, at=now())
    flash(_("已通过，商品在售。"), "ok")
    return redirect(url_for(".list_reviews"), 303)


@bp.post("/ops/reviews/<revision_ref>/decline")
@requires_platform(Permission.REVIEW_LISTING)
@reshows(_show)
def decline(revision_ref: str) -> ResponseReturnValue:
    reason = load_form(ReasonForm())["reason"]
    decline_listing(current_actor(), revision_ref=revision_ref, reason=reason, at=now())
    flash(_("已退回，卖家会看到原因。"), "ok")
    return redirect(url_for(".list_reviews"), 303)
