from dataclasses import dataclass

import pytest

from catalog.rules.tiers import Tier
from shop.rules.pricing import price_line, spread_freight


@dataclass(frozen=True)
class Terms:
    priced_by: str = "kg"
    price_e4: int = 980_000
    tax_bp: int = 900
    is_catch_weight: bool = True
    max_g: int | None = 2600
    weight_g_per_piece: int = 2300
    tiers: tuple[Tier, ...] = ()


def test_catch_weight_is_estimated_at_nominal_and_prepaid_at_the_ceiling():
    line = price_line(Terms(), 2)
    assert (line.grams, line.estimate_fen) == (4600, 45080)
    assert (line.ceiling_g, line.ceiling_fen) == (5200, 50960)


def test_tax_lies_inside_the_price():
    line = price_line(Terms(priced_by="each", price_e4=1_000_000, is_catch_weight=False), 1)
    assert (line.ceiling_fen, line.ceiling_tax_fen) == (10000, 826)


def test_a_line_priced_each_costs_the_same_both_times():
    line = price_line(Terms(priced_by="each", price_e4=880_000, is_catch_weight=False), 3)
    assert (line.estimate_fen, line.ceiling_fen) == (26400, 26400)


def test_a_case_priced_per_kg_with_one_weight_has_no_spread():
    case = Terms(price_e4=85_000, is_catch_weight=False, max_g=5000, weight_g_per_piece=5000)
    line = price_line(case, 4)
    assert (line.estimate_fen, line.ceiling_fen) == (17000, 17000)


def test_an_agreed_price_replaces_the_listing_price():
    line = price_line(Terms(), 1, agreed_price_e4=900_000)
    assert (line.price_source, line.ceiling_fen) == ("contract", 23400)


def test_the_line_is_rounded_once_half_up():
    odd = Terms(price_e4=63_500, is_catch_weight=False, weight_g_per_piece=100_300)
    assert price_line(odd, 1).estimate_fen == 63691


@pytest.mark.parametrize(
    ("freight", "grams", "shares"),
    [
        (1800, [4600, 500], [1624, 176]),
        (1000, [1, 1, 1], [334, 333, 333]),
        (1000, [0, 0], [500, 500]),
        (0, [5, 5], [0, 0]),
        (0, [], []),
    ],
)
def test_freight_is_shared_by_weight_to_the_fen(freight, grams, shares):
    assert spread_freight(freight, grams) == shares


def test_a_quantity_tier_lowers_the_price_and_the_line_keeps_the_reason():
    terms = Terms(priced_by="each", is_catch_weight=False, tiers=(Tier(5, 950_000),))
    assert price_line(terms, 4).price_source == "listing"
    line = price_line(terms, 5)
    assert (line.price_e4, line.price_source, line.ceiling_fen) == (950_000, "tier-5", 47_500)
    assert price_line(terms, 5, 900_000).price_source == "contract"
