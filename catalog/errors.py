"""What the catalog refuses, with the facts that explain it."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import Conflict, InvalidInput, RuleBroken
from core.types.verdict import Reason


class OutOfStock(RuleBroken):
    code = "out_of_stock"

    def __init__(self, listing_id: int, left: int) -> None:
        super().__init__(listing_id=listing_id, left=left)
        self.listing_id = listing_id
        self.left = left


class NoSuitableLot(RuleBroken):
    code = "no_suitable_lot"

    def __init__(self, line_ref: str, listing_id: int) -> None:
        super().__init__(line_ref=line_ref, listing_id=listing_id)


class HoldExpired(Conflict):
    code = "hold_expired"


class HarvestFull(RuleBroken):
    code = "harvest_full"

    def __init__(self, listing_id: int, week: str, left: int) -> None:
        super().__init__(listing_id=listing_id, week=week, left=left)
        self.left = left


class HarvestNotIn(Conflict):
    code = "harvest_not_in"


class AllocationMoved(Conflict):
    code = "allocation_moved"


class LotNotReleased(RuleBroken):
    code = "lot_not_released"


class LotStepRefused(Conflict):
    code = "lot_step_refused"


class OutletNotEmpty(RuleBroken):
    code = "outlet_not_empty"


class CommitmentTooLarge(RuleBroken):
    code = "commitment_too_large"

    def __init__(self, week: str, free_g: int) -> None:
        super().__init__(week=week, free_g=free_g)
        self.week = week
        self.free_g = free_g


class DrawTooLarge(RuleBroken):
    code = "draw_too_large"


class PhotoRefused(InvalidInput):
    code = "photo_refused"

    def __init__(self, why: str, *, field: str = "photo") -> None:
        super().__init__(fields={field: why})


class ListingNotPublishable(InvalidInput):
    code = "listing_not_publishable"

    def __init__(self, reasons: Sequence[Reason]) -> None:
        fields = {str(reason.context.get("field", reason.code)): reason.code for reason in reasons}
        super().__init__(fields=fields)
        self.reasons = tuple(reasons)


class ListingStepRefused(Conflict):
    code = "listing_step_refused"


class CertificateStepRefused(Conflict):
    code = "certificate_step_refused"


class RoundStepRefused(Conflict):
    code = "round_step_refused"


class RoundNotOpen(RuleBroken):
    code = "round_not_open"


class ImportStepRefused(Conflict):
    code = "import_step_refused"


class NotReadyToApply(RuleBroken):
    code = "not_ready_to_apply"

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(missing=list(missing))
        self.missing = tuple(missing)


class PapersNotVerified(RuleBroken):
    code = "papers_not_verified"

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(missing=list(missing))
        self.missing = tuple(missing)


class StorageStepRefused(Conflict):
    code = "claim_answered"


class BaseStepRefused(Conflict):
    code = "base_step_refused"


class BaseNotDesignated(RuleBroken):
    code = "base_not_designated"

    def __init__(self, reasons: Sequence[Reason]) -> None:
        super().__init__(reasons=[reason.code for reason in reasons])
        self.reasons = tuple(reasons)
