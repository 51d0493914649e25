"""What others see of people, organisations and sites: plain values, fully loaded."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time

from accounts.rules.permissions import Capacity, LegalForm, Permission, Role
from accounts.rules.sellers import Standing


@dataclass(frozen=True, slots=True)
class OrgCard:
    """An organisation as everybody may see it, plus how it buys."""

    id: int
    ref: str
    name_zh: str
    name_en: str
    legal_form: LegalForm
    capacities: frozenset[Capacity]
    county_code: str
    city_code: str
    buyer_kind: str
    size_class: str
    is_public_body: bool
    story_zh: str
    story_en: str
    is_verified: bool
    is_example: bool
    is_recommended: bool
    uscc: str | None
    min_remaining_pct: int
    payment_days: int
    approval_over_fen: int | None
    earmark_pct: int
    refuses_alcohol: bool
    standing: Standing = field(default_factory=Standing)

    def does(self, capacity: Capacity) -> bool:
        """Whether the organisation has this capacity."""
        return capacity in self.capacities


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as colleagues may see them."""

    id: int
    ref: str
    name: str
    phone_masked: str
    email: str | None
    has_password: bool
    language: str


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A member of an organisation."""

    ref: str
    user_id: int
    name: str
    phone_masked: str
    email: str | None
    roles: tuple[Role, ...]
    permissions: frozenset[Permission]
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class SiteCard:
    """A door that a buyer receives goods at; the window is Shanghai wall clock."""

    id: int
    ref: str
    org_id: int
    name: str
    city_code: str
    district_code: str
    address: str
    receiver: str
    phone: str
    window_from: time
    window_to: time
    needs_inspectors: int


@dataclass(frozen=True, slots=True)
class InvitationCard:
    """An invitation that is still open."""

    ref: str
    org_id: int
    org_name_zh: str
    org_name_en: str
    sent_to: str
    roles: tuple[Role, ...]
    expires_at: datetime

    @property
    def name_zh(self) -> str:
        """The organisation's Chinese name, for the `local` filter."""
        return self.org_name_zh

    @property
    def name_en(self) -> str:
        """The organisation's English name, for the `local` filter."""
        return self.org_name_en


@dataclass(frozen=True, slots=True)
class TokenCard:
    """An API token as its organisation sees it; the token itself is shown once, at birth."""

    ref: str
    name: str
    hint: str
    scopes: tuple[str, ...]
    created_by: str
    created_at: datetime
    used_at: datetime | None
    expires_at: datetime | None
