"""What a seller of each kind hands in, and how far it has come."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from accounts.rules.permissions import LegalForm
from accounts.rules.sellers import SellerAct, SellerStage, Standing
from catalog.rules.onboarding import (
    REQUIRED,
    Facts,
    checklist,
    list_missing,
    list_unverified,
    needs_of,
)
from tests.conftest import TODAY

DAY = date(2026, 11, 25)
FARM = LegalForm.FAMILY_FARM


@dataclass(frozen=True)
class Sheet:
    kind: str
    state: str = "verified"
    valid_from: date = date(2026, 1, 1)
    valid_to: date | None = None


def needs(*papers, form=FARM):
    found = [(f"ref{n}", paper, "blurred") for n, paper in enumerate(papers)]
    return {need.kind.value: need.state for need in needs_of(form, found, DAY)}


def facts(**changes):
    plain = Facts(
        legal_form=FARM,
        has_code=True,
        has_story=True,
        stage=SellerStage.NEW,
        is_recommended=False,
        papers=needs_of(FARM, [], DAY),
        listings=0,
        live_listings=0,
        lots=0,
    )
    return replace(plain, **changes)


def states(**changes):
    return [(item.kind, item.state) for item in checklist(facts(**changes))]


def test_every_legal_form_has_its_papers():
    assert set(REQUIRED) == set(LegalForm)
    assert all("licence" in kinds for kinds in REQUIRED.values())


def test_the_best_paper_of_a_kind_counts():
    assert needs() == {"licence": None, "farm_register": None}
    refused = Sheet("licence", "refused")
    assert needs(refused)["licence"] == "refused"
    assert needs(refused, Sheet("licence", "submitted"))["licence"] == "submitted"
    assert needs(Sheet("licence"), refused)["licence"] == "verified"
    assert needs(Sheet("licence", valid_to=date(2026, 11, 24)))["licence"] == "expired"
    assert needs(Sheet("licence", valid_to=DAY))["licence"] == "verified"


def test_what_keeps_a_seller_from_applying_and_from_being_approved():
    assert list_missing(facts(has_story=False)) == ["profile", "licence", "farm_register"]
    handed_in = needs_of(FARM, [("a", Sheet("licence", "submitted"), "")], DAY)
    assert list_missing(facts(papers=handed_in)) == ["farm_register"]
    assert list_unverified(facts(papers=handed_in)) == ["licence", "farm_register"]


def test_the_list_from_first_visit_to_first_sale():
    start = states()
    assert [state for _kind, state in start] == [
        "done", "todo", "todo", "later", "later", "later", "later", "todo",
    ]  # fmt: skip
    full = needs_of(FARM, [("a", Sheet("licence"), ""), ("b", Sheet("farm_register"), "")], DAY)
    assert ("apply", "todo") in states(papers=full)
    assert ("approve", "waiting") in states(papers=full, stage=SellerStage.APPLIED)
    approved = states(papers=full, stage=SellerStage.APPROVED, listings=1, lots=1)
    assert ("listing", "waiting") in approved
    assert "recommend" not in dict(approved)  # it works without
    done = states(papers=full, stage=SellerStage.APPROVED, listings=1, live_listings=1, lots=1)
    assert {state for _kind, state in done} == {"done"}


@pytest.mark.parametrize(
    ("standing", "stage"),
    [
        (Standing(), SellerStage.NEW),
        (Standing(recommended_at=TODAY), SellerStage.NEW),
        (Standing(applied_at=TODAY), SellerStage.APPLIED),
        (Standing(applied_at=TODAY, recommended_at=TODAY), SellerStage.RECOMMENDED),
        (Standing(verified_at=TODAY), SellerStage.APPROVED),
        (Standing(verified_at=TODAY, suspended_at=TODAY), SellerStage.SUSPENDED),
    ],
)
def test_a_stage_follows_from_what_happened(standing, stage):
    assert standing.stage is stage
    assert standing.allows(SellerAct.SUSPENDED) == (stage is SellerStage.APPROVED)
    assert standing.allows(SellerAct.LIFTED) == (stage is SellerStage.SUSPENDED)


@pytest.mark.parametrize(("left", "due"), [(31, False), (30, True), (0, True), (-5, True)])
def test_the_yearly_check_is_due_a_month_ahead(left, due):
    standing = Standing(verified_at=TODAY, recheck_on=date.fromordinal(DAY.toordinal() + left))
    assert standing.needs_recheck(DAY) is due
