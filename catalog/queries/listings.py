"""Listings in the back office: the seller's list and editor, the platform's reviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from accounts.queries import get_orgs
from accounts.rules.cards import OrgCard
from catalog.models.listings import Listing, ListingRevision
from catalog.models.specs import ProductSpec
from catalog.queries.specs import get_specs
from catalog.queries.stock import available_pieces
from catalog.queries.terms import terms_of
from catalog.rules.cards import SpecCard, Terms
from catalog.rules.drafts import FIELD_NAMES, Change, ListingDraft, changes
from catalog.rules.listing import RevisionState
from core import clock
from core.db import session
from core.errors import NotFound


@dataclass(frozen=True, slots=True)
class RevisionCard:
    """A proposed version and what became of it."""

    ref: str
    number: int
    state: RevisionState
    author_name: str
    created_at: datetime
    decided_by: str
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class ListingRow:
    """A listing in its seller's list."""

    terms: Terms
    sku: str
    available: int
    paused_reason: str
    latest: RevisionCard | None

    @property
    def is_waiting(self) -> bool:
        """True while a revision waits for review."""
        return self.latest is not None and self.latest.state is RevisionState.PENDING


@dataclass(frozen=True, slots=True)
class ListingEditor:
    """What the editor of a listing shows: the version to edit, and the history."""

    row: ListingRow
    spec: SpecCard
    draft: ListingDraft
    revisions: list[RevisionCard]


@dataclass(frozen=True, slots=True)
class Review:
    """A revision as the platform's reviewer sees it."""

    revision: RevisionCard
    listing_ref: str
    seller: OrgCard
    spec: SpecCard
    draft: ListingDraft
    changes: list[Change]
    is_first: bool


def list_listings(*, org_id: int) -> list[ListingRow]:
    """The listings of a seller, newest first."""
    statement = (
        select(Listing, ProductSpec)
        .join(ProductSpec, ProductSpec.id == Listing.spec_id)
        .where(Listing.seller_id == org_id)
        .order_by(Listing.id.desc())
    )
    rows = session().execute(statement).tuples().all()
    return _rows(rows)


def get_listing_editor(ref: str, *, org_id: int) -> ListingEditor:
    """The editor of a listing of one seller; what waits for review is what is edited next.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    statement = (
        select(Listing, ProductSpec)
        .join(ProductSpec, ProductSpec.id == Listing.spec_id)
        .where(Listing.ref == ref, Listing.seller_id == org_id)
    )
    found = session().execute(statement).tuples().one_or_none()
    if found is None:
        raise NotFound("listing_not_found")
    listing = found[0]
    revisions = list(session().scalars(_revisions_of([listing.id])))
    pending = next((row for row in revisions if row.state == RevisionState.PENDING), None)
    live = {name: getattr(listing, name) for name in FIELD_NAMES}
    return ListingEditor(
        row=_rows([found])[0],
        spec=get_specs([listing.spec_id])[listing.spec_id],
        draft=ListingDraft.from_json(pending.proposed if pending else live),
        revisions=[revision_card(row) for row in revisions],
    )


def list_reviews() -> list[Review]:
    """What waits for the platform, oldest first."""
    return _reviews(_joined().where(ListingRevision.state == RevisionState.PENDING))


def get_review(ref: str) -> Review:
    """One revision for the reviewer, decided or not.

    Raises:
        NotFound: there is none.
    """
    found = _reviews(_joined().where(ListingRevision.ref == ref))
    if not found:
        raise NotFound("revision_not_found")
    return found[0]


def revision_card(row: ListingRevision) -> RevisionCard:
    """Put a revision into words."""
    return RevisionCard(
        row.ref,
        row.number,
        RevisionState(row.state),
        row.author_name,
        row.created_at,
        row.decided_by,
        row.decided_at,
        row.reason,
    )


def _revisions_of(listing_ids: Sequence[int]) -> Any:
    return (
        select(ListingRevision)
        .where(ListingRevision.listing_id.in_(listing_ids))
        .order_by(ListingRevision.id.desc())
    )


def _rows(rows: Sequence[tuple[Listing, ProductSpec]]) -> list[ListingRow]:
    ids = [listing.id for listing, _ in rows]
    left = available_pieces(ids, at=clock.now())
    latest: dict[int, RevisionCard] = {}
    for row in session().scalars(_revisions_of(ids)):
        latest.setdefault(row.listing_id, revision_card(row))
    return [
        ListingRow(
            terms=terms_of(listing, spec),
            sku=listing.sku,
            available=left[listing.id],
            paused_reason=listing.paused_reason,
            latest=latest.get(listing.id),
        )
        for listing, spec in rows
    ]


def _joined() -> Any:
    return select(ListingRevision, Listing).join(Listing, Listing.id == ListingRevision.listing_id)


def _reviews(statement: Any) -> list[Review]:
    rows = session().execute(statement.order_by(ListingRevision.id)).all()
    sellers = get_orgs(listing.seller_id for _, listing in rows)
    specs = get_specs(listing.spec_id for _, listing in rows)
    return [
        Review(
            revision=revision_card(revision),
            listing_ref=listing.ref,
            seller=sellers[listing.seller_id],
            spec=specs[listing.spec_id],
            draft=ListingDraft.from_json(revision.proposed),
            changes=changes(revision.before, revision.proposed),
            is_first=not revision.before,
        )
        for revision, listing in rows
    ]
