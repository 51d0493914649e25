"""Where a seller is paid: entered by the seller, confirmed by the platform's finance desk.

A change is a new row. Until it is confirmed the seller is not paid at all: neither to the new
account, which somebody else may have entered, nor to the old one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from core.db import require_one, session, update_where
from core.errors import InvalidInput, NotAllowed
from shop.errors import PayoutMovedOn, PayoutNotFound, SameHands
from shop.models.payouts import PayoutAccount
from shop.rules.payouts import account_faults


@dataclass(frozen=True, slots=True)
class AccountWish:
    """An account as it was typed."""

    holder: str
    bank: str
    branch_code: str
    number: str


def enter_account(actor: Actor, wish: AccountWish, *, org_id: int, at: datetime) -> str:
    """Say where a seller is to be paid from now on.

    Args:
        actor: an owner of the seller, or its finance.
        wish: the account; spaces in the numbers are taken out.
        org_id: the seller.
        at: now.

    Returns:
        The account's ref.

    Raises:
        NotAllowed: somebody else.
        InvalidInput: numbers that no bank gives.
    """
    if not actor.acts_for(org_id) or not actor.can(Permission.SELLER_ACCOUNT):
        raise NotAllowed("not_allowed", permission=Permission.SELLER_ACCOUNT.value)
    number, branch = _digits(wish.number), _digits(wish.branch_code)
    if faults := account_faults(number, branch):
        raise InvalidInput(fields=faults)
    row = PayoutAccount(
        org_id=org_id,
        holder=wish.holder.strip(),
        bank=wish.bank.strip(),
        branch_code=branch,
        number=number,
        entered_by_id=actor.user_id,
        entered_by=actor.name[:60],
        created_at=at,
    )
    session().add(row)
    session().flush()  # its ref is the answer
    return row.ref


def _digits(text: str) -> str:
    return "".join(text.split()).replace("-", "")


def confirm_account(actor: Actor, *, account_ref: str, at: datetime) -> None:
    """Finance has checked whose account it is: from now on the seller is paid to it.

    Raises:
        NotAllowed: not a person of the platform's finance desk.
        SameHands: the one who entered it.
        PayoutMovedOn: confirmed or refused already, or a newer one was entered.
    """
    _judge(actor, account_ref, confirmed_at=at, confirmed_by_id=actor.user_id)


def refuse_account(actor: Actor, *, account_ref: str, reason: str, at: datetime) -> None:
    """The account is not the seller's, or cannot be paid to; the seller reads why.

    Raises:
        NotAllowed: not a person of the platform's finance desk.
        InvalidInput: no reason was given.
        SameHands: the one who entered it.
        PayoutMovedOn: confirmed or refused already, or a newer one was entered.
    """
    if not reason.strip():
        raise InvalidInput(fields={"reason": "required"})
    _judge(actor, account_ref, refused_at=at, refusal=reason.strip()[:200])


def _judge(actor: Actor, account_ref: str, **verdict: object) -> None:
    actor.require(Permission.PLATFORM_FINANCE)
    account = session().scalar(select(PayoutAccount).where(PayoutAccount.ref == account_ref))
    if account is None:
        raise PayoutNotFound
    if account.entered_by_id is not None and account.entered_by_id == actor.user_id:
        raise SameHands
    own = (PayoutAccount.org_id == account.org_id, PayoutAccount.id > account.id)
    if session().scalar(select(PayoutAccount.id).where(*own).limit(1)) is not None:
        raise PayoutMovedOn("replaced")
    still_open = (PayoutAccount.confirmed_at.is_(None), PayoutAccount.refused_at.is_(None))
    changed = update_where(PayoutAccount, PayoutAccount.id == account.id, *still_open, **verdict)
    require_one(changed, PayoutMovedOn("judged"))
