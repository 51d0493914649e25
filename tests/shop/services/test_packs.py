"""One stock, many packs: a case takes its bags, never a part of one, from order to hand-over."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.rules.actor import SYSTEM
from catalog.errors import OutOfStock
from catalog.queries.listings import get_listing_editor
from catalog.queries.lots import lots_of_allocation
from catalog.queries.stock import available_pieces
from catalog.queries.terms import get_terms_by_ref
from catalog.rules.listing import Pack, PricedBy, SoldBy
from catalog.rules.packs import check_unit, whole_units
from catalog.services.listings import approve_listing, create_listing, submit_listing
from catalog.services.proof import prove_stock
from core.errors import InvalidInput
from shop.rules.shortages import ShortReason
from shop.services import fulfilment, orders, shortages
from shop.services.shortages import Shortage
from tests.factories.shop import (
    AT,
    get_seller_order,
    make_box,
    make_order,
    make_paid_order,
    seller_actor,
)

pytestmark = pytest.mark.usefixtures("db_session")
UNIT = 4


def make_case(box, unit=UNIT, **facts):
    """A case of so many boxes, sold beside the box itself."""
    single = get_listing_editor(box.listing_ref, org_id=box.seller_id).draft
    grams = single.nominal_g * unit
    known = {
        "sku": f"{single.sku}-case",
        "sold_by": SoldBy.CASE.value,
        "unit_pieces": unit,
        "nominal_g": grams,
        "min_g": grams,
        "max_g": grams,
        "price_e4": single.price_e4 * unit,
    }
    case = replace(single, **(known | facts))
    ref = create_listing(SYSTEM, seller_id=box.seller_id, draft=case, at=AT)
    approve_listing(SYSTEM, revision_ref=submit_listing(SYSTEM, listing_ref=ref, at=AT), at=AT)
    return get_terms_by_ref(ref)


def left(*listings, at=AT):
    return [available_pieces([x.listing_id], at=at)[x.listing_id] for x in listings]


def test_cases_and_boxes_draw_on_the_same_stock():
    box = make_box(pieces=10)
    case = make_case(box)
    assert left(box, case) == [10, 2]
    make_order((case, 1), (box, 1))
    assert left(box, case) == [5, 1]
    with pytest.raises(OutOfStock) as refused:
        make_order((case, 2))
    assert refused.value.left == 1
    assert prove_stock() == []


def test_a_case_is_allocated_packed_settled_and_shipped_by_its_pieces():
    box = make_box(pieces=10)
    placed = make_paid_order((make_case(box), 2))
    (ref,) = placed.seller_order_refs
    order, keeper = get_seller_order(ref), seller_actor(placed)
    (line,) = order.lines
    assert [lot.pieces for lot in lots_of_allocation([line.ref])[line.ref]] == [8]
    for step in ("accept", "start_picking", "finish_weighing", "pack", "hand_over"):
        getattr(fulfilment, step)(keeper, seller_order_ref=ref, at=AT)
    settled = get_seller_order(ref)
    assert settled.settled_fen == settled.goods_fen
    assert settled.lines[0].settled_g == 2 * UNIT * box.nominal_g
    assert left(box) == [2]
    assert prove_stock() == []


def test_a_missing_case_leaves_the_books_with_all_its_pieces():
    box = make_box(pieces=10)
    placed = make_paid_order((make_case(box), 2))
    (ref,) = placed.seller_order_refs
    keeper, line = seller_actor(placed), get_seller_order(ref).lines[0]
    fulfilment.accept(keeper, seller_order_ref=ref, at=AT)
    fulfilment.start_picking(keeper, seller_order_ref=ref, at=AT)
    short = Shortage(line.ref, 1, ShortReason.MISSING)
    shortages.record_shortage(keeper, seller_order_ref=ref, shortage=short, at=AT)
    back = fulfilment.finish_weighing(keeper, seller_order_ref=ref, at=AT)
    assert back == line.ceiling_fen // 2
    assert left(box) == [2]  # ten, four sent, four written off
    assert prove_stock() == []


def test_an_unpaid_case_gives_all_its_pieces_back():
    box = make_box(pieces=10)
    placed = make_order((make_case(box), 2))
    late = AT + timedelta(minutes=51)
    orders.expire_order(SYSTEM, group_ref=placed.group_ref, at=late)
    assert left(box, at=late) == [10]


def test_a_pack_comes_out_exactly_or_not_at_all():
    exact = Pack(SoldBy.CASE, PricedBy.EACH, 10_000, 10_000, 10_000)
    assert check_unit(20, exact, 500) is None
    assert check_unit(19, exact, 500) == "pack_not_exact"
    by_scale = Pack(SoldBy.CASE, PricedBy.KG, 10_000, 9_000, 11_000)
    assert check_unit(20, by_scale, 500) == "pack_with_scale"
    assert (whole_units(59, 20), whole_units(-3, 20)) == (2, 0)
    with pytest.raises(InvalidInput) as refused:
        make_case(make_box(pieces=4), min_g=1)
    assert "unit_pieces" in refused.value.fields
