"""What a contract wants of each week, beside what the seller's forecast leaves free."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import func, select

from catalog.queries.supply import supply_weeks
from contracts.models.agreements import Contract, ContractLine, LinePeriod
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
