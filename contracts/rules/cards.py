"""What others see of a contract: plain values, fully loaded. Masses in grams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from contracts.rules.approval import Needed
from contracts.rules.lifecycle import ContractState, EnvelopeState
from contracts.rules.progress import Quantities
from contracts.rules.redline import Change
from contracts.rules.signing import Party
from contracts.rules.supply import Shortfall


@dataclass(frozen=True, slots=True)
class PartyCard:
    """One side of a contract."""

    org_id: int
    ref: str
    name_zh: str
    name_en: str
    county_code: str
    city_code: str
    story_zh: str
    story_en: str


@dataclass(frozen=True, slots=True)
class WeekCell:
    """One week of one line."""

    monday: date
    quantities: Quantities
    cap_g: int
    left_g: int
    deadline: datetime
    is_open: bool

    @property
    def iso_week(self) -> int:
        """The number of the week."""
        return self.monday.isocalendar().week


@dataclass(frozen=True, slots=True)
class LineCard:
    """The goods of a line, with what has become of them."""

    ref: str
    listing_id: int
    spec_id: int
    name_zh: str
    name_en: str
    quality: str
    temperature: str
    priced_by: str
    sold_by: str
    piece_g: int
    price_e4: int
    total_g: int
    tol_over_bp: int
    left_g: int
    quantities: Quantities
    weeks: tuple[WeekCell, ...]
    schedule: Mapping[str, Any] = field(default_factory=dict)

    def week(self, monday: date) -> WeekCell | None:
        """The cell of a week, if this line is delivered in it."""
        return next((cell for cell in self.weeks if cell.monday == monday), None)


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract in a list, seen by one of its sides."""

    ref: str
    number: str
    title: str
    state: ContractState
    party: Party
    buyer: PartyCard
    seller: PartyCard
    start_on: date
    end_on: date
    amount_fen: int
    quantities: Quantities
    temperatures: tuple[str, ...]
    next_monday: date | None
    next_deadline: datetime | None
    next_left_g: int

    @property
    def other(self) -> PartyCard:
        """The other side."""
        return self.seller if self.party is Party.BUYER else self.buyer

    @property
    def is_call_due(self) -> bool:
        """True when a week is open and nothing of it has been called off yet."""
        return self.state is ContractState.ACTIVE and self.next_left_g > 0


@dataclass(frozen=True, slots=True)
class ApprovalCard:
    """One yes."""

    user_id: int
    user_name: str
    is_finance: bool
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SignatureCard:
    """One signature that was found good when it was written."""

    party: Party
    org_name: str
    user_name: str
    at: datetime
    serial: str
    fingerprint: str
    result_sha256: str


@dataclass(frozen=True, slots=True)
class EnvelopeCard:
    """The frozen PDF and how far it is."""

    ref: str
    state: EnvelopeState
    progress_pct: int
    content_sha256: str
    frozen_sha256: str | None
    current_sha256: str | None
    frozen_at: datetime | None
    failure: str


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One text of the contract."""

    seq: int
    state: str
    content_sha256: str
    made_by: str
    note: str
    at: datetime
    buyer_accepted_at: datetime | None
    seller_accepted_at: datetime | None
    changed: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class EventCard:
    """One link of the audit chain."""

    seq: int
    kind: str
    at: datetime
    actor_name: str
    data: dict[str, Any]
    hash: str


@dataclass(frozen=True, slots=True)
class CallOffCard:
    """A call-off and the order that it made."""

    ref: str
    number: str
    monday: date
    deliver_on: date
    site_name: str
    state: str
    order_group_ref: str
    order_number: str
    amount_fen: int
    made_by_name: str
    at: datetime
    grams: int
    is_open: bool
    order_state: str
    seller_order_ref: str


@dataclass(frozen=True, slots=True)
class SupplyCell:
    """What a week brings of all goods of a contract, and what may still be promised of it."""

    monday: date
    p80_g: int
    free_g: int


@dataclass(frozen=True, slots=True)
class ContractPage:
    """Everything that the sheet of a contract shows."""

    row: ContractRow
    content_sha256: str
    payment_days: int
    inspection_hours: int
    lead_workdays: int
    sites: Sequence[Any]
    lines: tuple[LineCard, ...]
    versions: tuple[VersionCard, ...]
    approvals: tuple[ApprovalCard, ...]
    needed: Needed
    submitted_by_id: int | None
    override_reason: str
    envelope: EnvelopeCard | None
    signatures: tuple[SignatureCard, ...]
    shortfalls: tuple[Shortfall, ...]
    call_offs: tuple[CallOffCard, ...]
    events: tuple[EventCard, ...]
    signed_at: datetime | None
    closed_reason: str = ""
    open_weeks: tuple[date, ...] = field(default=())
    delivery_days: tuple[date, ...] = field(default=())
    supply: tuple[SupplyCell, ...] = field(default=())

    @property
    def version(self) -> VersionCard:
        """The version that counts."""
        return self.versions[-1]

    @property
    def quantities(self) -> Quantities:
        """The five quantities of all lines together."""
        return sum((line.quantities for line in self.lines), Quantities())

    @property
    def mondays(self) -> list[date]:
        """All weeks in which anything is delivered."""
        return sorted({cell.monday for line in self.lines for cell in line.weeks})
