"""Who may do what: permissions, the capacities of an organisation, and roles.

An organisation has one legal form and any number of capacities (what it does here: buy, sell,
carry …). A member holds roles; a role is a set of permissions and works only while the
organisation has the role's capacity. "owner" works in every organisation. Someone holds the
union of the permissions of their roles in the organisation that the address names.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class LegalForm(StrEnum):
    """What an organisation is in law."""

    COOPERATIVE = "cooperative"
    FAMILY_FARM = "family_farm"
    COMPANY = "company"
    INDIVIDUAL_BUSINESS = "individual_business"
    PUBLIC_INSTITUTION = "public_institution"
    GOVERNMENT_BODY = "government_body"
    UNION = "union"


class Capacity(StrEnum):
    """What an organisation does on this platform; it may do several of these."""

    BUYS = "buys"
    SELLS = "sells"
    CARRIES = "carries"
    RUNS_OUTLET = "runs_outlet"
    COUNTY_DESK = "county_desk"
    PLATFORM = "platform"


class Permission(StrEnum):
    """One thing that somebody may do."""

    MANAGE_MEMBERS = "members.manage"
    BUY = "order.place"
    APPROVE_ORDER = "order.approve"
    VIEW_BUYING = "buying.view"
    CALL_OFF = "contract.call_off"
    INSPECT = "delivery.inspect"
    PAY = "order.pay"
    MANAGE_CONTRACT = "contract.manage"
    SIGN_CONTRACT = "contract.sign"
    EDIT_LISTING = "listing.edit"
    PUBLISH_LISTING = "listing.publish"
    MANAGE_LOTS = "lots.manage"
    FORECAST = "forecast.record"
    FULFIL = "order.fulfil"
    VIEW_SELLING = "selling.view"
    SELLER_FINANCE = "selling.finance"
    SELLER_ACCOUNT = "selling.account"
    DISPATCH_CARRIER = "carrier.dispatch"
    DRIVE = "tour.drive"
    HUB_WORK = "hub.work"
    OUTLET = "outlet.work"
    VIEW_COUNTY = "county.view"
    RECOMMEND_SELLER = "seller.recommend"
    OPERATE = "platform.operate"
    PLAN_ROUTES = "routes.plan"
    SUPPORT = "support.help"
    PLATFORM_FINANCE = "platform.finance"
    AUDIT = "platform.audit"
    REVIEW_LISTING = "listing.review"
    VERIFY_SELLER = "seller.verify"
    SECURITY_ADMIN = "security.administer"


class Role(StrEnum):
    """What somebody is in an organisation."""

    OWNER = "owner"
    BUYER = "buyer"
    APPROVER = "approver"
    BUYING_SIGNATORY = "buying_signatory"
    INSPECTOR = "inspector"
    BUYING_FINANCE = "buying_finance"
    CATALOGUE_EDITOR = "catalogue_editor"
    FULFILMENT = "fulfilment"
    SELLING_SIGNATORY = "selling_signatory"
    SELLING_FINANCE = "selling_finance"
    CARRIER_DISPATCHER = "carrier_dispatcher"
    DRIVER = "driver"
    CARRIER_HUB_WORKER = "carrier_hub_worker"
    OUTLET_CLERK = "outlet_clerk"
    COUNTY_OFFICER = "county_officer"
    OPERATOR = "operator"
    LOGISTICS_DISPATCHER = "logistics_dispatcher"
    HUB_WORKER = "hub_worker"
    SUPPORT = "support"
    PLATFORM_FINANCE = "platform_finance"
    AUDITOR = "auditor"
    SECURITY_ADMIN = "security_admin"


_P = Permission

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset({_P.MANAGE_MEMBERS}),
    Role.BUYER: frozenset({_P.BUY, _P.VIEW_BUYING, _P.CALL_OFF, _P.MANAGE_CONTRACT}),
    Role.APPROVER: frozenset({_P.APPROVE_ORDER, _P.VIEW_BUYING}),
    Role.BUYING_SIGNATORY: frozenset({_P.SIGN_CONTRACT, _P.MANAGE_CONTRACT, _P.VIEW_BUYING}),
    Role.INSPECTOR: frozenset({_P.INSPECT, _P.VIEW_BUYING}),
    Role.BUYING_FINANCE: frozenset({_P.PAY, _P.VIEW_BUYING}),
    Role.CATALOGUE_EDITOR: frozenset(
        {_P.EDIT_LISTING, _P.PUBLISH_LISTING, _P.MANAGE_LOTS, _P.FORECAST, _P.VIEW_SELLING}
    ),
    Role.FULFILMENT: frozenset({_P.FULFIL, _P.MANAGE_LOTS, _P.VIEW_SELLING}),
    Role.SELLING_SIGNATORY: frozenset({_P.SIGN_CONTRACT, _P.MANAGE_CONTRACT, _P.VIEW_SELLING}),
    Role.SELLING_FINANCE: frozenset({_P.SELLER_FINANCE, _P.SELLER_ACCOUNT, _P.VIEW_SELLING}),
    Role.CARRIER_DISPATCHER: frozenset({_P.DISPATCH_CARRIER}),
    Role.DRIVER: frozenset({_P.DRIVE}),
    Role.CARRIER_HUB_WORKER: frozenset({_P.HUB_WORK}),
    Role.OUTLET_CLERK: frozenset({_P.OUTLET}),
    Role.COUNTY_OFFICER: frozenset({_P.VIEW_COUNTY, _P.RECOMMEND_SELLER}),
    Role.OPERATOR: frozenset({_P.OPERATE, _P.REVIEW_LISTING, _P.VERIFY_SELLER}),
    Role.LOGISTICS_DISPATCHER: frozenset({_P.PLAN_ROUTES}),
    Role.HUB_WORKER: frozenset({_P.HUB_WORK}),
    Role.SUPPORT: frozenset({_P.SUPPORT}),
    Role.PLATFORM_FINANCE: frozenset({_P.PLATFORM_FINANCE}),
    Role.AUDITOR: frozenset({_P.AUDIT}),
    Role.SECURITY_ADMIN: frozenset({_P.SECURITY_ADMIN, _P.MANAGE_MEMBERS}),
}

# None: the role works in every organisation.
ROLE_CAPACITY: dict[Role, Capacity | None] = {
    Role.OWNER: None,
    Role.BUYER: Capacity.BUYS,
    Role.APPROVER: Capacity.BUYS,
    Role.BUYING_SIGNATORY: Capacity.BUYS,
    Role.INSPECTOR: Capacity.BUYS,
    Role.BUYING_FINANCE: Capacity.BUYS,
    Role.CATALOGUE_EDITOR: Capacity.SELLS,
    Role.FULFILMENT: Capacity.SELLS,
    Role.SELLING_SIGNATORY: Capacity.SELLS,
    Role.SELLING_FINANCE: Capacity.SELLS,
    Role.CARRIER_DISPATCHER: Capacity.CARRIES,
    Role.DRIVER: Capacity.CARRIES,
    Role.CARRIER_HUB_WORKER: Capacity.CARRIES,
    Role.OUTLET_CLERK: Capacity.RUNS_OUTLET,
    Role.COUNTY_OFFICER: Capacity.COUNTY_DESK,
    Role.OPERATOR: Capacity.PLATFORM,
    Role.LOGISTICS_DISPATCHER: Capacity.PLATFORM,
    Role.HUB_WORKER: Capacity.PLATFORM,
    Role.SUPPORT: Capacity.PLATFORM,
    Role.PLATFORM_FINANCE: Capacity.PLATFORM,
    Role.AUDITOR: Capacity.PLATFORM,
    Role.SECURITY_ADMIN: Capacity.PLATFORM,
}

# An owner sees, but does not by that role do, what the organisation does; where a seller is paid
# is the owner's too.
OWNER_GRANTS: dict[Capacity, frozenset[Permission]] = {
    Capacity.BUYS: frozenset({_P.VIEW_BUYING}),
    Capacity.SELLS: frozenset({_P.VIEW_SELLING, _P.SELLER_ACCOUNT}),
}

PLATFORM_PERMISSIONS: frozenset[Permission] = frozenset().union(
    *(ROLE_PERMISSIONS[role] for role, cap in ROLE_CAPACITY.items() if cap is Capacity.PLATFORM)
) - {Permission.MANAGE_MEMBERS}

# Who may look up what belongs to others, masked and recorded.
LOOKS_UP: frozenset[Permission] = frozenset(
    {Permission.SUPPORT, Permission.OPERATE, Permission.PLATFORM_FINANCE}
)
# Who reads the records of these looks.
READS_RECORDS: frozenset[Permission] = frozenset({Permission.AUDIT, Permission.SECURITY_ADMIN})


def list_roles(capacities: Iterable[Capacity]) -> list[Role]:
    """The roles that make sense in an organisation with these capacities, in our usual order."""
    held = set(capacities)
    return [role for role in Role if ROLE_CAPACITY[role] is None or ROLE_CAPACITY[role] in held]


def permissions_of(roles: Iterable[Role], capacities: Iterable[Capacity]) -> frozenset[Permission]:
    """What somebody with these roles may do in an organisation with these capacities.

    A role whose capacity the organisation does not have gives nothing: a seller that stops
    carrying has no drivers any more, whatever the rows say. An owner also sees buying and
    selling where the organisation does it.
    """
    held = set(capacities)
    working = set(roles) & set(list_roles(held))
    granted: set[Permission] = set().union(*(ROLE_PERMISSIONS[role] for role in working))
    if Role.OWNER in working:
        granted = granted.union(*(OWNER_GRANTS.get(capacity, ()) for capacity in held))
    return frozenset(granted)
