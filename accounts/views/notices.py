"""What an organisation was told, newest first."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires
from accounts.queries import get_org_by_ref, list_notices
from accounts.rules.notices import NoticeCard
from accounts.services.notices import read_notices
from core import clock
from core.web.format import day_full
from core.web.language import current_language
from core.web.words import sentence

bp = Blueprint("accounts_notices", __name__, template_folder="../templates")


def words_of(card: NoticeCard) -> str:
    """The sentence of a notice in the reader's language."""
    facts = dict(card.facts)
    for name in [name for name in facts if name.endswith("_on")]:
        facts[name] = day_full(date.fromisoformat(facts[name]))
    if "name_zh" in facts:
        english = facts.get("name_en") or facts["name_zh"]
        facts["name"] = english if current_language() == "en" else facts["name_zh"]
    if "paper" in facts:
        facts["paper"] = sentence(f"paper_{facts['paper']}")
    return sentence(card.kind, facts)


def link_of(card: NoticeCard) -> str:
    """Where a notice leads."""
    arguments: dict[str, Any] = dict(card.arguments)
    return url_for(card.endpoint, **arguments) if card.endpoint else ""


@bp.get("/o/<org_ref>/notices")
@requires()
def list_all(org_ref: str) -> ResponseReturnValue:
    org = get_org_by_ref(org_ref)
    rows = [(card, words_of(card), link_of(card)) for card in list_notices(org_id=org.id)]
    return render_template("accounts/notices.html", org=org, rows=rows)


@bp.post("/o/<org_ref>/notices/read")
@requires()
def read_all(org_ref: str) -> ResponseReturnValue:
    actor = current_actor()
    read_notices(actor, org_id=actor.org_id or 0, at=clock.now())
    return redirect(url_for(".list_all", org_ref=org_ref), 303)
