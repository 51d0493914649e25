"""Harvests of the example: booked ahead, brought in and shared out; and a carcass cut up."""

from __future__ import annotations

from datetime import date, timedelta

from catalog.queries.booking import list_booked
from catalog.queries.genealogy import family_of
from catalog.queries.lots import list_lots
from catalog.rules.genealogy import Cut, Part
from catalog.rules.lots import LotState
from catalog.services.cutting import cut_lot
from catalog.services.harvesting import Load, bring_in_harvest
from catalog.services.lots import NewLot
from core import outbox
from core.clock import at as pinned
from core.errors import DomainError
from core.unit_of_work import unit_of_work
from demo.data.agreements import AGREEMENTS
from demo.data.goods import BY_CODE
from demo.steps.catalogue import get_spec
from demo.steps.orders import OrderPlan, find, pay, request_of, terms_of
from demo.valley import Valley
from shop.rules.orders import OrderLineRequest
from shop.services.orders import place_order

GOOD, SELLER = "tan-leg", "shuoyun"
HARVEST_PIECES = 30
BOOKINGS = (("rongyinli", "", "terms", 6), ("", "lin", "online", 1), ("", "xu", "online", 2))
CUT = (("tan-half", 2, 14_000), ("tan-ribs", 1, 1_300))
WEIGHED_G = 15_900


def live(valley: Valley, offset: int) -> None:
    """Book on the Friday before; bring in, cut and book again on the day of the load.

    On Mondays comes in what contracts have called off of the week's harvest.
    """
    day = valley.day + timedelta(days=offset)
    if day.weekday() == 0:
        for agreement in AGREEMENTS:
            bring_in_called(valley, agreement.good, offset)
    if offset == -(valley.day.weekday() + 3):
        book(valley, offset, valley.monday)
    if offset == 0:
        book(valley, offset, valley.monday + timedelta(weeks=1))
        bring_in(valley)
        cut_carcass(valley)


def book(valley: Valley, offset: int, monday: date) -> None:
    """A supermarket on terms and two families book a week's harvest."""
    terms = terms_of(valley, GOOD)
    if terms is None:
        raise LookupError(GOOD)
    for number, (buyer, mail, method, pieces) in enumerate(BOOKINGS):
        plan = OrderPlan(
            key=f"demo-harvest-{monday:%Y%m%d}-{buyer or mail}",
            at=valley.instant(offset, f"09:{20 + number}"),
            buyer=buyer,
            mail=mail,
            method=method,
            lines=((GOOD, pieces),),
        )
        line = OrderLineRequest(terms.listing_id, pieces, harvest_on=monday)
        _book(valley, plan, line)


def _book(valley: Valley, plan: OrderPlan, line: OrderLineRequest) -> None:
    if find(valley, plan) is not None:
        return  # an earlier load came this far
    actor = valley.actor(plan.buyer) if plan.buyer else valley.shopper(plan.mail)
    try:
        with pinned(plan.at), unit_of_work():
            placed = place_order(actor, request_of(valley, plan, actor, [line]), at=plan.at)
    except DomainError as full:
        if full.code != "harvest_full":
            raise
        return  # such weeks happen
    pay(valley, plan, placed)


def bring_in(valley: Valley) -> None:
    """This week's load comes in and is shared out by rule; more will come."""
    at = valley.instant(0, "07:10")
    good = BY_CODE[GOOD]
    number = f"FS-{valley.day:%y%m%d}"
    new = NewLot(
        seller_id=valley.orgs[SELLER].id,
        spec_id=get_spec(good).id,
        county_code=good.county,
        produced_on=valley.day - timedelta(days=1),
        pieces=HARVEST_PIECES,
        grams=HARVEST_PIECES * good.grams[0],
        lot_no=number,
        certificate_no=f"HG-{number}（示例）",
    )
    with pinned(at):
        with unit_of_work():
            if any(lot.card.lot_no == number for lot in list_lots(org_id=new.seller_id)):
                return
            actor = valley.actor(SELLER)
            bring_in_harvest(actor, new=new, load=Load(valley.monday, is_last=False), at=at)
        outbox.run_due()


def bring_in_called(valley: Valley, code: str, offset: int) -> None:
    """The load that contracts wait for, if any does."""
    good, monday = BY_CODE[code], valley.day + timedelta(days=offset)
    seller_id, spec_id = valley.orgs[good.seller].id, get_spec(good).id
    at = valley.instant(offset, "06:30")
    with pinned(at):
        with unit_of_work():
            waiting = list_booked(org_id=seller_id, spec_id=spec_id, monday=monday)
            if not waiting:
                return
            number = f"CS-{monday:%y%m%d}-{code}"
            new = NewLot(
                seller_id=seller_id,
                spec_id=spec_id,
                county_code=good.county,
                produced_on=monday - timedelta(days=1),
                pieces=sum(row.pieces for row in waiting),
                grams=sum(row.grams for row in waiting),
                lot_no=number,
                certificate_no=f"HG-{number}（示例）",
            )
            actor = valley.actor(good.seller)
            bring_in_harvest(actor, new=new, load=Load(monday, is_last=False), at=at)
        outbox.run_due()


def cut_carcass(valley: Valley) -> None:
    """One carcass becomes two halves and some ribs; the rest is loss."""
    at = valley.instant(0, "07:40")
    spec_id = get_spec(BY_CODE["tan-carcass"]).id
    parts = tuple(Part(get_spec(BY_CODE[code]).id, n, grams) for code, n, grams in CUT)
    with pinned(at), unit_of_work():
        own = list_lots(org_id=valley.orgs[SELLER].id)
        carcasses = [lot for lot in own if lot.spec.id == spec_id]
        if any(family_of(lot.card.id).descendants for lot in carcasses):
            return  # an earlier load came this far
        free = [lot for lot in carcasses if lot.state == LotState.RELEASED and lot.card.free_pieces]
        if not free:
            return
        weighed_g = min(WEIGHED_G, free[0].free_g)
        wanted = Cut(1, weighed_g, parts)
        if wanted.parts_g <= weighed_g:
            cut_lot(valley.actor(SELLER), lot_ref=free[0].card.ref, cut=wanted, at=at)
