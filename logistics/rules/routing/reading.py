"""Read a `routing-problem/1` document; readers ignore fields they do not know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from logistics.rules.routing.problem import (
    PROBLEM_FORMAT,
    BackhaulOffer,
    Frozen,
    FrozenAssignment,
    FrozenShipment,
    FrozenVehicles,
    Leg,
    Line,
    Lot,
    Problem,
    ProblemUnreadable,
    Product,
    Service,
    VehicleLimit,
    VehicleType,
)


def read_problem(document: Mapping[str, Any]) -> Problem:
    """Turn a `routing-problem/1` document into a `Problem`.

    Raises:
        ProblemUnreadable: another format, or a field is missing or misplaced.
    """
    if not isinstance(document, Mapping) or document.get("format") != PROBLEM_FORMAT:
        raise ProblemUnreadable(f"format is not {PROBLEM_FORMAT}")
    try:
        return _read(document)
    except (KeyError, TypeError, AttributeError) as error:
        raise ProblemUnreadable(f"missing or misplaced: {error}") from error


def _read(document: Mapping[str, Any]) -> Problem:
    return Problem(
        id=document["id"],
        horizon_days=document["horizon_days"],
        max_late_days=document["max_late_days"],
        products={
            row["id"]: Product(row["id"], row["class"], row["chargeable_permille"], row["green"])
            for row in document["products"]
        },
        site_ready_minute={row["id"]: row["ready_minute"] for row in document["sites"]},
        origin_handling={row["id"]: row["handling"] for row in document["origin_hubs"]},
        destination_handling={row["id"]: row["handling"] for row in document["destination_hubs"]},
        holding={row["id"]: row["holding"] for row in document["destination_hubs"]},
        cities=tuple(document["cities"]),
        feeders=_read_legs(document["feeders"], "site", "hub"),
        last_mile=_read_legs(document["last_mile"], "hub", "city"),
        vehicle_types={row["id"]: _read_type(row) for row in document["vehicle_types"]},
        services={row["id"]: _read_service(row) for row in document["services"]},
        limits=tuple(
            VehicleLimit(row["id"], frozenset(row["services"]), frozenset(row["types"]), row["max"])
            for row in document["vehicle_limits"]
        ),
        offers=tuple(_read_offer(row) for row in document["backhaul_offers"]),
        lots={row[0]: Lot(*row) for row in _table(document["lots"], Lot._fields)},
        lines={row[0]: Line(*row) for row in _table(document["lines"], Line._fields)},
        frozen=_read_frozen(document["frozen"]),
    )


def _read_legs(
    rows: Iterable[Mapping[str, Any]], start: str, end: str
) -> dict[tuple[str, str], Leg]:
    return {
        (row[start], row[end]): Leg(row["metres"], row.get("minutes", 0), row["fen_per_tonne"])
        for row in rows
    }


def _read_type(row: Mapping[str, Any]) -> VehicleType:
    return VehicleType(
        row["id"],
        row["capacity_grams"],
        frozenset(row["classes"]),
        row["green"],
        row["min_fill_permille"],
    )


def _read_service(row: Mapping[str, Any]) -> Service:
    return Service(
        id=row["id"],
        mode=row["mode"],
        origin=row["origin"],
        destination=row["destination"],
        departure_day=row["departure_day"],
        cutoff_minute=row["cutoff_minute"],
        arrival_day=row["arrival_day"],
        metres=row["metres"],
        vehicles=row["vehicles"],
        ltl=row["ltl"],
        is_frozen=row["frozen"],
    )


def _read_offer(row: Mapping[str, Any]) -> BackhaulOffer:
    return BackhaulOffer(
        row["id"],
        row["hub"],
        row["first_day"],
        row["last_day"],
        frozenset(row["types"]),
        row["count"],
        row["revenue_fen"],
    )


def _read_frozen(value: Mapping[str, Any]) -> Frozen:
    return Frozen(
        tuple(FrozenVehicles(*row) for row in value["vehicles"]),
        tuple(FrozenShipment(*row) for row in value["shipments"]),
        tuple(FrozenAssignment(*row) for row in value["assignments"]),
    )


def _table(table: Mapping[str, Any], columns: tuple[str, ...]) -> list[list[Any]]:
    if tuple(table["columns"]) != columns:
        raise ProblemUnreadable(f"columns must be {', '.join(columns)}")
    rows: list[list[Any]] = table["rows"]
    return rows
