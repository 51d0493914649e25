from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.queries import get_org
from accounts.rules.actor import SYSTEM
from accounts.rules.permissions import Role
from catalog.queries.lots import lots_of_allocation
from catalog.queries.stock import available_pieces
from core.errors import InvalidInput, NotAllowed
from logistics.queries.consignments import consignments_of
from shop.errors import IllegalMove, OrderNotFound, PiecesMissing, WeighingRefused
from shop.models.orders import LightPiece, WeighRecord
from shop.models.payments import Refund
from shop.rules.catch_weight import LightAnswer, PieceFit
from shop.rules.orders import OrderLineRequest, PaymentMethod
from shop.services import fulfilment, weighing
from shop.services.orders import load_group
from tests.factories.accounts import actor_for, make_buyer, make_org
from tests.factories.shop import (
    AT,
    get_seller_order,
    make_box,
    make_leg,
    make_order,
    make_paid_order,
    make_shopper,
    seller_actor,
    take_to_scale,
    weigh,
)

pytestmark = pytest.mark.usefixtures("db_session")


def state_of(placed):
    return get_seller_order(placed.seller_order_refs[0]).state


def line_of(placed):
    return get_seller_order(placed.seller_order_refs[0]).lines[0]


def at_scale(pieces=2, substitution="ask", **changes):
    leg = make_leg(pieces=10)
    lines = [OrderLineRequest(leg.listing_id, pieces, substitution)]
    placed = make_paid_order(lines=lines, **changes)
    return placed, take_to_scale(placed), line_of(placed).ref


def finish(packer, placed):
    ref = placed.seller_order_refs[0]
    return fulfilment.finish_weighing(packer, seller_order_ref=ref, at=AT)


def test_an_unpaid_order_does_not_exist_for_its_seller():
    placed = make_order((make_leg(), 1))
    with pytest.raises(OrderNotFound):
        fulfilment.accept(seller_actor(placed), seller_order_ref=placed.seller_order_refs[0], at=AT)


def test_another_sellers_order_does_not_exist():
    placed = make_paid_order((make_leg(), 1))
    rival = actor_for(make_org())
    with pytest.raises(OrderNotFound):
        fulfilment.accept(rival, seller_order_ref=placed.seller_order_refs[0], at=AT)
    assert state_of(placed) == "placed"


def test_who_only_edits_the_catalogue_does_not_pack():
    placed = make_paid_order((make_leg(), 1))
    order = get_seller_order(placed.seller_order_refs[0])
    editor = actor_for(get_org(order.seller_org_id), Role.CATALOGUE_EDITOR)
    with pytest.raises(NotAllowed):
        fulfilment.accept(editor, seller_order_ref=order.ref, at=AT)


def test_a_weighed_order_settles_at_its_weight_and_gives_the_difference_back(db_session):
    placed, packer, line_ref = at_scale()
    weigh(packer, line_ref, 1, 2150)
    weigh(packer, line_ref, 2, 2340)
    assert finish(packer, placed) == 6958
    order = get_seller_order(placed.seller_order_refs[0])
    assert (order.state, order.settled_fen) == ("weighed", 44002)
    assert (order.lines[0].settled_g, order.lines[0].settled_fen) == (4490, 44002)
    [refund] = db_session.scalars(select(Refund)).all()
    assert (refund.amount_fen, refund.reason) == (6958, "weighed_less")
    [lot] = lots_of_allocation([line_ref])[line_ref]
    assert (lot.pieces, lot.grams, lot.state) == (2, 4490, "weighed")


def test_a_heavy_piece_is_sent_but_never_costs_more_than_the_ceiling(db_session):
    placed, packer, line_ref = at_scale(pieces=1)
    assert weigh(packer, line_ref, 1, 2700).fit is PieceFit.OVER
    assert finish(packer, placed) == 0
    assert line_of(placed).settled_fen == 25480
    assert db_session.scalars(select(Refund)).all() == []


def test_a_reading_sent_three_times_is_one_record(db_session):
    _, packer, line_ref = at_scale()
    for _ in range(3):
        assert weigh(packer, line_ref, 1, 2150, seq=77).net_g == 2150
    assert len(db_session.scalars(select(WeighRecord)).all()) == 1


def test_a_weighed_piece_is_not_weighed_over():
    _, packer, line_ref = at_scale()
    weigh(packer, line_ref, 1, 2150)
    with pytest.raises(WeighingRefused) as refusal:
        weigh(packer, line_ref, 1, 2200)
    assert refusal.value.code == "piece_weighed_before"


def test_a_wrong_weighing_is_reversed_and_done_again(db_session):
    placed, packer, line_ref = at_scale(pieces=1)
    weigh(packer, line_ref, 1, 2600)
    for _ in range(2):
        weighing.reverse_weighing(packer, weighing.Reversal(line_ref, 1, "hand", 1), at=AT)
    weigh(packer, line_ref, 1, 2200)
    finish(packer, placed)
    assert line_of(placed).settled_g == 2200
    nets = db_session.scalars(select(WeighRecord.net_g).order_by(WeighRecord.id)).all()
    assert nets == [2600, -2600, 2200]


@pytest.mark.parametrize(
    ("piece_no", "net_g", "field"),
    [(3, 2200, "piece_no"), (0, 2200, "piece_no"), (1, 9000, "gross_g")],
)
def test_impossible_readings_are_refused(db_session, piece_no, net_g, field):
    _, packer, line_ref = at_scale()
    with pytest.raises(InvalidInput) as refusal:
        weigh(packer, line_ref, piece_no, net_g)
    assert list(refusal.value.fields) == [field]
    assert db_session.scalars(select(WeighRecord)).all() == []


def test_nothing_is_settled_while_a_piece_is_missing(db_session):
    placed, packer, line_ref = at_scale()
    weigh(packer, line_ref, 1, 2150)
    with pytest.raises(PiecesMissing) as refusal:
        finish(packer, placed)
    assert refusal.value.context == {"missing": 1}
    assert state_of(placed) == "picking"


def test_a_light_piece_is_dropped_when_the_buyer_wanted_that():
    placed, packer, line_ref = at_scale(substitution="refund")
    weigh(packer, line_ref, 1, 2300)
    assert weigh(packer, line_ref, 2, 1912).way is LightAnswer.DROP
    assert finish(packer, placed) == 50960 - 22540
    assert line_of(placed).settled_g == 2300


def test_a_light_piece_is_swapped_when_the_buyer_wanted_that():
    placed, packer, line_ref = at_scale(pieces=1, substitution="replace")
    found = weigh(packer, line_ref, 1, 1912)
    assert (found.way, found.difference_g) == (LightAnswer.SWAP, 88)
    with pytest.raises(PiecesMissing):
        finish(packer, placed)
    weigh(packer, line_ref, 1, 2300)
    assert finish(packer, placed) == 25480 - 22540


def test_the_buyer_is_asked_about_a_light_piece_and_takes_it(db_session):
    buyer = make_shopper()
    placed, packer, line_ref = at_scale(pieces=1, buyer=buyer)
    assert weigh(packer, line_ref, 1, 1912).way is None
    light = db_session.scalars(select(LightPiece)).one()
    assert light.answer_due_at == AT + timedelta(minutes=20)
    with pytest.raises(OrderNotFound):
        weighing.answer_light_piece(make_shopper(), light_piece_ref=light.ref, answer="take", at=AT)
    weighing.answer_light_piece(buyer, light_piece_ref=light.ref, answer="take", at=AT)
    assert finish(packer, placed) == 25480 - 18738
    with pytest.raises(WeighingRefused):
        weighing.answer_light_piece(buyer, light_piece_ref=light.ref, answer="drop", at=AT)


def test_silence_drops_the_light_piece_but_not_before_its_time(db_session):
    placed, packer, line_ref = at_scale(pieces=2)
    weigh(packer, line_ref, 1, 1912)
    weigh(packer, line_ref, 2, 2300)
    light = db_session.scalars(select(LightPiece)).one()
    weighing.decide_by_silence(SYSTEM, light_piece_ref=light.ref, at=AT)
    with pytest.raises(PiecesMissing):
        finish(packer, placed)
    later = AT + timedelta(minutes=20)
    weighing.decide_by_silence(SYSTEM, light_piece_ref=light.ref, at=later)
    assert finish(packer, placed) == 50960 - 22540


def test_when_no_piece_is_left_the_order_ends_and_all_goes_back(db_session):
    placed, packer, line_ref = at_scale(pieces=1, substitution="refund")
    weigh(packer, line_ref, 1, 1500)
    assert finish(packer, placed) == placed.due_fen
    assert state_of(placed) == "cancelled"
    assert load_group(placed.group_ref).state == "cancelled"
    assert [parcel.state for parcel in consignments_of(placed.group_ref)] == ["cancelled"]


def test_counted_goods_are_packed_without_weighing():
    box = make_box(pieces=5)
    placed = make_paid_order((box, 2))
    packer = take_to_scale(placed)
    assert finish(packer, placed) == 0
    assert line_of(placed).settled_fen == 19600


def test_an_order_on_terms_settles_without_a_refund(db_session):
    leg, buyer = make_leg(), actor_for(make_buyer(payment_days=30), Role.BUYER)
    placed = make_order((leg, 1), buyer=buyer, method=PaymentMethod.TERMS)
    packer = take_to_scale(placed)
    weigh(packer, line_of(placed).ref, 1, 2000)
    assert finish(packer, placed) == 0
    assert line_of(placed).settled_fen == 19600
    assert db_session.scalars(select(Refund)).all() == []


def to_truck(placed, packer, ref=None):
    ref = ref or placed.seller_order_refs[0]
    fulfilment.pack(packer, seller_order_ref=ref, at=AT)
    fulfilment.hand_over(packer, seller_order_ref=ref, at=AT)


def test_handing_over_takes_the_goods_out_of_the_books():
    leg = make_leg(pieces=3)
    placed = make_paid_order((leg, 1))
    packer = take_to_scale(placed)
    weigh(packer, line_of(placed).ref, 1, 2200)
    finish(packer, placed)
    to_truck(placed, packer)
    assert state_of(placed) == "shipped"
    assert available_pieces([leg.listing_id], at=AT)[leg.listing_id] == 2
    [lot] = lots_of_allocation([line_of(placed).ref])[line_of(placed).ref]
    assert lot.state == "shipped"
    assert [parcel.state for parcel in consignments_of(placed.group_ref)] == ["packed"]


def test_no_step_can_be_skipped():
    placed, packer, _ = at_scale()
    with pytest.raises(IllegalMove):
        fulfilment.pack(packer, seller_order_ref=placed.seller_order_refs[0], at=AT)
    with pytest.raises(IllegalMove):
        fulfilment.hand_over(packer, seller_order_ref=placed.seller_order_refs[0], at=AT)
    assert state_of(placed) == "picking"
