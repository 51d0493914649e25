"""What a seller and a buyer see first."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from accounts.queries import get_org
from accounts.rules.permissions import Role
from console.queries.home import read_home
from shop.queries.earnings import Money, read_money
from shop.services import fulfilment
from tests.factories.accounts import actor_for, make_buyer, make_org
from tests.factories.contracts import active, agreed, frozen, set_pins, sign_as
from tests.factories.shop import (
    get_group,
    make_leg,
    make_order,
    make_paid_order,
    take_to_scale,
    weigh,
)


@pytest.fixture(autouse=True)
def _database(db_session: Session) -> None:
    """All of these need one."""


def kinds(org: object, actor: object, at: datetime) -> list[str]:
    return [todo.kind for todo in read_home(org, actor, at=at).todos]  # type: ignore[arg-type]


def test_a_paid_order_is_to_be_packed_and_its_money_is_under_way(at: datetime) -> None:
    seller = make_org()
    packer = actor_for(seller)
    placed = make_paid_order((make_leg(seller=seller), 2))
    home = read_home(seller, packer, at=at)
    assert home.selling is not None
    assert (home.selling.packing.orders, home.selling.packing.pieces) == (1, 2)
    assert home.selling.new_orders == 1
    [order] = get_group(placed).seller_orders
    assert home.selling.money == Money(under_way_fen=order.goods_fen)
    assert "pack" in kinds(seller, packer, at)


def test_an_unpaid_order_shows_nowhere_at_the_seller(at: datetime) -> None:
    seller = make_org()
    make_order((make_leg(seller=seller), 2))
    home = read_home(seller, actor_for(seller), at=at)
    assert home.selling is not None
    assert (home.selling.orders, home.selling.money) == ([], Money())


def test_only_who_packs_is_told_to_pack(at: datetime) -> None:
    seller = make_org()
    take_to_scale(make_paid_order((make_leg(seller=seller), 1)))
    editor = actor_for(seller, Role.CATALOGUE_EDITOR)
    assert "pack" not in kinds(seller, editor, at)
    assert "pack" in kinds(seller, actor_for(seller, Role.FULFILMENT), at)


def test_money_of_others_is_not_counted() -> None:
    mine = make_org()
    make_paid_order((make_leg(seller=make_org()), 1))
    assert read_money(org_id=mine.id) == Money()


@pytest.mark.parametrize(
    ("money", "parts"),
    [
        (Money(), []),
        (Money(1, 1, 1), [("m-ready", 33), ("m-wait", 33), ("m-way", 34)]),
        (Money(ready_fen=5), [("m-ready", 100), ("m-wait", 0), ("m-way", 0)]),
    ],
)
def test_the_money_bar_always_fills(money: Money, parts: list[tuple[str, int]]) -> None:
    assert money.parts == parts


def test_a_buyer_sees_what_is_unpaid_and_what_arrives(at: datetime) -> None:
    buyer_org = make_buyer()
    buyer = actor_for(buyer_org)
    unpaid = make_order((make_leg(), 1), buyer=buyer)
    assert "pay" in kinds(buyer_org, buyer, at)
    paid = make_paid_order((make_leg(), 2), buyer=buyer)
    home = read_home(buyer_org, buyer, at=at)
    assert home.buying is not None
    assert home.selling is None
    assert [card.number for card in home.buying.unpaid] == [unpaid.number]
    assert {arrival.number for arrival in home.buying.arrivals} == {paid.number}
    assert home.buying.arrivals[0].pieces == 2


def test_arrivals_of_others_are_not_shown(at: datetime) -> None:
    make_paid_order((make_leg(), 1), buyer=actor_for(make_buyer()))
    mine = make_buyer()
    home = read_home(mine, actor_for(mine), at=at)
    assert home.buying is not None
    assert (home.buying.arrivals, home.buying.orders) == ([], [])


def test_a_contract_waits_for_the_approver_only(at: datetime) -> None:
    deal = agreed()
    assert "approve_contract" in kinds(deal.buyer, deal.approver, at)
    assert "approve_contract" not in kinds(deal.buyer, deal.clerk, at)
    assert "approve_contract" not in kinds(deal.seller, deal.seller_signatory, at)


def test_the_seller_signs_first_then_the_buyer(at: datetime) -> None:
    deal = frozen(is_real=True)
    set_pins(deal)
    assert "sign" in kinds(deal.seller, deal.seller_signatory, at)
    assert "sign" not in kinds(deal.buyer, deal.buyer_signatory, at)
    sign_as(deal.seller_signatory, deal)
    assert "sign" not in kinds(deal.seller, deal.seller_signatory, at)
    assert "sign" in kinds(deal.buyer, deal.buyer_signatory, at)


def test_an_active_contract_is_to_be_called_off_before_its_deadline(at: datetime) -> None:
    deal = active()
    todos = read_home(deal.buyer, deal.clerk, at=at).todos
    [todo] = [todo for todo in todos if todo.kind == "call_off"]
    assert todo.due_at is not None
    assert at < todo.due_at < at + timedelta(days=8)


def test_todos_with_a_deadline_come_first(at: datetime) -> None:
    seller = make_org()
    make_paid_order((make_leg(seller=seller), 1))
    assert kinds(get_org(seller.id), actor_for(seller), at)[0] == "pack"


def test_the_shelf_shows_what_is_left_and_what_was_ordered_today(at: datetime) -> None:
    seller = make_org()
    leg = make_leg(seller=seller, pieces=3)
    make_paid_order((leg, 2))
    home = read_home(seller, actor_for(seller), at=at)
    assert home.selling is not None
    [row] = home.selling.shelf
    assert (row.listing.available, row.sold_today, row.is_running_out) == (1, 2, True)
    assert home.selling.live == 1


def test_packing_names_its_trucks_and_its_weight(at: datetime) -> None:
    seller = make_org()
    make_paid_order((make_leg(seller=seller), 2))
    home = read_home(seller, actor_for(seller), at=at)
    assert home.selling is not None
    packing = home.selling.packing
    assert (packing.orders, packing.pieces, packing.grams) == (1, 2, 4600)
    assert len(packing.loads) == 1


def test_packed_orders_wait_for_the_truck(at: datetime) -> None:
    seller = make_org()
    packer = actor_for(seller)
    placed = make_paid_order((make_leg(seller=seller), 1))
    take_to_scale(placed)
    [order] = get_group(placed).seller_orders
    weigh(packer, order.lines[0].ref, 1, 2300)
    fulfilment.finish_weighing(packer, seller_order_ref=order.ref, at=at)
    fulfilment.pack(packer, seller_order_ref=order.ref, at=at)
    assert "hand_over" in kinds(seller, packer, at)
