"""What others see of the catalog: plain values, fully loaded.

Grams are integers, unit prices 1/10000 yuan per piece or per kilogram, tax basis points.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from accounts.rules.cards import OrgCard
from catalog.rules.families import Family
from catalog.rules.listing import ListingState, Pack, PricedBy, ReturnRule, SoldBy
from catalog.rules.lots import AllocationState, LotState
from catalog.rules.rounds import RoundCard
from catalog.rules.supply import promisable_g
from catalog.rules.tiers import Tier
from core.types.money import div_half_up
from core.types.temperature import TemperatureClass


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What an order line needs to know of a listing."""

    listing_id: int
    listing_ref: str
    seller_id: int
    spec_id: int
    spec_code: str
    family: Family
    name_zh: str
    name_en: str
    sold_by: SoldBy
    priced_by: PricedBy
    nominal_g: int
    min_g: int
    max_g: int
    step: int
    moq: int
    price_e4: int
    tax_bp: int
    temperature: TemperatureClass
    set_point_c10: int | None
    shelf_life_days: int | None
    min_remaining_days: int
    county_code: str
    direction: str
    is_alcohol: bool
    return_rule: ReturnRule
    is_halal: bool
    is_halal_segregated: bool
    is_green_lane: bool
    chargeable_permille: int
    state: ListingState
    plate: str
    tiers: tuple[Tier, ...] = ()
    unit_pieces: int = 1

    @property
    def is_catch_weight(self) -> bool:
        """True when the scale decides what a piece costs."""
        return self.pack.is_catch_weight

    @property
    def weight_g_per_piece(self) -> int:
        """Grams to expect of one piece."""
        return self.nominal_g

    @property
    def pack(self) -> Pack:
        """The pack as the rules see it."""
        return Pack(
            self.sold_by,
            self.priced_by,
            self.nominal_g,
            self.min_g,
            self.max_g,
            self.step,
            self.moq,
        )

    @property
    def price_per_kg_e4(self) -> int:
        """The price of a kilogram, for comparing (rounded half up)."""
        if self.priced_by is PricedBy.KG:
            return self.price_e4
        return div_half_up(self.price_e4 * 1000, self.nominal_g)


@dataclass(frozen=True, slots=True)
class LotCard:
    """A lot as a buyer may see it."""

    id: int
    ref: str
    lot_no: str
    county_code: str
    produced_on: date
    best_before: date | None
    pieces: int
    grams: int
    free_pieces: int
    grade: str
    certificate_no: str
    measured: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Card(Terms):
    """A listing on a shelf."""

    available_pieces: int
    next_lot: LotCard | None
    seller_ref: str
    seller_name_zh: str
    seller_name_en: str
    season_months: tuple[int, ...]
    published_at: datetime | None

    @property
    def produced_on(self) -> date | None:
        """The day of harvest, slaughter or bottling of the lot that comes next."""
        return self.next_lot.produced_on if self.next_lot else None


@dataclass(frozen=True, slots=True)
class CertificateCard:
    """A paper as its seller, the platform and buyers see it."""

    ref: str
    kind: str
    issuer: str
    number: str
    valid_from: date
    valid_to: date | None
    state: str
    spec_name_zh: str
    spec_name_en: str
    seller_id: int
    reason: str = ""
    checked_by: str = ""
    checked_at: datetime | None = None
    file_ref: str | None = None


@dataclass(frozen=True, slots=True)
class GiCard:
    """A geographical indication."""

    code: str
    name_zh: str
    name_en: str
    county_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpecCard:
    """A spec: what a thing is, without seller and price."""

    id: int
    ref: str
    code: str
    family: Family
    name_zh: str
    name_en: str
    variety_zh: str
    variety_en: str
    grade: str
    temperature: TemperatureClass
    shelf_life_days: int | None
    storage_zh: str
    storage_en: str
    piece_g: int
    season_months: tuple[int, ...]
    is_prepacked: bool
    plate: str
    gi: GiCard | None
    required_kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProductPage:
    """Everything the product page says about the goods."""

    terms: Terms
    spec: SpecCard
    seller: OrgCard
    lots: list[LotCard]
    certificates: list[CertificateCard]
    gi: GiCard | None
    label_data: dict[str, str]
    story_zh: str
    story_en: str
    available: int
    season_months: tuple[int, ...]
    sale_round: RoundCard | None = None
    photos: tuple[str, ...] = ()
    drawing: str = ""
    other_packs: tuple[Terms, ...] = ()


@dataclass(frozen=True, slots=True)
class AllocatedLot:
    """Pieces of a lot set aside for an order line."""

    lot_id: int
    lot_ref: str
    lot_no: str
    pieces: int
    grams: int
    produced_on: date
    best_before: date | None
    county_code: str
    state: AllocationState


@dataclass(frozen=True, slots=True)
class LotFacts:
    """What everybody may know of a lot, and its balance for its owner."""

    card: LotCard
    state: LotState
    state_reason: str
    received_at: datetime
    measured: dict[str, str]
    allocated_pieces: int
    spec: SpecCard
    seller_id: int
    allocated_g: int = 0

    @property
    def free_g(self) -> int:
        """Grams that nobody holds."""
        return self.card.grams - self.allocated_g


@dataclass(frozen=True, slots=True)
class SupplyWeek:
    """One week of one spec of one seller, in grams."""

    iso_week: str
    monday: date
    on_hand_g: int
    p50_g: int
    p80_g: int
    committed_g: int
    reserved_g: int
    free_g: int
    is_current: bool = False

    @property
    def balance_g(self) -> int:
        """What is left or, below zero, missing: free_g without its floor."""
        if self.is_current:
            return self.on_hand_g - self.committed_g - self.reserved_g
        return promisable_g(self.p80_g) - self.committed_g

    @property
    def is_short(self) -> bool:
        """True when more is promised than may be promised."""
        return self.balance_g < 0


@dataclass(frozen=True, slots=True)
class Facets:
    """How many listings each further choice would leave."""

    families: dict[str, int] = field(default_factory=dict)
    counties: dict[str, int] = field(default_factory=dict)
    temperatures: dict[str, int] = field(default_factory=dict)
    certificates: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BrowsePage:
    """One page of a shelf."""

    items: list[Card]
    total: int
    facets: Facets
    page: int
    pages: int
