"""Orders: a group per checkout, one seller order per seller, lines, weighings, state changes."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.append_only import keep_rows
from core.db import Base, CreatedMixin, IdMixin, RefMixin, UtcDateTime


class OrderGroup(IdMixin, RefMixin, CreatedMixin, Base):
    __tablename__ = "order_group"
    __table_args__ = (
        CheckConstraint("goods_fen >= 0 AND freight_fen >= 0", name="amounts"),
        CheckConstraint("due_fen = goods_fen + freight_fen", name="due"),
        Index("ix_order_group_buyer_user", "buyer_user_id", "id"),
        Index("ix_order_group_buyer_org", "buyer_org_id", "id"),
        Index("ix_order_group_hold", "state", "expires_at"),
    )
    number: Mapped[str] = mapped_column(String(20), unique=True)
    source_key: Mapped[str] = mapped_column(String(120), unique=True)
    channel: Mapped[str] = mapped_column(String(16))
    payment_method: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(20))
    buyer_user_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    buyer_org_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    site_ref: Mapped[str | None] = mapped_column(String(26))
    contract_ref: Mapped[str | None] = mapped_column(String(26), index=True)
    outlet_ref: Mapped[str | None] = mapped_column(String(26), index=True)
    pickup_outlet_ref: Mapped[str | None] = mapped_column(String(26))
    receiver: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(20))
    city_code: Mapped[str] = mapped_column(String(6))
    district_code: Mapped[str] = mapped_column(String(6))
    detail: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(200), default="")
    promised_on: Mapped[date]
    estimate_fen: Mapped[int]
    goods_fen: Mapped[int]
    freight_fen: Mapped[int]
    due_fen: Mapped[int]
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    placed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    is_age_confirmed: Mapped[bool] = mapped_column(default=False)
    is_no_return_confirmed: Mapped[bool] = mapped_column(default=False)
    seller_orders: Mapped[list["SellerOrder"]] = relationship(
        back_populates="group", order_by="SellerOrder.id", lazy="raise"
    )


class SellerOrder(IdMixin, RefMixin, CreatedMixin, Base):
    __tablename__ = "seller_order"
    __table_args__ = (
        CheckConstraint("due_fen = goods_fen + freight_fen", name="due"),
        CheckConstraint("settled_fen IS NULL OR settled_fen <= goods_fen", name="settled"),
        Index("ix_seller_order_seller", "seller_org_id", "state", "id"),
    )
    group_id: Mapped[int] = mapped_column(ForeignKey("order_group.id"), index=True)
    seller_org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    seller_name_zh: Mapped[str] = mapped_column(String(80))
    seller_name_en: Mapped[str] = mapped_column(String(120))
    number: Mapped[str] = mapped_column(String(24), unique=True)
    state: Mapped[str] = mapped_column(String(20))
    ship_by: Mapped[datetime | None] = mapped_column(UtcDateTime())
    arrives_on: Mapped[date]
    estimate_fen: Mapped[int]
    goods_fen: Mapped[int]
    freight_fen: Mapped[int]
    freight_tax_fen: Mapped[int]
    due_fen: Mapped[int]
    settled_fen: Mapped[int | None]
    settled_tax_fen: Mapped[int | None]
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    group: Mapped[OrderGroup] = relationship(back_populates="seller_orders", lazy="raise")
    lines: Mapped[list["OrderLine"]] = relationship(
        back_populates="seller_order", order_by="OrderLine.id", lazy="raise"
    )


class OrderLine(IdMixin, RefMixin, Base):
    __tablename__ = "order_line"
    __table_args__ = (
        CheckConstraint("pieces > 0", name="pieces"),
        CheckConstraint("estimate_fen <= ceiling_fen", name="estimate"),
        CheckConstraint("settled_fen IS NULL OR settled_fen <= ceiling_fen", name="settled"),
        Index("ix_order_line_consignment", "consignment_ref"),
        Index("ix_order_line_contract_line", "contract_line_ref"),
    )
    seller_order_id: Mapped[int] = mapped_column(ForeignKey("seller_order.id"), index=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), index=True)
    spec_id: Mapped[int] = mapped_column(ForeignKey("product_spec.id"))
    listing_ref: Mapped[str] = mapped_column(String(26))
    name_zh: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(160))
    plate: Mapped[str] = mapped_column(String(40))
    county_code: Mapped[str] = mapped_column(String(6))
    sold_by: Mapped[str] = mapped_column(String(12))
    priced_by: Mapped[str] = mapped_column(String(8))
    temperature: Mapped[str] = mapped_column(String(12))
    return_rule: Mapped[str] = mapped_column(String(20))
    is_catch_weight: Mapped[bool]
    pieces: Mapped[int]
    piece_g: Mapped[int]
    unit_pieces: Mapped[int] = mapped_column(default=1)
    min_g: Mapped[int]
    max_g: Mapped[int]
    price_e4: Mapped[int]
    price_source: Mapped[str] = mapped_column(String(16))
    tax_bp: Mapped[int]
    estimate_fen: Mapped[int]
    ceiling_fen: Mapped[int]
    tax_fen: Mapped[int]
    freight_fen: Mapped[int]
    settled_g: Mapped[int | None]
    settled_fen: Mapped[int | None]
    settled_tax_fen: Mapped[int | None]
    substitution: Mapped[str] = mapped_column(String(12))
    min_remaining_days: Mapped[int]
    parcel_key: Mapped[str] = mapped_column(String(80))
    consignment_ref: Mapped[str | None] = mapped_column(String(26))
    arrives_on: Mapped[date]
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    contract_line_ref: Mapped[str | None] = mapped_column(String(26))
    harvest_on: Mapped[date | None]
    seller_order: Mapped[SellerOrder] = relationship(back_populates="lines", lazy="raise")

    @property
    def stock_pieces(self) -> int:
        """The pieces of the stock that the line takes: a pack holds several."""
        return self.pieces * self.unit_pieces


@keep_rows
class WeighRecord(IdMixin, Base):
    """One weighing of one piece; never changed, corrected by a reversing record."""

    __tablename__ = "weigh_record"
    __table_args__ = (
        UniqueConstraint("line_id", "piece_no", "device", "seq"),
        CheckConstraint("piece_no > 0", name="piece_no"),
        CheckConstraint("net_g = gross_g - tare_g", name="net"),
    )
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), index=True)
    piece_no: Mapped[int]
    gross_g: Mapped[int]
    tare_g: Mapped[int]
    net_g: Mapped[int]
    fit: Mapped[str] = mapped_column(String(8))
    device: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int]
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("weigh_record.id"), unique=True)
    operator_name: Mapped[str] = mapped_column(String(60))
    operator_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    weighed_at: Mapped[datetime] = mapped_column(UtcDateTime())


class LightPiece(IdMixin, RefMixin, CreatedMixin, Base):
    """A piece under the agreed weight, and what was decided about it."""

    __tablename__ = "light_piece"
    __table_args__ = (UniqueConstraint("weigh_record_id"),)
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), index=True)
    weigh_record_id: Mapped[int] = mapped_column(ForeignKey("weigh_record.id"))
    piece_no: Mapped[int]
    net_g: Mapped[int]
    answer: Mapped[str | None] = mapped_column(String(8))
    answered_by: Mapped[str | None] = mapped_column(String(16))
    answer_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class LineShortage(IdMixin, CreatedMixin, Base):
    """Pieces of a line that the seller cannot send, and why; what they cost goes back."""

    __tablename__ = "line_shortage"
    __table_args__ = (CheckConstraint("pieces >= 0", name="pieces"),)
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), unique=True)
    pieces: Mapped[int]
    reason: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(200), default="")
    operator_name: Mapped[str] = mapped_column(String(60))
    operator_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class HarvestChoice(IdMixin, RefMixin, CreatedMixin, Base):
    """A harvest brought less than was booked: take what there is, or have all of it back."""

    __tablename__ = "harvest_choice"
    __table_args__ = (
        CheckConstraint("given_pieces > 0 AND missing_pieces > 0", name="pieces"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
    )
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), unique=True)
    given_pieces: Mapped[int]
    missing_pieces: Mapped[int]
    answer_due_at: Mapped[datetime] = mapped_column(UtcDateTime())
    answer: Mapped[str | None] = mapped_column(String(8))
    answered_by: Mapped[str] = mapped_column(String(16), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


@keep_rows
class StateChange(IdMixin, Base):
    """Who moved what from which state to which, when and why; append-only."""

    __tablename__ = "state_change"
    __table_args__ = (Index("ix_state_change_subject", "subject_ref", "id"),)
    subject_kind: Mapped[str] = mapped_column(String(16))
    subject_ref: Mapped[str] = mapped_column(String(26))
    from_state: Mapped[str | None] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
    actor_name: Mapped[str] = mapped_column(String(60))
    actor_user_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    cause: Mapped[str] = mapped_column(String(60))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime())
