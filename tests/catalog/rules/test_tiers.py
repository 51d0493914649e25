from catalog.rules.photos import in_order, picture_of
from catalog.rules.tiers import Tier, check_tiers, tier_for, tiers_of


def fault(*kept, price=980_000, moq=1, step=1):
    found = check_tiers(kept, price_e4=price, moq=moq, step=step)
    return (found.field, found.code) if found else None


def test_tiers_begin_above_the_least_order_and_get_cheaper():
    assert fault([5, 950_000], [20, 900_000]) is None
    assert fault([1, 950_000]) == ("tier_1_pieces", "tier_pieces_wrong")
    assert fault([5, 950_000], [20, 950_000]) == ("tier_2_price", "tier_price_not_lower")
    assert fault([5, 990_000]) == ("tier_1_price", "tier_price_not_lower")
    assert fault([5, 900_000], moq=2, step=2) == ("tier_1_pieces", "tier_pieces_wrong")
    assert fault([2, 9], [3, 8], [4, 7], [5, 6]) == ("tier_1_pieces", "too_many_tiers")


def test_a_line_gets_the_highest_tier_it_reaches():
    tiers = tiers_of([[20, 900_000], [5, 950_000]])
    assert tiers == (Tier(5, 950_000), Tier(20, 900_000))
    reached = [tier_for(tiers, pieces) for pieces in (4, 5, 19, 20, 500)]
    assert [tier.pieces if tier else None for tier in reached] == [None, 5, 5, 20, 20]


def test_the_cover_comes_first_and_each_photo_once():
    assert in_order(["a", "b", "b", "c"], "c") == ["c", "a", "b"]
    assert in_order(["a", "b"], "z") == ["a", "b"]
    assert picture_of(["a", "b"], "lamb") == "photo:a"
    assert picture_of([], "lamb") == "lamb"
