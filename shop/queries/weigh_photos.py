"""Photos of scales: which weighing has one, and who may look at it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from accounts.queries import list_memberships
from core.db import session
from core.errors import NotFound
from shop.models.orders import OrderGroup, OrderLine, SellerOrder, WeighRecord
from shop.models.weigh_photos import WeighPhoto


def photos_of_weighings(record_ids: Iterable[int]) -> dict[int, str]:
    """The photo of each weighing that has one, by the weighing's id."""
    own = WeighPhoto.weigh_record_id.in_(sorted(set(record_ids)))
    return {
        row.weigh_record_id: row.ref for row in session().scalars(select(WeighPhoto).where(own))
    }


def get_photo_file(photo_ref: str, *, user_id: int) -> str:
    """The file of a photo, for its buyer and for members of the two organisations.

    Raises:
        NotFound: unknown, or this person has nothing to do with the order.
    """
    statement = (
        select(
            WeighPhoto.file_ref,
            OrderGroup.buyer_user_id,
            OrderGroup.buyer_org_id,
            SellerOrder.seller_org_id,
        )
        .join(WeighRecord, WeighRecord.id == WeighPhoto.weigh_record_id)
        .join(OrderLine, OrderLine.id == WeighRecord.line_id)
        .join(SellerOrder, SellerOrder.id == OrderLine.seller_order_id)
        .join(OrderGroup, OrderGroup.id == SellerOrder.group_id)
        .where(WeighPhoto.ref == photo_ref)
    )
    found = session().execute(statement).one_or_none()
    if found is None:
        raise NotFound("file_not_found")
    file_ref, buyer_id, buyer_org_id, seller_org_id = found
    orgs = {org.id for org, _ in list_memberships(user_id)}
    if buyer_id != user_id and not orgs & {buyer_org_id, seller_org_id}:
        raise NotFound("file_not_found")
    return str(file_ref)
