"""Step 2: marks of origin, specs, certificates, listings submitted and approved in their season."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from accounts.rules.places import full_place_name
from catalog.queries.specs import find_spec_by_code
from catalog.rules.cards import SpecCard
from catalog.rules.certificates import CertificateKind
from catalog.rules.drafts import ListingDraft
from catalog.rules.families import Family
from catalog.rules.listing import ReturnRule
from catalog.rules.seasons import in_season, mask_between
from catalog.services.certificates import NewCertificate, submit_certificate, verify_certificate
from catalog.services.listings import approve_listing, create_listing, submit_listing
from catalog.services.specs import NewSpec, define_gi, define_spec
from core.clock import at as pinned
from core.types.dates import SHANGHAI
from core.types.temperature import TemperatureClass
from demo.data.accounts import PLATFORM
from demo.data.goods import BY_CODE, GOODS
from demo.data.marks import GIS, PAPERS
from demo.data.sellers import SELLERS
from demo.rows import Good
from demo.valley import Valley

STORAGE: dict[str, tuple[str, str]] = {
    "ambient": ("阴凉干燥处常温存放", "Store cool and dry"),
    "cool": ("8–15 ℃ 恒温存放", "Keep at 8–15 °C"),
    "chilled": ("0–4 ℃ 冷藏", "Keep at 0–4 °C"),
    "frozen": ("−18 ℃ 以下冷冻", "Keep at −18 °C or below"),
}
# (seller, good): the second offer of a Fujian good by a restaurant that also sells.
SECOND_OFFERS = (("sandu", "yellow-croaker"),)
HISTORY_DAYS = 35


def define_specs(valley: Valley) -> None:
    """The platform defines what the goods are."""
    operator = valley.actor(PLATFORM)
    for code, name_zh, name_en, counties in GIS:
        define_gi(operator, code=code, name_zh=name_zh, name_en=name_en, county_codes=counties)
    for good in GOODS:
        define_spec(operator, spec_of(good), at=valley.founded_at)


def spec_of(good: Good) -> NewSpec:
    """The neutral description of a good."""
    zh, en = STORAGE[good.temperature]
    keeps = good.temperature == "ambient"
    return NewSpec(
        code=good.code,
        family=Family(good.family),
        name_zh=good.zh,
        name_en=good.en,
        piece_g=good.grams[0],
        temperature=TemperatureClass(good.temperature),
        summer_temperature=TemperatureClass.COOL if good.is_wine else None,
        set_point_c10=good.set_point_c10,
        shelf_life_days=good.days,
        season_mask=mask_between(*good.months),
        variety_zh=good.variety[0],
        variety_en=good.variety[1],
        grade=good.grade,
        gi_code=good.gi or None,
        storage_zh=zh,
        storage_en=en,
        plate=good.plate,
        return_rule=ReturnRule.SEVEN_DAYS if keeps else ReturnRule.NONE,
        required_kinds=tuple(sorted(_required(good))),
        chargeable_permille=good.chargeable_permille,
        is_halal_segregated=good.is_segregated,
        is_alcohol=good.is_wine,
        is_prepacked=bool(good.ingredients),
        is_green_lane=is_green_lane(good),
    )


def _required(good: Good) -> set[str]:
    return {PAPERS[code][0] for code in good.paper_set if code in {"SC", "CC", "AQ", "OR", "GR"}}


def hand_in_papers(valley: Valley) -> None:
    """Every seller hands in a licence and the papers of its goods; the platform verifies them."""
    for number, row in enumerate(SELLERS, start=1):
        _hand_in(valley, row.key, CertificateKind.LICENCE, "示例登记机关", f"示例执照{number:04d}")
    _hand_in(valley, "sandu", CertificateKind.LICENCE, "示例登记机关", "示例执照0117")
    offers = [(good.seller, good) for good in GOODS]
    offers += [(seller, BY_CODE[code]) for seller, code in SECOND_OFFERS]
    for number, (seller, good) in enumerate(offers, start=1):
        spec = get_spec(good)
        for code in good.papers.split():
            kind, issuer, prefix = PAPERS[code]
            _hand_in(
                valley, seller, CertificateKind(kind), issuer, f"{prefix}{number:04d}", spec.id
            )


def _hand_in(
    valley: Valley,
    seller: str,
    kind: CertificateKind,
    issuer: str,
    number: str,
    spec_id: int | None = None,
) -> None:
    since = valley.founded_at.astimezone(SHANGHAI).date()
    paper = NewCertificate(
        seller_id=valley.orgs[seller].id,
        kind=kind,
        issuer=issuer,
        number=number,
        valid_from=since,
        valid_to=since + timedelta(days=1000),
        spec_id=spec_id,
    )
    at = valley.founded_at
    ref = submit_certificate(valley.actor(seller), paper, at=at)
    verify_certificate(valley.actor(PLATFORM), certificate_ref=ref, at=at)


def publish_listings(valley: Valley) -> None:
    """Every seller offers its goods, on a day of their season; the platform approves."""
    for good in GOODS:
        _publish(valley, good.seller, good, price_part=50)
    for seller, code in SECOND_OFFERS:
        _publish(valley, seller, BY_CODE[code], price_part=60)


def _publish(valley: Valley, seller: str, good: Good, *, price_part: int) -> None:
    at = season_instant(valley, good)
    org_id = valley.orgs[seller].id
    actor = valley.actor(seller)
    with pinned(at):
        draft = listing_of(good, get_spec(good), price_part, seller)
        ref = create_listing(actor, seller_id=org_id, draft=draft, at=at)
        revision = submit_listing(actor, listing_ref=ref, at=at)
        approve_listing(valley.actor(PLATFORM), revision_ref=revision, at=at)


def season_instant(valley: Valley, good: Good) -> datetime:
    """An instant before the history begins, in the newest season of the good."""
    mask = mask_between(*good.months)
    day = valley.day - timedelta(days=HISTORY_DAYS)
    while not in_season(mask, day.month):
        day = day.replace(day=1) - timedelta(days=1)
    return datetime.combine(day, time(9), SHANGHAI)


def listing_of(good: Good, spec: SpecCard, price_part: int, seller: str) -> ListingDraft:
    """The terms of an offer; `price_part` is how far into the price band it lies, in percent."""
    low, high = (round(yuan * 10_000) for yuan in good.yuan)
    price = low + (high - low) * price_part // 100
    return ListingDraft(
        spec_id=spec.id,
        sku=f"{seller}-{good.code}",
        county_code=good.county,
        title_zh=good.zh,
        title_en=good.en,
        sold_by=good.sold_by,
        priced_by="kg" if good.per_kg else "each",
        nominal_g=good.grams[0],
        min_g=good.grams[1],
        max_g=good.grams[2],
        price_e4=price // 1000 * 1000,
        tax_bp=good.tax_bp,
        min_remaining_days=least_days(good),
        story_zh=f"{good.note[0]}（示例商品）" if good.note[0] else "示例商品",
        story_en=f"{good.note[1]} (example)".strip(),
        label=label_of(good, seller) if good.ingredients else {},
        is_halal="HL" in good.paper_set,
        uses_gi=bool(good.gi),
        tiers=tiers_of(good, price // 1000 * 1000),
    )


def tiers_of(good: Good, price_e4: int) -> list[list[int]]:
    """Shelf goods get cheaper by the half dozen and by the two dozen."""
    if good.per_kg or good.temperature != "ambient":
        return []
    return [[n, price_e4 * percent // 100 // 1000 * 1000] for n, percent in ((6, 96), (24, 92))]


def least_days(good: Good) -> int:
    """Days that must be left at the door: a fifth of the life, at least one of fresh goods."""
    return 0 if good.days is None else max(1, good.days // 5)


def label_of(good: Good, seller: str) -> dict[str, str]:
    """What the label of prepacked food must say; numbers are examples."""
    place = full_place_name(good.county)
    return {
        "ingredients": good.ingredients,
        "net_content": good.net,
        "producer": next((row.zh for row in SELLERS if row.key == seller), "示例生产者"),
        "producer_address": f"{place}示例路 1 号",
        "shelf_life": f"{good.days} 天" if good.days else "酒精度 ≥ 10% vol，可不标",
        "storage": STORAGE[good.temperature][0],
        "standard_no": "示例标准 Q/MN 0001",
        "licence_no": "SC 示例 0000",
        "allergens": _allergens(good),
        "nutrition": "能量、蛋白质、脂肪、碳水化合物、钠：示例值",
    }


def _allergens(good: Good) -> str:
    if good.is_wine:
        return "含亚硫酸盐"
    if "麦" in good.ingredients:
        return "含麸质谷物"
    return "含鱼类或贝类" if good.family == "seafood" else "无"


def get_spec(good: Good) -> SpecCard:
    """The spec of a good, once it has been defined."""
    spec = find_spec_by_code(good.code)
    if spec is None:
        raise LookupError(good.code)
    return spec


def is_green_lane(good: Good) -> bool:
    """Fresh vegetables and fruit that travel cooled: what the toll-free catalogue is about."""
    is_fresh = good.family in ("vegetable", "fruit") and (good.days or 999) <= 90
    return is_fresh and good.temperature in ("cool", "chilled")


def seasons_day(good: Good, day: date) -> bool:
    """Whether a day lies in the season of a good."""
    return in_season(mask_between(*good.months), day.month)
