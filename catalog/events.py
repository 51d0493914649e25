"""What happened in the catalog."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListingSubmitted:
    listing_id: int
    revision_id: int


@dataclass(frozen=True, slots=True)
class ListingPublished:
    listing_id: int


@dataclass(frozen=True, slots=True)
class ListingDeclined:
    listing_id: int
    revision_id: int


@dataclass(frozen=True, slots=True)
class ListingPaused:
    listing_id: int


@dataclass(frozen=True, slots=True)
class LotReleased:
    lot_ref: str


@dataclass(frozen=True, slots=True)
class LotBlocked:
    lot_ref: str
    line_refs: list[str]


@dataclass(frozen=True, slots=True)
class CertificateVerified:
    certificate_ref: str


@dataclass(frozen=True, slots=True)
class CertificateExpired:
    certificate_ref: str


@dataclass(frozen=True, slots=True)
class CommitmentShort:
    seller_id: int
    spec_id: int
    monday: str


@dataclass(frozen=True, slots=True)
class ImportSent:
    import_ref: str


@dataclass(frozen=True, slots=True)
class ImportConfirmed:
    import_ref: str


@dataclass(frozen=True, slots=True)
class CertificateEnding:
    certificate_ref: str


@dataclass(frozen=True, slots=True)
class HarvestShort:
    line_ref: str
    given_pieces: int
    missing_pieces: int


@dataclass(frozen=True, slots=True)
class RoundFailed:
    round_ref: str
