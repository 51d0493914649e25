"""Supply bases as the public sees them: guaranteed against delivered, from accepted rows alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from accounts.queries import get_orgs
from accounts.rules.cards import OrgCard
from catalog.queries.bases import get_base, list_designated
from catalog.queries.certificates import list_certificates
from catalog.rules.bases import BaseCard, SeasonCard, fulfilled_permille
from catalog.rules.cards import CertificateCard
from catalog.rules.certificates import in_force
from core.clock import start_of_day
from core.db import session
from core.errors import NotFound
from shop.models.orders import OrderLine, SellerOrder
from shop.rules.lifecycle import SellerOrderState

ACCEPTED = (SellerOrderState.ACCEPTED_BY_BUYER, SellerOrderState.CLOSED)


@dataclass(frozen=True, slots=True)
class SeasonFigures:
    """One good in one season: guaranteed and delivered."""

    season: SeasonCard
    delivered_g: int

    @property
    def permille(self) -> int:
        """How much of the guarantee was delivered."""
        return fulfilled_permille(self.delivered_g, self.season.guaranteed_g)


@dataclass(frozen=True, slots=True)
class BasePage:
    """A designated base with its seller, its papers, and its figures."""

    base: BaseCard
    seller: OrgCard
    figures: tuple[SeasonFigures, ...]
    papers: tuple[CertificateCard, ...]


def list_base_pages(*, today: date) -> list[BasePage]:
    """All designated bases, by county."""
    bases = list_designated(today=today)
    sellers = get_orgs(base.seller_id for base in bases)
    return [BasePage(base, sellers[base.seller_id], _figures(base), ()) for base in bases]


def get_base_page(ref: str, *, today: date) -> BasePage:
    """One designated base.

    Raises:
        NotFound: there is none, or it is not designated today.
    """
    base = get_base(ref)
    if not base.is_open(today):
        raise NotFound("base_not_found")
    seller = get_orgs([base.seller_id])[base.seller_id]
    goods = {"", *(season.spec_name_zh for season in base.seasons)}
    papers = [
        paper
        for paper in list_certificates(org_id=seller.id)
        if paper.spec_name_zh in goods and in_force(paper, today)
    ]
    return BasePage(base, seller, _figures(base), tuple(papers))


def _figures(base: BaseCard) -> tuple[SeasonFigures, ...]:
    return tuple(SeasonFigures(season, _delivered(base, season)) for season in base.seasons)


def _delivered(base: BaseCard, season: SeasonCard) -> int:
    """Grams of accepted goods of a base's seller, county and good within a season."""
    grams = func.coalesce(OrderLine.settled_g, OrderLine.pieces * OrderLine.piece_g)
    statement = (
        select(func.coalesce(func.sum(grams), 0))
        .join(SellerOrder, SellerOrder.id == OrderLine.seller_order_id)
        .where(
            SellerOrder.seller_org_id == base.seller_id,
            SellerOrder.state.in_(ACCEPTED),
            SellerOrder.accepted_at >= start_of_day(season.from_on),
            SellerOrder.accepted_at < start_of_day(season.to_on + timedelta(days=1)),
            OrderLine.spec_id == season.spec_id,
            OrderLine.county_code == base.county_code,
        )
    )
    return int(session().scalar(statement) or 0)
