"""What the checkout page shows: the basket worked out for the chosen buyer and address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.queries import find_actor, get_org, list_memberships, list_sites
from accounts.rules.actor import Actor
from accounts.rules.cards import OrgCard, SiteCard
from accounts.rules.permissions import Permission
from catalog.queries.outlets import list_open_outlets
from catalog.rules.outlet_cards import OutletCard
from shop.queries.addresses import AddressCard, list_addresses
from shop.queries.basket import find_basket_ref, review_basket
from shop.rules.basket import Review
from shop.rules.orders import PaymentMethod

NEW_ADDRESS = "new"
PICKUP = "pickup-"


@dataclass(frozen=True, slots=True)
class CheckoutPage:
    """A review for one destination, and the choices a buyer has."""

    review: Review
    buyers: tuple[OrgCard, ...]
    buyer: OrgCard | None
    addresses: tuple[AddressCard, ...]
    sites: tuple[SiteCard, ...]
    chosen: str
    outlets: tuple[OutletCard, ...]
    methods: tuple[PaymentMethod, ...]


def list_buyers(user_id: int) -> list[OrgCard]:
    """The organisations that somebody may buy for."""
    found = []
    for org, _roles in list_memberships(user_id):
        actor = find_actor(user_id, org.ref)
        if actor is not None and actor.can(Permission.BUY):
            found.append(org)
    return found


def get_checkout_page(
    actor: Actor,
    *,
    basket_ref: str | None,
    picked: Mapping[str, str],
    district_code: str,
    at: datetime,
) -> CheckoutPage:
    """The page for a person, or for the organisation that they buy for.

    Args:
        actor: the buyer.
        basket_ref: the basket of the browser.
        picked: what was picked so far: `address` or `site`, and `district_code` of a new address.
        district_code: the district that the whole shop shows promises for.
        at: now.
    """
    user_id = actor.user_id or 0
    org = get_org(actor.org_id) if actor.org_id is not None else None
    addresses = [] if org else list_addresses(user_id=user_id)
    sites = list_sites(org_id=org.id) if org else []
    outlets = [] if org else list_open_outlets()
    chosen, district = destination(addresses, sites, picked, district_code)
    chosen, district = _at_outlet(outlets, picked, chosen, district)
    review = review_basket(
        basket_ref=find_basket_ref(basket_ref=basket_ref, user_id=actor.user_id),
        district_code=district,
        refuses_alcohol=org is not None and org.refuses_alcohol,
        at=at,
    )
    return CheckoutPage(
        review=review,
        buyers=tuple(list_buyers(user_id)),
        buyer=org,
        addresses=tuple(addresses),
        sites=tuple(sites),
        chosen=chosen,
        outlets=tuple(outlets),
        methods=methods_of(org),
    )


def methods_of(org: OrgCard | None) -> tuple[PaymentMethod, ...]:
    """How a buyer may pay; on terms first where the platform has granted them."""
    ways = (PaymentMethod.ONLINE, PaymentMethod.BANK_TRANSFER)
    return (PaymentMethod.TERMS, *ways) if org is not None and org.payment_days else ways


def _at_outlet(
    outlets: list[OutletCard], picked: Mapping[str, str], chosen: str, district: str
) -> tuple[str, str]:
    """The outlet that is chosen to collect at, if one is."""
    wanted = picked.get("address", "")
    at = next((one for one in outlets if f"{PICKUP}{one.ref}" == wanted), None)
    return (wanted, at.district_code) if at else (chosen, district)


def destination(
    addresses: list[AddressCard],
    sites: list[SiteCard],
    picked: Mapping[str, str],
    district_code: str,
) -> tuple[str, str]:
    """Which address is chosen, and its district."""
    if sites:
        by_ref = {site.ref: site.district_code for site in sites}
        chosen = picked.get("site") if picked.get("site") in by_ref else sites[0].ref
        return str(chosen), by_ref[str(chosen)]
    by_ref = {card.ref: card.snapshot.district_code for card in addresses}
    wanted = picked.get("address", "")
    if wanted in by_ref:
        return wanted, by_ref[wanted]
    if wanted == NEW_ADDRESS or not addresses:
        return NEW_ADDRESS, picked.get("district_code") or district_code
    return addresses[0].ref, addresses[0].snapshot.district_code
