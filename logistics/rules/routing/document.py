"""Write a problem as a `routing-problem/1` document; the same problem gives the same bytes."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from logistics.rules.routing.problem import PROBLEM_FORMAT, Line, Lot, Problem, Service


def problem_document(problem: Problem) -> dict[str, Any]:
    """Return the JSON document of a problem."""
    return {
        "format": PROBLEM_FORMAT,
        "id": problem.id,
        "horizon_days": problem.horizon_days,
        "max_late_days": problem.max_late_days,
        **_places(problem),
        **_transport(problem),
        **_bounds(problem),
        "lots": {
            "columns": list(Lot._fields),
            "rows": [list(row) for row in problem.lots.values()],
        },
        "lines": {
            "columns": list(Line._fields),
            "rows": [list(row) for row in problem.lines.values()],
        },
        "frozen": {
            "vehicles": [list(row) for row in problem.frozen.vehicles],
            "shipments": [list(row) for row in problem.frozen.shipments],
            "assignments": [list(row) for row in problem.frozen.assignments],
        },
    }


def canonical_json(document: dict[str, Any]) -> str:
    """Return compact JSON; equal documents give equal text."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def fingerprint(document: dict[str, Any]) -> str:
    """Return the SHA-256 of a document, 64 hex digits."""
    return hashlib.sha256(canonical_json(document).encode()).hexdigest()


def _places(problem: Problem) -> dict[str, Any]:
    return {
        "products": [
            {
                "id": product.id,
                "class": product.temperature,
                "chargeable_permille": product.chargeable_permille,
                "green": product.is_green,
            }
            for product in problem.products.values()
        ],
        "sites": [
            {"id": site, "ready_minute": minute}
            for site, minute in problem.site_ready_minute.items()
        ],
        "origin_hubs": [
            {"id": hub, "handling": rates} for hub, rates in problem.origin_handling.items()
        ],
        "destination_hubs": [
            {"id": hub, "handling": rates, "holding": problem.holding[hub]}
            for hub, rates in problem.destination_handling.items()
        ],
        "cities": list(problem.cities),
    }


def _transport(problem: Problem) -> dict[str, Any]:
    return {
        "feeders": [
            {
                "site": site,
                "hub": hub,
                "metres": leg.metres,
                "minutes": leg.minutes,
                "fen_per_tonne": leg.fen_per_tonne,
            }
            for (site, hub), leg in problem.feeders.items()
        ],
        "last_mile": [
            {"hub": hub, "city": city, "metres": leg.metres, "fen_per_tonne": leg.fen_per_tonne}
            for (hub, city), leg in problem.last_mile.items()
        ],
        "vehicle_types": [
            {
                "id": kind.id,
                "capacity_grams": kind.capacity_grams,
                "classes": sorted(kind.classes),
                "green": kind.is_green,
                "min_fill_permille": kind.min_fill_permille,
            }
            for kind in problem.vehicle_types.values()
        ],
        "services": [_service(service) for service in problem.services.values()],
    }


def _bounds(problem: Problem) -> dict[str, Any]:
    return {
        "vehicle_limits": [
            {
                "id": limit.id,
                "services": sorted(limit.services),
                "types": sorted(limit.types),
                "max": limit.max,
            }
            for limit in problem.limits
        ],
        "backhaul_offers": [
            {
                "id": offer.id,
                "hub": offer.hub,
                "first_day": offer.first_day,
                "last_day": offer.last_day,
                "types": sorted(offer.types),
                "count": offer.count,
                "revenue_fen": offer.revenue_fen,
            }
            for offer in problem.offers
        ],
    }


def _service(service: Service) -> dict[str, Any]:
    return {
        "id": service.id,
        "mode": service.mode,
        "origin": service.origin,
        "destination": service.destination,
        "departure_day": service.departure_day,
        "cutoff_minute": service.cutoff_minute,
        "arrival_day": service.arrival_day,
        "metres": service.metres,
        "vehicles": service.vehicles,
        "ltl": service.ltl,
        "frozen": service.is_frozen,
    }
