"""Imports of tables: take one in, look through its rows, take over the good ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from accounts.queries import find_actor, get_org
from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from catalog.errors import ImportStepRefused
from catalog.events import ImportConfirmed, ImportSent
from catalog.models.imports import ImportFault, ImportJob
from catalog.rules.imports import (
    MAX_BYTES,
    UNDER_WAY,
    Fault,
    ImportState,
    RowEnd,
    SheetLine,
    Tally,
    may_become,
)
from catalog.rules.sheets import SheetKind
from catalog.services.import_rows import Rows, rows_of
from catalog.services.ownership import own_seller
from core.db import require_one, session, update_where
from core.errors import DomainError, InvalidInput, NotAllowed, NotFound
from core.files import FileCard, FileStore, keep
from core.outbox import publish

NEEDED: dict[SheetKind, Permission] = {
    SheetKind.LISTINGS: Permission.EDIT_LISTING,
    SheetKind.LOTS: Permission.MANAGE_LOTS,
    SheetKind.FORECASTS: Permission.FORECAST,
}
CONTENT_TYPE = "application/octet-stream"  # nobody serves it; it is only read by our own child


@dataclass(frozen=True, slots=True)
class SentTable:
    """A table as it came; `is_submitting`: its new listings go to review at once."""

    kind: str
    data: bytes
    name: str
    is_submitting: bool


def send_table(
    actor: Actor, table: SentTable, *, seller_id: int, store: FileStore, at: datetime
) -> str:
    """Take a table in; it is looked through by the worker, nothing changes yet.

    Args:
        actor: somebody of the seller.
        table: as it came.
        seller_id: whose rows they are.
        store: where files are kept.
        at: now.

    Returns:
        The reference of the import.

    Raises:
        InvalidInput: no file, too large, or no such kind.
    """
    if table.kind not in set(SheetKind):
        raise InvalidInput(fields={"kind": "invalid_choice"})
    kind, data = SheetKind(table.kind), table.data
    own_seller(actor, seller_id, NEEDED[kind])
    if table.is_submitting:
        actor.require(Permission.PUBLISH_LISTING)
    if not data or len(data) > MAX_BYTES:
        raise InvalidInput(fields={"file": "too_large" if data else "required"})
    kept = keep(store, data, content_type=CONTENT_TYPE, name=table.name or kind, at=at)
    job = _new_job(actor, kept, kind, seller_id, at)
    job.is_submitting = table.is_submitting and kind == SheetKind.LISTINGS
    session().add(job)
    session().flush()  # the reference is made now
    publish(ImportSent(job.ref), dedupe_key=f"look-{job.ref}")
    return job.ref


def _new_job(
    actor: Actor, kept: FileCard, kind: SheetKind, seller_id: int, at: datetime
) -> ImportJob:
    return ImportJob(
        seller_id=seller_id,
        kind=kind.value,
        state=ImportState.SENT,
        file_ref=kept.ref,
        file_name=kept.name,
        sha256=kept.sha256,
        missing_columns=[],
        by_user_id=actor.user_id,
        by_name=actor.name[:80],
        created_at=at,
    )


def confirm_import(actor: Actor, *, import_ref: str, at: datetime) -> None:
    """Take the good rows over; the worker does it.

    Raises:
        NotFound: there is none, or it is somebody else's.
        ImportStepRefused: it was not looked through, or was confirmed before.
    """
    del at
    job = _own(actor, import_ref)
    if job.rows_new + job.rows_changed == 0:
        raise ImportStepRefused("nothing_to_import")
    _move(job, ImportState.CONFIRMED, rows_done=0)
    publish(ImportConfirmed(job.ref), dedupe_key=f"take-{job.ref}")


def drop_import(actor: Actor, *, import_ref: str, at: datetime) -> None:
    """Leave it; nothing of it is taken over.

    Raises:
        NotFound: there is none, or it is somebody else's.
        ImportStepRefused: it has been confirmed.
    """
    _move(_own(actor, import_ref), ImportState.DROPPED, finished_at=at)


def open_work(import_ref: str, state: ImportState) -> tuple[ImportJob, Actor] | None:
    """The import a worker is about to do, and in whose name; None if it is not in that state.

    Raises:
        NotAllowed: whoever sent it may not do this any more.
    """
    job = session().scalar(select(ImportJob).where(ImportJob.ref == import_ref))
    if job is None or job.state != state:
        return None
    session().execute(delete(ImportFault).where(ImportFault.job_id == job.id))
    actor = find_actor(job.by_user_id or 0, get_org(job.seller_id).ref)
    if actor is None:
        raise NotAllowed
    own_seller(actor, job.seller_id, NEEDED[SheetKind(job.kind)])
    return job, actor


def take_lines(
    actor: Actor, job: ImportJob, lines: Sequence[SheetLine], tally: Tally, *, at: datetime
) -> None:
    """Look through a batch of rows; write them if the import is confirmed.

    Args:
        actor: in whose name.
        job: the import; its state says whether to write.
        lines: the rows.
        tally: counts how they end, and remembers their keys.
        at: now.
    """
    rows = rows_of(SheetKind(job.kind), actor, job.seller_id, lines, at=at)
    is_writing = job.state == ImportState.CONFIRMED
    taken: list[tuple[SheetLine, RowEnd, list[Fault]]] = []
    for line in lines:
        end, faults = _take(rows, line, tally, is_writing=is_writing)
        if job.is_submitting and end is RowEnd.NEW:
            faults = _submit(rows, line, is_writing=is_writing)
        taken.append((line, end, faults))
    refused = rows.finish() if is_writing else {}
    for line, end, faults in taken:
        why = refused.get(line.row_no)
        tally.note(*((end, faults) if why is None else (RowEnd.BAD, _faults(line, why))))
    session().flush()  # a refused row must fail here, with its line, not at the commit


def _take(
    rows: Rows, line: SheetLine, tally: Tally, *, is_writing: bool
) -> tuple[RowEnd, list[Fault]]:
    if line.codes:
        return RowEnd.BAD, [line.fault(name, code) for name, code in line.codes.items()]
    if tally.is_twice(line.key):
        return RowEnd.BAD, [line.fault("", "row_twice")]
    try:
        end = rows.judge(line)
        if is_writing and end in (RowEnd.NEW, RowEnd.CHANGED):
            rows.write(line, end)
    except DomainError as refused:
        return RowEnd.BAD, _faults(line, refused)
    return end, []


def _submit(rows: Rows, line: SheetLine, *, is_writing: bool) -> list[Fault]:
    """New listings that cannot be published stay drafts; the row says why."""
    verdict = rows.publishable(line)
    if verdict and is_writing:
        rows.submit(line)
    named = [(str(reason.context.get("field", "")), reason.code) for reason in verdict.reasons]
    return [line.fault(name, code, is_note=True) for name, code in named]


def _faults(line: SheetLine, refused: DomainError) -> list[Fault]:
    codes = refused.fields if isinstance(refused, InvalidInput) else {}
    columns = {"grams": "kilograms", "monday": "monday"}
    found = [line.fault(columns.get(name, name), code) for name, code in codes.items()]
    return found or [line.fault("", refused.code)]


def note_progress(job: ImportJob, tally: Tally) -> None:
    """Say how far the worker has come."""
    ends: dict[str, Any] = {f"rows_{end.value}": count for end, count in tally.ends.items()}
    update_where(ImportJob, ImportJob.id == job.id, rows_done=tally.total, **ends)


def finish_work(job: ImportJob, tally: Tally, *, at: datetime) -> None:
    """All rows are through: keep what is wrong, move on."""
    note_progress(job, tally)
    session().add_all(
        ImportFault(
            job_id=job.id,
            row_no=fault.row_no,
            cell=fault.cell,
            field=fault.field,
            code=fault.code[:60],
            typed=fault.typed,
            is_note=fault.is_note,
        )
        for fault in tally.faults
    )
    is_over = job.state == ImportState.CONFIRMED
    done = ImportState.DONE if is_over else ImportState.CHECKED
    _move(job, done, rows_total=tally.total, finished_at=at if is_over else None)


def fail_work(import_ref: str, problem: str, missing: Sequence[str], *, at: datetime) -> None:
    """The file cannot be read; what was taken over before stays."""
    job = session().scalar(select(ImportJob).where(ImportJob.ref == import_ref))
    if job is not None and job.state in UNDER_WAY:
        facts = {"problem": problem, "missing_columns": list(missing), "finished_at": at}
        _move(job, ImportState.FAILED, **facts)


def _own(actor: Actor, import_ref: str) -> ImportJob:
    job = session().scalar(select(ImportJob).where(ImportJob.ref == import_ref))
    if job is None or not actor.acts_for(job.seller_id):
        raise NotFound("import_not_found")
    actor.require(NEEDED[SheetKind(job.kind)])
    return job


def _move(job: ImportJob, target: ImportState, **values: Any) -> None:
    current = ImportState(job.state)
    refusal = ImportStepRefused(state=current.value)
    if not may_become(current, target):
        raise refusal
    own = (ImportJob.id == job.id, ImportJob.state == current.value)
    require_one(update_where(ImportJob, *own, state=target.value, **values), refusal)
