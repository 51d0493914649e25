"""Whether a call-off is sensible before any counter is touched.

It names a day within the contract and in a planned week, an agreed door, and whole packages; it
comes before the week's deadline. How much may be taken is decided by the counters alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from contracts.errors import BadCallOff, NotInForce
from contracts.rules.lifecycle import ContractState
from contracts.rules.volume import whole_pieces
from contracts.rules.weeks import call_off_deadline
from core.clock import local_day
from core.types.dates import monday_of


@dataclass(frozen=True, slots=True)
class Frame:
    """What a contract allows of any call-off."""

    state: ContractState
    start_on: date
    end_on: date
    lead_workdays: int
    site_refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a buyer wants: grams by line, on a day, at a door."""

    grams: Mapping[str, int]
    deliver_on: date
    site_ref: str


def check_call_off(frame: Frame, wish: Wish, pieces_g: Mapping[str, int], at: datetime) -> None:
    """Refuse a call-off that cannot be meant.

    Args:
        frame: the contract.
        wish: what is wanted.
        pieces_g: grams of one package by line.
        at: the present instant.

    Raises:
        NotInForce: the contract is not active.
        BadCallOff: `fields` names the field and why.
    """
    if frame.state is not ContractState.ACTIVE:
        raise NotInForce("not_in_force", state=frame.state.value)
    faults: dict[str, str] = {}
    if not frame.start_on <= wish.deliver_on <= frame.end_on:
        faults["deliver_on"] = "outside_contract"
    elif wish.deliver_on <= local_day(at):
        faults["deliver_on"] = "day_has_passed"
    elif at > call_off_deadline(monday_of(wish.deliver_on), frame.lead_workdays):
        faults["deliver_on"] = "after_cutoff"
    if wish.site_ref not in frame.site_refs:
        faults["site"] = "invalid_choice"
    faults |= _amount_faults(wish, pieces_g)
    if faults:
        raise BadCallOff("bad_call_off", fields=faults)


def _amount_faults(wish: Wish, pieces_g: Mapping[str, int]) -> dict[str, str]:
    if not wish.grams or all(not grams for grams in wish.grams.values()):
        return {"lines": "nothing_called"}
    faults = {}
    for ref, grams in wish.grams.items():
        if ref not in pieces_g:
            faults[f"q_{ref}"] = "invalid_choice"
        elif grams < 0:
            faults[f"q_{ref}"] = "out_of_range"
        elif whole_pieces(grams, pieces_g[ref]) is None:
            faults[f"q_{ref}"] = "not_whole_pieces"
    return faults
