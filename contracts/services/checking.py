"""Checks a PDF that somebody brings: who signed, changed since, the same as ours? Keeps nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.rules.actor import Actor
from contracts.gateways import DocumentSigner, SignatureReport
from contracts.queries.documents import KnownFile, find_known_file, find_signed_file
from contracts.rules.verdicts import FileVerdict, judge


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What was found out about a file."""

    sha256: str
    verdict: FileVerdict
    signatures: tuple[SignatureReport, ...]
    known: KnownFile | None
    original: KnownFile | None
    checked_at: datetime


def check_file(_actor: Actor, *, pdf: bytes, signer: DocumentSigner, at: datetime) -> CheckedFile:
    """Check every signature of a PDF and compare it with what is kept here.

    Raises:
        DocumentBroken: it is no PDF that can be read.
    """
    reports = tuple(signer.verify(pdf, at=at))
    sha256 = hashlib.sha256(pdf).hexdigest()
    known = find_known_file(sha256)
    verdict = judge(reports, is_known=known is not None)
    original = known or _original(reports)
    return CheckedFile(sha256, verdict, reports, known, original, at)


def _original(reports: Sequence[SignatureReport]) -> KnownFile | None:
    """Find what was signed when a file is not the kept one: by certificate and moment."""
    for one in reports:
        if one.signed_at is not None:
            found = find_signed_file(one.certificate_serial, signed_at=one.signed_at)
            if found is not None:
                return found
    return None
