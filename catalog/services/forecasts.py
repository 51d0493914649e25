"""Forecasts: what a seller expects of a week. Every answer is kept; the newest counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from catalog.events import CommitmentShort
from catalog.models.supply import Forecast, SupplyBucket
from catalog.rules.supply import check_forecast
from catalog.services.ownership import own_seller
from core import clock
from core.db import session, update_where
from core.errors import InvalidInput
from core.outbox import publish


def record_forecast(  # noqa: PLR0913 -- a forecast is these facts, agreed between packages
    actor: Actor,
    *,
    seller_id: int,
    spec_id: int,
    monday: date,
    p50_g: int,
    p80_g: int,
    source: str = "seller",
) -> None:
    """Record what a week is expected to bring.

    Args:
        actor: somebody of the seller.
        seller_id: the organisation.
        spec_id: the goods.
        monday: first day of the week.
        p50_g: grams that half the years bring.
        p80_g: grams that four years in five bring; never above p50.
        source: who or what says so.

    Raises:
        InvalidInput: names every field that is wrong.
    """
    own_seller(actor, seller_id, Permission.FORECAST)
    _check(monday, p50_g, p80_g)
    bucket_id = ensure_bucket(seller_id, spec_id, monday)
    row = Forecast(seller_id=seller_id, spec_id=spec_id, monday=monday, p50_g=p50_g, p80_g=p80_g)
    row.source, row.by_name, row.created_at = source, actor.name, clock.now()
    session().add(row)
    update_where(SupplyBucket, SupplyBucket.id == bucket_id, p50_g=p50_g, p80_g=p80_g)
    bucket = session().get_one(SupplyBucket, bucket_id, populate_existing=True)
    if bucket.committed_g + bucket.booked_g > p80_g:
        publish(CommitmentShort(seller_id=seller_id, spec_id=spec_id, monday=monday.isoformat()))


def record_batch(
    actor: Actor, said: Mapping[tuple[int, date], tuple[int, int]], *, seller_id: int, source: str
) -> None:
    """Record many weeks of many specs at once, each as `record_forecast` does.

    Args:
        actor: somebody of the seller.
        said: p50 and p80 in grams by spec and Monday.
        seller_id: the organisation.
        source: who or what says so.

    Raises:
        InvalidInput: names the fields of the first that is wrong; nothing is recorded then.
    """
    own_seller(actor, seller_id, Permission.FORECAST)
    for (_spec_id, monday), weights in said.items():
        _check(monday, *weights)
    ids = _ensure_buckets(seller_id, said)
    about = {"seller_id": seller_id, "source": source, "by_name": actor.name}
    about |= {"created_at": clock.now()}
    rows = [
        {**about, "spec_id": spec_id, "monday": monday, "p50_g": p50_g, "p80_g": p80_g}
        for (spec_id, monday), (p50_g, p80_g) in said.items()
    ]
    figures = [{"id": ids[k], "p50_g": p50, "p80_g": p80} for k, (p50, p80) in said.items()]
    if rows:
        session().execute(insert(Forecast), rows)
        session().execute(update(SupplyBucket), sorted(figures, key=lambda row: row["id"]))
    for (spec_id, monday), bucket in weeks_of(seller_id, said).items():
        if bucket.committed_g + bucket.booked_g > bucket.p80_g:
            day = monday.isoformat()
            publish(CommitmentShort(seller_id=seller_id, spec_id=spec_id, monday=day))


def _ensure_buckets(
    seller_id: int, keys: Collection[tuple[int, date]]
) -> dict[tuple[int, date], int]:
    known = weeks_of(seller_id, keys)
    fresh = [key for key in keys if key not in known]
    if not fresh:
        return {key: row.id for key, row in known.items()}
    rows = [{"seller_id": seller_id, "spec_id": spec_id, "monday": day} for spec_id, day in fresh]
    try:
        with session().begin_nested():
            session().execute(insert(SupplyBucket), rows)
    except IntegrityError:  # somebody was faster with one of them
        for key in fresh:
            ensure_bucket(seller_id, *key)
    return {key: row.id for key, row in weeks_of(seller_id, keys).items()}


def weeks_of(
    seller_id: int, keys: Collection[tuple[int, date]]
) -> dict[tuple[int, date], Row[*tuple[Any, ...]]]:
    """What stands in the buckets of these specs and Mondays, as far as there are any."""
    of = SupplyBucket
    columns = (of.id, of.spec_id, of.monday, of.p50_g, of.p80_g, of.committed_g, of.booked_g)
    found = session().execute(
        select(*columns).where(
            of.seller_id == seller_id,
            of.spec_id.in_({spec_id for spec_id, _monday in keys}),
            of.monday.in_({monday for _spec_id, monday in keys}),
        )
    )
    rows = {(row.spec_id, row.monday): row for row in found}
    return {key: row for key, row in rows.items() if key in keys}


def _check(monday: date, p50_g: int, p80_g: int) -> None:
    verdict = check_forecast(monday, p50_g, p80_g)
    if not verdict:
        fields = {str(reason.context["field"]): reason.code for reason in verdict.reasons}
        raise InvalidInput("forecast_invalid", fields=fields)


def ensure_bucket(seller_id: int, spec_id: int, monday: date) -> int:
    """The id of the bucket of a week; it is made when nobody spoke of that week before."""
    mine = (
        SupplyBucket.seller_id == seller_id,
        SupplyBucket.spec_id == spec_id,
        SupplyBucket.monday == monday,
    )
    found = session().scalar(select(SupplyBucket.id).where(*mine))
    if found is not None:
        return found
    try:
        with session().begin_nested():
            session().add(SupplyBucket(seller_id=seller_id, spec_id=spec_id, monday=monday))
    except IntegrityError:
        return session().scalars(select(SupplyBucket.id).where(*mine)).one()
    return session().scalars(select(SupplyBucket.id).where(*mine)).one()


@dataclass(frozen=True, slots=True)
class WeekForecast:
    """What one week is expected to bring, in grams."""

    monday: date
    p50_g: int
    p80_g: int


def record_forecasts(
    actor: Actor, *, seller_id: int, spec_id: int, weeks: Sequence[WeekForecast]
) -> int:
    """Record the weeks of a form that differ from what was said before.

    Args:
        actor: somebody of the seller.
        seller_id: the organisation.
        spec_id: the goods.
        weeks: the answers, each with its Monday.

    Returns:
        How many weeks changed.

    Raises:
        InvalidInput: names the fields by position (`p80_3` is the fourth week).
    """
    fields = {
        f"{reason.context['field']}_{index}": reason.code
        for index, week in enumerate(weeks)
        for reason in check_forecast(week.monday, week.p50_g, week.p80_g).reasons
    }
    if fields:
        raise InvalidInput("forecast_invalid", fields=fields)
    known = {row.monday: (row.p50_g, row.p80_g) for row in _buckets(seller_id, spec_id)}
    changed = [week for week in weeks if known.get(week.monday, (0, 0)) != (week.p50_g, week.p80_g)]
    for week in changed:
        record_forecast(
            actor,
            seller_id=seller_id,
            spec_id=spec_id,
            monday=week.monday,
            p50_g=week.p50_g,
            p80_g=week.p80_g,
        )
    return len(changed)


def _buckets(seller_id: int, spec_id: int) -> list[SupplyBucket]:
    mine = (SupplyBucket.seller_id == seller_id, SupplyBucket.spec_id == spec_id)
    return list(session().scalars(select(SupplyBucket).where(*mine)))
