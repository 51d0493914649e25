"""What the sheet of a contract shows beside its facts: the active week, the steps, who may act."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from contracts.rules.cards import ContractPage, ContractRow
from contracts.rules.lifecycle import BINDING, ContractState, EnvelopeState
from contracts.rules.next_step import Reader, next_step
from contracts.rules.progress import Quantities
from contracts.rules.signing import Party, who_must_still_sign
from contracts.rules.weeks import call_off_deadline
from contracts.views.chart import draw_chart
from contracts.views.redline import shown_changes
from contracts.views.words import EVENT_WORDS, NEXT_WORDS, STAGE_WORDS, STATE_KINDS, STATE_WORDS
from core import clock
from core.refs import new_ref
from core.types.dates import monday_of
from core.web.format import grams, instant, local
from core.web.language import _

GRID_BEFORE, GRID_AFTER = 3, 10
Step = tuple[str, str, str, str]


def list_values(rows: list[ContractRow], state: str) -> dict[str, Any]:
    """Give what the list shows beside its rows."""
    live = [row.quantities for row in rows if row.state is ContractState.ACTIVE]
    return {
        "rows": [row for row in rows if not state or row.state == state],
        "all_rows": rows,
        "state": state,
        "states": Counter(row.state.value for row in rows),
        "total": sum(live, Quantities()),
        "state_words": STATE_WORDS,
        "state_kinds": STATE_KINDS,
        "may": Permission,
    }


def sheet_values(
    page: ContractPage, actor: Actor, week: date | None, *, is_filled: bool
) -> dict[str, Any]:
    """Give everything that the template of the sheet needs beside the page itself."""
    now_monday = monday_of(clock.today())
    active = _active_week(page, week, now_monday)
    sums = _sums(page)
    grid = _grid(page.mondays, active, now_monday)
    return {
        "actor": actor,
        "active": active,
        "active_cells": [(line, line.week(active)) for line in page.lines] if active else [],
        "grid": grid,
        "charts": [
            ("hide-s", draw_chart(page.supply, sums, grid[:12], 760)),
            ("only-s", draw_chart(page.supply, sums, grid[2:8], 330)),
        ],
        "now_monday": now_monday,
        "sums": sums,
        "is_filled": is_filled,
        "form_key": new_ref(),
        "days": _days(page, active),
        "default_day": _default_day(page, active),
        "active_deadline": call_off_deadline(active, page.lead_workdays) if active else None,
        "previous": _beside(page.mondays, active, -1),
        "following": _beside(page.mondays, active, 1),
        "steps": _steps(page),
        "next_step": _next(page, actor),
        "missing": _missing(page),
        "state_words": STATE_WORDS,
        "state_kinds": STATE_KINDS,
        "event_words": EVENT_WORDS,
        "stage_words": STAGE_WORDS,
        "changes": shown_changes(page.version.changed),
        "is_binding": page.row.state in BINDING,
        "may": Permission,
        "may_approve": _may_approve(page, actor),
        "accepted": _accepted(page),
    }


def _next(page: ContractPage, actor: Actor) -> tuple[str, str]:
    """The situation and its sentence: where the contract stands and what comes next."""
    row = page.row
    reader = Reader(
        may_manage=actor.can(Permission.MANAGE_CONTRACT),
        may_approve=_may_approve(page, actor),
        may_sign=actor.can(Permission.SIGN_CONTRACT),
        may_call_off=actor.can(Permission.CALL_OFF),
        today=clock.today(),
    )
    code = next_step(page, reader)
    waiting = _missing(page)
    facts = {
        "other": local(row.other, "name"),
        "buyer": local(row.buyer, "name"),
        "signer": local(row.buyer if waiting[:1] == (Party.BUYER,) else row.seller, "name"),
        "seq": page.version.seq,
        "needed": page.needed.persons,
        "given": len(page.approvals),
        "start": row.start_on.isoformat(),
        "week": row.next_monday.isocalendar().week if row.next_monday else "",
        "left": grams(row.next_left_g if row.next_monday else page.quantities.remaining_g),
        "deadline": instant(row.next_deadline) if row.next_deadline else "",
    }
    return code, str(NEXT_WORDS[code]) % facts


def _active_week(page: ContractPage, week: date | None, now_monday: date) -> date | None:
    mondays = page.mondays
    if week in mondays:
        return week
    if page.open_weeks:
        return page.open_weeks[0]
    later = [monday for monday in mondays if monday >= now_monday]
    return (later or mondays[-1:] or [None])[0]  # type: ignore[list-item]  # None when no week


def _grid(mondays: list[date], active: date | None, now_monday: date) -> list[date]:
    centre = active or now_monday
    before = [monday for monday in mondays if monday < centre][-GRID_BEFORE:]
    after = [monday for monday in mondays if monday >= centre][:GRID_AFTER]
    return before + after


def _beside(mondays: list[date], active: date | None, step: int) -> date | None:
    if active not in mondays:
        return None
    place = mondays.index(active) + step
    return mondays[place] if 0 <= place < len(mondays) else None


def _sums(page: ContractPage) -> dict[date, Quantities]:
    return {
        monday: sum(
            (
                cell.quantities
                for line in page.lines
                for cell in line.weeks
                if cell.monday == monday
            ),
            Quantities(),
        )
        for monday in page.mondays
    }


def _days(page: ContractPage, active: date | None) -> list[date]:
    if active is None:
        return []
    days = (active + timedelta(days=offset) for offset in range(7))
    row = page.row
    return [day for day in days if row.start_on <= day <= row.end_on and day > clock.today()]


def _default_day(page: ContractPage, active: date | None) -> date | None:
    days = _days(page, active)
    planned = [day for day in page.delivery_days if day in days]
    return (planned or days or [None])[0]  # type: ignore[list-item]  # None when no day is left


def _missing(page: ContractPage) -> tuple[Party, ...]:
    return who_must_still_sign([one.party for one in page.signatures])


def _accepted(page: ContractPage) -> bool:
    version = page.version
    if page.row.party is Party.BUYER:
        return version.buyer_accepted_at is not None
    return version.seller_accepted_at is not None


def _may_approve(page: ContractPage, actor: Actor) -> bool:
    has_right = actor.can(Permission.APPROVE_ORDER) or actor.can(Permission.PAY)
    is_fresh = actor.user_id not in {one.user_id for one in page.approvals}
    is_buyer = page.row.party is Party.BUYER
    return has_right and is_buyer and is_fresh and actor.user_id != page.submitted_by_id


def _steps(page: ContractPage) -> list[Step]:
    row, version = page.row, page.version
    is_agreed = bool(version.buyer_accepted_at and version.seller_accepted_at)
    is_approved = row.state not in (
        ContractState.DRAFT,
        ContractState.NEGOTIATING,
        ContractState.IN_APPROVAL,
    )
    envelope = page.envelope
    is_frozen = envelope is not None and envelope.state is not EnvelopeState.PREPARED
    signed = {one.party: one for one in page.signatures}
    facts = [
        (_("议定第 %(n)s 稿", n=version.seq), "", is_agreed),
        (_approval_title(page), " · ".join(one.user_name for one in page.approvals), is_approved),
        (_("冻结正文"), instant(envelope.frozen_at) if is_frozen and envelope else "", is_frozen),
        *(
            (title, instant(signed[party].at) if party in signed else "", party in signed)
            for party, title in ((Party.SELLER, _("① 供方签")), (Party.BUYER, _("② 需方签")))
        ),
        (_("生效"), row.start_on.isoformat(), row.state is ContractState.ACTIVE),
    ]
    return _with_marks(facts)


def _approval_title(page: ContractPage) -> str:
    return _("审批 %(given)s / %(needed)s", given=len(page.approvals), needed=page.needed.persons)


def _with_marks(facts: list[tuple[str, str, bool]]) -> list[Step]:
    steps: list[Step] = []
    is_before = True
    for title, detail, is_done in facts:
        mark = "done" if is_done else "now" if is_before else "todo"
        is_before = is_before and is_done
        steps.append((title, detail, "", mark))
    return steps
