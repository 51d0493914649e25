"""Tell sellers about their papers: verified, refused, ending in 30 and in 7 days, ended."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from accounts.queries import get_org
from accounts.rules.notices import Note, due_threshold
from accounts.services.notices import notify
from catalog.events import CertificateEnding
from catalog.models.certificates import Certificate
from catalog.rules.certificates import NOTICE_DAYS, CertificateState, days_left
from core.clock import local_day
from core.db import session
from core.outbox import publish


def tell_of_paper(paper: Certificate, kind: str, *, at: datetime, turn: str = "") -> bool:
    """Write a notice about a paper; False if it was told before."""
    facts = {"paper": paper.kind, "number": paper.number, "reason": paper.reason or "—"}
    if paper.valid_to is not None:
        facts["end_on"] = str(paper.valid_to)
    note = Note(
        kind=kind,
        key=f"{kind}-{paper.ref}{turn}",
        facts=facts,
        endpoint="catalog_certificates.list_certificates",
        arguments={"org_ref": get_org(paper.seller_id).ref},
    )
    return notify(org_id=paper.seller_id, note=note, at=at)


def warn_of_ends(*, at: datetime) -> int:
    """Tell sellers which papers end within 30 and within 7 days, each once.

    Returns:
        How many warnings were new.
    """
    today = local_day(at)
    soon = select(Certificate).where(
        Certificate.state == CertificateState.VERIFIED,
        Certificate.valid_to.between(today, today + timedelta(days=max(NOTICE_DAYS))),
    )
    told = 0
    for paper in session().scalars(soon.order_by(Certificate.id)):
        left = days_left(paper, today)
        threshold = None if left is None else due_threshold(left, NOTICE_DAYS)
        if threshold is None:
            continue
        if tell_of_paper(paper, "notice_paper_ends", at=at, turn=f"-{threshold}"):
            publish(CertificateEnding(paper.ref), dedupe_key=f"{paper.ref}-{threshold}")
            told += 1
    return told
