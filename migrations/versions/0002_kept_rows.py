"""Rows that are only added are kept by the database; looks into the data of others."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OLD = (
    "contract_document",
    "contract_event",
    "contract_signature",
    "forecast",
    "ledger_entry",
    "ledger_posting",
    "logistics_event",
    "reading",
    "state_change",
    "stock_movement",
    "weigh_record",
)
NEW = ("access_concern", "access_record")
FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only',
    ERRCODE = 'restrict_violation';
END $$
"""


def protect(table: str, dialect: str) -> Iterator[str]:
    for verb in ("update", "delete"):
        head = f"CREATE TRIGGER keep_{table}_{verb} BEFORE {verb.upper()} ON {table}"
        if dialect == "postgresql":
            yield f"{head} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        else:
            yield f"{head} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"


def release(table: str, dialect: str) -> Iterator[str]:
    where = f" ON {table}" if dialect == "postgresql" else ""
    for verb in ("update", "delete"):
        yield f"DROP TRIGGER IF EXISTS keep_{table}_{verb}{where}"


def upgrade() -> None:
    op.create_table(
        "access_record",
        sa.Column("user_id", INTEGER, nullable=False),
        sa.Column("user_name", sa.String(length=60), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_ref", sa.String(length=26), nullable=False),
        sa.Column("subject_number", sa.String(length=40), nullable=False),
        sa.Column("found", INTEGER, nullable=False),
        sa.Column("person_id", INTEGER, nullable=True),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=26), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_access_record_reason")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_record_person_id")),
        sa.ForeignKeyConstraint(["user_id"], ["person.id"], name=op.f("fk_access_record_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_record")),
        sa.UniqueConstraint("ref", name=op.f("uq_access_record_ref")),
    )
    with op.batch_alter_table("access_record") as batch:
        batch.create_index("ix_access_record_looked", ["looked_at", "id"])
        batch.create_index(batch.f("ix_access_record_person_id"), ["person_id"])
        batch.create_index(batch.f("ix_access_record_user_id"), ["user_id"])
    op.create_table(
        "access_concern",
        sa.Column("record_id", INTEGER, nullable=False),
        sa.Column("org_id", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_access_concern_org_id")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["access_record.id"], name=op.f("fk_access_concern_record_id")
        ),
        sa.PrimaryKeyConstraint("record_id", "org_id", name=op.f("pk_access_concern")),
    )
    with op.batch_alter_table("access_concern") as batch:
        batch.create_index(batch.f("ix_access_concern_org_id"), ["org_id"])
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        op.get_bind().exec_driver_sql(FUNCTION)
    for table in (*OLD, *NEW):
        for statement in protect(table, dialect):
            op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for table in (*OLD, *NEW):
        for statement in release(table, dialect):
            op.execute(statement)
    if dialect == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
    op.drop_table("access_concern")
    op.drop_table("access_record")
