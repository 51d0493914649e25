"""The five quantities, read from call-offs and from the state of the orders they made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import func, select

from contracts.models.agreements import ContractLine, LinePeriod
from contracts.models.call_offs import CallOff, CallOffLine
from contracts.rules.progress import Quantities, Stage, quantities, stage_of
from core.db import session
from shop.models.orders import OrderGroup, SellerOrder

Used = dict[int, list[tuple[Stage, int]]]


def used_by_period(contract_ids: Iterable[int]) -> Used:
    """Say per week of a line what was called off and how far it is."""
    statement = (
        select(CallOffLine.period_id, SellerOrder.state, func.sum(CallOffLine.grams))
        .join(CallOff, CallOff.id == CallOffLine.call_off_id)
        .join(OrderGroup, OrderGroup.ref == CallOff.order_group_ref)
        .join(SellerOrder, SellerOrder.group_id == OrderGroup.id)
        .where(CallOff.contract_id.in_(list(contract_ids)), CallOff.state == "released")
        .where(SellerOrder.state != "cancelled")
        .group_by(CallOffLine.period_id, SellerOrder.state)
    )
    used: Used = defaultdict(list)
    for period_id, state, grams in session().execute(statement):
        used[period_id].append((stage_of(state), int(grams)))
    return used


def quantities_by_contract(contract_ids: Iterable[int]) -> dict[int, Quantities]:
    """Give the five quantities of whole contracts."""
    ids = list(contract_ids)
    used = used_by_period(ids)
    statement = (
        select(ContractLine.contract_id, LinePeriod.id, LinePeriod.committed_g)
        .join(LinePeriod, LinePeriod.line_id == ContractLine.id)
        .where(ContractLine.contract_id.in_(ids))
    )
    sums: dict[int, Quantities] = defaultdict(Quantities)
    for contract_id, period_id, committed_g in session().execute(statement):
        sums[contract_id] += quantities(committed_g, used.get(period_id, ()))
    return sums


def counters_that_differ() -> list[str]:
    """Name the lines whose counter is not the sum of their released call-offs (I2, nightly)."""
    released = (
        select(CallOffLine.line_id, func.sum(CallOffLine.grams).label("grams"))
        .join(CallOff, CallOff.id == CallOffLine.call_off_id)
        .where(CallOff.state == "released")
        .group_by(CallOffLine.line_id)
        .subquery()
    )
    statement = (
        select(ContractLine.ref)
        .outerjoin(released, released.c.line_id == ContractLine.id)
        .where(ContractLine.called_g != func.coalesce(released.c.grams, 0))
        .order_by(ContractLine.id)
    )
    return list(session().scalars(statement))
