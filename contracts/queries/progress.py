"""The five quantities, read from call-offs and from the state of the orders they made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from contracts.models.agreements import ContractLine, LinePeriod
from contracts.models.call_offs import CallOff, CallOffLine
from contracts.rules.progress import Quantities, Stage, quantities, stage_of
from core.db import session
from shop.models.orders import OrderGroup, SellerOrder
from shop.rules.lifecycle import SellerOrderState

Used = dict[int, list[tuple[Stage, int]]]


def used_by_period(contract_ids: Iterable[int]) -> Used:
    """Say per week of a line what was called off and how far it is."""
    statement = (
        select(CallOffLine.period_id, SellerOrder.state, func.sum(CallOffLine.grams))
        .join(CallOff, CallOff.id == CallOffLine.call_off_id)
        .join(OrderGroup, OrderGroup.ref == CallOff.order_group_ref)
        .join(SellerOrder, SellerOrder.group_id == OrderGroup.id)
        .where(CallOff.contract_id.in_(list(contract_ids)), CallOff.state == "released")
        .where(SellerOrder.state != SellerOrderState.CANCELLED)
        .group_by(CallOffLine.period_id, SellerOrder.state)
    )
    used: Used = defaultdict(list)
    for period_id, state, grams in session().execute(statement):
        used[period_id].append((stage_of(state), int(grams)))
    return used


def quantities_of_lines(contract_id: int) -> list[Quantities]:
    """Give the five quantities of each line of a contract, in the order of the paper."""
    used = used_by_period([contract_id])
    statement = (
        select(ContractLine.id, LinePeriod.id, LinePeriod.committed_g)
        .join(LinePeriod, LinePeriod.line_id == ContractLine.id)
        .where(ContractLine.contract_id == contract_id)
        .order_by(ContractLine.position, LinePeriod.monday)
    )
    sums: dict[int, Quantities] = {}
    for line_id, period_id, committed_g in session().execute(statement):
        week = quantities(committed_g, used.get(period_id, ()))
        sums[line_id] = sums.get(line_id, Quantities()) + week
    return list(sums.values())


def counters_that_differ() -> list[str]:
    """Name the lines whose counters are not the sums of their released call-offs (I2, nightly)."""
    lines = _differing(ContractLine, CallOffLine.line_id, ContractLine.id)
    weeks = _differing(LinePeriod, CallOffLine.period_id, LinePeriod.line_id)
    ids = {*session().scalars(lines), *session().scalars(weeks)}
    statement = select(ContractLine.ref).where(ContractLine.id.in_(ids)).order_by(ContractLine.id)
    return list(session().scalars(statement))


def _differing(
    table: type[ContractLine] | type[LinePeriod],
    key: InstrumentedAttribute[int],
    line_id: InstrumentedAttribute[int],
) -> Select[int]:
    released = (
        select(key.label("id"), func.sum(CallOffLine.grams).label("grams"))
        .join(CallOff, CallOff.id == CallOffLine.call_off_id)
        .where(CallOff.state == "released")
        .group_by(key)
        .subquery()
    )
    return (
        select(line_id)
        .outerjoin(released, released.c.id == table.id)
        .where(table.called_g != func.coalesce(released.c.grams, 0))
    )
