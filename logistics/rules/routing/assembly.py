"""Turn a draft into the rows of a plan: goods are cut at the borders of vehicles, to the gram."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from logistics.rules.routing.cost import cost_fen
from logistics.rules.routing.draft import Draft
from logistics.rules.routing.mix import Kind, Load, Mix, Surplus
from logistics.rules.routing.plan import (
    AssignmentRow,
    BackhaulRow,
    Plan,
    ShipmentRow,
    ShortRow,
    VehicleRow,
)
from logistics.rules.routing.problem import LTL
from logistics.rules.routing.ways import shipping_nano

Goods = dict[Kind, dict[str, int]]  # kind -> lot -> grams


WHOLE_G = 8_000_000  # a line of so many grams is a load of its own


def assemble(draft: Draft, seed: int, bound: int) -> Plan:
    """Return the plan of a draft, priced, with a reason for every line."""
    cargo = _cargo(draft)
    vehicles: list[VehicleRow] = []
    backhauls: list[BackhaulRow] = []
    shipped: Counter[tuple[str, str, str]] = Counter()
    for row in draft.problem.frozen.shipments:
        shipped[row.lot, row.service, row.type] += row.grams
    for service in draft.problem.services:
        mix = _final_mix(draft, service)
        vehicles += [VehicleRow(service, name, count) for name, count in mix.vehicles if count]
        backhauls += [BackhaulRow(offer, service, name, n) for offer, name, n in mix.backhauls]
        _load(draft, service, mix, cargo.get(service, {}), shipped)
    plan = Plan(
        problem=draft.problem.id,
        vehicles=tuple(vehicles),
        shipments=tuple(ShipmentRow(*key, grams) for key, grams in sorted(shipped.items())),
        assignments=_assignments(draft),
        short=tuple(ShortRow(line, grams) for line, grams in draft.missing.items() if grams),
        backhauls=tuple(backhauls),
        seed=seed,
    )
    cost = cost_fen(draft.problem, plan)
    bound = min(bound, cost["total"])
    return replace(plan, cost_fen=cost, lower_bound_fen=bound, reasons=_reasons(draft, plan))


def _cargo(draft: Draft) -> dict[str, Goods]:
    """Return what travels beyond the frozen shipments: service -> kind -> lot -> grams."""
    cargo: dict[str, Goods] = defaultdict(lambda: defaultdict(dict))
    for (lot, service), grams in sorted(draft.assigned.items()):
        extra = grams - draft.base[lot, service]
        if extra > 0:
            cargo[service][_kind(draft, lot)][lot] = extra
    return cargo


def _kind(draft: Draft, lot: str) -> Kind:
    product = draft.problem.products[draft.problem.lots[lot].product]
    return product.temperature, product.is_green


def _final_mix(draft: Draft, service: str) -> Mix:
    """Choose the mix once more, now that goods without a buyer may close a minimum fill."""
    haulage = draft.haulage
    mix = haulage.mixes.get(service, Mix(0))
    load = haulage.loads.get(service)
    mixer = haulage.mixers[service]
    if not load or draft.problem.services[service].is_frozen:
        return mix
    mixer.surplus = _surplus(draft, service, load)
    if not mixer.surplus:
        return mix
    better = mixer.choose(load, haulage.room(service))
    return haulage.adopt(service, better) if better.nano < mix.nano else mix


def _surplus(draft: Draft, service_id: str, load: Load) -> dict[Kind, Surplus]:
    """Per kind the cheapest lot with goods left that could ride along."""
    problem, service = draft.problem, draft.problem.services[service_id]
    found: dict[Kind, Surplus] = {}
    if not any(kind[1] for kind in load) or not any(
        problem.vehicle_types[name].min_fill_permille for name in service.vehicles
    ):
        return found
    for lot in problem.lots.values():
        kind = _kind(draft, lot.id)
        if not draft.left[lot.id] or problem.is_forward(lot) or not kind[1] or kind not in load:
            continue
        nano = shipping_nano(problem, lot, service)
        if nano is None:
            continue
        nights = max(problem.horizon_days - service.arrival_day, 0)
        nano += problem.holding[service.destination][kind[0]] * nights * 1000
        permille = problem.products[lot.product].chargeable_permille
        surplus = Surplus(nano, draft.left[lot.id], lot.id, permille)
        if kind not in found or nano * found[kind].permille < found[kind].nano_per_gram * permille:
            found[kind] = surplus
    return found


def _load(
    draft: Draft, service: str, mix: Mix, goods: Goods, shipped: Counter[tuple[str, str, str]]
) -> None:
    """Cut the goods of each kind at the borders of the vehicle types."""
    if not goods:
        return
    problem, mixer = draft.problem, draft.haulage.mixers[service]
    counts = dict(mix.vehicles)
    placed = mixer.place(counts, draft.haulage.loads[service]) or {}
    for name, surplus, grams in mixer.top_ups(counts, placed):
        shipped[surplus.lot, service, name] += grams
        draft.left[surplus.lot] -= grams
    for kind, lots in goods.items():
        spaces = {name: load.get(kind, 0) for name, load in placed.items() if name != LTL}
        for lot, grams in lots.items():
            permille = problem.products[problem.lots[lot].product].chargeable_permille
            for name in spaces:
                inside = min(grams, spaces[name] // permille)
                if inside:
                    shipped[lot, service, name] += inside
                    spaces[name] -= inside * permille
                    grams -= inside
            if grams:
                shipped[lot, service, _rest(mixer.service.ltl, kind, spaces)] += grams


def _rest(ltl: dict[str, int], kind: Kind, spaces: dict[str, int]) -> str:
    """Where the last grams go: groupage, or without one the vehicle with the slack."""
    return LTL if kind[0] in ltl or not spaces else list(spaces)[-1]


def _assignments(draft: Draft) -> tuple[AssignmentRow, ...]:
    rows: Counter[tuple[str, str, str, int]] = Counter()
    for line in draft.problem.lines:
        for (lot, service, day), grams in draft.fixed[line].items():
            rows[line, lot, service, day] += grams
        for way, grams in draft.given[line]:
            rows[line, way.lot, way.service, way.day] += grams
    return tuple(
        AssignmentRow(line, lot, service or None, day, grams)
        for (line, lot, service, day), grams in rows.items()
    )


def _reasons(draft: Draft, plan: Plan) -> dict[str, str]:
    """One code per line: why it travels so."""
    riding = {(row.lot, row.service) for row in plan.shipments if row.type != LTL}
    by_line: dict[str, list[AssignmentRow]] = defaultdict(list)
    for row in plan.assignments:
        by_line[row.line].append(row)
    return {
        line: _reason(draft, line, by_line[line], riding) for line in sorted(draft.problem.lines)
    }


def _reason(
    draft: Draft, line_id: str, rows: list[AssignmentRow], riding: set[tuple[str, str]]
) -> str:
    line = draft.problem.lines[line_id]
    if draft.missing[line_id]:
        return "short_no_way" if not draft.finder.ways(line) else "short_supply"
    if any(row.day > line.due_day for row in rows):
        return "late_cheapest"
    if draft.fixed[line_id]:
        return "frozen"
    if len(rows) > 1:
        return "several_lots"
    if rows[0].service is None:
        return "forward_stock"
    if (rows[0].lot, rows[0].service) not in riding:
        return "groupage"
    return "whole_vehicle" if line.grams >= WHOLE_G else "shared_vehicle"
