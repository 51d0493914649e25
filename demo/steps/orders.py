"""Orders of the example: what was ordered when, and how each is placed and paid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.queries import list_sites
from accounts.rules.actor import Actor
from catalog.queries.stock import available_pieces
from catalog.queries.terms import get_terms_for_specs
from catalog.rules.cards import Terms
from core import outbox
from core.clock import at as pinned
from core.clock import local_day
from core.errors import DomainError
from core.outbox import publish
from core.ports import port
from core.unit_of_work import unit_of_work
from demo.data.accounts import PLATFORM
from demo.data.goods import BY_CODE
from demo.data.habits import BASKETS, HABITS, HOMES, STANDING
from demo.steps.catalogue import get_spec
from demo.valley import Valley
from logistics.rules.address import AddressSnapshot
from shop.events import AttemptCheckDue
from shop.gateways import DemoCashier, PaymentGateway
from shop.queries.pay_page import get_pay_page
from shop.rules.bank_statement import StatementRow
from shop.rules.orders import Channel, OrderLineRequest, OrderRequest, PaymentMethod, PlacedOrder
from shop.rules.payments import CashierPages
from shop.services.attempts import load_attempt, start_attempt
from shop.services.bank import import_rows
from shop.services.orders import find_placed, place_order

PAID_AFTER = timedelta(minutes=3)
LOOKED_AT_AFTER = timedelta(minutes=6)
TRANSFERRED_AFTER = timedelta(hours=2)
WAITING = "awaiting_payment"
PAGE = "http://localhost/orders"
BAD_DAYS = frozenset({"out_of_stock", "no_suitable_lot"})  # such days happen; nothing else may


@dataclass(frozen=True, slots=True)
class OrderPlan:
    """An order that is to be placed; the key makes it happen once."""

    key: str
    at: datetime
    buyer: str  # an organisation, or empty for a shopper
    mail: str
    method: str
    lines: tuple[tuple[str, int], ...]
    note: str = ""
    stops_at: str = ""


def plans_of_day(valley: Valley, offset: int) -> Iterator[OrderPlan]:
    """What is ordered on a day: the habits of its weekday, a shopper or two."""
    day = valley.day + timedelta(days=offset)
    for habit in HABITS:
        if day.weekday() in habit.weekdays:
            yield OrderPlan(
                key=f"demo-{day:%Y%m%d}-{habit.buyer}",
                at=valley.instant(offset, habit.clock_time),
                buyer=habit.buyer,
                mail="",
                method=habit.method,
                lines=habit.lines,
                note=habit.note,
            )
    turn = day.toordinal()
    yield OrderPlan(
        key=f"demo-{day:%Y%m%d}-home",
        at=valley.instant(offset, "20:10"),
        buyer="",
        mail=HOMES[turn % len(HOMES)].mail,
        method="online",
        lines=BASKETS[turn % len(BASKETS)],
    )
    if offset == 0:
        yield from standing_plans(valley)


def standing_plans(valley: Valley) -> Iterator[OrderPlan]:
    """Orders of the day itself that stand still at one point each."""
    for state, lines, mail in STANDING:
        yield OrderPlan(
            key=f"demo-{valley.day:%Y%m%d}-{state}",
            at=valley.now if state == WAITING else valley.instant(0, "08:10"),
            buyer="",
            mail=mail,
            method="bank_transfer" if state == WAITING else "online",
            lines=lines,
            stops_at=state,
        )


def buyer_of(valley: Valley, plan: OrderPlan) -> Actor:
    """Who orders."""
    return valley.actor(plan.buyer) if plan.buyer else valley.shopper(plan.mail)


def find(valley: Valley, plan: OrderPlan) -> PlacedOrder | None:
    """The order of a plan, if it has been placed."""
    if plan.key not in valley.placed:
        found = find_placed(buyer_of(valley, plan), plan.key)
        if found is None:
            return None
        valley.placed[plan.key] = found
    return valley.placed[plan.key]


def place(valley: Valley, plan: OrderPlan) -> PlacedOrder | None:
    """Place a planned order of what is to be had; None when nothing is, or nothing fits."""
    actor = buyer_of(valley, plan)
    with pinned(plan.at):
        try:
            with unit_of_work():
                lines = wanted_lines(valley, plan)
                if not lines:
                    return None
                placed = place_order(actor, request_of(valley, plan, actor, lines), at=plan.at)
        except DomainError as refusal:
            if refusal.code not in BAD_DAYS:
                raise
            return None
        outbox.run_due()
    return placed


def wanted_lines(valley: Valley, plan: OrderPlan) -> list[OrderLineRequest]:
    """The lines of a plan that are in stock now, with the buyer's own shelf-life rule."""
    share = valley.orgs[plan.buyer].min_remaining_pct if plan.buyer else 0
    found = [(terms_of(valley, code), pieces) for code, pieces in plan.lines]
    left = available_pieces([terms.listing_id for terms, _ in found if terms], at=plan.at)
    return [
        OrderLineRequest(
            listing_id=terms.listing_id,
            pieces=pieces,
            min_remaining_days=(terms.shelf_life_days or 0) * share // 100 or None,
        )
        for terms, pieces in found
        if terms and left[terms.listing_id] >= pieces
    ]


def terms_of(valley: Valley, code: str) -> Terms | None:
    """The first offer of a good."""
    good = BY_CODE[code]
    spec_id = get_spec(good).id
    return get_terms_for_specs(valley.orgs[good.seller].id, [spec_id]).get(spec_id)


def request_of(
    valley: Valley, plan: OrderPlan, actor: Actor, lines: Sequence[OrderLineRequest]
) -> OrderRequest:
    """The order as its buyer submits it."""
    site_ref, address = door_of(valley, plan)
    return OrderRequest(
        channel=Channel.B2B if plan.buyer else Channel.RETAIL,
        buyer_user_id=actor.user_id,
        buyer_org_id=actor.org_id,
        address=address,
        lines=lines,
        payment_method=PaymentMethod(plan.method),
        source_key=plan.key,
        site_ref=site_ref,
        note=plan.note,
        is_age_confirmed=True,
        is_no_return_confirmed=True,
    )


def door_of(valley: Valley, plan: OrderPlan) -> tuple[str | None, AddressSnapshot]:
    """Where an order goes."""
    if plan.buyer:
        site = list_sites(org_id=valley.orgs[plan.buyer].id)[0]
        return site.ref, AddressSnapshot(
            site.receiver, site.phone, site.city_code, site.district_code, site.address
        )
    home = next(home for home in HOMES if home.mail == plan.mail)
    return None, AddressSnapshot(home.name, home.phone, home.city, home.district, home.detail)


def pay(valley: Valley, plan: OrderPlan, placed: PlacedOrder) -> None:
    """Pay as planned: at the demonstration cashier, by transfer, or later on terms."""
    if plan.method == PaymentMethod.ONLINE:
        _pay_online(valley, plan, placed)
    elif plan.method == PaymentMethod.BANK_TRANSFER:
        _transfer(valley, plan, placed)


def _pay_online(valley: Valley, plan: OrderPlan, placed: PlacedOrder) -> None:
    at = plan.at + PAID_AFTER
    with pinned(at):
        with unit_of_work():
            ref = start_attempt(
                buyer_of(valley, plan),
                group_ref=placed.group_ref,
                capabilities=port(PaymentGateway).capabilities(),
                pages=CashierPages(PAGE, PAGE, "zh"),
                at=at,
            )
        outbox.run_due()
        with unit_of_work():
            provider_id = load_attempt(ref).provider_id
        if provider_id:
            port(DemoCashier).pay(provider_id)
    with pinned(plan.at + LOOKED_AT_AFTER):
        with unit_of_work():
            publish(AttemptCheckDue(ref), dedupe_key=f"{ref}#demo")
        outbox.run_due()


def _transfer(valley: Valley, plan: OrderPlan, placed: PlacedOrder) -> None:
    at = plan.at + TRANSFERRED_AFTER
    with pinned(at):
        with unit_of_work():
            code = get_pay_page(placed.group_ref, user_id=buyer_of(valley, plan).user_id).bank_code
            row = StatementRow(
                row_key=plan.key,
                serial=plan.key,
                booked_on=local_day(at),
                amount_fen=placed.due_fen,
                payer=valley.orgs[plan.buyer].name_zh if plan.buyer else plan.mail,
                summary=f"货款 {code}",
            )
            import_rows(valley.actor(PLATFORM), rows=[row], at=at)
        outbox.run_due()
