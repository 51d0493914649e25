"""What a seller of each kind hands in before it is let in, and how far it has come.

Every seller shows its licence. A family farm shows that it stands in the register of family farms,
a company that it may make or trade food. Papers count for the application as soon as they are
handed in; for the approval they must be verified.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.rules.permissions import LegalForm
from accounts.rules.sellers import SellerStage
from catalog.rules.certificates import CertificateKind, CertificateState, Paper, in_force

_K = CertificateKind
REQUIRED: dict[LegalForm, tuple[CertificateKind, ...]] = {
    LegalForm.COOPERATIVE: (_K.LICENCE,),
    LegalForm.FAMILY_FARM: (_K.LICENCE, _K.FARM_REGISTER),
    LegalForm.COMPANY: (_K.LICENCE, _K.FOOD_PERMIT),
    LegalForm.INDIVIDUAL_BUSINESS: (_K.LICENCE,),
    LegalForm.PUBLIC_INSTITUTION: (_K.LICENCE,),
    LegalForm.GOVERNMENT_BODY: (_K.LICENCE,),
    LegalForm.UNION: (_K.LICENCE,),
}


@dataclass(frozen=True, slots=True)
class PaperNeed:
    """A paper that is asked for, and the best one that is there: its state, or none."""

    kind: CertificateKind
    state: CertificateState | None
    ref: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the checklist looks at."""

    legal_form: LegalForm
    has_code: bool
    has_story: bool
    stage: SellerStage
    is_recommended: bool
    papers: tuple[PaperNeed, ...]
    listings: int
    live_listings: int
    lots: int


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the checklist: done, waiting for somebody else, or the seller's to do."""

    kind: str
    state: str  # done | waiting | todo | later
    need: PaperNeed | None = None


def needs_of(
    form: LegalForm, papers: Iterable[tuple[str, Paper, str]], day: date
) -> tuple[PaperNeed, ...]:
    """For every paper that a kind of seller needs: the best one handed in.

    Args:
        form: the legal form.
        papers: (reference, paper, reason of a refusal), any order; those of one spec left out.
        day: today; a paper that has ended does not count.
    """
    found = list(papers)
    return tuple(_best(kind, found, day) for kind in REQUIRED[form])


def _best(kind: CertificateKind, papers: list[tuple[str, Paper, str]], day: date) -> PaperNeed:
    mine = [entry for entry in papers if entry[1].kind == kind]
    for ref, paper, _reason in mine:
        if in_force(paper, day):
            return PaperNeed(kind, CertificateState.VERIFIED, ref)
    for ref, paper, _reason in mine:
        if paper.state == CertificateState.SUBMITTED:
            return PaperNeed(kind, CertificateState.SUBMITTED, ref)
    if not mine:
        return PaperNeed(kind, None)
    ref, last, reason = mine[-1]
    state = CertificateState(last.state)
    is_over = state is CertificateState.VERIFIED
    return PaperNeed(kind, CertificateState.EXPIRED if is_over else state, ref, reason)


def list_missing(facts: Facts) -> list[str]:
    """What still keeps a seller from applying: `profile`, or the kind of a paper."""
    missing = [] if facts.has_code and facts.has_story else ["profile"]
    handed_in = (CertificateState.SUBMITTED, CertificateState.VERIFIED)
    return missing + [need.kind.value for need in facts.papers if need.state not in handed_in]


def list_unverified(facts: Facts) -> list[str]:
    """The kinds of paper that still keep the platform from approving."""
    papers = facts.papers
    return [need.kind.value for need in papers if need.state is not CertificateState.VERIFIED]


def checklist(facts: Facts) -> list[Item]:
    """The way to the first sale, in order."""
    is_approved = facts.stage is SellerStage.APPROVED
    has_applied = facts.stage is not SellerStage.NEW
    apply_state = "done" if has_applied else ("later" if list_missing(facts) else "todo")
    items = [Item("profile", "done" if facts.has_code and facts.has_story else "todo")]
    items += [Item("paper", _paper_state(need), need) for need in facts.papers]
    items.append(Item("apply", apply_state))
    if facts.is_recommended or not is_approved:
        items.append(Item("recommend", _waiting(facts.is_recommended, has_applied)))
    items.append(Item("approve", _waiting(is_approved, has_applied)))
    items.append(Item("listing", _offer_state(facts)))
    items.append(Item("lot", "done" if facts.lots else "todo"))
    return items


def _waiting(is_done: bool, has_started: bool) -> str:
    if is_done:
        return "done"
    return "waiting" if has_started else "later"


def _offer_state(facts: Facts) -> str:
    if facts.live_listings:
        return "done"
    if facts.stage is not SellerStage.APPROVED:
        return "later"
    return "waiting" if facts.listings else "todo"


def _paper_state(need: PaperNeed) -> str:
    if need.state is CertificateState.VERIFIED:
        return "done"
    return "waiting" if need.state is CertificateState.SUBMITTED else "todo"
