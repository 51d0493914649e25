"""Checks the signatures of a PDF and says in plain facts what was found."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import CMSExtractionError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from contracts.errors import DocumentBroken
from contracts.gateways import SignatureReport

# What pyHanko finds reaches people as reports; as log lines it would only frighten operators.
logging.getLogger("pyhanko").setLevel(logging.ERROR)
HEAD, TAIL, NEAR = b"%PDF-", b"startxref", 4096
_UNREADABLE = (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError)


@dataclass(frozen=True)
class Trust:
    """Whose certificates count, and what has been revoked."""

    roots: Sequence[asn1_x509.Certificate]
    others: Sequence[asn1_x509.Certificate]
    crls: Sequence[bytes]


def reports(pdf: bytes, trust: Trust, at: datetime) -> list[SignatureReport]:
    """Report on every signature, in the order in which they were made.

    Raises:
        DocumentBroken: the bytes are no PDF that can be read.
    """
    if HEAD not in pdf[:NEAR] or TAIL not in pdf[-NEAR:]:  # megabytes of anything else cost time
        raise DocumentBroken("unreadable_pdf")
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        found = list(reader.embedded_regular_signatures)
    except _UNREADABLE:
        raise DocumentBroken("unreadable_pdf") from None
    return [_report(signature, trust, at) for signature in found]


def _report(signature: EmbeddedPdfSignature, trust: Trust, at: datetime) -> SignatureReport:
    try:
        stamped = _stamped_at(signature)
        context = ValidationContext(
            trust_roots=list(trust.roots),
            other_certs=list(trust.others),
            crls=list(trust.crls),
            moment=stamped or at,
            retroactive_revinfo=True,
            revocation_mode="require",
        )
        status = validate_pdf_signature(signature, context)
    except (SignatureValidationError, CMSExtractionError, *_UNREADABLE):
        logging.getLogger(__name__).info("a signature could not be read", exc_info=True)
        return _broken(signature)
    return _from_status(signature, status)


def _stamped_at(signature: EmbeddedPdfSignature) -> datetime | None:
    for token in extract_tst_data_iter(signature.signer_info, signed=False):
        moment: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
        return moment
    return None


def _from_status(signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> SignatureReport:
    certificate = status.signing_cert
    subject = certificate.subject.native
    stamp = status.timestamp_validity
    is_stamped = stamp is not None and stamp.intact and stamp.valid and stamp.trusted
    is_changed = _is_changed(status)
    return SignatureReport(
        field=str(signature.field_name),
        signer=str(subject.get("common_name", "")),
        organisation=str(subject.get("organization_name", "")),
        signed_at=stamp.timestamp if stamp is not None else status.signer_reported_dt,
        is_time_stamped=is_stamped,
        is_intact=bool(status.intact and status.valid),
        is_trusted=bool(status.trusted),
        is_changed_after=is_changed,
        is_certifying=signature.docmdp_level is not None,
        certificate_serial=f"{certificate.serial_number:x}",
        fingerprint=certificate.sha256.hex(),
        algorithm=f"{status.pkcs7_signature_mechanism} / {status.md_algorithm}",
        problem=_problem(status, is_changed=is_changed),
    )


def _is_changed(status: PdfSignatureStatus) -> bool:
    level = status.modification_level
    return level is None or level == ModificationLevel.OTHER or not status.docmdp_ok


def _problem(status: PdfSignatureStatus, *, is_changed: bool) -> str | None:
    if not (status.intact and status.valid):
        return "not_intact"
    if is_changed:
        return "changed_after"
    if status.revoked:
        return "revoked"
    return None if status.trusted else "unknown_issuer"


def _broken(signature: EmbeddedPdfSignature) -> SignatureReport:
    return SignatureReport(
        field=str(signature.field_name),
        signer="",
        organisation="",
        signed_at=None,
        is_time_stamped=False,
        is_intact=False,
        is_trusted=False,
        is_changed_after=True,
        is_certifying=False,
        certificate_serial="",
        fingerprint="",
        algorithm="",
        problem="not_intact",
    )
