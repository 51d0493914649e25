"""Paying sellers: a batch is prepared by one person of finance and released by another one.

Preparing takes every available row of every seller whose account is confirmed; a row is in one
payout at most. Until the release everything can be withdrawn. What the bank answers is in
`payout_results.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from core.clock import local_day
from core.db import next_number, session, update_where
from core.errors import NotAllowed
from core.installation import Installation
from core.ports import port
from shop.errors import NothingToPayOut, PayoutMovedOn, PayoutNotFound, SameHands
from shop.models.earnings import SellerEarning
from shop.models.payouts import PayoutAccount, PayoutBatch, SellerPayout
from shop.queries.payout_batches import bank_file
from shop.rules.earnings import EarningState
from shop.rules.ledger import payout_entries
from shop.rules.payouts import BatchState, PayoutState
from shop.services import ledger
from shop.services.locks import lock_batch, lock_earnings


def prepare_batch(actor: Actor, *, is_test: bool, at: datetime) -> str:
    """Gather what may be paid out, one payout a seller.

    A seller is left out without a confirmed account, or while refunds outweigh its sales. Play
    money never shares a batch with real money, and only a demonstration pays it out.

    Args:
        actor: of the platform's finance desk; somebody else has to release the batch.
        is_test: pay out the play money of the sandbox.
        at: now.

    Returns:
        The batch's ref.

    Raises:
        NotAllowed: not a person of the platform's finance desk.
        NothingToPayOut: no seller can be paid.
    """
    actor.require(Permission.PLATFORM_FINANCE)
    made_by_id = _person(actor)
    if is_test and not port(Installation).is_demo:
        raise NothingToPayOut
    rows = _available(is_test=is_test)
    accounts = confirmed_accounts()
    shares = _shares(rows, accounts.keys())
    if not shares:
        raise NothingToPayOut
    batch = _new_batch(actor, made_by_id, is_test=is_test, at=at)
    for position, (org_id, mine) in enumerate(shares.items(), start=1):
        _add_payout(batch, position, accounts[org_id], mine)
    return batch.ref


def _person(actor: Actor) -> int:
    """Whose two eyes these are: no program prepares or releases a batch."""
    if actor.user_id is None:
        raise NotAllowed("not_allowed", permission=Permission.PLATFORM_FINANCE.value)
    return actor.user_id


def _available(*, is_test: bool) -> list[SellerEarning]:
    """All rows that may be paid out, locked; of two who gather at once the second finds none."""
    free = (SellerEarning.state == EarningState.AVAILABLE.value, SellerEarning.is_test.is_(is_test))
    locked = lock_earnings(list(session().scalars(select(SellerEarning.id).where(*free))))
    return [row for row in locked if row.state == EarningState.AVAILABLE]


def _shares(
    rows: Sequence[SellerEarning], org_ids: Collection[int]
) -> dict[int, list[SellerEarning]]:
    """The rows of each of these sellers that have something to get."""
    shares: dict[int, list[SellerEarning]] = {}
    for row in rows:
        if row.seller_org_id in org_ids:
            shares.setdefault(row.seller_org_id, []).append(row)
    return {
        org_id: mine for org_id, mine in shares.items() if sum(row.amount_fen for row in mine) > 0
    }


def confirmed_accounts() -> dict[int, PayoutAccount]:
    """The account of each seller that may be paid: its newest one, if that is confirmed."""
    newest = select(func.max(PayoutAccount.id)).group_by(PayoutAccount.org_id)
    own = (PayoutAccount.id.in_(newest), PayoutAccount.confirmed_at.is_not(None))
    return {row.org_id: row for row in session().scalars(select(PayoutAccount).where(*own))}


def _new_batch(actor: Actor, made_by_id: int, *, is_test: bool, at: datetime) -> PayoutBatch:
    day = f"{local_day(at):%y%m%d}"
    batch = PayoutBatch(
        number=f"PB{day}-{next_number(f'payout-batch-{day}')}",
        state=BatchState.PREPARED.value,
        is_test=is_test,
        made_by_id=made_by_id,
        made_by=actor.name[:60],
        created_at=at,
    )
    session().add(batch)
    session().flush()  # payouts need its id
    return batch


def _add_payout(
    batch: PayoutBatch, position: int, account: PayoutAccount, rows: Sequence[SellerEarning]
) -> None:
    payout = SellerPayout(
        number=f"{batch.number}-{position:03d}",
        batch_id=batch.id,
        seller_org_id=account.org_id,
        account_id=account.id,
        amount_fen=sum(row.amount_fen for row in rows),
        state=PayoutState.PREPARED.value,
    )
    session().add(payout)
    session().flush()  # its rows need its id
    for row in rows:
        row.state, row.payout_id = EarningState.IN_PAYOUT.value, payout.id


def release_batch(actor: Actor, *, batch_ref: str, at: datetime) -> None:
    """A second person has looked: the file may go to the bank, the books say so.

    Raises:
        NotAllowed: not a person of the platform's finance desk.
        SameHands: the one who prepared it.
        PayoutMovedOn: released or withdrawn already, or an account was changed since.
        PayoutNotFound: no such batch.
    """
    actor.require(Permission.PLATFORM_FINANCE)
    batch = load_batch(batch_ref)
    if batch.state != BatchState.PREPARED:
        raise PayoutMovedOn(batch.state)
    released_by_id = _person(actor)
    if released_by_id == batch.made_by_id:
        raise SameHands
    accounts = {account.id for account in confirmed_accounts().values()}
    if any(payout.account_id not in accounts for payout in batch.payouts):
        raise PayoutMovedOn("account_changed")
    batch.state, batch.released_at = BatchState.RELEASED.value, at
    batch.released_by_id, batch.released_by = released_by_id, actor.name[:60]
    batch.file_sha256 = hashlib.sha256(bank_file(batch)).hexdigest()
    for payout in batch.payouts:
        payout.state = PayoutState.RELEASED.value
        entries, cause = payout_entries(payout.amount_fen), f"payout-{payout.ref}"
        ledger.post(actor, entries=entries, cause_ref=cause, at=at, is_test=batch.is_test)


def withdraw_batch(actor: Actor, *, batch_ref: str) -> None:
    """Take a batch apart before its release; its rows are available again.

    Raises:
        NotAllowed: not a person of the platform's finance desk.
        PayoutMovedOn: released or withdrawn already.
        PayoutNotFound: no such batch.
    """
    actor.require(Permission.PLATFORM_FINANCE)
    batch = load_batch(batch_ref)
    if batch.state != BatchState.PREPARED:
        raise PayoutMovedOn(batch.state)
    batch.state = BatchState.WITHDRAWN.value
    for payout in batch.payouts:
        payout.state = PayoutState.WITHDRAWN.value
        give_rows_back(payout.id)


def give_rows_back(payout_id: int) -> None:
    """The rows of a payout that will not be paid are available again."""
    again = {"state": EarningState.AVAILABLE.value, "payout_id": None}
    update_where(SellerEarning, SellerEarning.payout_id == payout_id, **again)


def load_batch(batch_ref: str) -> PayoutBatch:
    """A batch with its payouts and their accounts, locked.

    Raises:
        PayoutNotFound: there is none.
    """
    own = select(PayoutBatch.id).where(PayoutBatch.ref == batch_ref)
    if (batch_id := session().scalar(own)) is None:
        raise PayoutNotFound
    lock_batch(batch_id)
    parts = selectinload(PayoutBatch.payouts).selectinload(SellerPayout.account)
    statement = select(PayoutBatch).where(PayoutBatch.id == batch_id).options(parts)
    return session().scalars(statement.execution_options(populate_existing=True)).one()
