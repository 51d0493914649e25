"""Define specs and geographical indications: the platform's own vocabulary of goods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from catalog.models.specs import Gi, ProductSpec
from catalog.queries.specs import get_specs
from catalog.rules.cards import SpecCard
from catalog.rules.families import FAMILY_NAMES, Family
from catalog.rules.listing import ReturnRule
from catalog.rules.seasons import ALL_YEAR
from core.db import session
from core.errors import Conflict
from core.types.temperature import TemperatureClass


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSpec:
    """A spec to be defined; `piece_g` is what one piece weighs as a rule, in grams."""

    code: str
    family: Family
    name_zh: str
    name_en: str
    piece_g: int
    temperature: TemperatureClass = TemperatureClass.AMBIENT
    summer_temperature: TemperatureClass | None = None
    set_point_c10: int | None = None
    shelf_life_days: int | None = None
    season_mask: int = ALL_YEAR
    variety_zh: str = ""
    variety_en: str = ""
    grade: str = ""
    gi_code: str | None = None
    storage_zh: str = ""
    storage_en: str = ""
    plate: str = ""
    return_rule: ReturnRule = ReturnRule.SEVEN_DAYS
    required_kinds: tuple[str, ...] = ()
    chargeable_permille: int = 1000
    is_halal_segregated: bool = False
    is_alcohol: bool = False
    is_prepacked: bool = False
    is_green_lane: bool = False


def define_spec(actor: Actor, new: NewSpec, *, at: datetime) -> SpecCard:
    """Define what a thing is, for all sellers and contracts.

    Args:
        actor: somebody of the platform.
        new: the description; without a drawing the family's is taken.
        at: now.

    Raises:
        Conflict: the code is taken.
    """
    actor.require(Permission.REVIEW_LISTING)
    if session().scalar(select(ProductSpec.id).where(ProductSpec.code == new.code)) is not None:
        raise Conflict("spec_code_taken", spec_code=new.code)
    gi_id = _gi_id(new.gi_code)
    spec = ProductSpec(
        **{name: getattr(new, name) for name in new.__slots__ if name not in _OTHERWISE},
        gi_id=gi_id,
        plate=new.plate or FAMILY_NAMES[new.family].plate,
        required_kinds=list(new.required_kinds),
        created_at=at,
    )
    session().add(spec)
    session().flush()  # the card needs the id
    return get_specs([spec.id])[spec.id]


_OTHERWISE = frozenset({"gi_code", "plate", "required_kinds"})


def define_gi(
    actor: Actor, *, code: str, name_zh: str, name_en: str, county_codes: Sequence[str]
) -> None:
    """Enter a geographical indication with the counties of its territory. May be repeated."""
    actor.require(Permission.REVIEW_LISTING)
    gi = session().scalar(select(Gi).where(Gi.code == code))
    if gi is None:
        gi = Gi(code=code)
        session().add(gi)
    gi.name_zh, gi.name_en, gi.county_codes = name_zh, name_en, list(county_codes)
    session().flush()  # specs look it up by its code


def _gi_id(code: str | None) -> int | None:
    if code is None:
        return None
    return session().scalars(select(Gi.id).where(Gi.code == code)).one()
