"""Put the network of the demo into the tables: hubs, distances, services, tariffs, vehicles."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from core.db import session
from core.refs import new_ref
from logistics.models.network import Hub, HubReach, NetworkVersion, Service, Tariff, VehicleType
from logistics.rules import network_rows as rows


def define_network(actor: Actor, *, at: datetime) -> None:
    """Create hubs, distances, services, tariffs and vehicle types; once, later calls do nothing.

    Args:
        actor: the system or an operator.
        at: the present instant.
    """
    del at
    actor.require(Permission.OPERATE)
    if session().scalar(select(Hub.id).limit(1)) is not None:
        return
    for code, name_zh, name_en in rows.HUB_ROWS:
        session().add(Hub(code=code, name_zh=name_zh, name_en=name_en))
    session().flush()  # services and distances point at hubs by code
    _add_reach(rows.NORTH_HUBS, rows.NORTH_KM)
    _add_reach(rows.SOUTH_HUBS, rows.SOUTH_KM)
    _add_services()
    for kind, temperature, fixed_fen, km_fen in rows.TARIFF_ROWS:
        session().add(
            Tariff(kind=kind, temperature=temperature, fixed_fen=fixed_fen, km_fen=km_fen)
        )
    _add_vehicle_types()
    touch_network()


def touch_network() -> None:
    """Say that the tables changed, so that every process reads them again."""
    session().merge(NetworkVersion(id=1, version=new_ref()))


def _add_reach(hubs: tuple[str, ...], table: dict[str, tuple[int, int, int, int]]) -> None:
    for place, kilometres in table.items():
        nearest = sorted(zip(kilometres, hubs, strict=True))[: rows.HUBS_PER_PLACE]
        for km, hub in nearest:
            session().add(HubReach(place_code=place, hub_code=hub, metres=km * 1000))


def _add_services() -> None:
    for north, distances in zip(rows.NORTH_HUBS, rows.LINE_HAUL_KM, strict=True):
        for south, km in zip(rows.SOUTH_HUBS, distances, strict=True):
            for origin, destination in ((north, south), (south, north)):
                session().add(
                    Service(
                        code=f"{origin[:4]}-{destination[:4]}",
                        origin_hub=origin,
                        destination_hub=destination,
                        metres=km * 1000,
                        departure_minute=rows.DEPARTURE_MINUTE,
                        transit_days=rows.TRANSIT_DAYS,
                    )
                )


def _add_vehicle_types() -> None:
    for code, zh, en, tonnes, km_fen, classes, is_green, min_fill in rows.VEHICLE_ROWS:
        session().add(
            VehicleType(
                code=code,
                name_zh=zh,
                name_en=en,
                capacity_g=tonnes * 1_000_000,
                km_fen=km_fen,
                dispatch_fen=rows.DISPATCH_FEN,
                classes=classes,
                is_green=is_green,
                min_fill_permille=min_fill,
            )
        )
