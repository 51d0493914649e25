"""People who sign in, and what they signed in with."""

from datetime import datetime

from flask_security import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from accounts.rules.cards import PersonCard, TokenCard
from accounts.rules.phones import mask_phone
from core.db import Base, CreatedMixin, IdMixin, RefMixin, UtcDateTime


class Person(Base, IdMixin, RefMixin, CreatedMixin, UserMixin):  # type: ignore[misc]  # untyped
    """Somebody with a sign-in. Knows no role: roles belong to memberships."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("phone IS NOT NULL OR email IS NOT NULL", name="reachable"),
        CheckConstraint("email = lower(email)", name="email_lower"),
    )

    name: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str | None] = mapped_column(String(20), unique=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str] = mapped_column(String(2), default="zh")
    phone_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def roles(self) -> list[object]:
        """Flask-Security asks for roles; ours hang on memberships."""
        return []

    def card(self) -> PersonCard:
        """The person as colleagues see them."""
        return PersonCard(
            id=self.id,
            ref=self.ref,
            name=self.name,
            phone_masked=mask_phone(self.phone) if self.phone else "",
            email=self.email,
            has_password=self.password is not None,
            language=self.language,
        )


class SignInCode(Base, IdMixin, RefMixin, CreatedMixin):
    """One code sent to one number; the code itself is derived, never stored."""

    __tablename__ = "sign_in_code"
    __table_args__ = (
        CheckConstraint("attempts >= 0", name="attempts"),
        Index("ix_sign_in_code_phone_created", "phone", "created_at"),
        # two requests in the same clock minute: the second hits this
        Index("uq_sign_in_code_phone_minute", "phone", "minute", unique=True),
    )

    phone: Mapped[str] = mapped_column(String(20))
    minute: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FailedSignIn(Base, IdMixin, CreatedMixin):
    """A wrong password, kept to slow guessing down."""

    __tablename__ = "failed_sign_in"
    __table_args__ = (Index("ix_failed_sign_in_identity_created", "identity_hash", "created_at"),)

    identity_hash: Mapped[str] = mapped_column(String(64))


class ApiToken(Base, IdMixin, RefMixin, CreatedMixin):
    """A key for a program that acts for an organisation; only its hash is kept."""

    __tablename__ = "api_token"

    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(60))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    hint: Mapped[str] = mapped_column(String(12))
    scopes: Mapped[str] = mapped_column(String(400))
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def card(self, created_by: str) -> TokenCard:
        """The token as its organisation sees it."""
        return TokenCard(
            ref=self.ref,
            name=self.name,
            hint=self.hint,
            scopes=tuple(self.scopes.split()),
            created_by=created_by,
            created_at=self.created_at,
            used_at=self.used_at,
            expires_at=self.expires_at,
        )
