"""The whole home of an organisation, by what it does and what this person may see."""

from dataclasses import dataclass
from datetime import datetime

from accounts.rules.actor import Actor
from accounts.rules.cards import OrgCard
from accounts.rules.permissions import Permission
from console.queries.agreements import Agreements, read_agreements
from console.queries.buying import BuyerHome, read_buyer_home
from console.queries.selling import SellerHome, read_seller_home
from console.queries.todo import Sides, Todo, list_todos


@dataclass(frozen=True, slots=True)
class Home:
    """What somebody sees of their organisation first."""

    todos: list[Todo]
    selling: SellerHome | None
    buying: BuyerHome | None
    agreements: Agreements | None


def read_home(org: OrgCard, actor: Actor, *, at: datetime) -> Home:
    """The home of an organisation for one of its members."""
    selling = read_seller_home(org_id=org.id) if actor.can(Permission.VIEW_SELLING) else None
    buying = read_buyer_home(org_id=org.id, at=at) if actor.can(Permission.VIEW_BUYING) else None
    sees_contracts = selling is not None or buying is not None
    agreements = read_agreements(org_id=org.id, at=at) if sees_contracts else None
    sides = Sides(selling, buying, agreements)
    return Home(list_todos(org, actor, sides, at=at), selling, buying, agreements)
