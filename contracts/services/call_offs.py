"""Call-offs: what a buyer releases of a contract becomes an order at the agreed price."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accounts.queries import get_site
from accounts.rules.actor import SYSTEM, Actor
from accounts.rules.cards import SiteCard
from accounts.rules.permissions import Permission
from catalog.queries.stock import available_pieces
from catalog.services import commitments
from contracts.errors import ContractNotFound
from contracts.events import CallOffReleased
from contracts.models.agreements import Contract, ContractLine, LinePeriod
from contracts.models.call_offs import CallOff, CallOffLine
from contracts.rules.call_off import Frame, Wish, check_call_off
from contracts.rules.lifecycle import ENDED, ContractState
from contracts.services import audit, counters
from contracts.services.locks import lock_contract
from contracts.services.versions import amount_of
from core import outbox
from core.clock import local_day
from core.db import next_number, session
from core.types.dates import monday_of
from logistics.rules.address import AddressSnapshot
from shop.rules.orders import Channel, OrderLineRequest, OrderRequest, PaymentMethod, PlacedOrder
from shop.services import orders

RELEASED, CANCELLED = "released", "cancelled"


@dataclass(frozen=True, slots=True)
class Released:
    """The answer to a call-off."""

    call_off_ref: str
    number: str
    order_group_ref: str
    order_number: str
    amount_fen: int


def call_off(
    actor: Actor, *, contract_ref: str, wish: Wish, form_key: str, at: datetime
) -> Released:
    """Release goods of a contract; order and counters change together or not at all.

    Args:
        actor: somebody of the buyer who may call off.
        contract_ref: the contract.
        wish: grams by line, day of arrival, one of the contract's doors.
        form_key: a second call-off with the same key gives the first one's answer.
        at: the present instant.

    Raises:
        NotInForce: the contract is not active.
        BadCallOff: a field cannot be used; `fields` says which and why.
        VolumeCapExceeded: more than is left of the line or of its week; says what is left.
    """
    actor.require(Permission.CALL_OFF)
    contract = lock_contract(contract_ref)
    if not actor.acts_for(contract.buyer_org_id):
        raise ContractNotFound("contract_not_found")
    source_key = f"call-off:{contract_ref}:{form_key}"
    known = session().scalar(select(CallOff).where(CallOff.source_key == source_key))
    if known is not None:
        return _answer(known)
    lines = _lines(contract)
    check_call_off(_frame(contract), wish, {ref: one.piece_g for ref, one in lines.items()}, at)
    taken = _take(contract, lines, wish)
    site = get_site(wish.site_ref, org_id=contract.buyer_org_id)
    request = _request(actor, contract, taken, site, (source_key, wish.deliver_on), at)
    placed = orders.place_order(actor, request, at=at)
    row = _row(actor, contract, site, taken, placed)
    row.source_key, row.created_at = source_key, at
    row.monday, row.deliver_on = monday_of(wish.deliver_on), wish.deliver_on
    session().add(row)
    session().flush()  # the event carries its reference
    _announce(actor, contract, row, taken, at)
    return _answer(row)


def _announce(
    actor: Actor, contract: Contract, row: CallOff, taken: list[_Taken], at: datetime
) -> None:
    grams = {one.line.ref: one.grams for one in taken}
    facts = {"number": row.number, "grams": grams, "order": row.order_number}
    audit.record(actor, contract=contract, kind="call_off.released", at=at, data=facts)
    released = CallOffReleased(row.ref, contract.ref, row.order_group_ref)
    outbox.publish(released, dedupe_key=row.ref)


def cancel(actor: Actor, *, call_off_ref: str, at: datetime) -> None:
    """Take a call-off back while the seller has not begun to pick; its quantity is free again.

    Raises:
        ContractNotFound: no such call-off of this buyer.
    """
    actor.require(Permission.CALL_OFF)
    row = session().scalar(select(CallOff).where(CallOff.ref == call_off_ref))
    contract = session().get(Contract, row.contract_id) if row else None
    if row is None or contract is None or not actor.acts_for(contract.buyer_org_id):
        raise ContractNotFound("contract_not_found")
    orders.cancel_order(actor, group_ref=row.order_group_ref, at=at)
    give_back(actor, order_group_ref=row.order_group_ref, at=at)


def give_back(actor: Actor, *, order_group_ref: str, at: datetime) -> None:
    """Free the quantity of a call-off whose order was cancelled; doing it twice is harmless."""
    row = session().scalar(select(CallOff).where(CallOff.order_group_ref == order_group_ref))
    if row is None or row.state == CANCELLED:
        return
    contract = lock_contract(session().get_one(Contract, row.contract_id).ref)
    row.state, row.cancelled_at = CANCELLED, at
    for line in session().scalars(
        select(CallOffLine).where(CallOffLine.call_off_id == row.id).order_by(CallOffLine.line_id)
    ):
        counters.put_back(line.line_id, line.period_id, line.grams)
        _undraw(contract, row, line)
    if contract.state in ENDED:
        commitments.uncommit(SYSTEM, contract_ref=contract.ref)
    facts = {"number": row.number}
    audit.record(actor, contract=contract, kind="call_off.cancelled", at=at, data=facts)


def _undraw(contract: Contract, row: CallOff, line: CallOffLine) -> None:
    if not line.planned_g:
        return
    goods = session().get_one(ContractLine, line.line_id)
    commitments.undraw(
        SYSTEM,
        contract_ref=contract.ref,
        spec_id=goods.spec_id,
        week=row.monday,
        grams=line.planned_g,
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    line: ContractLine
    period: LinePeriod
    grams: int
    planned_g: int

    @property
    def amount_fen(self) -> int:
        line = self.line
        return amount_of(line.price_e4, self.grams, line.priced_by, line.piece_g)


def _lines(contract: Contract) -> dict[str, ContractLine]:
    rows = session().scalars(
        select(ContractLine)
        .where(ContractLine.contract_id == contract.id)
        .options(selectinload(ContractLine.periods))
        .order_by(ContractLine.id)
    )
    return {row.ref: row for row in rows}


def _frame(contract: Contract) -> Frame:
    return Frame(
        ContractState(contract.state),
        contract.start_on,
        contract.end_on,
        contract.lead_workdays,
        tuple(contract.site_refs),
    )


def _take(contract: Contract, lines: Mapping[str, ContractLine], wish: Wish) -> list[_Taken]:
    monday = monday_of(wish.deliver_on)
    taken = []
    for ref, line in lines.items():  # in id order: two call-offs never wait for each other
        grams = wish.grams.get(ref, 0)
        if not grams:
            continue
        period = counters.week_of(line, monday)
        counters.take(line, period, grams)
        planned_g = commitments.draw(
            SYSTEM,
            contract_ref=contract.ref,
            spec_id=line.spec_id,
            week=monday,
            grams=grams,
        )
        taken.append(_Taken(line, period, grams, planned_g))
    return taken


def _request(
    actor: Actor,
    contract: Contract,
    taken: list[_Taken],
    site: SiteCard,
    key_and_day: tuple[str, date],
    at: datetime,
) -> OrderRequest:
    source_key, deliver_on = key_and_day
    harvests = _of_the_harvest(taken, monday_of(deliver_on), at)
    return OrderRequest(
        channel=Channel.CONTRACT,
        buyer_user_id=actor.user_id,
        buyer_org_id=contract.buyer_org_id,
        address=AddressSnapshot(
            site.receiver, site.phone, site.city_code, site.district_code, site.address
        ),
        lines=[
            OrderLineRequest(
                listing_id=one.line.listing_id,
                pieces=one.grams // one.line.piece_g,
                agreed_price_e4=one.line.price_e4,
                contract_line_ref=one.line.ref,
                harvest_on=harvests.get(one.line.listing_id),
            )
            for one in taken
        ],
        payment_method=PaymentMethod.TERMS,
        source_key=source_key,
        site_ref=site.ref,
        deliver_on=deliver_on,
        note=contract.number,
        is_age_confirmed=True,
        is_no_return_confirmed=True,
        contract_ref=contract.ref,
    )


def _of_the_harvest(taken: list[_Taken], monday: date, at: datetime) -> dict[int, date]:
    """Goods of a coming week that are not in the store yet are called off of its harvest.

    Only what the commitment covers: a tolerance has no right to a harvest.
    """
    if monday <= monday_of(local_day(at)):
        return {}
    left = available_pieces([one.line.listing_id for one in taken], at=at)
    return {
        one.line.listing_id: monday
        for one in taken
        if one.planned_g == one.grams
        and left.get(one.line.listing_id, 0) * one.line.piece_g < one.grams
    }


def _row(
    actor: Actor,
    contract: Contract,
    site: SiteCard,
    taken: list[_Taken],
    placed: PlacedOrder,
) -> CallOff:
    number = next_number(f"call-off-{contract.number}")
    return CallOff(
        contract_id=contract.id,
        number=f"{contract.number}-{number:03d}",
        site_ref=site.ref,
        site_name=site.name,
        state=RELEASED,
        order_group_ref=placed.group_ref,
        order_number=placed.number,
        amount_fen=sum(one.amount_fen for one in taken),
        made_by_id=actor.user_id,
        made_by_name=actor.name,
        lines=[
            CallOffLine(
                line_id=one.line.id,
                period_id=one.period.id,
                grams=one.grams,
                planned_g=one.planned_g,
                pieces=one.grams // one.line.piece_g,
                price_e4=one.line.price_e4,
                amount_fen=one.amount_fen,
            )
            for one in taken
        ],
    )


def _answer(row: CallOff) -> Released:
    return Released(row.ref, row.number, row.order_group_ref, row.order_number, row.amount_fen)
