import pytest
from sqlalchemy import select

from accounts.rules.actor import GUEST, SYSTEM
from catalog.models.stock import Lot
from catalog.queries.recalls import get_recall, list_recalled_lots, search_lots
from catalog.services.proof import prove_stock
from catalog.services.recalls import RecallWish, close_recall
from core.db import session
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from core.outbox import OutboxMessage
from shop.queries.recalls import list_recall_rows, trace_lots
from shop.rules.recalls import Outcome, share_fen
from shop.services import recalls
from tests.factories.catalog import make_lot
from tests.factories.shop import AT, get_group, make_box, make_order, make_paid_order

pytestmark = pytest.mark.usefixtures("db_session")
WISH = RecallWish("留样检出挥发性盐基氮超标", "没吃的别吃，全款退还")
DRILL = RecallWish("每季度演练", "不用做什么", is_drill=True)


def only_lot():
    return session().scalars(select(Lot).order_by(Lot.id)).first()


def notices():
    kind = OutboxMessage.kind == "shop.RecallNoticeDue"
    return len(session().scalars(select(OutboxMessage.id).where(kind)).all())


def rows_of(ref):
    return list_recall_rows(get_recall(ref).id)


def test_a_recall_stops_the_sale_finds_every_order_and_tells_each_buyer_once():
    box = make_box(pieces=10)
    first, second = make_paid_order((box, 2)), make_paid_order((box, 3))
    lot = only_lot()
    ref = recalls.open_recall(SYSTEM, lot_ref=lot.ref, wish=WISH, at=AT)
    session().refresh(lot)
    assert lot.state == "recalled"
    recall = get_recall(ref)
    assert (recall.total_lines, recall.settled_lines, recall.total_orders) == (2, 0, 2)
    assert [row.pieces for row in rows_of(ref)] == [2, 3]
    assert {row.group_ref for row in rows_of(ref)} == {first.group_ref, second.group_ref}
    assert notices() == 2
    assert list_recalled_lots(recall.id)[0].facts.card.lot_no == lot.lot_no
    assert prove_stock() == []


def test_what_has_not_left_and_finds_another_lot_is_replaced():
    box = make_box(pieces=4)
    make_paid_order((box, 2))
    lot = only_lot()
    make_lot(box, pieces=5)
    ref = recalls.open_recall(SYSTEM, lot_ref=lot.ref, wish=WISH, at=AT)
    assert [row.outcome for row in rows_of(ref)] == ["replaced"]
    close_recall(SYSTEM, recall_ref=ref, conclusion="已换批次", at=AT)
    assert not get_recall(ref).is_open


def test_an_exercise_finds_everything_and_touches_nothing():
    box = make_box(pieces=10)
    placed = make_paid_order((box, 2))
    lot = only_lot()
    ref = recalls.open_recall(SYSTEM, lot_ref=lot.ref, wish=DRILL, at=AT)
    session().refresh(lot)
    assert (lot.state, notices()) == ("released", 0)
    assert get_recall(ref).total_lines == 1
    assert get_group(placed).seller_orders[0].state == "placed"
    with pytest.raises(NotFound):
        recalls.refund_lines(SYSTEM, recall_ref=ref, at=AT)
    close_recall(SYSTEM, recall_ref=ref, conclusion="找全了", at=AT)
    assert not get_recall(ref).is_open


def test_every_open_line_is_refunded_once_and_the_recall_can_be_closed():
    box = make_box(pieces=10)
    make_paid_order((box, 2))
    lot = only_lot()
    ref = recalls.open_recall(SYSTEM, lot_ref=lot.ref, wish=WISH, at=AT)
    with pytest.raises(Conflict):
        close_recall(SYSTEM, recall_ref=ref, conclusion="好了", at=AT)
    assert recalls.refund_lines(SYSTEM, recall_ref=ref, at=AT) == (1, 0)
    assert recalls.refund_lines(SYSTEM, recall_ref=ref, at=AT) == (0, 0)
    row = rows_of(ref)[0]
    assert row.outcome == "refunded"
    assert row.refund_fen > 0
    with pytest.raises(InvalidInput):
        close_recall(SYSTEM, recall_ref=ref, conclusion=" ", at=AT)
    close_recall(SYSTEM, recall_ref=ref, conclusion="分割间消毒", at=AT)


def test_an_unpaid_order_is_left_for_a_hand():
    box = make_box(pieces=10)
    make_order((box, 2))
    ref = recalls.open_recall(SYSTEM, lot_ref=only_lot().ref, wish=WISH, at=AT)
    left = [row for row in rows_of(ref) if not row.outcome]
    done, failed = recalls.refund_lines(SYSTEM, recall_ref=ref, at=AT)
    assert (done, failed) == (0, len(left))


def test_a_buyer_without_an_account_gets_the_money_by_order_number_and_phone():
    box = make_box(pieces=10)
    placed = make_paid_order((box, 2))
    ref = recalls.open_recall(SYSTEM, lot_ref=only_lot().ref, wish=WISH, at=AT)
    phone = get_group(placed).phone
    with pytest.raises(InvalidInput):
        recalls.claim_refund(recall_ref=ref, order_number=placed.number, phone="13900000000", at=AT)
    claim = {"recall_ref": ref, "order_number": placed.number, "phone": phone, "at": AT}
    assert recalls.claim_refund(**claim) == 1
    assert recalls.claim_refund(**claim) == 0


def test_a_line_can_end_without_money_with_a_note_and_only_once():
    make_paid_order((make_box(pieces=10), 2))
    ref = recalls.open_recall(SYSTEM, lot_ref=only_lot().ref, wish=WISH, at=AT)
    line = rows_of(ref)[0].ref

    def end(outcome, note, line_ref=line):
        recalls.settle_line(
            SYSTEM, recall_ref=ref, line_ref=line_ref, outcome=outcome, note=note, at=AT
        )

    for outcome, note in ((Outcome.REFUNDED, "x"), (Outcome.DESTROYED, " ")):
        with pytest.raises(InvalidInput):
            end(outcome, note)
    with pytest.raises(NotFound):
        end(Outcome.DESTROYED, "x", "nothing")
    end(Outcome.DESTROYED, "两人在场，2.4 kg")
    with pytest.raises(Conflict):
        end(Outcome.RETURNED, "x")


def test_a_recall_needs_a_person_a_reason_and_a_lot_that_is_still_sold():
    make_paid_order((make_box(pieces=10), 2))
    lot = only_lot()
    with pytest.raises(NotAllowed):
        recalls.open_recall(GUEST, lot_ref=lot.ref, wish=WISH, at=AT)
    with pytest.raises(InvalidInput):
        recalls.open_recall(SYSTEM, lot_ref=lot.ref, wish=RecallWish(" ", ""), at=AT)
    with pytest.raises(NotFound):
        recalls.open_recall(SYSTEM, lot_ref="nothing", wish=WISH, at=AT)
    recalls.open_recall(SYSTEM, lot_ref=lot.ref, wish=WISH, at=AT)
    with pytest.raises(Conflict):
        recalls.open_recall(SYSTEM, lot_ref=lot.ref, wish=WISH, at=AT)


def test_a_lot_is_found_by_its_number_and_its_paper():
    make_box(pieces=10)
    lot = only_lot()
    assert [row.card.ref for row in search_lots(lot.lot_no.lower())] == [lot.ref]
    assert search_lots(lot.certificate_no)[0].card.ref == lot.ref
    assert search_lots("x") == []
    assert trace_lots([lot.id]).lines == ()


def test_the_share_of_a_lot_in_a_line_is_paid_by_pieces():
    assert share_fen(10_000, 2, 3) == 6_667
    assert share_fen(10_000, 3, 3) == 10_000
