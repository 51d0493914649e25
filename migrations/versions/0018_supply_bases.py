"""Supply bases, what they guarantee per season, what inspectors found."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
KEPT = "base_inspection"


def upgrade() -> None:
    op.create_table(
        "supply_base",
        sa.Column("seller_id", INTEGER, nullable=False),
        sa.Column("name_zh", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("area_mu", INTEGER, nullable=False),
        sa.Column("about_zh", sa.String(length=1000), nullable=False),
        sa.Column("about_en", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("applied_at", INSTANT, nullable=False),
        sa.Column("designated_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=26), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("area_mu > 0", name=op.f("ck_supply_base_area")),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= designated_on", name=op.f("ck_supply_base_until")
        ),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["organisation.id"], name=op.f("fk_supply_base_seller_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supply_base")),
        sa.UniqueConstraint("ref", name=op.f("uq_supply_base_ref")),
        sa.UniqueConstraint("seller_id", "name_zh", name=op.f("uq_supply_base_seller_id_name_zh")),
    )
    op.create_index("ix_supply_base_state", "supply_base", ["state", "county_code"])
    op.create_table(
        "base_season",
        sa.Column("base_id", INTEGER, nullable=False),
        sa.Column("spec_id", INTEGER, nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("capacity_g", INTEGER, nullable=False),
        sa.Column("guaranteed_g", INTEGER, nullable=False),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_base_season_days")),
        sa.CheckConstraint(
            "guaranteed_g > 0 AND guaranteed_g <= capacity_g",
            name=op.f("ck_base_season_guarantee"),
        ),
        sa.ForeignKeyConstraint(
            ["base_id"], ["supply_base.id"], name=op.f("fk_base_season_base_id")
        ),
        sa.ForeignKeyConstraint(
            ["spec_id"], ["product_spec.id"], name=op.f("fk_base_season_spec_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_base_season")),
        sa.UniqueConstraint(
            "base_id", "spec_id", "from_on", name=op.f("uq_base_season_base_id_spec_id_from_on")
        ),
    )
    op.create_index(op.f("ix_base_season_base_id"), "base_season", ["base_id"])
    op.create_table(
        "base_inspection",
        sa.Column("base_id", INTEGER, nullable=False),
        sa.Column("inspected_on", sa.Date(), nullable=False),
        sa.Column("inspectors", sa.String(length=200), nullable=False),
        sa.Column("area_mu", INTEGER, nullable=False),
        sa.Column("findings", sa.String(length=1000), nullable=False),
        sa.Column("is_good", sa.Boolean(), nullable=False),
        sa.Column("by_user_id", INTEGER, nullable=True),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.Column("photo_refs", sa.JSON(), nullable=False),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["base_id"], ["supply_base.id"], name=op.f("fk_base_inspection_base_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_user_id"], ["person.id"], name=op.f("fk_base_inspection_by_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_base_inspection")),
    )
    op.create_index(op.f("ix_base_inspection_base_id"), "base_inspection", ["base_id"])
    for statement in protect(op.get_bind().dialect.name):
        op.execute(statement)


def protect(dialect: str) -> list[str]:
    if dialect == "postgresql":
        act = "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    else:
        act = f"BEGIN SELECT RAISE(ABORT, '{KEPT} is append-only'); END"
    verbs = ("update", "delete")
    return [
        f"CREATE TRIGGER keep_{KEPT}_{verb} BEFORE {verb.upper()} ON {KEPT} {act}" for verb in verbs
    ]


def downgrade() -> None:
    op.drop_table("base_inspection")
    op.drop_table("base_season")
    op.drop_table("supply_base")
