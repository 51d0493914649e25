"""The whole home of an organisation, by what it does and what this person may see."""

from dataclasses import dataclass
from datetime import datetime

from accounts.rules.actor import Actor
from accounts.rules.cards import OrgCard
from accounts.rules.permissions import Permission
from console.queries.buying import BuyerHome, read_buyer_home
from console.queries.selling import SellerHome, read_seller_home
from console.queries.todo import Todo, list_todos


@dataclass(frozen=True, slots=True)
class Home:
    """What somebody sees of their organisation first."""

    todos: list[Todo]
    selling: SellerHome | None
    buying: BuyerHome | None


def read_home(org: OrgCard, actor: Actor, *, at: datetime) -> Home:
    """The home of an organisation for one of its members."""
    selling = read_seller_home(org_id=org.id) if actor.can(Permission.VIEW_SELLING) else None
    buying = read_buyer_home(org_id=org.id, at=at) if actor.can(Permission.VIEW_BUYING) else None
    todos = list_todos(org, actor, selling=selling, buying=buying, at=at)
    return Home(todos, selling, buying)
