"""Take many lots in at once: the rules of `receive_lot`, a few statements for a whole batch.

Lots that come in wait in quarantine, so no counter of a pool changes and nothing is told; that
happens when they are released.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from catalog.models.specs import ProductSpec
from catalog.models.stock import Lot
from catalog.rules.intake import intake_faults
from catalog.services.lot_numbers import next_lot_no
from catalog.services.lots import NewLot, ensure_pool, lot_facts, sold_weights
from catalog.services.movements import enter_lots
from catalog.services.ownership import own_seller
from core import clock
from core.db import session
from core.errors import DomainError, InvalidInput, NotFound
from core.refs import new_ref


class IntakeDesk:
    """What checking lots of one seller needs, loaded once for a batch of some hundred."""

    def __init__(
        self, seller_id: int, spec_ids: Iterable[int], lot_nos: Iterable[str], *, at: datetime
    ) -> None:
        self.seller_id, self.at, self.day = seller_id, at, clock.local_day(at)
        ids = sorted(set(spec_ids))
        specs = session().scalars(select(ProductSpec).where(ProductSpec.id.in_(ids)))
        self.specs = {spec.id: spec for spec in specs}
        self.sold = sold_weights(seller_id, ids)
        numbers = sorted({number.strip() for number in lot_nos})
        mine = select(Lot.lot_no).where(Lot.seller_id == seller_id, Lot.lot_no.in_(numbers))
        self.taken = set(session().scalars(mine))
        self.rows: list[dict[str, Any]] = []
        self._waiting: dict[str, date] = {}
        self._pools: dict[tuple[int, str], int] = {}

    def check(self, new: NewLot) -> dict[str, Any]:
        """The facts of the lot that these goods would be.

        Raises:
            NotFound: there is no such spec, or it is another seller's lot.
            InvalidInput: names every field that is wrong.
        """
        spec = self.specs.get(new.spec_id)
        if spec is None or new.seller_id != self.seller_id:
            raise NotFound("spec_not_found")
        is_taken = new.lot_no.strip() in self.taken
        fields = intake_faults(new, self.day, self.sold.get(new.spec_id, ()), is_taken=is_taken)
        if fields:
            raise InvalidInput("lot_invalid", fields=fields)
        return lot_facts(new, spec, at=self.at)

    def accept(self, new: NewLot) -> None:
        """Check goods and keep the row of their lot, with its pool, number and balance.

        Raises:
            NotFound, InvalidInput: as `check`.
        """
        facts = self.check(new)
        key = (new.spec_id, new.county_code)
        if key not in self._pools:
            self._pools[key] = ensure_pool(self.seller_id, *key)
        day, typed = new.produced_on, new.lot_no.strip()
        number = typed or next_lot_no(self.seller_id, new.county_code, day, self._waiting)
        self._waiting[number] = day
        self.taken.add(number)
        balance = {"pieces": new.pieces, "grams": new.grams}
        own = {"ref": new_ref(), "pool_id": self._pools[key], "lot_no": number}
        self.rows.append(facts | balance | own)


def receive_lots(
    actor: Actor, news: Sequence[NewLot], *, seller_id: int, at: datetime
) -> dict[int, DomainError]:
    """Take many lots of one seller into the cold store; the wrong ones stay out.

    Args:
        actor: who receives.
        news: the goods, as for `receive_lot`.
        seller_id: whose they are.
        at: now.

    Returns:
        What was refused and why, by its place in `news`; all others are in.
    """
    own_seller(actor, seller_id, Permission.MANAGE_LOTS)
    numbers = (new.lot_no for new in news)
    desk = IntakeDesk(seller_id, (new.spec_id for new in news), numbers, at=at)
    refused: dict[int, DomainError] = {}
    for index, new in enumerate(news):
        try:
            desk.accept(new)
        except DomainError as wrong:
            refused[index] = wrong
    enter_lots(actor, desk.rows, at=at)
    return refused
