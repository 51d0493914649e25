"""Certificates: a seller submits, the platform verifies or refuses, the calendar ends them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from catalog.errors import CertificateStepRefused
from catalog.events import CertificateExpired, CertificateVerified
from catalog.models.certificates import Certificate
from catalog.models.specs import ProductSpec
from catalog.rules.certificates import CertificateKind, CertificateState, may_become
from catalog.services.paper_notices import tell_of_paper
from catalog.services.pausing import pause_uncovered
from core import clock, files
from core.db import require_one, session, update_where
from core.errors import InvalidInput, NotFound
from core.files import FileStore
from core.outbox import publish


class Picture(Protocol):
    """An uploaded photo or PDF, checked for what it is."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def content_type(self) -> str:
        """What it is."""

    @property
    def data(self) -> bytes:
        """Its bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCertificate:
    """A paper to be submitted; with a spec it holds for that spec only."""

    seller_id: int
    kind: CertificateKind
    issuer: str
    number: str
    valid_from: date
    valid_to: date | None = None
    spec_id: int | None = None
    file_ref: str | None = None


def submit_certificate(actor: Actor, new: NewCertificate, *, at: datetime) -> str:
    """Hand a paper to the platform.

    Args:
        actor: somebody of the seller.
        new: the paper.
        at: now.

    Returns:
        The reference of the paper.

    Raises:
        InvalidInput: names every field that is wrong.
    """
    actor.require(Permission.EDIT_LISTING)
    if not actor.acts_for(new.seller_id):
        raise NotFound("certificate_not_found")
    _check(new, clock.local_day(at))
    paper = Certificate(
        seller_id=new.seller_id,
        spec_id=new.spec_id,
        kind=new.kind,
        issuer=new.issuer.strip(),
        number=new.number.strip(),
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        state=CertificateState.SUBMITTED,
        created_at=at,
        file_ref=new.file_ref,
    )
    session().add(paper)
    session().flush()  # the reference is made now
    return paper.ref


def submit_with_file(
    actor: Actor, new: NewCertificate, picture: Picture, *, store: FileStore, at: datetime
) -> str:
    """Hand in a paper with its photo or PDF; the file is kept only if the paper is taken.

    Raises:
        InvalidInput: names every field that is wrong.
    """
    ref = submit_certificate(actor, new, at=at)
    card = files.keep(
        store, picture.data, content_type=picture.content_type, name=picture.name, at=at
    )
    update_where(Certificate, Certificate.ref == ref, file_ref=card.ref)
    return ref


def _check(new: NewCertificate, day: date) -> None:
    fields: dict[str, str] = {}
    if not new.issuer.strip():
        fields["issuer"] = "required"
    if not new.number.strip():
        fields["number"] = "required"
    elif _is_known(new):
        fields["number"] = "certificate_known"
    if new.valid_to is not None and new.valid_to < new.valid_from:
        fields["valid_to"] = "ends_before_start"
    elif new.valid_to is not None and new.valid_to < day:
        fields["valid_to"] = "certificate_over"
    if new.spec_id is not None and session().get(ProductSpec, new.spec_id) is None:
        fields["spec"] = "invalid_choice"
    if fields:
        raise InvalidInput("certificate_invalid", fields=fields)


def _is_known(new: NewCertificate) -> bool:
    known = select(Certificate.id).where(
        Certificate.seller_id == new.seller_id,
        Certificate.kind == new.kind,
        Certificate.number == new.number.strip(),
        Certificate.spec_id.is_(new.spec_id)
        if new.spec_id is None
        else Certificate.spec_id == new.spec_id,
        Certificate.state.in_((CertificateState.SUBMITTED, CertificateState.VERIFIED)),
    )
    return session().scalar(known.limit(1)) is not None


def verify_certificate(actor: Actor, *, certificate_ref: str, at: datetime) -> None:
    """Confirm that a paper is real; claims may stand on it from now on.

    Raises:
        CertificateStepRefused: it has been decided already.
    """
    actor.require(Permission.VERIFY_SELLER)
    paper = _decide(actor, certificate_ref, CertificateState.VERIFIED, "", at=at)
    tell_of_paper(paper, "notice_paper_verified", at=at)
    publish(CertificateVerified(certificate_ref=certificate_ref))


def refuse_certificate(actor: Actor, *, certificate_ref: str, reason: str, at: datetime) -> None:
    """Refuse a paper, saying why.

    Raises:
        InvalidInput: no reason was given.
        CertificateStepRefused: it has been decided already.
    """
    actor.require(Permission.VERIFY_SELLER)
    _require_reason(reason)
    paper = _decide(actor, certificate_ref, CertificateState.REFUSED, reason.strip(), at=at)
    tell_of_paper(paper, "notice_paper_refused", at=at)


def revoke_certificate(actor: Actor, *, certificate_ref: str, reason: str, at: datetime) -> None:
    """Take back a verified paper; the listings that need it stop at once.

    Raises:
        InvalidInput: no reason was given.
        CertificateStepRefused: it is not verified.
    """
    actor.require(Permission.VERIFY_SELLER)
    _require_reason(reason)
    paper = _decide(actor, certificate_ref, CertificateState.REVOKED, reason.strip(), at=at)
    tell_of_paper(paper, "notice_paper_revoked", at=at)
    pause_uncovered(actor, seller_id=paper.seller_id, at=at)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidInput("reason_required", fields={"reason": "required"})


def expire_certificates(actor: Actor, *, at: datetime) -> int:
    """End the papers whose last day has passed and stop the listings that need them.

    Returns:
        How many papers ended.
    """
    over = select(Certificate).where(
        Certificate.state == CertificateState.VERIFIED,
        Certificate.valid_to < clock.local_day(at),
    )
    papers = list(session().scalars(over.order_by(Certificate.id)))
    for paper in papers:
        update_where(
            Certificate,
            Certificate.id == paper.id,
            Certificate.state == CertificateState.VERIFIED,
            state=CertificateState.EXPIRED,
        )
        publish(CertificateExpired(certificate_ref=paper.ref))
        tell_of_paper(paper, "notice_paper_ended", at=at)
    for seller_id in sorted({paper.seller_id for paper in papers}):
        pause_uncovered(actor, seller_id=seller_id, at=at)
    return len(papers)


def _decide(
    actor: Actor, ref: str, target: CertificateState, reason: str, *, at: datetime
) -> Certificate:
    paper = session().scalar(select(Certificate).where(Certificate.ref == ref))
    if paper is None:
        raise NotFound("certificate_not_found")
    current = CertificateState(paper.state)
    if not may_become(current, target):
        raise CertificateStepRefused(certificate_ref=ref, state=current.value)
    decided = update_where(
        Certificate,
        Certificate.id == paper.id,
        Certificate.state == current,
        state=target,
        reason=reason,
        checked_by=actor.name,
        checked_at=at,
    )
    require_one(decided, CertificateStepRefused(certificate_ref=ref, state=current.value))
    return paper
