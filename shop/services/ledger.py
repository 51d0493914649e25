"""Writes the books. Nothing is ever changed: a mistake is put right by posting it the other way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from core.db import session
from shop.models.ledger import LedgerEntry, LedgerPosting
from shop.rules.ledger import Account, Entry, is_balanced


def post(
    actor: Actor, *, entries: Sequence[Entry], cause_ref: str, at: datetime, is_test: bool = False
) -> bool:
    """Write one balanced posting; the same cause is written once only.

    Args:
        actor: who caused it.
        entries: (account, fen), debit positive; they add up to zero.
        cause_ref: what happened, such as `capture-<attempt>`; unique for ever.
        at: when.
        is_test: play money of the sandbox.

    Returns:
        False if this cause is in the books already.

    Raises:
        ValueError: the entries do not balance: a mistake of the programmer, never of a person.

    Example:
        A buyer pays 10 yuan: `post(..., entries=capture_entries(1000), cause_ref="capture-x")`.
    """
    if not is_balanced(entries):
        raise ValueError(f"unbalanced posting {cause_ref}: {entries}")
    known = select(LedgerPosting.id).where(LedgerPosting.cause_ref == cause_ref)
    if session().scalar(known) is not None:
        return False
    posting = LedgerPosting(
        cause_ref=cause_ref, posted_at=at, actor_name=actor.name, is_test=is_test
    )
    posting.entries = [
        LedgerEntry(account=Account(account).value, amount_fen=amount, is_test=is_test)
        for account, amount in entries
    ]
    session().add(posting)
    session().flush()  # a second writer of the same cause must fail here, not at the end
    return True
