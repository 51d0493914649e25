"""Supply bases: of a seller, of a county, waiting for the platform, designated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from catalog.models.bases import BaseInspection, BaseSeason, SupplyBase
from catalog.models.specs import ProductSpec
from catalog.rules.bases import BaseCard, BaseState, InspectionCard, SeasonCard
from core.db import session
from core.errors import NotFound

_PARTS = (selectinload(SupplyBase.seasons), selectinload(SupplyBase.inspections))


def list_bases(*, org_id: int | None = None, county_code: str | None = None) -> list[BaseCard]:
    """The bases of a seller, of a county, or all of them, newest first."""
    statement = select(SupplyBase).options(*_PARTS).order_by(SupplyBase.id.desc())
    if org_id is not None:
        statement = statement.where(SupplyBase.seller_id == org_id)
    if county_code is not None:
        statement = statement.where(SupplyBase.county_code == county_code)
    return _cards(list(session().scalars(statement)))


def list_designated(*, today: date) -> list[BaseCard]:
    """The bases that are designated today, by county."""
    statement = (
        select(SupplyBase)
        .where(SupplyBase.state == BaseState.DESIGNATED, SupplyBase.until_on >= today)
        .options(*_PARTS)
        .order_by(SupplyBase.county_code, SupplyBase.id)
    )
    return _cards(list(session().scalars(statement)))


def get_base(ref: str, *, org_id: int | None = None, county_code: str | None = None) -> BaseCard:
    """One base; of one seller or of one county if given.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    statement = select(SupplyBase).where(SupplyBase.ref == ref).options(*_PARTS)
    row = session().scalar(statement)
    is_theirs = row is not None and (
        (org_id is not None and row.seller_id != org_id)
        or (county_code is not None and row.county_code != county_code)
    )
    if row is None or is_theirs:
        raise NotFound("base_not_found")
    return _cards([row])[0]


def _cards(rows: Sequence[SupplyBase]) -> list[BaseCard]:
    wanted = {season.spec_id for row in rows for season in row.seasons}
    specs = session().scalars(select(ProductSpec).where(ProductSpec.id.in_(wanted)))
    by_id = {spec.id: spec for spec in specs}
    return [_card(row, by_id) for row in rows]


def _card(row: SupplyBase, specs: dict[int, ProductSpec]) -> BaseCard:
    return BaseCard(
        ref=row.ref,
        seller_id=row.seller_id,
        name_zh=row.name_zh,
        name_en=row.name_en,
        county_code=row.county_code,
        place=row.place,
        area_mu=row.area_mu,
        about_zh=row.about_zh,
        about_en=row.about_en,
        state=BaseState(row.state),
        applied_at=row.applied_at,
        designated_on=row.designated_on,
        until_on=row.until_on,
        reason=row.reason,
        seasons=tuple(_season(season, specs[season.spec_id]) for season in row.seasons),
        inspections=tuple(_inspection(inspection) for inspection in row.inspections),
    )


def _season(row: BaseSeason, spec: ProductSpec) -> SeasonCard:
    return SeasonCard(
        row.spec_id,
        spec.name_zh,
        spec.name_en,
        row.from_on,
        row.to_on,
        row.capacity_g,
        row.guaranteed_g,
    )


def _inspection(row: BaseInspection) -> InspectionCard:
    return InspectionCard(
        row.inspected_on,
        row.inspectors,
        row.area_mu,
        row.findings,
        row.is_good,
        row.by_name,
        tuple(str(ref) for ref in row.photo_refs),
    )
