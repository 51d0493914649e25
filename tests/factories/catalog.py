"""Specs, listings, lots and orders' lines for tests: plain functions, never random."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import count

from accounts.rules.actor import SYSTEM
from accounts.rules.cards import OrgCard
from catalog.queries.certificates import held_kinds
from catalog.queries.terms import get_terms_by_ref
from catalog.rules.cards import LotCard, SpecCard, Terms
from catalog.rules.certificates import CertificateKind
from catalog.rules.drafts import ListingDraft
from catalog.rules.families import Family
from catalog.rules.listing import PricedBy, ReturnRule, SoldBy
from catalog.services.certificates import NewCertificate, submit_certificate, verify_certificate
from catalog.services.listings import approve_listing, create_listing, submit_listing
from catalog.services.lots import NewLot, receive_lot, release_lot
from catalog.services.specs import NewSpec, define_spec
from core.types.temperature import TemperatureClass
from tests.factories.accounts import make_org

AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 25)
YANCHI = "640323"
_number = count(1)


def make_spec(code: str | None = None, **facts: object) -> SpecCard:
    """A spec: Yanchi Tan-sheep leg, frozen, sold by the piece, unless told otherwise."""
    n = next(_number)
    defaults: dict[str, object] = {
        "family": Family.LAMB,
        "name_zh": "带骨羊后腿",
        "name_en": "Bone-in leg",
        "piece_g": 2300,
        "temperature": TemperatureClass.FROZEN,
        "shelf_life_days": 365,
        "return_rule": ReturnRule.NONE,
    }
    new = NewSpec(code=code or f"T{n:04d}", **(defaults | facts))  # type: ignore[arg-type]
    return define_spec(SYSTEM, new, at=AT)


def make_catch_weight_spec(**facts: object) -> SpecCard:
    """A spec whose pieces differ in weight: a whole carcass of 15 kg, chilled, seven days."""
    defaults: dict[str, object] = {
        "name_zh": "盐池滩羊胴体",
        "name_en": "Tan sheep carcass",
        "piece_g": 15_000,
        "temperature": TemperatureClass.CHILLED,
        "shelf_life_days": 7,
    }
    return make_spec(**(defaults | facts))  # type: ignore[arg-type]


def make_certificate(
    seller: OrgCard,
    kind: CertificateKind = CertificateKind.LICENCE,
    *,
    valid_to: date | None = date(2027, 12, 31),
    spec: SpecCard | None = None,
    is_verified: bool = True,
) -> str:
    """A paper of a seller, verified unless told otherwise; returns its reference."""
    new = NewCertificate(
        seller_id=seller.id,
        kind=kind,
        issuer="示例市场监督管理局",
        number=f"NX-{next(_number):06d}",
        valid_from=date(2026, 1, 1),
        valid_to=valid_to,
        spec_id=spec.id if spec else None,
    )
    ref = submit_certificate(SYSTEM, new, at=AT)
    if is_verified:
        verify_certificate(SYSTEM, certificate_ref=ref, at=AT)
    return ref


def make_papers(seller: OrgCard, spec: SpecCard, kinds: Iterable[str] = ()) -> None:
    """All papers a listing of a spec needs, as far as the seller lacks them."""
    wanted = {CertificateKind.LICENCE.value, *spec.required_kinds, *kinds}
    for kind in sorted(wanted - held_kinds(seller.id, spec.id, DAY)):
        make_certificate(seller, CertificateKind(kind))


def make_draft(spec: SpecCard, **facts: object) -> ListingDraft:
    """The version a seller would write: 98 yuan each, 9 % tax."""
    defaults: dict[str, object] = {
        "spec_id": spec.id,
        "sku": f"SKU-{next(_number)}",
        "county_code": YANCHI,
        "title_zh": spec.name_zh,
        "title_en": spec.name_en,
        "sold_by": SoldBy.PIECE.value,
        "priced_by": PricedBy.EACH.value,
        "nominal_g": spec.piece_g,
        "min_g": spec.piece_g,
        "max_g": spec.piece_g,
        "price_e4": 980_000,
        "tax_bp": 900,
    }
    return ListingDraft(**(defaults | facts))  # type: ignore[arg-type]


def make_listing(
    *,
    seller: OrgCard | None = None,
    spec: SpecCard | None = None,
    state: str = "live",
    **facts: object,
) -> Terms:
    """A live listing of a verified seller with all its papers; returns its terms.

    `state` may be "draft" or "in_review"; any field of ListingDraft may be given.
    """
    seller = seller or make_org()
    spec = spec or make_spec()
    draft = make_draft(spec, **facts)
    make_papers(
        seller,
        spec,
        [kind for kind, is_on in (("halal", draft.is_halal), ("gi", draft.uses_gi)) if is_on],
    )
    ref = create_listing(SYSTEM, seller_id=seller.id, draft=draft, at=AT)
    if state != "draft":
        revision_ref = submit_listing(SYSTEM, listing_ref=ref, at=AT)
        if state == "live":
            approve_listing(SYSTEM, revision_ref=revision_ref, at=AT)
    return get_terms_by_ref(ref)


def make_catch_weight_listing(*, seller: OrgCard | None = None, **facts: object) -> Terms:
    """A live listing priced by the kilogram: heads of 12–18 kg at 84.00 yuan/kg."""
    spec = make_catch_weight_spec()
    defaults: dict[str, object] = {
        "sold_by": SoldBy.HEAD.value,
        "priced_by": PricedBy.KG.value,
        "nominal_g": 15_000,
        "min_g": 12_000,
        "max_g": 18_000,
        "price_e4": 840_000,
    }
    return make_listing(seller=seller, spec=spec, **(defaults | facts))


def make_lot(
    listing: Terms,
    *,
    pieces: int = 10,
    grams: int | None = None,
    produced_on: date = DAY - timedelta(days=1),
    best_before: date | None = None,
    is_released: bool = True,
    lot_no: str | None = None,
) -> LotCard:
    """A lot of a listing's goods, released unless told otherwise."""
    new = NewLot(
        seller_id=listing.seller_id,
        spec_id=listing.spec_id,
        county_code=listing.county_code,
        lot_no=lot_no or f"YC-1124{next(_number)}",
        produced_on=produced_on,
        best_before=best_before,
        pieces=pieces,
        grams=grams or pieces * listing.nominal_g,
        certificate_no="CC-640323-001",
    )
    lot = receive_lot(SYSTEM, new, at=AT)
    if is_released:
        release_lot(SYSTEM, lot_ref=lot.ref, at=AT)
    return lot


def make_stock(pieces: int = 10, *, seller: OrgCard | None = None, **facts: object) -> Terms:
    """A live listing with one released lot of so many pieces."""
    listing = make_listing(seller=seller, **facts)
    make_lot(listing, pieces=pieces)
    return listing
