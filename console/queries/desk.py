"""The operator's queues: what needs a person, most pressing first. Only queues that exist."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accounts.queries import get_orgs, list_orgs
from accounts.rules.actor import Actor
from accounts.rules.permissions import Capacity, Permission
from accounts.rules.sellers import SellerStage
from catalog.models.listings import Listing, ListingRevision
from catalog.queries.certificates import list_expiring, list_submitted
from catalog.rules.cards import CertificateCard
from catalog.rules.listing import RevisionState
from console.queries.health import list_dead
from core.clock import local_day
from core.db import session
from logistics.models.consignments import Consignment
from logistics.rules.states import ConsignmentState
from shop.models.orders import OrderGroup, SellerOrder
from shop.models.payments import FinanceTask
from shop.rules.lifecycle import GroupState, SellerOrderState

C = ConsignmentState
S = SellerOrderState
SHOWN = 20
PAPERS_AHEAD = timedelta(days=30)
NOT_SHIPPED = (S.PLACED, S.ACCEPTED, S.PICKING, S.WEIGHED, S.READY)
UNDER_WAY = (C.DISPATCHED, C.IN_TRANSIT, C.AT_HUB, C.OUT_FOR_DELIVERY)
NOT_LEFT = (C.PLANNED, C.ALLOCATED, C.PICKING, C.PACKED)


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One thing that needs a person; the page has words for its kind."""

    kind: str
    ref: str
    title_zh: str
    title_en: str
    who_zh: str = ""
    who_en: str = ""
    detail: str = ""
    due_at: datetime | None = None
    due_on: date | None = None
    amount_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """Rows of one kind; `total` counts those not shown as well."""

    kind: str
    rows: list[DeskRow]

    @property
    def total(self) -> int:
        """How many wait."""
        return len(self.rows)

    @property
    def is_hot(self) -> bool:
        """Whether something here is already late or broken."""
        return self.kind in ("late", "messages", "money") and bool(self.rows)


def read_desk(actor: Actor, *, at: datetime) -> list[Queue]:
    """The queues that this person works on (an auditor sees all), in the order of the desk."""
    today = local_day(at)
    readers: list[tuple[str, Permission, Callable[[], list[DeskRow]]]] = [
        ("late", Permission.OPERATE, lambda: _late_orders(at)),
        ("stuck", Permission.PLAN_ROUTES, lambda: _late_consignments(today)),
        ("money", Permission.PLATFORM_FINANCE, _finance_tasks),
        ("unpaid", Permission.OPERATE, _unpaid),
        ("reviews", Permission.REVIEW_LISTING, _reviews),
        ("papers", Permission.VERIFY_SELLER, _papers),
        ("sellers", Permission.VERIFY_SELLER, _sellers),
        ("rechecks", Permission.VERIFY_SELLER, lambda: _rechecks(today)),
        ("ending", Permission.VERIFY_SELLER, lambda: _ending(today)),
        ("messages", Permission.OPERATE, _messages),
    ]
    sees_all = actor.can(Permission.AUDIT)
    return [Queue(kind, read()) for kind, needed, read in readers if sees_all or actor.can(needed)]


def _late_orders(at: datetime) -> list[DeskRow]:
    """Parts of orders that should be on the truck by now."""
    statement = (
        select(SellerOrder)
        .join(SellerOrder.group)
        .where(OrderGroup.state == GroupState.PLACED, SellerOrder.state.in_(NOT_SHIPPED))
        .where(SellerOrder.ship_by < at)
        .options(selectinload(SellerOrder.lines))
        .order_by(SellerOrder.ship_by)
        .limit(SHOWN)
    )
    return [
        DeskRow(
            kind="late",
            ref=row.ref,
            title_zh=row.number,
            title_en=row.number,
            who_zh=row.seller_name_zh,
            who_en=row.seller_name_en,
            detail=row.state,
            due_at=row.ship_by,
            amount_fen=row.due_fen,
        )
        for row in session().scalars(statement)
    ]


def _late_consignments(today: date) -> list[DeskRow]:
    """Parcels that should have been delivered before today."""
    statement = (
        select(Consignment)
        .where(Consignment.state.in_((*UNDER_WAY, *NOT_LEFT)), Consignment.arrives_on < today)
        .order_by(Consignment.arrives_on, Consignment.id)
        .limit(SHOWN)
    )
    return [
        DeskRow(
            kind="stuck",
            ref=row.ref,
            title_zh=row.number,
            title_en=row.number,
            detail=row.district_code,
            due_on=row.arrives_on,
        )
        for row in session().scalars(statement)
    ]


def _finance_tasks() -> list[DeskRow]:
    statement = select(FinanceTask).where(FinanceTask.done_at.is_(None))
    rows = session().scalars(statement.order_by(FinanceTask.id).limit(SHOWN))
    return [
        DeskRow(
            kind="money",
            ref=row.ref,
            title_zh=row.kind,
            title_en=row.kind,
            detail=row.detail,
            due_at=row.created_at,
            amount_fen=row.amount_fen,
        )
        for row in rows
    ]


def _unpaid() -> list[DeskRow]:
    statement = (
        select(OrderGroup)
        .where(OrderGroup.state == GroupState.AWAITING_PAYMENT)
        .order_by(OrderGroup.expires_at, OrderGroup.id)
        .limit(SHOWN)
    )
    return [
        DeskRow(
            kind="unpaid",
            ref=row.ref,
            title_zh=row.number,
            title_en=row.number,
            who_zh=row.receiver[:1] + "**",
            who_en=row.receiver[:1] + "**",
            detail=row.payment_method,
            due_at=row.expires_at,
            amount_fen=row.due_fen,
        )
        for row in session().scalars(statement)
    ]


def _reviews() -> list[DeskRow]:
    statement = (
        select(ListingRevision, Listing)
        .join(Listing, Listing.id == ListingRevision.listing_id)
        .where(ListingRevision.state == RevisionState.PENDING)
        .order_by(ListingRevision.id)
        .limit(SHOWN)
    )
    found = session().execute(statement).all()
    sellers = get_orgs(listing.seller_id for _, listing in found)
    return [
        DeskRow(
            kind="reviews",
            ref=revision.ref,
            title_zh=listing.title_zh,
            title_en=listing.title_en,
            who_zh=sellers[listing.seller_id].name_zh,
            who_en=sellers[listing.seller_id].name_en,
            detail=revision.author_name,
            due_at=revision.created_at,
        )
        for revision, listing in found
    ]


def _papers() -> list[DeskRow]:
    return _of_certificates("papers", list_submitted()[:SHOWN])


def _ending(today: date) -> list[DeskRow]:
    return _of_certificates("ending", list_expiring(until=today + PAPERS_AHEAD)[:SHOWN])


def _of_certificates(kind: str, cards: list[CertificateCard]) -> list[DeskRow]:
    sellers = get_orgs(card.seller_id for card in cards)
    return [
        DeskRow(
            kind=kind,
            ref=card.ref,
            title_zh=card.spec_name_zh,
            title_en=card.spec_name_en,
            who_zh=sellers[card.seller_id].name_zh,
            who_en=sellers[card.seller_id].name_en,
            detail=card.number,
            due_on=card.valid_to,
        )
        for card in cards
    ]


def _sellers() -> list[DeskRow]:
    return [
        DeskRow(
            kind="sellers",
            ref=org.ref,
            title_zh=org.name_zh,
            title_en=org.name_en,
            who_zh=org.name_zh,
            who_en=org.name_en,
            detail=org.county_code,
        )
        for org in list_orgs(Capacity.SELLS, is_verified=False)
        if org.standing.stage is not SellerStage.SUSPENDED
    ][:SHOWN]


def _rechecks(today: date) -> list[DeskRow]:
    """Approved sellers whose yearly check is due or overdue."""
    due = [org for org in list_orgs(Capacity.SELLS) if org.standing.needs_recheck(today)]
    return [
        DeskRow(
            kind="rechecks",
            ref=org.ref,
            title_zh=org.name_zh,
            title_en=org.name_en,
            who_zh=org.name_zh,
            who_en=org.name_en,
            due_on=org.standing.recheck_on,
        )
        for org in due[:SHOWN]
    ]


def _messages() -> list[DeskRow]:
    return [
        DeskRow(
            kind="messages",
            ref=str(message.id),
            title_zh=message.kind,
            title_en=message.kind,
            who_zh=message.handler.partition(".")[0],
            who_en=message.handler.partition(".")[0],
            detail=message.error[:160],
            due_at=message.dead_at,
        )
        for message in list_dead(limit=SHOWN)
    ]
