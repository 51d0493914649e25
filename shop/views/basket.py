"""The basket: guests keep theirs in the browser's session until they sign in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import user_logged_in  # type: ignore[import-untyped]  # carries no types

from accounts.guards import current_actor, public
from accounts.rules.actor import Actor
from core import clock
from core.web.forms import FormState, load_form, reshows
from core.web.language import _
from shop.queries.basket import count_lines, find_basket_ref, review_basket
from shop.schemas.basket import AddLineForm, ChangeLineForm
from shop.services import basket
from shop.views.place import current_district

bp = Blueprint("shop_basket", __name__, template_folder="../templates")
SESSION_KEY = "basket"


def basket_ref_now() -> str | None:
    """The open basket of this visitor, if there is one."""
    return find_basket_ref(basket_ref=session.get(SESSION_KEY), user_id=current_actor().user_id)


def basket_count() -> int:
    """How many different goods lie in this visitor's basket; for the layout."""
    return count_lines(basket_ref=session.get(SESSION_KEY), user_id=current_actor().user_id)


def _show(form: FormState | None = None, **_route: Any) -> str:
    review = review_basket(
        basket_ref=basket_ref_now(), district_code=current_district(), at=clock.now()
    )
    return render_template("shop/basket/basket.html", review=review, form=form or FormState())


@bp.get("/basket")
@public
def show() -> ResponseReturnValue:
    return _show()


@bp.post("/basket/lines")
@public
@reshows(_show)
def add() -> ResponseReturnValue:
    values, actor, now = load_form(AddLineForm()), current_actor(), clock.now()
    listing_ref, then = values["listing_ref"], values["then"]
    ref = basket.open_basket(actor, basket_ref=session.get(SESSION_KEY), at=now)
    basket.add_line(actor, basket_ref=ref, listing_ref=listing_ref, pieces=values["pieces"], at=now)
    session[SESSION_KEY] = ref
    if then == "checkout":
        return redirect(url_for("shop_checkout.show"), 303)
    flash(_("已放进购物篮。"), "ok")
    if then == "stay":
        return redirect(url_for("shop_browse.product", listing_ref=listing_ref), 303)
    return redirect(url_for("shop_basket.show"), 303)


@bp.post("/basket/lines/<line_ref>")
@public
@reshows(_show)
def change(line_ref: str) -> ResponseReturnValue:
    basket.change_line(
        current_actor(),
        basket_ref=basket_ref_now() or "",
        line_ref=line_ref,
        **load_form(ChangeLineForm()),
        at=clock.now(),
    )
    return redirect(url_for("shop_basket.show"), 303)


@bp.post("/basket/lines/<line_ref>/remove")
@public
def remove(line_ref: str) -> ResponseReturnValue:
    basket.remove_line(
        current_actor(), basket_ref=basket_ref_now() or "", line_ref=line_ref, at=clock.now()
    )
    return redirect(url_for("shop_basket.show"), 303)


def adopt_basket(_app: Any, user: Any, **_more: Any) -> None:
    """Who signs in takes the basket of the browser along."""
    ref = session.get(SESSION_KEY)
    if ref:
        actor = Actor(user.id, user.ref, user.name)
        session[SESSION_KEY] = basket.open_basket(actor, basket_ref=ref, at=clock.now())


user_logged_in.connect(adopt_basket)
