"""Specs and geographical indications."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from catalog.models.specs import Gi, ProductSpec
from catalog.queries.terms import temperature_today
from catalog.rules.cards import GiCard, SpecCard
from catalog.rules.families import Family
from catalog.rules.seasons import months_of
from core.db import session
from core.errors import NotFound

_LOADED = joinedload(ProductSpec.gi)


def gi_card(gi: Gi | None) -> GiCard | None:
    """Put a geographical indication into words."""
    if gi is None:
        return None
    return GiCard(gi.code, gi.name_zh, gi.name_en, tuple(str(code) for code in gi.county_codes))


def spec_card(spec: ProductSpec) -> SpecCard:
    """Put a spec (with its gi loaded) into words."""
    return SpecCard(
        id=spec.id,
        ref=spec.ref,
        code=spec.code,
        family=Family(spec.family),
        name_zh=spec.name_zh,
        name_en=spec.name_en,
        variety_zh=spec.variety_zh,
        variety_en=spec.variety_en,
        grade=spec.grade,
        temperature=temperature_today(spec),
        shelf_life_days=spec.shelf_life_days,
        storage_zh=spec.storage_zh,
        storage_en=spec.storage_en,
        piece_g=spec.piece_g,
        season_months=months_of(spec.season_mask),
        is_prepacked=spec.is_prepacked,
        plate=spec.plate,
        gi=gi_card(spec.gi),
        required_kinds=tuple(str(kind) for kind in spec.required_kinds),
    )


def get_specs(spec_ids: Iterable[int]) -> dict[int, SpecCard]:
    """Several specs by internal id; unknown ids are left out."""
    statement = select(ProductSpec).where(ProductSpec.id.in_(sorted(set(spec_ids))))
    return {row.id: spec_card(row) for row in session().scalars(statement.options(_LOADED))}


def get_spec_by_ref(ref: str) -> SpecCard:
    """The spec a reference names.

    Raises:
        NotFound: there is none.
    """
    found = find_spec_by_ref(ref)
    if found is None:
        raise NotFound("spec_not_found")
    return found


def find_spec_by_ref(ref: str) -> SpecCard | None:
    """The spec a reference names, or None."""
    row = session().scalar(select(ProductSpec).where(ProductSpec.ref == ref).options(_LOADED))
    return spec_card(row) if row else None


def find_spec_by_code(code: str) -> SpecCard | None:
    """The spec with a code of ours, or None."""
    row = session().scalar(select(ProductSpec).where(ProductSpec.code == code).options(_LOADED))
    return spec_card(row) if row else None


def get_spec_by_code(code: str) -> SpecCard:
    """The spec with a code of ours.

    Raises:
        NotFound: there is none.
    """
    found = find_spec_by_code(code)
    if found is None:
        raise NotFound("spec_not_found")
    return found


def list_specs(*, after_id: int = 0, limit: int = 500) -> list[SpecCard]:
    """The active specs in the order they were defined."""
    statement = (
        select(ProductSpec)
        .where(ProductSpec.state == "active", ProductSpec.id > after_id)
        .options(_LOADED)
        .order_by(ProductSpec.id)
        .limit(limit)
    )
    return [spec_card(row) for row in session().scalars(statement)]
