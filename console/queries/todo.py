"""What an organisation has to do, most urgent first. A row is facts; pages choose the words."""

from dataclasses import dataclass, field
from typing import Any

from accounts.queries import list_members, list_sites
from accounts.rules.actor import Actor
from accounts.rules.cards import OrgCard
from accounts.rules.permissions import Capacity, Permission


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: a kind that the page has words for, and the figures in them."""

    kind: str
    facts: dict[str, Any] = field(default_factory=dict)


def list_todos(org: OrgCard, actor: Actor) -> list[Todo]:
    """The open work of an organisation that this person may do."""
    return _of_setting_up(org, actor)


def _of_setting_up(org: OrgCard, actor: Actor) -> list[Todo]:
    todos = []
    if Capacity.SELLS in org.capacities and not org.is_verified:
        todos.append(Todo("wait_for_verification"))
    may_buy = Capacity.BUYS in org.capacities and actor.can(Permission.BUY)
    if may_buy and not list_sites(org_id=org.id):
        todos.append(Todo("add_site"))
    if actor.can(Permission.MANAGE_MEMBERS) and len(list_members(org_id=org.id)) == 1:
        todos.append(Todo("invite"))
    return todos
