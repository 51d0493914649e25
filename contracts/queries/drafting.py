"""What the form of a new contract offers: the other side, its goods, the buyer's doors."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from accounts.queries import get_org, get_org_by_ref, list_orgs, list_sites
from accounts.rules.cards import OrgCard, SiteCard
from accounts.rules.permissions import Capacity
from catalog.queries.supply import specs_of_seller
from catalog.queries.terms import get_terms_for_specs
from catalog.rules.cards import Terms
from contracts.errors import ContractNotFound
from contracts.models.agreements import Contract
from contracts.queries.contracts import get_contract_id
from core.db import session


@dataclass(frozen=True, slots=True)
class DraftingFacts:
    """Both sides, the goods that can be agreed on, and the doors."""

    buyer: OrgCard
    seller: OrgCard
    sites: list[SiteCard]
    goods: list[Terms]


def list_partners(*, org_id: int) -> list[OrgCard]:
    """List whom an organisation may make a contract with: sellers for a buyer, and vice versa."""
    own = get_org(org_id)
    wanted = Capacity.SELLS if own.does(Capacity.BUYS) else Capacity.BUYS
    return [org for org in list_orgs(wanted) if org.id != org_id]


def get_drafting_facts(*, org_id: int, other_ref: str) -> DraftingFacts:
    """Give what a contract with another organisation can be about.

    Raises:
        ContractNotFound: the two cannot trade with each other.
    """
    own, other = get_org(org_id), get_org_by_ref(other_ref)
    if own.does(Capacity.BUYS) and other.does(Capacity.SELLS):
        buyer, seller = own, other
    elif own.does(Capacity.SELLS) and other.does(Capacity.BUYS):
        buyer, seller = other, own
    else:
        raise ContractNotFound("contract_not_found")
    terms = get_terms_for_specs(seller.id, specs_of_seller(seller.id))
    goods = sorted(terms.values(), key=lambda one: (one.family, one.name_zh))
    return DraftingFacts(buyer, seller, list_sites(org_id=buyer.id), goods)


def other_side_ref(contract_ref: str, *, org_id: int) -> str:
    """Give the public reference of the other side of a contract.

    Raises:
        ContractNotFound: there is none for this organisation.
    """
    contract_id = get_contract_id(contract_ref, org_id=org_id)
    row = session().scalars(select(Contract).where(Contract.id == contract_id)).one()
    other = row.seller_org_id if row.buyer_org_id == org_id else row.buyer_org_id
    return get_org(other).ref
