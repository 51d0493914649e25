"""Commitments: what contracts may take of a week, guarded by the forecast.

A contract commits grams per week against p80 (ATP_WEEK); beyond that only with a reason on
record. When the week comes, released stock is shielded from the shop up to what is still open;
each call-off draws on the week first and is then reserved like any other order.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import func, select

from accounts.rules.actor import Actor
from catalog.errors import CommitmentTooLarge, DrawTooLarge
from catalog.models.supply import Commitment, SupplyBucket
from catalog.rules.supply import atp_week_g, iso_week, promisable_g
from catalog.services.forecasts import ensure_bucket
from catalog.services.shields import lower_shield
from core import clock
from core.db import require_one, session, update_where
from core.errors import NotFound


def commit(  # noqa: PLR0913 -- the facts of a commitment, agreed between packages
    actor: Actor,
    *,
    contract_ref: str,
    seller_id: int,
    spec_id: int,
    weeks: Mapping[date, int],
    priority_at: datetime,
    override_reason: str | None = None,
) -> None:
    """Promise the weeks of a contract, all of them or none.

    Args:
        actor: who signs.
        contract_ref: the contract.
        seller_id: who delivers.
        spec_id: the goods.
        weeks: grams by Monday.
        priority_at: when it was signed; in a shortage the earlier goes first.
        override_reason: why more is promised than the forecast carries.

    Raises:
        CommitmentTooLarge: names the first week that does not fit and what is free of it.
    """
    del actor
    for monday, grams in sorted(weeks.items()):
        bucket_id = ensure_bucket(seller_id, spec_id, monday)
        _take(bucket_id, monday, grams, is_overridden=bool(override_reason))
        row = Commitment(contract_ref=contract_ref, bucket_id=bucket_id, monday=monday, grams=grams)
        row.seller_id, row.spec_id = seller_id, spec_id
        row.priority_at, row.override_reason = priority_at, override_reason or ""
        row.created_at = clock.now()
        session().add(row)
    session().flush()  # the same contract twice shows here


def _take(bucket_id: int, monday: date, grams: int, *, is_overridden: bool) -> None:
    bucket = session().get_one(SupplyBucket, bucket_id, populate_existing=True)
    p80_g, committed_g = bucket.p80_g, bucket.committed_g
    room = SupplyBucket.committed_g + grams <= promisable_g(p80_g)
    unchanged = SupplyBucket.p80_g == p80_g
    conditions = [] if is_overridden else [unchanged, room]
    taken = update_where(
        SupplyBucket,
        SupplyBucket.id == bucket_id,
        *conditions,
        committed_g=SupplyBucket.committed_g + grams,
    )
    if taken != 1:
        raise CommitmentTooLarge(iso_week(monday), atp_week_g(p80_g, committed_g))


def draw(actor: Actor, *, contract_ref: str, spec_id: int, week: date, grams: int) -> int:
    """Take a call-off out of its week's commitment, just before it is reserved.

    What goes beyond the commitment (a tolerance) competes with everybody else for stock.

    Args:
        actor: who calls off.
        contract_ref: the contract.
        spec_id: the goods.
        week: Monday of the week of delivery.
        grams: what is called off.

    Returns:
        Grams that the commitment covered.

    Raises:
        DrawTooLarge: another call-off of the week was faster; try again.
    """
    del actor
    row = _find(contract_ref, spec_id, week)
    if row is None:
        return 0
    covered = min(grams, row.grams - row.drawn_g)
    drawn = update_where(
        Commitment,
        Commitment.id == row.id,
        Commitment.grams - Commitment.drawn_g >= covered,
        drawn_g=Commitment.drawn_g + covered,
    )
    require_one(drawn, DrawTooLarge(week=iso_week(week)))
    lower_shield(row.id)
    return covered


def undraw(actor: Actor, *, contract_ref: str, spec_id: int, week: date, grams: int) -> None:
    """Give a cancelled call-off back to its week.

    Raises:
        NotFound: the contract has no commitment in that week.
        DrawTooLarge: another call-off of the week was faster; try again.
    """
    del actor
    row = _find(contract_ref, spec_id, week)
    if row is None:
        raise NotFound("commitment_not_found")
    back = min(grams, row.drawn_g)
    given = update_where(
        Commitment,
        Commitment.id == row.id,
        Commitment.drawn_g >= back,
        drawn_g=Commitment.drawn_g - back,
    )
    require_one(given, DrawTooLarge(week=iso_week(week)))


def uncommit(actor: Actor, *, contract_ref: str) -> int:
    """End what a contract may still take: it has ended or was terminated. May be repeated.

    Returns:
        Grams given back to the weeks.

    Raises:
        DrawTooLarge: a call-off drew on a week at this very moment; try again.
    """
    del actor
    statement = (
        select(Commitment)
        .where(Commitment.contract_ref == contract_ref, Commitment.grams > Commitment.drawn_g)
        .order_by(Commitment.bucket_id)
        .execution_options(populate_existing=True)
    )
    given = 0
    for row in list(session().scalars(statement)):
        open_g, bucket_id, row_id = row.grams - row.drawn_g, row.bucket_id, row.id
        as_read = (Commitment.id == row_id, Commitment.grams - Commitment.drawn_g == open_g)
        ended = update_where(Commitment, *as_read, grams=Commitment.drawn_g)
        require_one(ended, DrawTooLarge(week=iso_week(row.monday)))
        update_where(
            SupplyBucket,
            SupplyBucket.id == bucket_id,
            committed_g=SupplyBucket.committed_g - open_g,
        )
        lower_shield(row_id)
        given += open_g
    return given


def committed_total_g(contract_ref: str) -> int:
    """Grams a contract has committed over all weeks."""
    total = select(func.sum(Commitment.grams)).where(Commitment.contract_ref == contract_ref)
    return int(session().scalar(total) or 0)


def _find(contract_ref: str, spec_id: int, week: date) -> Commitment | None:
    return session().scalar(
        select(Commitment)
        .where(
            Commitment.contract_ref == contract_ref,
            Commitment.spec_id == spec_id,
            Commitment.monday == week,
        )
        .execution_options(populate_existing=True)
    )
