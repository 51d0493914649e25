"""Temperatures on the road: written down, turned into excursions, decided by a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from core.db import require_one, session, update_where
from core.errors import InvalidInput
from logistics.errors import (
    ColdChainBroken,
    StepNotPossible,
    UnknownDeparture,
    UnknownExcursion,
)
from logistics.models.consignments import Consignment
from logistics.models.network import Departure
from logistics.models.tracking import Excursion, Reading
from logistics.rules.excursions import Episode, Point, latest_episode, worse
from logistics.rules.states import EXCURSION_STEPS, DepartureState, ExcursionState, may_follow
from logistics.services import journal
from logistics.services.journal import Happening

READERS = (Permission.HUB_WORK, Permission.PLAN_ROUTES, Permission.DRIVE)
CLOCKS_DIFFER = timedelta(minutes=5)
OLDEST = timedelta(days=14)
DECISIONS = (ExcursionState.RELEASED, ExcursionState.DOWNGRADED, ExcursionState.REJECTED)


@dataclass(frozen=True, slots=True)
class NewReading:
    """What somebody read: tenths of a degree in the compartment of a class, at a spot."""

    temperature: str
    celsius_c10: int
    read_at: datetime
    spot: str = ""
    source: str = "hand"


def record_reading(
    actor: Actor, *, departure_ref: str, reading: NewReading, at: datetime
) -> str | None:
    """Write a temperature of a truck down; beyond the limits it opens or deepens an excursion.

    Args:
        actor: hub worker, driver or dispatcher.
        departure_ref: the truck.
        reading: what was read, where and when.
        at: the present instant.

    Returns:
        Reference of the open excursion of this compartment, or None if all is well.

    Raises:
        UnknownDeparture: there is none.
        StepNotPossible: the departure was cancelled.
        InvalidInput: the time lies ahead, or more than two weeks back.
    """
    if not any(actor.can(permission) for permission in READERS):
        actor.require(Permission.HUB_WORK)
    departure = _departure(departure_ref)
    _check_time(reading.read_at, at)
    session().add(
        Reading(
            logger=f"{reading.source}:{actor.user_ref}"[:30],
            departure_id=departure.id,
            temperature=reading.temperature,
            read_at=reading.read_at,
            received_at=at,
            celsius_c10=reading.celsius_c10,
            position=reading.spot,
            source=reading.source,
        )
    )
    session().flush()  # the episode is read from the table
    episode = latest_episode(reading.temperature, points_of(departure.id, reading.temperature))
    return _follow(actor, departure, reading.temperature, episode, at)


def decide(
    actor: Actor, *, excursion_ref: str, decision: ExcursionState, note: str, at: datetime
) -> None:
    """Assess an excursion that has ended, then release, downgrade or reject its goods.

    Args:
        actor: dispatcher.
        excursion_ref: which excursion.
        decision: the next state.
        note: why; required.
        at: the present instant.

    Raises:
        UnknownExcursion: there is none.
        StepNotPossible: it is not at that point.
        InvalidInput: no reason was given.
    """
    actor.require(Permission.PLAN_ROUTES)
    row = session().scalars(select(Excursion).where(Excursion.ref == excursion_ref)).one_or_none()
    if row is None:
        raise UnknownExcursion(ref=excursion_ref)
    if not note.strip():
        raise InvalidInput(fields={"note": "required"})
    _move(row, decision)
    row.note = note.strip()[:300]
    if decision in DECISIONS:
        row.decided_by, row.decided_at = actor.name, at
    _write(actor, row, decision.value, at, row.note)


def points_of(departure_id: int, temperature: str) -> list[Point]:
    """The readings of a compartment, oldest first."""
    statement = (
        select(Reading.read_at, Reading.celsius_c10)
        .where(Reading.departure_id == departure_id, Reading.temperature == temperature)
        .order_by(Reading.read_at, Reading.id)
    )
    return [Point(row.read_at, row.celsius_c10) for row in session().execute(statement)]


def refuse_unjudged(consignment: Consignment) -> None:
    """Goods of a critical excursion go no further until a person has released them.

    Raises:
        ColdChainBroken: there is one, not decided or rejected.
    """
    allowed = (ExcursionState.RELEASED.value, ExcursionState.DOWNGRADED.value)
    statement = select(Excursion.id).where(
        Excursion.departure_id == consignment.departure_id,
        Excursion.temperature == consignment.temperature,
        Excursion.severity == "critical",
        Excursion.state.not_in(allowed),
    )
    if consignment.departure_id and session().scalar(statement.limit(1)) is not None:
        raise ColdChainBroken(number=consignment.number)


def _departure(ref: str) -> Departure:
    row = session().scalars(select(Departure).where(Departure.ref == ref)).one_or_none()
    if row is None:
        raise UnknownDeparture(ref=ref)
    if row.state == DepartureState.CANCELLED.value:
        raise StepNotPossible(now=row.state, then="reading")
    return row


def _check_time(read_at: datetime, at: datetime) -> None:
    if read_at > at + CLOCKS_DIFFER:
        raise InvalidInput(fields={"read_at": "in_future"})
    if read_at < at - OLDEST:
        raise InvalidInput(fields={"read_at": "too_old"})


def _follow(
    actor: Actor, departure: Departure, temperature: str, episode: Episode | None, at: datetime
) -> str | None:
    """Keep the excursion of a compartment in step with its readings."""
    row = (
        session()
        .scalars(
            select(Excursion).where(
                Excursion.departure_id == departure.id,
                Excursion.temperature == temperature,
                Excursion.state == ExcursionState.OPEN.value,
            )
        )
        .one_or_none()
    )
    if episode is None or episode.severity is None:
        return None
    if row is None:
        row = _open(actor, departure, temperature, episode, at)
    else:
        _deepen(actor, row, episode, at)
    if row is None or episode.ended_at is None:
        return row.ref if row else None
    _move(row, ExcursionState.ENDED)
    row.ended_at = episode.ended_at
    _write(actor, row, ExcursionState.ENDED.value, at)
    return None


def _open(
    actor: Actor, departure: Departure, temperature: str, episode: Episode, at: datetime
) -> Excursion | None:
    known = session().scalar(
        select(Excursion).where(
            Excursion.departure_id == departure.id,
            Excursion.temperature == temperature,
            Excursion.started_at == episode.started_at,
        )
    )
    if episode.severity is None or known is not None:
        _correct(known, episode)
        return None
    row = Excursion(
        departure_id=departure.id,
        temperature=temperature,
        severity=episode.severity,
        state=ExcursionState.OPEN.value,
        started_at=episode.started_at,
        worst_c10=episode.worst_c10,
    )
    session().add(row)
    session().flush()  # the event needs its reference
    _write(actor, row, "opened", at)
    return row


def _correct(known: Excursion | None, episode: Episode) -> None:
    """A reading that arrived late says more exactly when an ended excursion was over."""
    if known is not None and known.state == ExcursionState.ENDED.value and episode.ended_at:
        known.ended_at = episode.ended_at
        known.worst_c10 = episode.worst_c10
        known.severity = worse(known.severity, episode.severity or known.severity)


def _deepen(actor: Actor, row: Excursion, episode: Episode, at: datetime) -> None:
    severity = worse(row.severity, episode.severity or row.severity)
    row.worst_c10 = episode.worst_c10
    if severity != row.severity:
        row.severity = severity
        _write(actor, row, "escalated", at)


def _move(row: Excursion, then: ExcursionState) -> None:
    now = ExcursionState(row.state)
    if not may_follow(EXCURSION_STEPS, now, then):
        raise StepNotPossible(now=now.value, then=then.value)
    changed = update_where(
        Excursion, Excursion.id == row.id, Excursion.state == now.value, state=then.value
    )
    require_one(changed, StepNotPossible(now=now.value, then=then.value))
    session().refresh(row)


def _write(actor: Actor, row: Excursion, kind: str, at: datetime, note: str = "") -> None:
    details = {"severity": row.severity, "worst_c10": row.worst_c10}
    happening = Happening("excursion", row.ref, kind, at, note=note, details=details)
    journal.write(actor, happening)
