"""What an organisation has to do, most urgent first. A row is facts; pages choose the words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from accounts.queries import list_members, list_notices, list_orgs, list_sites
from accounts.rules.actor import Actor
from accounts.rules.cards import OrgCard
from accounts.rules.permissions import Capacity, Permission
from accounts.rules.sellers import SellerStage
from catalog.queries.beginnings import read_beginnings
from catalog.queries.certificates import list_certificates
from catalog.rules.cards import CertificateCard
from console.queries.agreements import Agreements
from console.queries.buying import Arrival, BuyerHome
from console.queries.selling import SellerHome
from core.clock import local_day

PAPERS_AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: a kind that the page has words for, the figures in them, a deadline."""

    kind: str
    facts: dict[str, Any] = field(default_factory=dict)
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sides:
    """The parts of a home that somebody may see."""

    selling: SellerHome | None
    buying: BuyerHome | None
    agreements: Agreements | None


def list_todos(org: OrgCard, actor: Actor, sides: Sides, *, at: datetime) -> list[Todo]:
    """The open work of an organisation that this person may do, by deadline."""
    sells = Capacity.SELLS in org.capacities or sides.selling is not None
    papers = list_certificates(org_id=org.id) if sells else []
    todos = [*_of_setting_up(org, actor, papers), *_of_county(org, actor)]
    if sides.selling is not None:
        todos += [*_of_selling(actor, sides.selling, papers, at)]
    if sides.buying is not None:
        todos += [*_of_buying(actor, sides.buying)]
    if sides.agreements is not None:
        todos += [*_of_agreements(actor, sides.agreements)]
    far = at + timedelta(days=3650)
    return sorted(todos, key=lambda todo: todo.due_at or far)


def _of_agreements(actor: Actor, agreements: Agreements) -> Iterator[Todo]:
    if actor.can(Permission.SIGN_CONTRACT):
        for row in agreements.to_sign:
            yield Todo("sign", {"row": row})
    if actor.can(Permission.APPROVE_ORDER):
        for row in agreements.to_approve:
            yield Todo("approve_contract", {"row": row})
    if actor.can(Permission.CALL_OFF):
        for row in agreements.to_call:
            yield Todo("call_off", {"row": row}, row.next_deadline)


def _of_selling(
    actor: Actor, home: SellerHome, papers: list[CertificateCard], at: datetime
) -> Iterator[Todo]:
    packing = home.packing
    if actor.can(Permission.FULFIL) and packing.orders:
        yield Todo("pack", {"packing": packing, "new": home.new_orders}, packing.ship_by)
    if actor.can(Permission.FULFIL) and home.boxed:
        yield Todo("hand_over", {"orders": home.boxed}, packing.ship_by)
    if actor.can(Permission.FORECAST) and home.unforecast:
        yield Todo("forecast", {"specs": len(home.unforecast)})
    if actor.can(Permission.FORECAST) and home.short:
        yield Todo("shortage", {"specs": len(home.short), "row": home.short[0]})
    until = local_day(at) + PAPERS_AHEAD
    ending = [
        paper
        for paper in papers
        if paper.state == "verified" and paper.valid_to is not None and paper.valid_to <= until
    ]
    if ending and actor.can(Permission.EDIT_LISTING):
        yield Todo(
            "papers", {"count": len(ending), "day": min(p.valid_to for p in ending if p.valid_to)}
        )


def _of_buying(actor: Actor, home: BuyerHome) -> Iterator[Todo]:
    for card in home.unpaid:
        if actor.can(Permission.PAY) or actor.can(Permission.BUY):
            yield Todo("pay", {"card": card}, card.expires_at)
    if home.to_approve and actor.can(Permission.APPROVE_ORDER):
        yield Todo("approve", {"count": len(home.to_approve), "card": home.to_approve[0]})
    if actor.can(Permission.INSPECT):
        delivered: dict[str, list[Arrival]] = {}
        for arrival in home.to_accept:
            delivered.setdefault(arrival.group_ref, []).append(arrival)
        for arrivals in delivered.values():
            yield Todo("accept", {"arrivals": arrivals, "first": arrivals[0]})


def _of_county(org: OrgCard, actor: Actor) -> Iterator[Todo]:
    if not actor.can(Permission.RECOMMEND_SELLER):
        return
    sellers = [s for s in list_orgs(Capacity.SELLS) if s.county_code == org.county_code]
    unknown = [seller for seller in sellers if not seller.is_recommended]
    if unknown:
        yield Todo("recommend", {"count": len(unknown), "first": unknown[0]})


def _of_setting_up(org: OrgCard, actor: Actor, papers: list[CertificateCard]) -> Iterator[Todo]:
    unread = [card for card in list_notices(org_id=org.id, limit=20) if not card.is_read]
    if unread:
        yield Todo("notices", {"count": len(unread)})
    if Capacity.SELLS in org.capacities and not org.is_verified:
        is_new = org.standing.stage is SellerStage.NEW
        yield Todo("apply_to_sell" if is_new else "wait_for_verification")
    if Capacity.SELLS in org.capacities and actor.can(Permission.EDIT_LISTING):
        yield from _of_beginning(org, papers)
    may_buy = Capacity.BUYS in org.capacities and actor.can(Permission.BUY)
    if may_buy and not list_sites(org_id=org.id):
        yield Todo("add_site")
    if actor.can(Permission.MANAGE_MEMBERS) and len(list_members(org_id=org.id)) == 1:
        yield Todo("invite")


def _of_beginning(org: OrgCard, papers: list[CertificateCard]) -> Iterator[Todo]:
    """The first steps of a seller, each until it has been made."""
    if not papers:
        yield Todo("first_paper")
    begun = read_beginnings(org_id=org.id)
    if not begun.listings:
        yield Todo("first_listing")
    elif not begun.lots:
        yield Todo("first_lot")
