"""Work of the catalog outside of requests: due holds, past days, the nightly proof, imports."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from accounts.events import SellerSuspended
from accounts.rules.actor import SYSTEM
from accounts.services.notices import mail_owners
from catalog.events import CertificateEnding, ImportConfirmed, ImportSent
from catalog.gateways import SheetBroken, Sheets
from catalog.queries.certificates import get_certificate
from catalog.rules.imports import ImportState, SheetLine, Tally
from catalog.rules.sheets import SheetKind
from catalog.schemas.sheets import read_lines
from catalog.services import imports
from catalog.services.bases import end_bases
from catalog.services.certificates import expire_certificates
from catalog.services.lots import block_past_lots
from catalog.services.onboarding import stop_goods
from catalog.services.paper_notices import warn_of_ends
from catalog.services.proof import prove_stock
from catalog.services.rounds import decide_rounds
from catalog.services.shields import shield_week
from catalog.services.stock import sweep_due_holds
from catalog.services.storage_fees import close_month
from core import clock
from core.errors import NotAllowed, NotFound
from core.files import FileStore, fetch
from core.outbox import Message
from core.ports import port
from core.types.dates import monday_of
from core.unit_of_work import unit_of_work
from core.web.format import day_full
from core.web.language import _
from core.web.words import sentence

log = logging.getLogger(__name__)
IMPORT_LEASE_S = 900
IMPORT_BATCH = 500


def sweep_holds(at: datetime) -> None:
    """End holds that are due."""
    with unit_of_work():
        sweep_due_holds(SYSTEM, at=at)


def end_past_days(at: datetime) -> None:
    """End certificates and block lots whose last day has come."""
    with unit_of_work():
        expire_certificates(SYSTEM, at=at)
    with unit_of_work():
        block_past_lots(SYSTEM, at=at)
    with unit_of_work():
        end_bases(at=at)


def warn_of_papers(at: datetime) -> None:
    """Tell sellers which papers end soon."""
    with unit_of_work():
        warn_of_ends(at=at)


def mail_ending(event: CertificateEnding) -> None:
    """Mail the owners of a seller whose paper ends soon."""
    paper = get_certificate(event.certificate_ref)
    name = sentence(f"paper_{paper.kind}")
    end = day_full(paper.valid_to)
    mail_owners(
        org_id=paper.seller_id,
        subject=_("%(paper)s快到期了", paper=name),
        text=_(
            "【闽宁优选】%(paper)s %(number)s 在 %(end)s 到期。"
            "请登录后台交新证，到期当天靠它上架的商品会停售。",
            paper=name,
            number=paper.number,
            end=end,
        ),
        key=f"paper-{paper.ref}-{end}",
    )


def stop_suspended(event: SellerSuspended) -> None:
    """Take a suspended seller's goods off sale."""
    stop_goods(SYSTEM, org_ref=event.org_ref)


def shield_contracts(at: datetime) -> None:
    """Keep this week's stock for what contracts may still call."""
    with unit_of_work():
        shield_week(SYSTEM, monday=monday_of(clock.local_day(at)), at=at)


def close_rounds(at: datetime) -> None:
    """Decide the sale rounds whose cut-off has come."""
    with unit_of_work():
        decide_rounds(SYSTEM, at=at)


def prove_counters(at: datetime) -> None:
    """Compare all stock counters with their rows; a difference is an alarm in the log."""
    with unit_of_work():
        differences = prove_stock()
    for found in differences:
        log.error("stock counter differs at %s: %s", at.isoformat(), found)


def close_storage_month(at: datetime) -> None:
    """Write down what storing grain has cost last month, if that has not been done."""
    last_month = clock.local_day(at).replace(day=1) - timedelta(days=1)
    with unit_of_work():
        close_month(SYSTEM, day=last_month, at=at)


def look_through(event: ImportSent, message: Message) -> None:
    """Look through the rows of a table that was sent; nothing is written."""
    _work_on_import(event.import_ref, ImportState.SENT, message)


def take_over(event: ImportConfirmed, message: Message) -> None:
    """Take the rows of a confirmed import over; begun anew, it finds its own rows the same."""
    _work_on_import(event.import_ref, ImportState.CONFIRMED, message)


def _work_on_import(import_ref: str, state: ImportState, message: Message) -> None:
    try:
        tally = _take_rows(import_ref, state, message)
    except SheetBroken as broken:
        _give_up(import_ref, message, broken.code, broken.missing)
    except (NotAllowed, NotFound) as refused:
        _give_up(import_ref, message, refused.code)
    else:
        with unit_of_work():
            work = imports.open_work(import_ref, state) if tally else None
            if tally and work:
                imports.finish_work(work[0], tally, at=clock.now())
            message.finish()


def _take_rows(import_ref: str, state: ImportState, message: Message) -> Tally | None:
    with unit_of_work():
        message.extend(IMPORT_LEASE_S)
        work = imports.open_work(import_ref, state)
        if work is None:
            return None
        kind = SheetKind(work[0].kind)
        _card, data = fetch(port(FileStore), work[0].file_ref)
    tally = Tally()
    for lines in _batches(read_lines(kind, port(Sheets).read(data))):
        with unit_of_work():
            work = imports.open_work(import_ref, state)
            if work is None:  # dropped meanwhile
                return None
            imports.take_lines(work[1], work[0], lines, tally, at=clock.now())
            imports.note_progress(work[0], tally)
    return tally


def _batches(lines: Iterator[SheetLine]) -> Iterator[list[SheetLine]]:
    while batch := list(islice(lines, IMPORT_BATCH)):
        yield batch


def _give_up(import_ref: str, message: Message, code: str, missing: Sequence[str] = ()) -> None:
    with unit_of_work():
        imports.fail_work(import_ref, code, missing, at=clock.now())
        message.finish()
