"""What a contract wants of each week, beside what the seller's forecast leaves free."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import func, select

from catalog.queries.supply import supply_weeks
from contracts.models.agreements import Contract, ContractLine, LinePeriod
from contracts.rules.cards import SupplyCell
from contracts.rules.supply import Shortfall, shortfalls
from core.db import session

Weeks = dict[date, int]


def weeks_by_spec(contract_id: int) -> dict[int, Weeks]:
    """Add up, per spec, the grams of each week that a contract commits."""
    statement = (
        select(ContractLine.spec_id, LinePeriod.monday, func.sum(LinePeriod.committed_g))
        .join(LinePeriod, LinePeriod.line_id == ContractLine.id)
        .where(ContractLine.contract_id == contract_id)
        .group_by(ContractLine.spec_id, LinePeriod.monday)
        .order_by(ContractLine.spec_id, LinePeriod.monday)
    )
    wanted: dict[int, Weeks] = defaultdict(dict)
    for spec_id, monday, grams in session().execute(statement):
        wanted[spec_id][monday] = int(grams)
    return dict(wanted)


def supply_shortfalls(contract_id: int) -> list[Shortfall]:
    """List the weeks that the p80 forecast cannot carry if this contract were added."""
    seller_id = session().scalar(select(Contract.seller_org_id).where(Contract.id == contract_id))
    found: list[Shortfall] = []
    for spec_id, wanted in weeks_by_spec(contract_id).items():
        weeks = supply_weeks(seller_id or 0, spec_id, sorted(wanted))
        free = {week.monday: week.free_g for week in weeks}
        found += shortfalls(spec_id, wanted, free)
    return found


def supply_of_contract(seller_id: int, wanted: Mapping[int, Iterable[date]]) -> list[SupplyCell]:
    """Add up the forecast of all goods of a contract, week by week.

    Args:
        seller_id: the organisation that delivers.
        wanted: Mondays by spec.
    """
    sums: dict[date, SupplyCell] = {}
    for spec_id, mondays in wanted.items():
        for week in supply_weeks(seller_id, spec_id, sorted(set(mondays))):
            known = sums.get(week.monday, SupplyCell(week.monday, 0, 0))
            sums[week.monday] = SupplyCell(
                week.monday, known.p80_g + week.p80_g, known.free_g + week.free_g
            )
    return [sums[monday] for monday in sorted(sums)]
