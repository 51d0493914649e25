"""Contracts for tests, taken as far as wanted: plain functions with defaults, never random."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from accounts.rules.actor import SYSTEM, Actor
from accounts.rules.cards import OrgCard, SiteCard
from accounts.rules.permissions import Role
from catalog.rules.cards import Terms
from catalog.services.forecasts import record_forecast
from contracts.gateways import DocumentSigner
from contracts.gateways.fake import FakeSigner
from contracts.jobs import make_pdf
from contracts.models.agreements import Contract, ContractLine
from contracts.models.signatures import SignatureEnvelope, SigningCode
from contracts.rules.call_off import Wish
from contracts.rules.clauses import material_clauses
from contracts.rules.codes import derive_code
from contracts.rules.drafts import Draft, DraftLine
from contracts.services import approvals, codes, drafts, envelopes, negotiation, signatories
from contracts.services.signing import Secrets, Signed, sign
from core.db import session
from core.installation import Installation
from core.ports import port
from tests.factories.accounts import actor_for, make_buyer, make_org, make_site
from tests.factories.catalog import make_lot, make_stock
from tests.factories.logistics import make_network

AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # Wednesday 10:00 in Shanghai
START, END = date(2026, 11, 25), date(2027, 2, 28)
THIS_MONDAY, NEXT_MONDAY = date(2026, 11, 23), date(2026, 11, 30)
TUESDAY = date(2026, 12, 1)
PIN = "246810"
RULE: Mapping[str, object] = {"frequency": "WEEKLY", "weekdays": ["TU", "FR"]}


@dataclass
class Deal:
    """Both sides with their people, the goods, and the contract between them."""

    buyer: OrgCard
    seller: OrgCard
    site: SiteCard
    goods: Terms
    clerk: Actor
    approver: Actor
    finance: Actor
    buyer_signatory: Actor
    seller_signatory: Actor
    contract_ref: str = ""
    content_sha256: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def contract(self) -> Contract:
        """The row, freshly read."""
        return (
            session()
            .scalars(
                select(Contract)
                .where(Contract.ref == self.contract_ref)
                .execution_options(populate_existing=True)
            )
            .one()
        )

    @property
    def line(self) -> ContractLine:
        """The only line, freshly read."""
        return (
            session()
            .scalars(
                select(ContractLine)
                .where(ContractLine.contract_id == self.contract.id)
                .execution_options(populate_existing=True)
            )
            .one()
        )


def make_deal(*, pieces: int = 400, p80_g: int = 400_000, **profile: object) -> Deal:
    """A supermarket and a cooperative with frozen legs of 2.3 kg at 98.00 yuan each."""
    make_network()
    seller, buyer = make_org(), make_buyer(**profile)
    goods = make_stock(pieces=pieces, seller=seller)
    forecast(seller, goods.spec_id, p80_g=p80_g)
    return Deal(
        buyer=buyer,
        seller=seller,
        site=make_site(buyer),
        goods=goods,
        clerk=actor_for(buyer, Role.BUYER),
        approver=actor_for(buyer, Role.APPROVER),
        finance=actor_for(buyer, Role.BUYING_FINANCE),
        buyer_signatory=actor_for(buyer, Role.BUYING_SIGNATORY),
        seller_signatory=actor_for(seller, Role.SELLING_SIGNATORY),
    )


def forecast(seller: OrgCard, spec_id: int, *, p80_g: int, weeks: int = 16) -> None:
    """The same harvest for every week from this one on."""
    for number in range(weeks):
        record_forecast(
            SYSTEM,
            seller_id=seller.id,
            spec_id=spec_id,
            monday=THIS_MONDAY + timedelta(weeks=number),
            p50_g=p80_g * 5 // 4,
            p80_g=p80_g,
        )


def make_draft(deal: Deal, *, pieces: int = 280, **changes: object) -> Draft:
    """280 legs on Tuesdays and Fridays until the end of February, 5 % above allowed."""
    line = DraftLine(
        listing_id=deal.goods.listing_id,
        price_e4=980_000,
        total_g=pieces * deal.goods.nominal_g,
        tol_over_bp=500,
        schedule=RULE,
        quality="带骨，单件 2.1–2.5 kg",
    )
    draft = Draft(
        title="滩羊后腿，冬季",
        buyer_org_id=deal.buyer.id,
        seller_org_id=deal.seller.id,
        start_on=START,
        end_on=END,
        payment_days=30,
        inspection_hours=24,
        lead_workdays=2,
        site_refs=(deal.site.ref,),
        lines=(line,),
    )
    return replace(draft, **changes)  # type: ignore[arg-type]


def drafted(deal: Deal | None = None, **changes: object) -> Deal:
    """A first draft by the buyer."""
    deal = deal or make_deal()
    made = drafts.draft_contract(deal.clerk, draft=make_draft(deal, **changes), at=AT)
    deal.contract_ref, deal.content_sha256 = made.contract_ref, made.content_sha256
    return deal


def agreed(deal: Deal | None = None, **changes: object) -> Deal:
    """Both sides have accepted the same text; the buyer's approvers are next."""
    deal = drafted(deal, **changes)
    same = {"contract_ref": deal.contract_ref, "content_sha256": deal.content_sha256, "at": AT}
    negotiation.propose(deal.clerk, **same)  # type: ignore[arg-type]
    negotiation.agree(deal.seller_signatory, **same)  # type: ignore[arg-type]
    return deal


def approved(deal: Deal | None = None, **changes: object) -> Deal:
    """As many have said yes as the amount needs, up to two; the PDF is ordered."""
    deal = agreed(deal, **changes)
    if not approvals.approve(deal.approver, contract_ref=deal.contract_ref, at=AT):
        approvals.approve(deal.finance, contract_ref=deal.contract_ref, at=AT)
    return deal


def envelope_of(deal: Deal) -> SignatureEnvelope:
    """The newest envelope."""
    return (
        session()
        .scalars(
            select(SignatureEnvelope)
            .where(SignatureEnvelope.contract_id == deal.contract.id)
            .order_by(SignatureEnvelope.id.desc())
            .execution_options(populate_existing=True)
        )
        .first()
    )  # type: ignore[return-value]


def frozen(deal: Deal | None = None, *, is_real: bool = False, **changes: object) -> Deal:
    """The PDF is there; a short stand-in unless the real text is wanted."""
    deal = approved(deal, **changes)
    envelope = envelope_of(deal)
    text = envelopes.read_frozen_text(envelope.ref)
    pdf = make_pdf(text) if is_real else f"%PDF stand-in {envelope.ref}".encode()
    envelopes.put_pdf(envelope.ref, pdf=pdf, at=AT)
    return deal


FAKE = FakeSigner()


def set_pins(deal: Deal, signer: DocumentSigner = FAKE) -> None:
    """Both signatories have their certificates."""
    for actor in (deal.seller_signatory, deal.buyer_signatory):
        signatories.set_pin(actor, pin=PIN, signer=signer, at=AT)


def code_for(actor: Actor, deal: Deal, *, at: datetime = AT) -> str:
    """Ask for a code and read it, as the phone would show it."""
    ref = codes.ask_code(actor, contract_ref=deal.contract_ref, at=at)
    session().flush()
    assert session().scalar(select(SigningCode.id).where(SigningCode.ref == ref))
    return derive_code(ref, server_secret())


def server_secret() -> str:
    """The secret of the test installation."""
    return port(Installation).server_secret


def sign_as(
    actor: Actor,
    deal: Deal,
    *,
    pin: str = PIN,
    at: datetime = AT,
    signer: DocumentSigner = FAKE,
) -> Signed:
    """Sign with everything acknowledged."""
    return sign(
        actor,
        contract_ref=deal.contract_ref,
        secrets=Secrets(pin, code_for(actor, deal, at=at), server_secret()),
        acknowledged=[clause.code for clause in material_clauses()],
        signer=signer,
        at=at,
    )


def active(deal: Deal | None = None, *, is_real: bool = False, **changes: object) -> Deal:
    """Signed by both, in force; with real certificates and the real PDF only when wanted."""
    deal = frozen(deal, is_real=is_real, **changes)
    signer: DocumentSigner = port(DocumentSigner) if is_real else FAKE
    set_pins(deal, signer)
    sign_as(deal.seller_signatory, deal, signer=signer)
    sign_as(deal.buyer_signatory, deal, signer=signer)
    return deal


def wish(deal: Deal, pieces: int, *, deliver_on: date = TUESDAY) -> Wish:
    """So many pieces of the only line."""
    grams = {deal.line.ref: pieces * deal.goods.nominal_g}
    return Wish(grams, deliver_on, deal.site.ref)


def more_stock(deal: Deal, pieces: int) -> None:
    """Another lot of the same goods."""
    make_lot(deal.goods, pieces=pieces)
