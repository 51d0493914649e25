"""What contracts needs from outside: a maker of PDF files and a signer of documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Identity:
    """The person who signs and the organisation he signs for."""

    org_ref: str
    org_name: str
    person_ref: str
    person_name: str


@dataclass(frozen=True)
class SigningKey:
    """A signatory's certificate, and his private key sealed under his PIN."""

    certificate_pem: str
    sealed_key: str
    serial: str
    fingerprint: str
    valid_from: datetime
    valid_until: datetime


@dataclass(frozen=True)
class FieldPlace:
    """Where on the last page a signature field lies, in points from the lower left corner."""

    name: str
    left: int
    bottom: int
    right: int
    top: int


@dataclass(frozen=True)
class SignOrder:
    """One signature to be written into a prepared document."""

    field: str
    identity: Identity
    key: SigningKey
    pin: str
    is_certifying: bool
    reason: str


@dataclass(frozen=True)
class SignatureReport:
    """One signature in plain facts, for people who are no cryptographers."""

    field: str
    signer: str
    organisation: str
    signed_at: datetime | None
    is_time_stamped: bool
    is_intact: bool
    is_trusted: bool
    is_changed_after: bool
    is_certifying: bool
    certificate_serial: str
    fingerprint: str
    algorithm: str
    problem: str | None = None

    @property
    def is_valid(self) -> bool:
        """Say whether everything about this signature holds."""
        return self.is_intact and self.is_trusted and not self.is_changed_after


class DocumentSigner(Protocol):
    """Issues certificates to signatories, signs documents and checks them."""

    def issue(self, identity: Identity, pin: str, *, at: datetime) -> SigningKey:
        """Make a key pair for a signatory; only the PIN opens the private key."""
        ...

    def revoke(self, serial: str, *, at: datetime) -> None:
        """Put a certificate on the revocation list from now on."""
        ...

    def prepare(self, pdf: bytes, places: Sequence[FieldPlace]) -> bytes:
        """Add empty signature fields to the last page."""
        ...

    def sign(self, pdf: bytes, order: SignOrder, *, at: datetime) -> bytes:
        """Write one signature; raises WrongPin when the PIN does not open the key."""
        ...

    def verify(self, pdf: bytes, *, at: datetime) -> list[SignatureReport]:
        """Check every signature of a file; raises DocumentBroken when it is no PDF."""
        ...

    def root_certificate(self, *, at: datetime) -> bytes:
        """Give the root certificate (PEM) for checks with other readers."""
        ...
