"""Outlets, their clerks and stocked shelves for tests: plain functions, never random."""

from __future__ import annotations

from datetime import UTC, datetime, time
from itertools import count

from accounts.rules.actor import SYSTEM, Actor
from accounts.rules.permissions import Capacity, Permission
from catalog.queries.outlets import get_outlet
from catalog.rules.cards import LotCard, Terms
from catalog.rules.outlet_cards import OutletCard
from catalog.rules.outlets import NewOutlet
from catalog.services.outlets import open_outlet
from catalog.services.transfers import Arrival, receive_at_outlet, send_to_outlet
from tests.factories.accounts import make_org

AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
_number = count(1)


def make_new_outlet(**facts: object) -> NewOutlet:
    """What a manager would write: a shop in Gulou, open from nine to nine."""
    defaults: dict[str, object] = {
        "name_zh": "鼓楼示例网点",
        "name_en": "Gulou example outlet",
        "district_code": "350102",
        "address": "示例路 18 号",
        "phone": "13800000088",
        "opens": time(9),
        "closes": time(21),
    }
    return NewOutlet(**(defaults | facts))  # type: ignore[arg-type]


def make_clerk(org_id: int, org_ref: str = "org") -> Actor:
    """Somebody who works at the outlets of an organisation and manages it."""
    held = frozenset({Permission.OUTLET, Permission.MANAGE_MEMBERS})
    return Actor(None, "clerk", "店员示例", org_id, org_ref, held)


def make_outlet(**facts: object) -> tuple[Actor, OutletCard]:
    """An open outlet of a fresh organisation, with its clerk."""
    n = next(_number)
    org = make_org(f"示例超市网点 {n}", capacities=(Capacity.RUNS_OUTLET,))
    clerk = make_clerk(org.id, org.ref)
    ref = open_outlet(clerk, make_new_outlet(**facts), at=AT)
    return clerk, get_outlet(ref)


def put_on_shelf(clerk: Actor, outlet: OutletCard, lot: LotCard, *, pieces: int) -> str:
    """Send pieces of a lot to an outlet and count them in; returns the transfer's ref."""
    ref = send_to_outlet(SYSTEM, lot_ref=lot.ref, outlet_ref=outlet.ref, pieces=pieces, at=AT)
    receive_at_outlet(clerk, Arrival(ref, pieces), outlet_ref=outlet.ref, at=AT)
    return ref


def seller_of(terms: Terms) -> Actor:
    """Somebody of the seller who manages lots."""
    return Actor(None, "seller", "社员示例", terms.seller_id, "org", frozenset(Permission))
