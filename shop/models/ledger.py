"""The books: postings and their entries, only ever added. Amounts in fen, debit positive."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.append_only import keep_rows
from core.db import Base, IdMixin, RefMixin, UtcDateTime


@keep_rows
class LedgerPosting(IdMixin, RefMixin, Base):
    """One balanced set of entries, for one cause."""

    __tablename__ = "ledger_posting"
    cause_ref: Mapped[str] = mapped_column(String(120), unique=True)
    posted_at: Mapped[datetime] = mapped_column(UtcDateTime())
    actor_name: Mapped[str] = mapped_column(String(60))
    is_test: Mapped[bool]
    entries: Mapped[list["LedgerEntry"]] = relationship(
        order_by="LedgerEntry.id", lazy="raise", back_populates="posting"
    )


@keep_rows
class LedgerEntry(IdMixin, Base):
    """One side of a posting."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint("amount_fen <> 0", name="amount"),
        Index("ix_ledger_entry_account", "account", "is_test"),
    )
    posting_id: Mapped[int] = mapped_column(ForeignKey("ledger_posting.id"), index=True)
    account: Mapped[str] = mapped_column(String(24))
    amount_fen: Mapped[int]
    is_test: Mapped[bool]
    posting: Mapped[LedgerPosting] = relationship(lazy="raise", back_populates="entries")


class LedgerIsAppendOnly(RuntimeError):  # the sentence is the name
    """Somebody tried to change or delete a row of the books."""


def _refuse(_mapper: Any, _connection: Any, target: Any) -> None:
    raise LedgerIsAppendOnly(type(target).__name__)


for _model in (LedgerPosting, LedgerEntry):
    event.listen(_model, "before_update", _refuse)
    event.listen(_model, "before_delete", _refuse)
