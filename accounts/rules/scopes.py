"""What an API token may be allowed to do.

A scope opens some permissions, never more than the person who made the token holds in the
organisation at the moment of the call: whoever loses a role takes it from their tokens too.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from accounts.rules.permissions import Permission


class Scope(StrEnum):
    """One thing that a token is good for."""

    CATALOG_READ = "catalog:read"
    ORDERS_READ = "orders:read"
    ORDERS_WRITE = "orders:write"
    CONTRACTS_READ = "contracts:read"
    CALL_OFFS_WRITE = "call_offs:write"
    TRACKING_READ = "tracking:read"
    MONEY_READ = "money:read"
    PACKING_WRITE = "packing:write"
    STOCK_READ = "stock:read"
    STOCK_WRITE = "stock:write"


SCOPE_PERMISSIONS: dict[Scope, frozenset[Permission]] = {
    Scope.CATALOG_READ: frozenset(),
    Scope.ORDERS_READ: frozenset({Permission.VIEW_BUYING, Permission.VIEW_SELLING}),
    Scope.ORDERS_WRITE: frozenset({Permission.BUY, Permission.VIEW_BUYING}),
    Scope.CONTRACTS_READ: frozenset({Permission.VIEW_BUYING, Permission.VIEW_SELLING}),
    Scope.CALL_OFFS_WRITE: frozenset({Permission.CALL_OFF, Permission.VIEW_BUYING}),
    Scope.TRACKING_READ: frozenset({Permission.VIEW_BUYING, Permission.VIEW_SELLING}),
    Scope.MONEY_READ: frozenset({Permission.SELLER_FINANCE}),
    Scope.PACKING_WRITE: frozenset({Permission.FULFIL, Permission.VIEW_SELLING}),
    Scope.STOCK_READ: frozenset({Permission.VIEW_SELLING}),
    Scope.STOCK_WRITE: frozenset(
        {Permission.MANAGE_LOTS, Permission.FORECAST, Permission.VIEW_SELLING}
    ),
}


def parse_scopes(text: str) -> tuple[Scope, ...]:
    """The scopes of a stored, space-separated list; unknown words are left out."""
    return tuple(Scope(word) for word in text.split() if word in set(Scope))


def narrow(held: frozenset[Permission], scopes: Iterable[Scope]) -> frozenset[Permission]:
    """The permissions of a token: those its maker holds and its scopes open."""
    opened: set[Permission] = set()
    for scope in scopes:
        opened |= SCOPE_PERMISSIONS[scope]
    return held & opened
