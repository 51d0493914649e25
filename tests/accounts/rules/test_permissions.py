"""Roles, capacities, permissions."""

from __future__ import annotations

import pytest

from accounts.rules.actor import GUEST, SYSTEM, Actor
from accounts.rules.permissions import (
    PLATFORM_PERMISSIONS,
    ROLE_CAPACITY,
    ROLE_PERMISSIONS,
    Capacity,
    LegalForm,
    Permission,
    Role,
    list_roles,
    permissions_of,
)
from accounts.rules.scopes import SCOPE_PERMISSIONS, Scope, narrow, parse_scopes
from accounts.views import labels
from core.errors import NotAllowed

P, R, C = Permission, Role, Capacity


def test_every_role_has_permissions_and_a_capacity() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role) == set(ROLE_CAPACITY)
    assert all(ROLE_PERMISSIONS.values())


def test_every_permission_belongs_to_some_role() -> None:
    assert frozenset().union(*ROLE_PERMISSIONS.values()) == frozenset(Permission)


@pytest.mark.parametrize(
    ("roles", "capacities", "expected"),
    [
        ([R.OWNER], [C.CARRIES], {P.MANAGE_MEMBERS}),
        ([R.OWNER], [C.SELLS], {P.MANAGE_MEMBERS, P.VIEW_SELLING, P.SELLER_ACCOUNT}),
        ([R.OWNER], [C.BUYS], {P.MANAGE_MEMBERS, P.VIEW_BUYING}),
        (
            [R.OWNER],
            [C.BUYS, C.SELLS],
            {P.MANAGE_MEMBERS, P.VIEW_BUYING, P.VIEW_SELLING, P.SELLER_ACCOUNT},
        ),
        ([R.FULFILMENT], [C.SELLS], {P.FULFIL, P.MANAGE_LOTS, P.VIEW_SELLING}),
        ([R.FULFILMENT], [C.BUYS], set()),
        ([R.APPROVER, R.INSPECTOR], [C.BUYS], {P.APPROVE_ORDER, P.INSPECT, P.VIEW_BUYING}),
        ([R.OPERATOR], [C.SELLS], set()),
        ([R.AUDITOR], [C.PLATFORM], {P.AUDIT}),
        ([], list(Capacity), set()),
    ],
)
def test_role_works_only_where_the_organisation_has_its_capacity(
    roles: list[Role], capacities: list[Capacity], expected: set[Permission]
) -> None:
    assert permissions_of(roles, capacities) == expected


def test_the_buyer_does_not_approve_and_the_approver_does_not_buy() -> None:
    assert P.APPROVE_ORDER not in ROLE_PERMISSIONS[R.BUYER]
    assert P.BUY not in ROLE_PERMISSIONS[R.APPROVER]


def test_the_auditor_changes_nothing() -> None:
    assert ROLE_PERMISSIONS[R.AUDITOR] == {P.AUDIT}


def test_roles_of_a_seller_are_offered_in_order() -> None:
    assert list_roles([C.SELLS]) == [
        R.OWNER,
        R.CATALOGUE_EDITOR,
        R.FULFILMENT,
        R.SELLING_SIGNATORY,
        R.SELLING_FINANCE,
    ]


def test_the_system_may_do_everything_and_a_guest_nothing() -> None:
    assert all(SYSTEM.can(permission) for permission in Permission)
    assert not any(GUEST.can(permission) for permission in Permission)
    assert (GUEST.is_guest, SYSTEM.is_guest) == (True, False)


def test_require_raises_without_the_permission() -> None:
    actor = Actor(1, "r", "n", 7, "o", frozenset({P.BUY}))
    actor.require(P.BUY)
    with pytest.raises(NotAllowed):
        actor.require(P.PAY)
    assert (actor.acts_for(7), actor.acts_for(8), SYSTEM.acts_for(8)) == (True, False, True)


def test_a_token_never_may_more_than_its_maker() -> None:
    held = frozenset({P.VIEW_BUYING})
    assert narrow(held, [Scope.ORDERS_WRITE, Scope.CALL_OFFS_WRITE]) == held
    assert narrow(frozenset(Permission), [Scope.CATALOG_READ]) == frozenset()


def test_no_scope_opens_money_members_or_the_platform() -> None:
    opened = frozenset().union(*SCOPE_PERMISSIONS.values())
    assert opened & (PLATFORM_PERMISSIONS | {P.MANAGE_MEMBERS, P.PAY, P.SIGN_CONTRACT}) == set()


def test_unknown_scopes_are_left_out() -> None:
    assert parse_scopes("orders:read nonsense") == (Scope.ORDERS_READ,)


MATRIX = {
    R.OWNER: {P.MANAGE_MEMBERS},
    R.BUYER: {P.BUY, P.VIEW_BUYING, P.CALL_OFF, P.MANAGE_CONTRACT},
    R.APPROVER: {P.APPROVE_ORDER, P.VIEW_BUYING},
    R.BUYING_SIGNATORY: {P.SIGN_CONTRACT, P.MANAGE_CONTRACT, P.VIEW_BUYING},
    R.INSPECTOR: {P.INSPECT, P.VIEW_BUYING},
    R.BUYING_FINANCE: {P.PAY, P.VIEW_BUYING},
    R.CATALOGUE_EDITOR: {
        P.EDIT_LISTING,
        P.PUBLISH_LISTING,
        P.MANAGE_LOTS,
        P.FORECAST,
        P.VIEW_SELLING,
    },
    R.FULFILMENT: {P.FULFIL, P.MANAGE_LOTS, P.VIEW_SELLING},
    R.SELLING_SIGNATORY: {P.SIGN_CONTRACT, P.MANAGE_CONTRACT, P.VIEW_SELLING},
    R.SELLING_FINANCE: {P.SELLER_FINANCE, P.SELLER_ACCOUNT, P.VIEW_SELLING},
    R.CARRIER_DISPATCHER: {P.DISPATCH_CARRIER},
    R.DRIVER: {P.DRIVE},
    R.CARRIER_HUB_WORKER: {P.HUB_WORK},
    R.OUTLET_CLERK: {P.OUTLET},
    R.COUNTY_OFFICER: {P.VIEW_COUNTY, P.RECOMMEND_SELLER},
    R.OPERATOR: {P.OPERATE, P.REVIEW_LISTING, P.VERIFY_SELLER},
    R.LOGISTICS_DISPATCHER: {P.PLAN_ROUTES},
    R.HUB_WORKER: {P.HUB_WORK},
    R.SUPPORT: {P.SUPPORT},
    R.PLATFORM_FINANCE: {P.PLATFORM_FINANCE},
    R.AUDITOR: {P.AUDIT},
    R.SECURITY_ADMIN: {P.SECURITY_ADMIN, P.MANAGE_MEMBERS},
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("permission", list(Permission))
def test_role_by_permission(role: Role, permission: Permission) -> None:
    assert (permission in ROLE_PERMISSIONS[role]) == (permission in MATRIX[role])


@pytest.mark.parametrize(
    ("maker", "checker"),
    [
        (P.BUY, P.APPROVE_ORDER),
        (P.EDIT_LISTING, P.REVIEW_LISTING),
        (P.RECOMMEND_SELLER, P.VERIFY_SELLER),
        (P.SUPPORT, P.AUDIT),
        (P.PLATFORM_FINANCE, P.AUDIT),
        (P.SELLER_FINANCE, P.EDIT_LISTING),
    ],
)
def test_no_role_holds_both_sides_of_a_duty(maker: Permission, checker: Permission) -> None:
    assert not [r for r, held in ROLE_PERMISSIONS.items() if {maker, checker} <= held]


def test_every_role_scope_form_and_capacity_has_a_name() -> None:
    assert set(labels.ROLES) == set(Role)
    assert set(labels.SCOPES) == set(Scope)
    assert set(labels.CAPACITIES) == set(Capacity)
    assert set(labels.LEGAL_FORMS) == set(LegalForm)
