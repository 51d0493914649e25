from itertools import pairwise

import pytest

from shop.errors import IllegalMove
from shop.rules.lifecycle import (
    GROUP_MOVES,
    SELLER_MOVES,
    SELLER_PATH,
    GroupState,
    SellerOrderState,
    check_group_move,
    check_seller_move,
    is_finished,
    may_cancel,
)


def test_every_state_has_a_row_in_its_table():
    assert set(GROUP_MOVES) == set(GroupState)
    assert set(SELLER_MOVES) == set(SellerOrderState)


def test_a_seller_order_walks_its_path_step_by_step():
    for current, following in pairwise(SELLER_PATH):
        check_seller_move(current, following)


def test_no_step_of_the_path_can_be_skipped():
    for index, current in enumerate(SELLER_PATH):
        for wanted in SELLER_PATH[index + 2 :]:
            with pytest.raises(IllegalMove):
                check_seller_move(current, wanted)


def test_an_expired_group_comes_back_only_as_placed():
    check_group_move("expired", GroupState.PLACED)
    with pytest.raises(IllegalMove) as refusal:
        check_group_move("cancelled", GroupState.PLACED)
    assert refusal.value.context == {
        "machine": "order_group",
        "current": "cancelled",
        "wanted": "placed",
    }


@pytest.mark.parametrize("state", ["placed", "accepted"])
def test_a_buyer_may_cancel_until_picking(state):
    assert may_cancel("placed", [state]).ok


@pytest.mark.parametrize("state", ["picking", "weighed", "ready", "shipped", "delivered"])
def test_a_buyer_may_not_cancel_once_picking_has_begun(state):
    verdict = may_cancel("placed", ["placed", state])
    assert [reason.code for reason in verdict.reasons] == ["picking_has_begun"]


@pytest.mark.parametrize("state", ["expired", "cancelled", "closed"])
def test_an_order_that_is_over_cannot_be_cancelled(state):
    assert not may_cancel(state, ["cancelled"]).ok


def test_a_group_is_finished_when_no_seller_order_is_open():
    assert is_finished(["accepted_by_buyer", "cancelled"])
    assert not is_finished(["accepted_by_buyer", "delivered"])
