"""GTINs that sellers own: what a GS1 Digital Link on a pack leads by."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, CreatedMixin, IdMixin


class TradeItem(IdMixin, CreatedMixin, Base):
    """The GTIN under which a seller sells a spec; ours to resolve, never ours to invent."""

    __tablename__ = "trade_item"
    __table_args__ = (UniqueConstraint("seller_id", "spec_id"),)
    gtin: Mapped[str] = mapped_column(String(14), unique=True)
    seller_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    spec_id: Mapped[int] = mapped_column(ForeignKey("product_spec.id"))
    registered_by: Mapped[str] = mapped_column(String(80))
