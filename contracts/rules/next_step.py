"""Where a contract stands for the person who looks at it, and what comes next.

One code per situation; the sentences are in `views/words.py`. "Yours" means that this person
may act now; "side" means that somebody of the same house must.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.rules.cards import ContractPage
from contracts.rules.lifecycle import ContractState, EnvelopeState
from contracts.rules.signing import Party, who_must_still_sign


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks: what he may do with this contract."""

    may_manage: bool
    may_approve: bool
    may_sign: bool
    may_call_off: bool
    today: date


def next_step(page: ContractPage, reader: Reader) -> str:
    """Name the situation of a contract for one reader."""
    state = page.row.state
    if state in (ContractState.DRAFT, ContractState.NEGOTIATING):
        return _talk(page, reader)
    if state is ContractState.IN_APPROVAL:
        return "approve_yours" if reader.may_approve else "approve_wait"
    if state is ContractState.APPROVED:
        is_made = page.envelope is not None and page.envelope.state is EnvelopeState.PREPARED
        return "pdf_in_work" if is_made else "pdf_missing"
    if state is ContractState.OUT_FOR_SIGNATURE:
        return _signature(page, reader)
    if state is ContractState.ACTIVE:
        return _in_force(page, reader)
    return str(state)


def _talk(page: ContractPage, reader: Reader) -> str:
    version, party = page.version, page.row.party
    if page.row.state is ContractState.DRAFT:
        return "draft_yours" if reader.may_manage else "draft_side"
    if version.buyer_accepted_at and version.seller_accepted_at:
        return "sent_back"
    is_buyer = party is Party.BUYER
    mine = version.buyer_accepted_at if is_buyer else version.seller_accepted_at
    if mine:
        return "answer_wait"
    theirs = version.seller_accepted_at if is_buyer else version.buyer_accepted_at
    if theirs is None:
        return "new_text"
    return "answer_yours" if reader.may_manage else "answer_side"


def _signature(page: ContractPage, reader: Reader) -> str:
    waiting = who_must_still_sign([one.party for one in page.signatures])
    if not waiting or waiting[0] is not page.row.party:
        return "sign_wait"
    return "sign_yours" if reader.may_sign else "sign_side"


def _in_force(page: ContractPage, reader: Reader) -> str:
    if page.row.end_on < reader.today:
        return "last_goods"
    if page.row.next_monday is None:
        return "no_open_week"
    if page.row.party is Party.SELLER:
        return "call_wait"
    if not page.row.next_left_g:
        return "week_called"
    return "call_yours" if reader.may_call_off else "call_side"
