"""The actor: who does something, for which organisation, and what they may do.

Every service takes the actor first. A person acts for at most one organisation at a time (the
one in the address); jobs and the demo act as SYSTEM, which may do everything; a visitor is GUEST.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from accounts.rules.permissions import Permission
from core.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: a person, a visitor, or the system itself."""

    user_id: int | None
    user_ref: str
    name: str
    org_id: int | None = None
    org_ref: str | None = None
    permissions: frozenset[Permission] = field(default_factory=frozenset)
    is_system: bool = False

    def can(self, permission: Permission) -> bool:
        """Whether this actor may do it."""
        return self.is_system or permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Go on only if this actor may do it.

        Raises:
            NotAllowed: The actor lacks the permission.
        """
        if not self.can(permission):
            raise NotAllowed("not_allowed", permission=permission.value)

    @property
    def is_guest(self) -> bool:
        """Whether nobody is signed in."""
        return self.user_id is None and not self.is_system

    def acts_for(self, org_id: int) -> bool:
        """Whether this actor may touch what belongs to that organisation."""
        return self.is_system or self.org_id == org_id


SYSTEM = Actor(user_id=None, user_ref="system", name="系统", is_system=True)
GUEST = Actor(user_id=None, user_ref="", name="")
