"""Grain storage: silos, the lots in them, checks, claims, monthly fees."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT = ("storage_check", "storage_fee")


def number(name: str) -> sa.Column[int]:
    return sa.Column(name, INTEGER, nullable=False)


def text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def moment(name: str, *, is_open: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=is_open)


def day(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=False)


def row(table: str, *, has_ref: bool = True) -> list[sa.schema.SchemaItem]:
    """What every table here has."""
    items: list[sa.schema.SchemaItem] = [
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        moment("created_at"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]
    if has_ref:
        items += [text("ref", 26), sa.UniqueConstraint("ref", name=op.f(f"uq_{table}_ref"))]
    return items


def points(table: str, column: str, there: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{there}.id"], name=op.f(f"fk_{table}_{column}"))


def check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def protect(table: str, dialect: str) -> Iterator[str]:
    for verb in ("update", "delete"):
        head = f"CREATE TRIGGER keep_{table}_{verb} BEFORE {verb.upper()} ON {table}"
        if dialect == "postgresql":
            yield f"{head} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        else:
            yield f"{head} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"


def upgrade() -> None:
    op.create_table(
        "silo",
        *(number(name) for name in ("org_id", "capacity_g", "fee_e4", "shrink_bp")),
        text("name", 60),
        text("county_code", 6),
        *row("silo"),
        check("silo", "capacity", "capacity_g > 0"),
        check("silo", "terms", "fee_e4 >= 0 AND shrink_bp >= 0 AND shrink_bp <= 1000"),
        points("silo", "org_id", "organisation"),
        once("silo", "org_id", "name"),
    )
    numbers = ("lot_id", "silo_id", "gross_g", "tare_g", "moisture_bp", "fee_e4", "shrink_bp")
    op.create_table(
        "storage_lot",
        *(number(name) for name in numbers),
        sa.Column("tests", sa.JSON(), nullable=False),
        day("stored_on"),
        day("rotation_on"),
        *row("storage_lot"),
        check("storage_lot", "weights", "tare_g >= 0 AND gross_g > tare_g"),
        check("storage_lot", "moisture", "moisture_bp >= 0 AND moisture_bp <= 10000"),
        check("storage_lot", "terms", "fee_e4 >= 0 AND shrink_bp >= 0"),
        points("storage_lot", "lot_id", "lot"),
        points("storage_lot", "silo_id", "silo"),
        once("storage_lot", "lot_id"),
    )
    op.create_index(op.f("ix_storage_lot_silo_id"), "storage_lot", ["silo_id"])
    create_checks()
    for table in KEPT:
        for statement in protect(table, op.get_bind().dialect.name):
            op.execute(statement)


def create_checks() -> None:
    numbers = ("storage_lot_id", "rest_before_g", "loss_g", "allowed_g", "over_g", "moisture_bp")
    op.create_table(
        "storage_check",
        *(number(name) for name in numbers),
        sa.Column("tests", sa.JSON(), nullable=False),
        day("rotation_on"),
        text("note", 400),
        text("by_name", 80),
        sa.Column("by_user_id", INTEGER, nullable=True),
        *row("storage_check"),
        check("storage_check", "loss", "loss_g >= 0 AND over_g >= 0 AND over_g <= loss_g"),
        points("storage_check", "storage_lot_id", "storage_lot"),
        points("storage_check", "by_user_id", "person"),
    )
    op.create_index("ix_storage_check_lot", "storage_check", ["storage_lot_id", "id"])
    op.create_table(
        "storage_claim",
        number("check_id"),
        number("over_g"),
        text("answer", 400),
        text("answered_by", 80),
        moment("answered_at", is_open=True),
        *row("storage_claim"),
        points("storage_claim", "check_id", "storage_check"),
        once("storage_claim", "check_id"),
    )
    op.create_table(
        "storage_fee",
        *(number(name) for name in ("storage_lot_id", "gram_days", "fee_fen")),
        day("month"),
        *row("storage_fee", has_ref=False),
        points("storage_fee", "storage_lot_id", "storage_lot"),
        once("storage_fee", "storage_lot_id", "month"),
    )


def downgrade() -> None:
    for table in ("storage_fee", "storage_claim", "storage_check", "storage_lot", "silo"):
        op.drop_table(table)
