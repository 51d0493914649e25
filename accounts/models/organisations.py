"""Organisations, what they do here, and who belongs to them."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.rules.cards import OrgCard, SiteCard
from accounts.rules.permissions import Capacity, LegalForm, Role
from accounts.rules.sellers import Standing
from core.append_only import keep_rows
from core.db import Base, CreatedMixin, IdMixin, JSONValue, RefMixin, UtcDateTime


class Organisation(Base, IdMixin, RefMixin, CreatedMixin):
    """A cooperative, company, canteen, carrier, county desk, or the platform itself."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("min_remaining_pct BETWEEN 0 AND 100", name="min_remaining_pct"),
        CheckConstraint("payment_days BETWEEN 0 AND 180", name="payment_days"),
        CheckConstraint("approval_over_fen >= 0", name="approval_over_fen"),
        CheckConstraint("earmark_pct BETWEEN 0 AND 100", name="earmark_pct"),
    )

    name_zh: Mapped[str] = mapped_column(String(80), unique=True)
    name_en: Mapped[str] = mapped_column(String(120))
    legal_form: Mapped[str] = mapped_column(String(24))
    uscc: Mapped[str | None] = mapped_column(String(18), unique=True)
    county_code: Mapped[str] = mapped_column(String(6), index=True)
    city_code: Mapped[str] = mapped_column(String(6))
    story_zh: Mapped[str] = mapped_column(String(2000), default="")
    story_en: Mapped[str] = mapped_column(String(2000), default="")
    is_example: Mapped[bool] = mapped_column(default=False)
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recommended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    recommended_by_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    recommendation: Mapped[str] = mapped_column(String(400), default="")
    recheck_on: Mapped[date | None]
    suspended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # how it buys
    buyer_kind: Mapped[str] = mapped_column(String(24), default="")
    size_class: Mapped[str] = mapped_column(String(24), default="")
    is_public_body: Mapped[bool] = mapped_column(default=False)
    min_remaining_pct: Mapped[int] = mapped_column(default=0)
    payment_days: Mapped[int] = mapped_column(default=0)
    approval_over_fen: Mapped[int | None]
    earmark_pct: Mapped[int] = mapped_column(default=0)
    refuses_alcohol: Mapped[bool] = mapped_column(default=False)

    capacities: Mapped[list["OrganisationCapacity"]] = relationship(
        lazy="raise", order_by="OrganisationCapacity.capacity", cascade="all, delete-orphan"
    )

    def capacity_set(self) -> frozenset[Capacity]:
        """What it does here; `capacities` must be loaded."""
        return frozenset(Capacity(held.capacity) for held in self.capacities)

    def standing(self) -> Standing:
        """How far it is as a seller."""
        return Standing(
            self.applied_at,
            self.recommended_at,
            self.verified_at,
            self.suspended_at,
            self.recheck_on,
        )

    def card(self) -> OrgCard:
        """The organisation as others see it; `capacities` must be loaded."""
        return OrgCard(
            id=self.id,
            ref=self.ref,
            name_zh=self.name_zh,
            name_en=self.name_en,
            legal_form=LegalForm(self.legal_form),
            capacities=self.capacity_set(),
            county_code=self.county_code,
            city_code=self.city_code,
            buyer_kind=self.buyer_kind,
            size_class=self.size_class,
            is_public_body=self.is_public_body,
            story_zh=self.story_zh,
            story_en=self.story_en,
            is_verified=self.verified_at is not None and self.suspended_at is None,
            is_example=self.is_example,
            is_recommended=self.recommended_at is not None,
            uscc=self.uscc,
            min_remaining_pct=self.min_remaining_pct,
            payment_days=self.payment_days,
            approval_over_fen=self.approval_over_fen,
            earmark_pct=self.earmark_pct,
            refuses_alcohol=self.refuses_alcohol,
            standing=self.standing(),
        )


class OrganisationCapacity(Base):
    """One thing that an organisation does here."""

    __tablename__ = "organisation_capacity"

    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    capacity: Mapped[str] = mapped_column(String(16), primary_key=True, index=True)


@keep_rows
class SellerStep(Base, IdMixin):
    """One step on the way of a seller: who did what, when, and what they said."""

    __tablename__ = "seller_step"

    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    act: Mapped[str] = mapped_column(String(12))
    acted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(60))
    by_org_name: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(String(400), default="")


class Membership(Base, IdMixin, RefMixin, CreatedMixin):
    """Somebody belongs to an organisation until they leave."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("user_id", "org_id", name="uq_membership_user_org"),
        CheckConstraint("state IN ('active', 'left')", name="state"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[str] = mapped_column(String(8), default="active")

    roles: Mapped[list["MembershipRole"]] = relationship(
        lazy="raise", order_by="MembershipRole.role", cascade="all, delete-orphan"
    )

    def role_list(self) -> tuple[Role, ...]:
        """The roles in our usual order; `roles` must be loaded."""
        held = {link.role for link in self.roles}
        return tuple(role for role in Role if role.value in held)


class MembershipRole(Base):
    """One role of one member."""

    __tablename__ = "membership_role"

    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(24), primary_key=True)


class Invitation(Base, IdMixin, RefMixin, CreatedMixin):
    """A link that makes one person a member, once, for a week."""

    __tablename__ = "invitation"

    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sent_to: Mapped[str] = mapped_column(String(254))
    roles: Mapped[list[str]] = mapped_column(JSONValue)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Site(Base, IdMixin, RefMixin, CreatedMixin):
    """A door that a buyer receives goods at."""

    __tablename__ = "site"
    __table_args__ = (
        Index("uq_site_org_name", "org_id", "name", unique=True),
        CheckConstraint("needs_inspectors BETWEEN 1 AND 3", name="needs_inspectors"),
        CheckConstraint("window_from < window_to", name="window_order"),
    )

    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    city_code: Mapped[str] = mapped_column(String(6))
    district_code: Mapped[str] = mapped_column(String(6))
    address: Mapped[str] = mapped_column(String(160))
    receiver: Mapped[str] = mapped_column(String(40))
    phone: Mapped[str] = mapped_column(String(20))
    window_from: Mapped[time]
    window_to: Mapped[time]
    needs_inspectors: Mapped[int] = mapped_column(default=1)
    is_closed: Mapped[bool] = mapped_column(default=False)

    def card(self) -> SiteCard:
        """The door as buyers, packers and drivers see it."""
        return SiteCard(
            id=self.id,
            ref=self.ref,
            org_id=self.org_id,
            name=self.name,
            city_code=self.city_code,
            district_code=self.district_code,
            address=self.address,
            receiver=self.receiver,
            phone=self.phone,
            window_from=self.window_from,
            window_to=self.window_to,
            needs_inspectors=self.needs_inspectors,
        )
