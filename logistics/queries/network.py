"""The network in memory: read once for each version of the tables."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from core.clock import local_day
from core.db import session
from logistics.models.network import (
    Departure,
    Hub,
    HubReach,
    NetworkVersion,
    Service,
    Tariff,
    VehicleType,
)
from logistics.rules.network import Lane, Network, Reach
from logistics.rules.states import TAKES_GOODS

_known: dict[str, Network] = {}  # the present version only; a new version replaces it


def load_network() -> Network:
    """The network as it is now; one small read unless its tables were changed.

    Returns:
        Hubs, lanes, distances and rates; empty before `define_network`.
    """
    return _network(session().scalar(select(NetworkVersion.version)) or "")


def load_open_network(*, at: datetime) -> Network:
    """The network with those departures, from an instant's day on, that take nothing more."""
    is_closed = (Departure.departs_on >= local_day(at)) & Departure.state.not_in(TAKES_GOODS)
    statement = select(NetworkVersion.version, Departure.service_id, Departure.departs_on)
    rows = session().execute(statement.outerjoin(Departure, is_closed)).all()
    network = _network(rows[0].version if rows else "")
    closed = frozenset((row.service_id, row.departs_on) for row in rows if row.departs_on)
    return replace(network, closed=closed) if closed else network


def _network(version: str) -> Network:
    network = _known.get(version)
    if network is None:
        network = _read(version)
        if version:
            _known.clear()
            _known[version] = network
    return network


def _read(version: str) -> Network:
    reach: dict[str, list[Reach]] = defaultdict(list)
    for row in session().scalars(select(HubReach).order_by(HubReach.metres, HubReach.hub_code)):
        reach[row.place_code].append(Reach(row.hub_code, row.metres))
    hubs = session().scalars(select(Hub).order_by(Hub.id))
    services = session().scalars(select(Service).where(Service.is_active).order_by(Service.id))
    tariffs = session().scalars(select(Tariff))
    return Network(
        version=version,
        hub_names={hub.code: (hub.name_zh, hub.name_en) for hub in hubs},
        reach={place: tuple(rows) for place, rows in reach.items()},
        lanes={(row.origin_hub, row.destination_hub): _lane(row) for row in services},
        rates={(row.kind, row.temperature): (row.fixed_fen, row.km_fen) for row in tariffs},
    )


def _lane(row: Service) -> Lane:
    return Lane(
        id=row.id,
        ref=row.ref,
        code=row.code,
        origin=row.origin_hub,
        destination=row.destination_hub,
        metres=row.metres,
        departure_minute=row.departure_minute,
        transit_days=row.transit_days,
        weekdays=row.weekdays,
    )


def list_hub_names() -> dict[str, dict[str, str]]:
    """Names of hubs by code, as the `local` filter takes them."""
    return {
        code: {"name_zh": zh, "name_en": en} for code, (zh, en) in load_network().hub_names.items()
    }


def list_vehicle_names() -> dict[str, dict[str, str]]:
    """Names of vehicle types by code, as the `local` filter takes them."""
    return {
        row.code: {"name_zh": row.name_zh, "name_en": row.name_en}
        for row in session().scalars(select(VehicleType).order_by(VehicleType.id))
    }
