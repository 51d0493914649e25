import pytest
from sqlalchemy import select

from catalog.models.stock import Lot, StockMovement
from catalog.queries.stock import available_pieces
from catalog.services.proof import prove_stock
from core.db import session
from core.errors import InvalidInput
from shop.errors import CannotDecline, IllegalMove, LineNotFound, OrderNotFound, WeighingRefused
from shop.models.payments import Refund
from shop.rules.shortages import ShortReason
from shop.services import fulfilment, shortages
from shop.services.shortages import Shortage
from tests.factories.accounts import actor_for, make_org
from tests.factories.shop import (
    AT,
    get_group,
    get_seller_order,
    make_box,
    make_leg,
    make_paid_order,
    seller_actor,
    take_to_scale,
    weigh,
)

pytestmark = pytest.mark.usefixtures("db_session")


def order_of(placed):
    return get_seller_order(placed.seller_order_refs[0])


def short(packer, placed, pieces, line=0, reason=ShortReason.SPOILED):
    ref = placed.seller_order_refs[0]
    line_ref = order_of(placed).lines[line].ref
    shortage = Shortage(line_ref, pieces, reason)
    shortages.record_shortage(packer, seller_order_ref=ref, shortage=shortage, at=AT)


def finish(packer, placed):
    ref = placed.seller_order_refs[0]
    return fulfilment.finish_weighing(packer, seller_order_ref=ref, at=AT)


def refunded():
    return session().scalars(select(Refund.amount_fen)).all()


def lot_row():
    return session().scalars(select(Lot).execution_options(populate_existing=True)).one()


def test_a_declined_order_gives_everything_back_and_frees_the_goods():
    box = make_box(pieces=10)
    placed = make_paid_order((box, 4))
    back = shortages.decline_order(
        seller_actor(placed), seller_order_ref=placed.seller_order_refs[0], at=AT
    )
    order = order_of(placed)
    assert (order.state, back, refunded()) == ("cancelled", order.due_fen, [order.due_fen])
    assert available_pieces([box.listing_id], at=AT) == {box.listing_id: 10}
    assert get_group(placed).state == "cancelled"


def test_nobody_declines_another_sellers_order():
    placed = make_paid_order((make_box(), 1))
    with pytest.raises(OrderNotFound):
        shortages.decline_order(
            actor_for(make_org()), seller_order_ref=placed.seller_order_refs[0], at=AT
        )
    assert (order_of(placed).state, refunded()) == ("placed", [])


def test_an_order_being_picked_is_not_declined():
    placed = make_paid_order((make_box(), 1))
    packer = take_to_scale(placed)
    with pytest.raises(CannotDecline):
        shortages.decline_order(packer, seller_order_ref=placed.seller_order_refs[0], at=AT)
    assert order_of(placed).state == "picking"


def test_pieces_that_are_short_are_not_charged_and_leave_the_lot():
    box = make_box(pieces=10)
    placed = make_paid_order((box, 4))
    packer = take_to_scale(placed)
    short(packer, placed, 1)
    line = order_of(placed).lines[0]
    assert finish(packer, placed) == line.ceiling_fen // 4
    line = order_of(placed).lines[0]
    assert line.settled_fen == line.ceiling_fen * 3 // 4
    assert (lot_row().pieces, lot_row().allocated_pieces) == (9, 3)
    assert available_pieces([box.listing_id], at=AT) == {box.listing_id: 6}
    kinds = session().scalars(select(StockMovement.kind).order_by(StockMovement.id)).all()
    assert kinds == ["received", "disposed"]
    assert prove_stock() == []


def test_a_short_piece_needs_no_scale_and_the_others_settle_by_weight():
    placed = make_paid_order((make_leg(), 2))
    packer = take_to_scale(placed)
    line = order_of(placed).lines[0]
    weigh(packer, line.ref, 1, 2300)
    short(packer, placed, 1, reason=ShortReason.MISSING)
    finish(packer, placed)
    line = order_of(placed).lines[0]
    assert (line.settled_g, line.settled_fen) == (2300, 22540)
    assert refunded() == [50960 - 22540]


def test_a_piece_said_to_be_short_is_not_weighed_until_that_is_taken_back():
    placed = make_paid_order((make_leg(), 1))
    packer = take_to_scale(placed)
    short(packer, placed, 1)
    line_ref = order_of(placed).lines[0].ref
    with pytest.raises(WeighingRefused):
        weigh(packer, line_ref, 1, 2300)
    short(packer, placed, 0)
    assert weigh(packer, line_ref, 1, 2300).net_g == 2300


def test_weighed_pieces_cannot_be_short():
    placed = make_paid_order((make_leg(), 2))
    packer = take_to_scale(placed)
    weigh(packer, order_of(placed).lines[0].ref, 1, 2300)
    with pytest.raises(InvalidInput) as refused:
        short(packer, placed, 2)
    assert refused.value.fields == {"pieces": "shortage_over_weighed"}


def test_an_order_of_which_all_is_short_ends_and_pays_back_freight_too():
    placed = make_paid_order((make_box(pieces=3), 2))
    packer = take_to_scale(placed)
    short(packer, placed, 2)
    order = order_of(placed)
    assert finish(packer, placed) == order.due_fen
    assert (order_of(placed).state, lot_row().pieces) == ("cancelled", 1)
    assert prove_stock() == []


def test_a_settled_order_takes_no_more_shortages():
    placed = make_paid_order((make_box(), 2))
    packer = take_to_scale(placed)
    finish(packer, placed)
    with pytest.raises(IllegalMove):
        short(packer, placed, 1)


def test_a_line_of_another_order_is_not_found():
    box = make_box()
    placed, other = make_paid_order((box, 1)), make_paid_order((box, 1))
    line_ref = order_of(other).lines[0].ref
    with pytest.raises(LineNotFound):
        shortages.record_shortage(
            seller_actor(placed),
            seller_order_ref=placed.seller_order_refs[0],
            shortage=Shortage(line_ref, 1, ShortReason.MISSING),
            at=AT,
        )
