"""Keep the photo of a scale with its weighing; it may come hours later, and twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from core.db import session
from core.files import FileStore, keep
from shop.errors import LineNotFound
from shop.models.orders import OrderLine, SellerOrder, WeighRecord
from shop.models.weigh_photos import WeighPhoto

WEBP = "image/webp"


@dataclass(frozen=True, slots=True)
class PhotoOf:
    """Which weighing a photo belongs to: the key the phone gave it."""

    line_ref: str
    piece_no: int
    device: str
    seq: int


def keep_photo(actor: Actor, store: FileStore, of: PhotoOf, picture: bytes, *, at: datetime) -> str:
    """Put a photo beside a weighing. The same weighing keeps its first photo.

    Args:
        actor: somebody of the seller who packs.
        store: where the bytes go.
        of: the weighing.
        picture: a checked WebP picture.
        at: when it came.

    Returns:
        The reference of the photo.

    Raises:
        LineNotFound: there is no such weighing of this seller.
    """
    actor.require(Permission.FULFIL)
    record = _record(actor, of)
    known = session().scalar(select(WeighPhoto.ref).where(WeighPhoto.weigh_record_id == record.id))
    if known is not None:
        return known
    kept = keep(store, picture, content_type=WEBP, name="scale.webp", at=at)
    photo = WeighPhoto(
        weigh_record_id=record.id, file_ref=kept.ref, by_name=actor.name[:60], created_at=at
    )
    session().add(photo)
    session().flush()  # the reference is the answer; of two that come at once one wins
    return photo.ref


def _record(actor: Actor, of: PhotoOf) -> WeighRecord:
    statement = (
        select(WeighRecord, SellerOrder.seller_org_id)
        .join(OrderLine, OrderLine.id == WeighRecord.line_id)
        .join(SellerOrder, SellerOrder.id == OrderLine.seller_order_id)
        .where(
            OrderLine.ref == of.line_ref,
            WeighRecord.piece_no == of.piece_no,
            WeighRecord.device == of.device,
            WeighRecord.seq == of.seq,
        )
    )
    found = session().execute(statement).one_or_none()
    if found is None or not actor.acts_for(found[1]):
        raise LineNotFound
    record: WeighRecord = found[0]
    return record
