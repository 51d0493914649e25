"""Rows of accounts that must not change while somebody decides about them."""

from __future__ import annotations

from sqlalchemy import select

from accounts.models.organisations import Membership, MembershipRole
from accounts.rules.permissions import Role
from core.db import lock_rows, session


def lock_owners(org_id: int) -> set[int]:
    """Lock the memberships of all owners of an organisation; answers their ids."""
    owners = (
        select(Membership.id)
        .join(MembershipRole)
        .where(Membership.org_id == org_id, Membership.state == "active")
        .where(MembershipRole.role == Role.OWNER.value)
    )
    return {row.id for row in lock_rows(Membership, list(session().scalars(owners)))}
