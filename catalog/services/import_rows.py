"""Rows of a seller's table: what each would change, and the change itself.

One class per kind of row. Each loads at once what a batch of rows needs, so that a table of
20,000 rows asks the database a few hundred times and not a hundred thousand times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import select

from accounts.rules.actor import Actor
from catalog.errors import ListingStepRefused
from catalog.models.listings import Listing
from catalog.models.specs import ProductSpec
from catalog.models.stock import Lot
from catalog.rules.drafts import ListingDraft
from catalog.rules.imports import RowEnd, SheetLine
from catalog.rules.listing import ListingState
from catalog.rules.sheets import SheetKind
from catalog.rules.supply import check_forecast
from catalog.services.forecasts import record_batch, weeks_of
from catalog.services.intake import IntakeDesk, receive_lots
from catalog.services.listings import edit_draft, submit_listing
from catalog.services.lots import NewLot
from catalog.services.versions import check_listing, check_shape, version_of
from core.db import session
from core.errors import DomainError, InvalidInput
from core.types.verdict import Verdict


class Rows(Protocol):
    """A batch of rows of one kind."""

    def judge(self, line: SheetLine) -> RowEnd:
        """What the row would do. Raises the domain's own errors when it is refused."""
        ...

    def write(self, line: SheetLine, end: RowEnd) -> None:
        """Do it, now or with the others of the batch."""
        ...

    def finish(self) -> Mapping[int, DomainError]:
        """Do what has waited for the end of the batch; what was refused, by number of row."""
        ...

    def publishable(self, line: SheetLine) -> Verdict:
        """Whether what the row makes may be published at once; only listings care."""
        ...

    def submit(self, line: SheetLine) -> None:
        """Ask for publication of what the row has made."""
        ...


def rows_of(
    kind: SheetKind, actor: Actor, seller_id: int, lines: Sequence[SheetLine], *, at: datetime
) -> Rows:
    """The batch of a kind, with all it needs loaded."""
    if kind is SheetKind.LISTINGS:
        return ListingRows(actor, seller_id, lines, at)
    if kind is SheetKind.LOTS:
        return LotRows(actor, seller_id, lines, at)
    return ForecastRows(actor, seller_id, lines, at)


class _Batch:
    def __init__(
        self, actor: Actor, seller_id: int, lines: Sequence[SheetLine], at: datetime
    ) -> None:
        self.actor, self.seller_id, self.at = actor, seller_id, at
        codes = {str(line.values["spec"]) for line in lines if "spec" in line.values}
        found = session().execute(
            select(ProductSpec.code, ProductSpec.id).where(ProductSpec.code.in_(codes))
        )
        self.specs = {code: int(spec_id) for code, spec_id in found}
        self.load(lines)

    def load(self, lines: Sequence[SheetLine]) -> None:
        """Load what is there already; each kind knows its own."""
        del lines

    def publishable(self, line: SheetLine) -> Verdict:
        """Only listings are published."""
        del line
        return Verdict()

    def submit(self, line: SheetLine) -> None:
        """Only listings are published."""

    def finish(self) -> Mapping[int, DomainError]:
        """Nothing has waited unless a kind says so."""
        return {}

    def spec_id(self, line: SheetLine) -> int:
        """The spec of a row.

        Raises:
            InvalidInput: there is no spec of this code.
        """
        found = self.specs.get(str(line.values["spec"]))
        if found is None:
            raise InvalidInput(fields={"spec": "spec_not_found"})
        return found


class ListingRows(_Batch):
    """Listings, known by the seller's SKU."""

    def load(self, lines: Sequence[SheetLine]) -> None:
        """The listings of these SKUs."""
        skus = {str(line.values["sku"]) for line in lines if "sku" in line.values}
        mine = select(Listing).where(Listing.seller_id == self.seller_id, Listing.sku.in_(skus))
        self.known = {listing.sku: listing for listing in session().scalars(mine)}

    def draft(self, line: SheetLine) -> ListingDraft:
        """The version that a row describes; what the table does not have stays as it is."""
        facts: dict[str, Any] = {k: v for k, v in line.values.items() if k != "spec"}
        listing = self.known.get(str(facts["sku"]))
        if listing is None:
            return ListingDraft(spec_id=self.spec_id(line), **facts)
        before = version_of(listing)
        if before.spec_id != self.spec_id(line):
            raise InvalidInput(fields={"spec": "spec_is_fixed"})
        return replace(before, **_given(facts, line.cells))

    def judge(self, line: SheetLine) -> RowEnd:
        """New, changed or the same; a listing in review or ended takes no change."""
        draft = self.draft(line)
        check_shape(draft)
        listing = self.known.get(draft.sku)
        if listing is None:
            return RowEnd.NEW
        if draft == version_of(listing):
            return RowEnd.SAME
        if listing.state in (ListingState.IN_REVIEW, ListingState.ENDED):
            raise ListingStepRefused(listing_ref=listing.ref, state=listing.state)
        return RowEnd.CHANGED

    def write(self, line: SheetLine, end: RowEnd) -> None:
        """A new draft; a changed draft; a change of a live listing that waits for review."""
        with session().begin_nested():
            self._write(self.draft(line), end)

    def _write(self, draft: ListingDraft, end: RowEnd) -> None:
        if end is RowEnd.CHANGED:
            listing = self.known[draft.sku]
            if listing.state == ListingState.DRAFT:
                edit_draft(self.actor, listing_ref=listing.ref, draft=draft, at=self.at)
            else:
                submit_listing(self.actor, listing_ref=listing.ref, draft=draft, at=self.at)
            return
        listing = Listing(
            seller_id=self.seller_id,
            state=ListingState.DRAFT,
            direction=draft.direction,
            created_at=self.at,
            **draft.to_json(),
        )
        session().add(listing)
        self.known[draft.sku] = listing

    def publishable(self, line: SheetLine) -> Verdict:
        """Whether this version may be published today."""
        return check_listing(self.seller_id, self.draft(line), at=self.at)

    def submit(self, line: SheetLine) -> None:
        """Ask the platform to publish what was written."""
        listing = self.known[str(line.values["sku"])]
        session().flush()  # the reference of a new one is made now
        if listing.state == ListingState.DRAFT:
            submit_listing(self.actor, listing_ref=listing.ref, at=self.at)


def _given(facts: Mapping[str, Any], cells: Mapping[str, str]) -> dict[str, Any]:
    """The facts whose columns stand in the table; defaults of absent columns change nothing."""
    named = {"price_e4": "price"}
    given = {k: v for k, v in facts.items() if k != "label" and named.get(k, k) in cells}
    label = {name.removeprefix("label_") for name in cells if name.startswith("label_")}
    return given | ({"label": facts["label"]} if label else {})


class LotRows(_Batch):
    """Lots, known by the seller's lot number. What was received is not changed by a table."""

    def load(self, lines: Sequence[SheetLine]) -> None:
        """The lots of these numbers, and what checking new ones needs."""
        numbers = {str(line.values["lot_no"]) for line in lines if "lot_no" in line.values}
        columns = (Lot.lot_no, Lot.spec_id, Lot.county_code, Lot.produced_on)
        mine = (Lot.seller_id == self.seller_id, Lot.lot_no.in_(numbers))
        rows = session().execute(select(*columns).where(*mine)).tuples()
        self.known = {number: facts for number, *facts in rows}
        self.desk = IntakeDesk(self.seller_id, self.specs.values(), numbers, at=self.at)
        self.waiting: dict[int, NewLot] = {}

    def _new(self, line: SheetLine) -> NewLot:
        facts = {k: v for k, v in line.values.items() if k != "spec"}
        return NewLot(seller_id=self.seller_id, spec_id=self.spec_id(line), **facts)

    def judge(self, line: SheetLine) -> RowEnd:
        """New, or there already with the same goods, place and day."""
        new = self._new(line)
        known = self.known.get(new.lot_no)
        if known is not None:
            if known != [new.spec_id, new.county_code, new.produced_on]:
                raise InvalidInput(fields={"lot_no": "lot_no_taken"})
            return RowEnd.SAME
        self.desk.check(new)
        return RowEnd.NEW

    def write(self, line: SheetLine, end: RowEnd) -> None:
        """Take the goods in with all of the batch; they wait in quarantine like all others."""
        del end
        self.waiting[line.row_no] = self._new(line)

    def finish(self) -> Mapping[int, DomainError]:
        """Take in what has waited."""
        numbers, news = list(self.waiting), list(self.waiting.values())
        refused = receive_lots(self.actor, news, seller_id=self.seller_id, at=self.at)
        return {numbers[index]: why for index, why in refused.items()}


class ForecastRows(_Batch):
    """Forecasts, known by spec and week; the newest answer counts."""

    def load(self, lines: Sequence[SheetLine]) -> None:
        """What was said of these specs and weeks before."""
        found = (self.specs.get(str(line.values.get("spec"))) for line in lines)
        days = (line.values.get("monday") for line in lines)
        keys = {(s, day) for s, day in zip(found, days, strict=True) if s is not None and day}
        rows = weeks_of(self.seller_id, keys)
        self.known = {key: (row.p50_g, row.p80_g) for key, row in rows.items()}
        self.waiting: dict[tuple[int, date], tuple[int, int]] = {}

    def judge(self, line: SheetLine) -> RowEnd:
        """New, changed or the same."""
        spec_id, values = self.spec_id(line), line.values
        verdict = check_forecast(values["monday"], values["p50_g"], values["p80_g"])
        if not verdict:
            columns = {"p50": "p50_kg", "p80": "p80_kg"}
            fields = {str(r.context["field"]): r.code for r in verdict.reasons}
            raise InvalidInput(fields={columns.get(k, k): code for k, code in fields.items()})
        said = self.known.get((spec_id, values["monday"]))
        if said is None:
            return RowEnd.NEW
        return RowEnd.SAME if said == (values["p50_g"], values["p80_g"]) else RowEnd.CHANGED

    def write(self, line: SheetLine, end: RowEnd) -> None:
        """Record it with all of the batch."""
        del end
        values = line.values
        self.waiting[self.spec_id(line), values["monday"]] = (values["p50_g"], values["p80_g"])

    def finish(self) -> Mapping[int, DomainError]:
        """Record what has waited like answers on the page."""
        record_batch(self.actor, self.waiting, seller_id=self.seller_id, source="sheet")
        return {}
