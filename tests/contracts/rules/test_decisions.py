"""States, approvals, signing order, volume, deadlines, codes, drafts, progress, verdicts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from contracts.errors import BadDraft, IllegalMove, VolumeCapExceeded
from contracts.rules import approval, lifecycle, signing, volume
from contracts.rules.approval import Given, Needed
from contracts.rules.codes import derive_code, is_same_code, pin_fault
from contracts.rules.drafts import BuyerFacts, Draft, DraftLine, GoodsFacts, check_draft
from contracts.rules.lifecycle import ContractState
from contracts.rules.progress import Quantities, Stage, quantities, stage_of
from contracts.rules.signing import Party
from contracts.rules.supply import shortfalls
from contracts.rules.verdicts import FileVerdict, judge
from contracts.rules.weeks import call_off_deadline, open_weeks

SHOP = BuyerFacts("supermarket", "medium", is_public_body=False, site_refs=frozenset({"door"}))
GOODS = GoodsFacts(ref="leg", seller_id=2, piece_g=2_300, is_alcohol=False)
LINE = DraftLine(1, 980_000, 23_000, 500, {})
START = date(2026, 11, 25)
DRAFT = Draft("羊腿", 1, 2, date(2026, 11, 30), date(2027, 2, 28), 30, 24, 2, ("door",), (LINE,))


def test_every_state_has_its_row_and_ends_have_no_way_out():
    ends = {"completed", "expired", "terminated", "rejected", "withdrawn"}

    assert set(lifecycle.MOVES) == set(ContractState)
    assert {state.value for state, to in lifecycle.MOVES.items() if not to} == ends


@pytest.mark.parametrize("new", [ContractState.DRAFT, ContractState.NEGOTIATING])
def test_a_signed_contract_never_goes_back(new):
    with pytest.raises(IllegalMove):
        lifecycle.check_move(ContractState.SIGNED, new)


def test_a_text_change_returns_to_the_table_from_every_state_before_signing():
    before = (ContractState.IN_APPROVAL, ContractState.APPROVED, ContractState.OUT_FOR_SIGNATURE)

    assert all(lifecycle.can_move(state, ContractState.NEGOTIATING) for state in before)


@pytest.mark.parametrize(
    ("amount_fen", "is_public_body", "is_overridden", "needed"),
    [
        (50_000_00, False, False, Needed(1, False)),
        (50_000_01, False, False, Needed(2, False)),
        (500_000_00, False, False, Needed(2, False)),
        (500_000_01, False, False, Needed(3, True)),
        (1_00, True, False, Needed(2, False)),
        (1_00, False, True, Needed(2, True)),
    ],
)
def test_how_many_approve_follows_the_amount(amount_fen, is_public_body, is_overridden, needed):
    found = approval.needed_approvals(
        amount_fen, is_public_body=is_public_body, is_overridden=is_overridden
    )

    assert found == needed


def test_one_person_counts_once_and_finance_must_be_among_them():
    same, finance = Given(1, False), Given(2, True)

    assert not approval.is_chain_done(Needed(2, False), [same, same])
    assert not approval.is_chain_done(Needed(2, True), [same, Given(3, False)])
    assert approval.is_chain_done(Needed(2, True), [same, finance])


def test_nobody_approves_what_he_submitted_or_approves_twice():
    given_already = [Given(5, False)]

    assert approval.why_not_approve(4, submitted_by=4, given=[]) == "own_submission"
    assert approval.why_not_approve(5, submitted_by=4, given=given_already) == "approved_already"
    assert approval.why_not_approve(6, submitted_by=4, given=given_already) is None


@pytest.mark.parametrize(
    ("party", "signed", "is_approver", "is_public_body", "fault"),
    [
        (Party.SELLER, [], False, False, None),
        (Party.BUYER, [], False, False, "not_your_turn"),
        (Party.BUYER, [Party.SELLER], False, False, None),
        (Party.SELLER, [Party.SELLER], False, False, "signed_already"),
        (None, [], False, False, "not_a_party"),
        (Party.BUYER, [Party.SELLER], True, True, "approver_cannot_sign"),
        (Party.BUYER, [Party.SELLER], True, False, None),
    ],
)
def test_the_seller_signs_first(party, signed, is_approver, is_public_body, fault):
    found = signing.why_not_sign(
        party, signed=signed, is_approver=is_approver, is_public_body=is_public_body
    )

    assert found == fault


def test_the_cap_is_the_total_with_its_tolerance_to_the_gram():
    assert volume.cap_g(52_000_000, 500) == 54_600_000
    volume.check_volume(600_000, total_g=52_000_000, tol_over_bp=500, called_g=54_000_000)
    with pytest.raises(VolumeCapExceeded) as refused:
        volume.check_volume(600_001, total_g=52_000_000, tol_over_bp=500, called_g=54_000_000)
    assert refused.value.context["left_g"] == 600_000


@given(some.integers(1, 10**9), some.integers(0, 2_000), some.integers(0, 10**9))
def test_what_is_left_never_passes_the_cap(total_g, tol, called_g):
    left = volume.left_g(total_g, tol, called_g)

    assert left >= 0
    assert called_g + left <= max(called_g, volume.cap_g(total_g, tol))


def test_a_week_closes_at_six_on_the_agreed_working_day_before_it():
    deadline = call_off_deadline(date(2026, 11, 30), 2)

    assert deadline.isoformat() == "2026-11-26T18:00:00+08:00"


def test_the_next_two_weeks_that_have_not_closed_are_open():
    mondays = [date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 7), date(2026, 12, 14)]
    before = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)

    assert open_weeks(mondays, 2, before) == [date(2026, 11, 30), date(2026, 12, 7)]
    assert open_weeks(mondays, 2, before.replace(day=27)) == [date(2026, 12, 7), date(2026, 12, 14)]


@pytest.mark.parametrize(
    ("pin", "fault"),
    [
        ("246810", None),
        ("135790", None),
        ("12345", "pin_digits"),
        ("12a456", "pin_digits"),
        ("１２３４５６", "pin_digits"),
        ("111111", "pin_too_simple"),
        ("123456", "pin_too_simple"),
        ("987654", "pin_too_simple"),
    ],
)
def test_a_pin_is_digits_that_are_not_easily_guessed(pin, fault):
    assert pin_fault(pin) == fault


def test_a_code_belongs_to_its_row_and_its_server():
    code = derive_code("a-row", "secret")

    assert is_same_code(f" {code[:3]} {code[3:]}", "a-row", "secret")
    assert not is_same_code(code, "another-row", "secret")
    assert not is_same_code(code, "a-row", "another secret")


def test_a_sound_draft_passes():
    check_draft(DRAFT, SHOP, [GOODS], START)


@pytest.mark.parametrize(
    ("changes", "buyer", "fields"),
    [
        ({"title": " "}, SHOP, {"title": "required"}),
        ({"end_on": date(2026, 11, 1)}, SHOP, {"end_on": "end_before_start"}),
        ({"start_on": date(2026, 11, 1)}, SHOP, {"start_on": "start_has_passed"}),
        (
            {"lines": (replace(LINE, total_g=2_300 * 10**8),)},
            SHOP,
            {"total_leg": "total_range"},
        ),
        (
            {"seller_org_id": 1},
            SHOP,
            {"seller": "same_party", "total_leg": "not_this_seller"},
        ),
        ({"site_refs": ()}, SHOP, {"sites": "required"}),
        ({"site_refs": ("elsewhere",)}, SHOP, {"sites": "invalid_choice"}),
        (
            {"lines": (replace(LINE, quality="q" * 201),)},
            SHOP,
            {"quality_leg": "too_long"},
        ),
        (
            {"payment_days": 61},
            replace(SHOP, is_public_body=True),
            {"payment_days": "payment_days_by_law"},
        ),
        ({"payment_days": 181}, SHOP, {"payment_days": "payment_days_range"}),
        (
            {"lines": (replace(LINE, total_g=23_001),)},
            SHOP,
            {"total_leg": "not_whole_pieces"},
        ),
        ({"lines": (replace(LINE, price_e4=0),)}, SHOP, {"price_leg": "price_range"}),
    ],
)
def test_a_draft_that_cannot_be_a_contract_is_refused(changes, buyer, fields):
    with pytest.raises(BadDraft) as refused:
        check_draft(replace(DRAFT, **changes), buyer, [GOODS], START)

    assert refused.value.fields == fields


def test_alcohol_does_not_enter_a_schools_contract():
    with pytest.raises(BadDraft) as refused:
        check_draft(DRAFT, replace(SHOP, kind="school"), [replace(GOODS, is_alcohol=True)], START)

    assert refused.value.fields == {"total_leg": "no_alcohol_for_schools"}


@given(some.lists(some.tuples(some.sampled_from(Stage), some.integers(0, 1000)), max_size=9))
def test_committed_is_what_is_left_and_all_that_was_called(used):
    q = quantities(10_000, used)

    assert q.committed_g == q.remaining_g + q.called_g + q.transit_g + q.delivered_g


def test_the_stage_is_read_from_the_order():
    assert [stage_of(s) for s in ("placed", "ready", "shipped", "delivered", "closed")] == [
        Stage.CALLED,
        Stage.CALLED,
        Stage.TRANSIT,
        Stage.DELIVERED,
        Stage.DELIVERED,
    ]
    assert Quantities(100, 150).remaining_g == 0


def test_a_week_without_forecast_carries_nothing():
    monday = date(2026, 11, 30)

    assert [one.missing_g for one in shortfalls(1, {monday: 1_200}, {monday: 1_080})] == [120]
    assert [one.missing_g for one in shortfalls(1, {monday: 50}, {})] == [50]


@dataclass(frozen=True)
class Facts:
    """A report, as far as the verdict looks at it."""

    is_valid: bool = True
    problem: str | None = None


@pytest.mark.parametrize(
    ("signatures", "is_known", "verdict"),
    [
        ([], False, FileVerdict.UNSIGNED),
        ([Facts(), Facts()], True, FileVerdict.GENUINE),
        ([Facts()], True, FileVerdict.PARTLY_SIGNED),
        ([Facts(), Facts()], False, FileVerdict.UNKNOWN_FILE),
        ([Facts(), Facts(False, "changed_after")], True, FileVerdict.CHANGED),
        ([Facts(False, "unknown_issuer"), Facts(False, "not_intact")], True, FileVerdict.CHANGED),
        ([Facts(False, "revoked")], True, FileVerdict.REVOKED),
    ],
)
def test_the_worst_fact_decides_about_a_file(signatures, is_known, verdict):
    assert judge(signatures, is_known=is_known) is verdict
