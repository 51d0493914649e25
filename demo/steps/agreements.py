"""Step 5: standing contracts, drafted, agreed, approved, signed, and called off week by week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from accounts.queries import list_sites
from accounts.rules.actor import Actor
from catalog.errors import OutOfStock
from contracts.errors import NotInForce
from contracts.gateways import DocumentSigner
from contracts.queries.pages import get_contract, list_contracts
from contracts.rules.call_off import Wish
from contracts.rules.clauses import material_clauses
from contracts.rules.codes import derive_code
from contracts.rules.drafts import Draft, DraftLine
from contracts.services import approvals, codes, drafts, negotiation, signatories
from contracts.services.call_offs import call_off
from contracts.services.signing import Secrets, sign
from core import outbox
from core.clock import at as pinned
from core.installation import Installation
from core.pdf import PdfMaker, PdfOff
from core.ports import port
from core.unit_of_work import unit_of_work
from demo.data.accounts import PIN
from demo.data.agreements import AGREEMENTS, Agreement
from demo.data.goods import BY_CODE
from demo.steps.orders import terms_of
from demo.valley import Valley
from shop.rules.orders import PlacedOrder
from shop.services.orders import find_placed

SCHEDULE: Mapping[str, object] = {"frequency": "WEEKLY", "weekdays": ["TU", "FR"]}
TUESDAY = 1
CALL_OFF_WEEKDAY = 2
TRUCK_AHEAD = 11  # days from the call to the door; before any week's deadline
PINS_SET_DAY = -30
FINANCE, THIRD = "-money", "-head"  # who else approves what is large
CHIEF = "-boss"  # the second person of a buyer: approves and signs


def set_pins(valley: Valley) -> None:
    """The people who sign get their certificates; the PIN is printed by `make run`."""
    signer, at = port(DocumentSigner), valley.instant(PINS_SET_DAY)
    for key, mail in (
        ("shuoyun", None),
        ("hongzhu", None),
        ("lishijian", None),
        ("liangshang", None),
        ("shapan", None),
        ("daolang", None),
        ("rongyinli", None),
        ("rongyinli", f"rongyinli{CHIEF}"),
        ("luxiwan", f"luxiwan{CHIEF}"),
        ("yuanshan", f"yuanshan{CHIEF}"),
    ):
        actor = valley.actor(key, mail)
        signatories.set_pin(actor, pin=PIN, signer=signer, at=at)


def conclude(valley: Valley, agreement: Agreement) -> None:
    """Take a contract as far as it goes in the example."""
    at = valley.instant(agreement.drafted_day, "10:00")
    with unit_of_work():
        if find_contract(valley, agreement, at=at):
            return  # an earlier load came this far
    with pinned(at):
        with unit_of_work():
            ref = _agree(valley, agreement)
        outbox.run_due()
    if agreement.reaches == "in_approval":
        return
    with pinned(at + timedelta(hours=3)):
        _approve(valley, agreement.buyer, ref, at + timedelta(hours=3))
        outbox.run_due()
    if not has_pdf():
        return  # nobody signs what cannot be printed: the contract waits here
    _sign(valley, valley.actor(agreement.seller), ref, agreement.drafted_day, "15:00")
    if agreement.reaches == "active":
        chief = valley.actor(agreement.buyer, f"{agreement.buyer}{CHIEF}")
        _sign(valley, chief, ref, agreement.drafted_day + 1, "09:20")


def has_pdf() -> bool:
    """Whether this machine can make the PDF of a contract."""
    try:
        return bool(port(PdfMaker).make("<p>示例</p>"))
    except PdfOff:
        return False


def _approve(valley: Valley, buyer: str, ref: str, at: datetime) -> None:
    """The chief says yes; large sums want somebody from finance and a third person."""
    for mail in (CHIEF, FINANCE, THIRD):
        with unit_of_work():
            actor = valley.actor(buyer, f"{buyer}{mail}")
            if approvals.approve(actor, contract_ref=ref, at=at):
                return


def _agree(valley: Valley, agreement: Agreement) -> str:
    at = valley.instant(agreement.drafted_day, "10:00")
    buyer, seller = valley.actor(agreement.buyer), valley.actor(agreement.seller)
    made = drafts.draft_contract(buyer, draft=draft_of(valley, agreement), at=at)
    ref, text = made.contract_ref, made.content_sha256
    negotiation.propose(buyer, contract_ref=ref, content_sha256=text, at=at)
    negotiation.agree(seller, contract_ref=ref, content_sha256=text, at=at)
    return ref


def draft_of(valley: Valley, agreement: Agreement) -> Draft:
    """What a contract says; the price lies five in a hundred below the shelf."""
    terms = terms_of(valley, agreement.good)
    if terms is None:
        raise LookupError(agreement.good)
    buyer, seller = valley.orgs[agreement.buyer], valley.orgs[agreement.seller]
    line = DraftLine(
        listing_id=terms.listing_id,
        price_e4=terms.price_e4 * 95 // 100 // 1000 * 1000,
        total_g=agreement.pieces * BY_CODE[agreement.good].grams[0],
        tol_over_bp=500,
        schedule=SCHEDULE,
        quality=agreement.quality,
    )
    return Draft(
        title=agreement.title,
        buyer_org_id=buyer.id,
        seller_org_id=seller.id,
        start_on=valley.day + timedelta(days=agreement.first_day),
        end_on=valley.day + timedelta(days=agreement.last_day),
        payment_days=buyer.payment_days or 30,
        inspection_hours=24,
        lead_workdays=2,
        site_refs=tuple(site.ref for site in list_sites(org_id=buyer.id)),
        lines=(line,),
    )


def _sign(valley: Valley, actor: Actor, ref: str, day: int, clock_time: str) -> None:
    at = valley.instant(day, clock_time)
    secret = port(Installation).server_secret
    with pinned(at):
        with unit_of_work():
            code_ref = codes.ask_code(actor, contract_ref=ref, at=at)
        with unit_of_work():
            sign(
                actor,
                contract_ref=ref,
                secrets=Secrets(PIN, derive_code(code_ref, secret), secret),
                acknowledged=[clause.code for clause in material_clauses()],
                signer=port(DocumentSigner),
                at=at,
            )
        outbox.run_due()


def call_off_week(valley: Valley, agreement: Agreement, offset: int) -> None:
    """Once a week, call off what is to come in a later one."""
    if not agreement.weekly_call or not calls_on(valley, agreement, offset):
        return
    at = valley.instant(offset, "10:50")
    with pinned(at):
        try:
            with unit_of_work():
                _call_off(valley, agreement, offset, at)
        except (NotInForce, OutOfStock):
            return  # the buyer has not signed yet, or the goods are out of season
        outbox.run_due()


def calls_on(valley: Valley, agreement: Agreement, offset: int) -> bool:
    """Whole trucks are called so that some leave tonight; the rest in the middle of a week."""
    if agreement.last_call_day is not None:
        return offset <= agreement.last_call_day and (agreement.last_call_day - offset) % 7 == 0
    return (valley.day + timedelta(days=offset)).weekday() == CALL_OFF_WEEKDAY


def _call_off(valley: Valley, agreement: Agreement, offset: int, at: datetime) -> None:
    day = valley.day + timedelta(days=offset)
    ahead = 7 - CALL_OFF_WEEKDAY + TUESDAY if agreement.last_call_day is None else TRUCK_AHEAD
    buyer = valley.orgs[agreement.buyer]
    ref = find_contract(valley, agreement, at=at)
    if ref is None:
        return
    page = get_contract(ref, org_id=buyer.id, at=at)
    line = page.lines[0]
    wish = Wish(
        grams={line.ref: agreement.weekly_call * line.piece_g},
        deliver_on=day + timedelta(days=ahead),
        site_ref=list_sites(org_id=buyer.id)[0].ref,
    )
    call_off(
        valley.actor(agreement.buyer),
        contract_ref=ref,
        wish=wish,
        form_key=form_key(day),
        at=at,
    )


def find_contract(valley: Valley, agreement: Agreement, *, at: datetime) -> str | None:
    """The reference of an agreement, whatever its state."""
    if agreement.key not in valley.contracts:
        rows = list_contracts(org_id=valley.orgs[agreement.buyer].id, at=at)
        found = next((row.ref for row in rows if row.title == agreement.title), None)
        if found is None:
            return None
        valley.contracts[agreement.key] = found
    return valley.contracts[agreement.key]


def form_key(day: date) -> str:
    """The key that makes a day's call-off happen once."""
    return f"demo-{day:%Y%m%d}"


def orders_called(valley: Valley, offsets: Iterable[int]) -> list[PlacedOrder]:
    """The orders that call-offs of these days became."""
    found: list[PlacedOrder | None] = []
    for agreement in AGREEMENTS:
        if not agreement.weekly_call:
            continue
        buyer = valley.actor(agreement.buyer)
        ref = find_contract(valley, agreement, at=valley.now)
        for offset in offsets if ref else ():
            if not calls_on(valley, agreement, offset):
                continue
            day = valley.day + timedelta(days=offset)
            key = f"call-off:{ref}:{form_key(day)}"
            if key not in valley.placed and (placed := find_placed(buyer, key)):
                valley.placed[key] = placed
            found.append(valley.placed.get(key))
    return [placed for placed in found if placed]
