"""What the platform takes: rates are only ever added, and count from a day that has not passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from core.clock import local_day
from core.db import session
from core.errors import InvalidInput
from shop.models.earnings import FeeRate
from shop.rules.earnings import MOST_BP, FeeKind


@dataclass(frozen=True, slots=True)
class RateWish:
    """A rate as it is asked for: 1/10000 of the goods, limits an order in fen, its first day."""

    kind: FeeKind
    rate_bp: int
    valid_from: date
    min_fen: int = 0
    max_fen: int | None = None


def set_rate(actor: Actor, wish: RateWish, *, seller_org_id: int | None, at: datetime) -> None:
    """Take another fee from a day on; what was accepted before keeps its own.

    Args:
        actor: of the platform's finance desk.
        wish: the rate.
        seller_org_id: for this seller alone; None for all.
        at: now.

    Raises:
        NotAllowed: not a person of the platform's finance desk.
        InvalidInput: over 30 %, limits the wrong way round, or a day that has passed.
    """
    actor.require(Permission.PLATFORM_FINANCE)
    faults = {}
    if not 0 <= wish.rate_bp <= MOST_BP:
        faults["rate_bp"] = "rate_too_high"
    if wish.min_fen < 0 or (wish.max_fen is not None and wish.max_fen < wish.min_fen):
        faults["max_fen"] = "limits_crossed"
    if wish.valid_from < local_day(at):
        faults["valid_from"] = "rate_day_passed"
    if faults:
        raise InvalidInput(fields=faults)
    session().add(
        FeeRate(
            kind=wish.kind.value,
            seller_org_id=seller_org_id,
            rate_bp=wish.rate_bp,
            min_fen=wish.min_fen,
            max_fen=wish.max_fen,
            valid_from=wish.valid_from,
            set_by=actor.name[:60],
            created_at=at,
        )
    )
