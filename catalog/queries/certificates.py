"""Certificates: of a seller, of a listing, waiting for the platform."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select

from catalog.models.certificates import Certificate
from catalog.models.specs import ProductSpec
from catalog.rules.cards import CertificateCard
from catalog.rules.certificates import CertificateState
from core.db import session
from core.errors import NotFound


def covers(seller_id: Any, spec_id: Any, day: date) -> Any:
    """The condition that a certificate of a seller is in force for a spec on a day."""
    return and_(
        Certificate.seller_id == seller_id,
        or_(Certificate.spec_id.is_(None), Certificate.spec_id == spec_id),
        Certificate.lot_id.is_(None),
        Certificate.state == CertificateState.VERIFIED,
        Certificate.valid_from <= day,
        or_(Certificate.valid_to.is_(None), Certificate.valid_to >= day),
    )


def held_kinds(seller_id: int, spec_id: int, day: date) -> frozenset[str]:
    """The kinds of paper a seller has in force for a spec."""
    statement = select(Certificate.kind).where(covers(seller_id, spec_id, day)).distinct()
    return frozenset(session().scalars(statement))


def certificates_of_listing(seller_id: int, spec_id: int, day: date) -> list[CertificateCard]:
    """The papers a product page shows: in force on the day."""
    return _cards(_loaded().where(covers(seller_id, spec_id, day)))


def list_certificates(*, org_id: int) -> list[CertificateCard]:
    """The papers of a seller, newest first."""
    return _cards(_loaded().where(Certificate.seller_id == org_id), is_newest_first=True)


def list_submitted() -> list[CertificateCard]:
    """The papers that wait for the platform, oldest first."""
    return _cards(_loaded().where(Certificate.state == CertificateState.SUBMITTED))


def list_expiring(*, until: date) -> list[CertificateCard]:
    """The papers in force that end by a day, of all sellers."""
    ends = and_(Certificate.state == CertificateState.VERIFIED, Certificate.valid_to <= until)
    return _cards(_loaded().where(ends))


def get_certificate(ref: str, *, org_id: int | None = None) -> CertificateCard:
    """One paper; of one seller when `org_id` is given.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    statement = _loaded().where(Certificate.ref == ref)
    if org_id is not None:
        statement = statement.where(Certificate.seller_id == org_id)
    found = _cards(statement)
    if not found:
        raise NotFound("certificate_not_found")
    return found[0]


def _loaded() -> Any:
    return select(Certificate, ProductSpec).outerjoin(
        ProductSpec, ProductSpec.id == Certificate.spec_id
    )


def _cards(statement: Any, *, is_newest_first: bool = False) -> list[CertificateCard]:
    order = Certificate.id.desc() if is_newest_first else Certificate.id
    return [_card(paper, spec) for paper, spec in session().execute(statement.order_by(order))]


def _card(paper: Certificate, spec: ProductSpec | None) -> CertificateCard:
    return CertificateCard(
        ref=paper.ref,
        kind=paper.kind,
        issuer=paper.issuer,
        number=paper.number,
        valid_from=paper.valid_from,
        valid_to=paper.valid_to,
        state=paper.state,
        spec_name_zh=spec.name_zh if spec else "",
        spec_name_en=spec.name_en if spec else "",
        seller_id=paper.seller_id,
        reason=paper.reason,
        checked_by=paper.checked_by,
        checked_at=paper.checked_at,
        file_ref=paper.file_ref,
    )
