"""Crates and pallets that go round: who has given how many to whom."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.append_only import keep_rows
from core.db import Base, CreatedMixin, IdMixin


@keep_rows
class ReturnableMove(IdMixin, CreatedMixin, Base):
    """Given by one organisation to another; what comes back is a move the other way round."""

    __tablename__ = "returnable_move"
    __table_args__ = (
        UniqueConstraint("cause_ref", "giver_org_id", "taker_org_id", "kind"),
        CheckConstraint("pieces > 0", name="pieces"),
        CheckConstraint("giver_org_id <> taker_org_id", name="two_sides"),
        Index("ix_returnable_move_giver", "giver_org_id", "kind"),
        Index("ix_returnable_move_taker", "taker_org_id", "kind"),
    )
    giver_org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    taker_org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(String(10))
    pieces: Mapped[int]
    cause_ref: Mapped[str] = mapped_column(String(60))
    note: Mapped[str] = mapped_column(String(120), default="")
    by_name: Mapped[str] = mapped_column(String(60))
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
