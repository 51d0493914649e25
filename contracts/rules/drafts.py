"""What a draft must satisfy before both sides talk about it.

A public body pays within 30 days unless agreed up to 60, a large firm pays a smaller supplier
within 60 (Regulation on Payments to Small and Medium Enterprises, arts. 9 and 10); goods with
alcohol never enter a school's contract; totals come out even in whole packages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.errors import BadDraft

MAX_PAYMENT_DAYS = 60
MAX_TOLERANCE_BP = 2_000
MAX_LENGTH_DAYS = 1_100
MAX_LINES = 40
MAX_QUALITY = 200
MAX_TOTAL_G = 100_000_000_000  # a hundred thousand tonnes
MAX_PRICE_E4 = 1_000_000_000  # a hundred thousand yuan


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One kind of goods: how much in all, at which price, delivered by which rule."""

    listing_id: int
    price_e4: int
    total_g: int
    tol_over_bp: int
    schedule: Mapping[str, object]
    quality: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that a version of a contract says, before it is written down."""

    title: str
    buyer_org_id: int
    seller_org_id: int
    start_on: date
    end_on: date
    payment_days: int
    inspection_hours: int
    lead_workdays: int
    site_refs: tuple[str, ...]
    lines: tuple[DraftLine, ...]


@dataclass(frozen=True, slots=True)
class BuyerFacts:
    """What the rules need to know of the buyer."""

    kind: str
    size_class: str
    is_public_body: bool
    site_refs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class GoodsFacts:
    """What the rules need to know of the goods of a line."""

    ref: str
    seller_id: int
    piece_g: int
    is_alcohol: bool


def check_draft(draft: Draft, buyer: BuyerFacts, goods: Sequence[GoodsFacts], today: date) -> None:
    """Refuse a draft that cannot become a contract.

    Raises:
        BadDraft: `fields` names what is wrong, goods as `total_<listing>`.
    """
    faults = dict(_head_faults(draft, buyer, today))
    for line, facts in zip(draft.lines, goods, strict=True):
        for name, code in _line_faults(draft, line, facts, buyer):
            faults[f"{name}_{facts.ref}"] = code
    if faults:
        raise BadDraft("bad_draft", fields=faults)


def _head_faults(draft: Draft, buyer: BuyerFacts, today: date) -> Iterator[tuple[str, str]]:
    if not draft.title.strip():
        yield "title", "required"
    if draft.buyer_org_id == draft.seller_org_id:
        yield "seller", "same_party"
    if not draft.site_refs:
        yield "sites", "required"
    elif not set(draft.site_refs) <= buyer.site_refs:
        yield "sites", "invalid_choice"
    if not 1 <= len(draft.lines) <= MAX_LINES:
        yield "lines", "required"
    yield from _period_faults(draft, today)
    yield from _number_faults(draft, buyer)


def _period_faults(draft: Draft, today: date) -> Iterator[tuple[str, str]]:
    if draft.start_on < today:
        yield "start_on", "start_has_passed"
    if draft.end_on < draft.start_on:
        yield "end_on", "end_before_start"
    elif (draft.end_on - draft.start_on).days > MAX_LENGTH_DAYS:
        yield "end_on", "contract_too_long"


def _number_faults(draft: Draft, buyer: BuyerFacts) -> Iterator[tuple[str, str]]:
    is_bound = buyer.is_public_body or buyer.size_class == "large"
    if draft.payment_days > MAX_PAYMENT_DAYS and is_bound:
        yield "payment_days", "payment_days_by_law"
    elif not 0 <= draft.payment_days <= 180:
        yield "payment_days", "payment_days_range"
    if not 1 <= draft.inspection_hours <= 240:
        yield "inspection_hours", "inspection_hours_range"
    if not 0 <= draft.lead_workdays <= 10:
        yield "lead_workdays", "lead_workdays_range"


def _line_faults(
    draft: Draft, line: DraftLine, facts: GoodsFacts, buyer: BuyerFacts
) -> Iterator[tuple[str, str]]:
    if facts.seller_id != draft.seller_org_id:
        yield "total", "not_this_seller"
    elif facts.is_alcohol and buyer.kind == "school":
        yield "total", "no_alcohol_for_schools"
    elif not 0 < line.total_g <= MAX_TOTAL_G:
        yield "total", "total_range"
    elif line.total_g % facts.piece_g:
        yield "total", "not_whole_pieces"
    if not 0 < line.price_e4 <= MAX_PRICE_E4:
        yield "price", "price_range"
    if len(line.quality) > MAX_QUALITY:
        yield "quality", "too_long"
    if not 0 <= line.tol_over_bp <= MAX_TOLERANCE_BP:
        yield "tolerance", "out_of_range"
