"""Orders that only owe money: a group without goods, for tests of payments."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count

from core.clock import now
from core.db import session
from core.refs import new_ref
from shop.models.orders import OrderGroup

_number = count(1)


def make_group(
    due_fen: int = 10000,
    *,
    method: str = "online",
    state: str = "awaiting_payment",
    buyer_user_id: int | None = None,
    buyer_org_id: int | None = None,
    expires_at: datetime | None = None,
) -> OrderGroup:
    """An order group that waits for its money for 50 minutes."""
    n = next(_number)
    group = OrderGroup(
        ref=new_ref(),
        number=f"MN261125-{n:04d}",
        source_key=f"money-{n}",
        channel="retail",
        payment_method=method,
        state=state,
        buyer_user_id=buyer_user_id,
        buyer_org_id=buyer_org_id,
        receiver="林女士",
        phone="13800000000",
        city_code="350100",
        district_code="350102",
        detail="示例路 1 号",
        promised_on=date(2026, 11, 28),
        estimate_fen=due_fen,
        goods_fen=due_fen,
        freight_fen=0,
        due_fen=due_fen,
        expires_at=expires_at or now() + timedelta(minutes=50),
        created_at=now(),
    )
    session().add(group)
    session().flush()
    return group
