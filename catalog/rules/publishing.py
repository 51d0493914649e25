"""May this listing be published? The answer names everything that is missing.

A seller needs a licence in force. The spec names the further papers it needs (food permit,
quarantine, compliance, organic, green). Halal or GI may be claimed only with their paper, and a
GI only for a county of its territory. Prepacked food needs all label data the law asks for.
Texts may not claim cures or superlatives. Fresh goods are published in their season only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalog.rules.certificates import CertificateKind
from catalog.rules.listing import Pack, check_pack
from catalog.rules.seasons import in_season
from core.types.verdict import Reason, Verdict

# Food Safety Law 67: what the label of prepacked food must say.
LABEL_FIELDS = (
    "ingredients",
    "net_content",
    "producer",
    "producer_address",
    "shelf_life",
    "storage",
    "standard_no",
    "licence_no",
    "allergens",
    "nutrition",
)

# Food Safety Law 73, Advertising Law 9 and 17: no cures, no superlatives.
FORBIDDEN_WORDS = (
    "治疗",
    "治愈",
    "疗效",
    "药效",
    "防癌",
    "抗癌",
    "降血压",
    "降血糖",
    "降血脂",
    "壮阳",
    "根治",
    "预防疾病",
    "国家级",
    "最佳",
    "最好",
    "最高级",
    "第一品牌",
    "特供",
    "专供",
    "cures",
    "prevents cancer",
    "lowers blood pressure",
    "the best",
)

FRESH_DAYS = 30


@dataclass(frozen=True, slots=True)
class Claim:
    """A geographical indication a listing wants to use."""

    gi_code: str
    counties: frozenset[str]


@dataclass(frozen=True, slots=True)
class Application:
    """Everything the rule looks at when a listing asks to be published."""

    title: str
    story: str
    county_code: str
    price_e4: int
    pack: Pack
    is_prepacked: bool
    label: Mapping[str, str]
    required_kinds: frozenset[str]
    held_kinds: frozenset[str]
    is_halal: bool
    gi: Claim | None
    season_mask: int
    shelf_life_days: int | None


def forbidden_words(text: str) -> tuple[str, ...]:
    """List the words of a text that may not be used to sell food.

    Example:
        >>> forbidden_words("枸杞能降血压")
        ('降血压',)
    """
    lowered = text.casefold()
    return tuple(word for word in FORBIDDEN_WORDS if word in lowered)


def missing_label_fields(label: Mapping[str, str]) -> tuple[str, ...]:
    """List the label fields that prepacked food still lacks."""
    return tuple(name for name in LABEL_FIELDS if not label.get(name, "").strip())


def check_territory(claim: Claim, county_code: str) -> Verdict:
    """Decide whether goods of a county may carry a geographical indication."""
    if county_code in claim.counties:
        return Verdict()
    reason = Reason("gi_outside_territory", {"gi": claim.gi_code, "county": county_code})
    return Verdict((reason,))


def may_publish(application: Application, *, month: int) -> Verdict:
    """Decide whether a listing may be published this month.

    Args:
        application: what the listing, its spec, its seller and their papers say.
        month: 1–12, in the zone of the farm.

    Returns:
        A verdict with every reason against it, so that all can be mended at once.
    """
    reasons = [
        *_paper_reasons(application),
        *_text_reasons(application),
        *_season_reasons(application, month),
        *check_pack(application.pack).reasons,
    ]
    if application.price_e4 < 1:
        reasons.append(Reason("price_missing", {"field": "price"}))
    if application.gi is not None:
        reasons += check_territory(application.gi, application.county_code).reasons
    return Verdict(tuple(reasons))


def kinds_needed(required: Iterable[str], *, is_halal: bool, uses_gi: bool) -> frozenset[str]:
    """Name the kinds of paper a listing stands or falls with.

    Args:
        required: what the spec asks for beyond the licence.
        is_halal: the listing shows the halal badge.
        uses_gi: the listing uses a geographical indication.
    """
    needed = {*required, CertificateKind.LICENCE.value}
    if is_halal:
        needed.add(CertificateKind.HALAL.value)
    if uses_gi:
        needed.add(CertificateKind.GI.value)
    return frozenset(needed)


def _paper_reasons(application: Application) -> list[Reason]:
    needed = kinds_needed(
        application.required_kinds,
        is_halal=application.is_halal,
        uses_gi=application.gi is not None,
    )
    missing = sorted(needed - application.held_kinds)
    reasons = [Reason("certificate_missing", {"kind": kind}) for kind in missing]
    if application.is_prepacked:
        reasons += [
            Reason("label_field_missing", {"field": name})
            for name in missing_label_fields(application.label)
        ]
    return reasons


def _text_reasons(application: Application) -> list[Reason]:
    if not application.title.strip():
        return [Reason("title_missing", {"field": "title_zh"})]
    words = forbidden_words(f"{application.title} {application.story}")
    return [Reason("forbidden_word", {"word": word}) for word in words]


def _season_reasons(application: Application, month: int) -> list[Reason]:
    days = application.shelf_life_days
    keeps = days is None or days > FRESH_DAYS
    if keeps or in_season(application.season_mask, month):
        return []
    return [Reason("out_of_season", {"month": month})]
