"""How far a seller is: its papers, its listings and lots, and the steps that were taken."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from accounts.models.organisations import SellerStep
from accounts.rules.cards import OrgCard
from accounts.rules.sellers import SellerAct, SellerStepCard
from catalog.models.certificates import Certificate
from catalog.models.listings import Listing
from catalog.models.stock import Lot
from catalog.rules.listing import ListingState
from catalog.rules.onboarding import Facts, PaperNeed, needs_of
from core.db import session


def read_facts(org: OrgCard, *, today: date) -> Facts:
    """Everything that the checklist of a seller looks at."""
    listings = select(func.count(Listing.id)).where(Listing.seller_id == org.id)
    lots = select(func.count(Lot.id)).where(Lot.seller_id == org.id)
    is_live = Listing.state == ListingState.LIVE
    return Facts(
        legal_form=org.legal_form,
        has_code=bool(org.uscc),
        has_story=bool(org.story_zh),
        stage=org.standing.stage,
        is_recommended=org.is_recommended,
        papers=list_needs(org, today=today),
        listings=session().scalar(listings) or 0,
        live_listings=session().scalar(listings.where(is_live)) or 0,
        lots=session().scalar(lots) or 0,
    )


def list_needs(org: OrgCard, *, today: date) -> tuple[PaperNeed, ...]:
    """The papers that a seller of this kind needs, with the best that is there of each."""
    statement = select(Certificate).where(
        Certificate.seller_id == org.id, Certificate.spec_id.is_(None), Certificate.lot_id.is_(None)
    )
    rows = session().scalars(statement.order_by(Certificate.id))
    return needs_of(org.legal_form, [(row.ref, row, row.reason) for row in rows], today)


def list_steps(*, org_id: int) -> list[SellerStepCard]:
    """What was done about a seller, newest first."""
    statement = select(SellerStep).where(SellerStep.org_id == org_id)
    return [
        SellerStepCard(SellerAct(row.act), row.acted_at, row.by_name, row.by_org_name, row.note)
        for row in session().scalars(statement.order_by(SellerStep.id.desc()))
    ]
