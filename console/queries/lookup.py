"""Find an order for somebody who asks about it: personal data masked, before it leaves here."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import selectinload

from accounts.queries import get_orgs
from accounts.rules.access import MIN_TAIL, Look, mask_name, mask_query
from accounts.rules.cards import OrgCard
from accounts.rules.phones import mask_phone, normalise_phone
from core.db import session
from core.errors import InvalidInput
from core.refs import REF_LENGTH
from logistics.queries.consignments import ConsignmentCard
from shop.models.orders import OrderGroup, SellerOrder
from shop.queries.order_money import OrderMoney, find_order_money
from shop.queries.order_views import SellerOrderView
from shop.queries.orders import get_order_page

SHOWN = 12


@dataclass(frozen=True, slots=True)
class MaskedOrder:
    """An order as the desk may see it: no whole name, number or street."""

    ref: str
    number: str
    state: str
    states: tuple[str, ...]
    placed_at: datetime
    promised_on: date
    channel: str
    payment_method: str
    buyer: str
    buyer_org: OrgCard | None
    phone: str
    district_code: str
    due_fen: int


@dataclass(frozen=True, slots=True)
class OpenedOrder:
    """One order opened, with its parts, its money, and where its parcels are."""

    head: MaskedOrder
    parts: tuple[SellerOrderView, ...]
    parcels: tuple[ConsignmentCard, ...]
    money: OrderMoney | None
    settled_fen: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: one order opened, or several to choose from, or none."""

    text: str
    hits: list[MaskedOrder]
    opened: OpenedOrder | None
    look: Look


def look_up(text: str) -> Found:
    """Orders by printed number, by whole mobile number, or by its last four digits.

    Raises:
        InvalidInput: Less than four characters.
    """
    typed = "".join(text.split())
    if len(typed) < MIN_TAIL:
        raise InvalidInput(fields={"q": "look_too_short"})
    statement = (
        select(OrderGroup)
        .where(_matches(typed))
        .options(selectinload(OrderGroup.seller_orders))
        .order_by(OrderGroup.id.desc())
        .limit(SHOWN)
    )
    rows = list(session().scalars(statement))
    orgs = get_orgs(row.buyer_org_id for row in rows if row.buyer_org_id)
    hits = [_masked(row, orgs) for row in rows]
    if len(rows) != 1:
        look = Look("search", number=mask_query(typed), found=len(rows), org_ids=frozenset(orgs))
        return Found(typed, hits, None, look)
    return Found(typed, hits, _opened(rows[0], hits[0]), _look(rows[0]))


def _matches(typed: str) -> ColumnElement[bool]:
    if typed.isdigit():
        whole = normalise_phone(typed)
        return OrderGroup.phone == whole if whole else OrderGroup.phone.endswith(typed)
    if len(typed) == REF_LENGTH:
        return OrderGroup.ref == typed.lower()
    number = typed.upper()
    parts = select(SellerOrder.group_id).where(SellerOrder.number == number)
    return or_(OrderGroup.number == number, OrderGroup.id.in_(parts))


def _masked(row: OrderGroup, orgs: dict[int, OrgCard]) -> MaskedOrder:
    return MaskedOrder(
        ref=row.ref,
        number=row.number,
        state=row.state,
        states=tuple(part.state for part in row.seller_orders),
        placed_at=row.created_at,
        promised_on=row.promised_on,
        channel=row.channel,
        payment_method=row.payment_method,
        buyer=mask_name(row.receiver),
        buyer_org=orgs.get(row.buyer_org_id) if row.buyer_org_id else None,
        phone=mask_phone(row.phone),
        district_code=row.district_code,
        due_fen=row.due_fen,
    )


def _opened(row: OrderGroup, head: MaskedOrder) -> OpenedOrder:
    page = get_order_page(row.ref, user_id=row.buyer_user_id, org_id=row.buyer_org_id)
    return OpenedOrder(
        head=head,
        parts=page.seller_orders,
        parcels=page.consignments,
        money=find_order_money(row.ref),
        settled_fen=page.settled_fen if page.is_settled else None,
    )


def _look(row: OrderGroup) -> Look:
    sellers = {part.seller_org_id for part in row.seller_orders}
    buyer = {row.buyer_org_id} if row.buyer_org_id else set()
    person = None if row.buyer_org_id else row.buyer_user_id
    return Look("order", row.ref, row.number, 1, person, frozenset(sellers | buyer))
