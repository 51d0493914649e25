"""Sellers' money row by row, fees, bank accounts and payouts; rows for what was settled before."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT = ("fee_line", "fee_rate")
TABLES = (
    "fee_line",
    "seller_earning",
    "seller_payout",
    "payout_account",
    "fee_rate",
    "payout_batch",
)
ROWS_BEFORE = """
INSERT INTO seller_earning (seller_org_id, seller_order_ref, kind, cause_ref, reason, goods_fen,
    fee_fen, amount_fen, state, is_on_terms, is_test, booked_at, ref, created_at)
SELECT o.seller_org_id, o.ref, CASE WHEN r.id IS NULL THEN 'sale' ELSE 'refund' END, p.cause_ref,
    COALESCE(r.reason, ''), -e.amount_fen, 0, -e.amount_fen,
    CASE WHEN o.accepted_at IS NULL OR pay.state = 'on_account' THEN 'pending' ELSE 'available' END,
    pay.state = 'on_account', e.is_test,
    CASE WHEN r.id IS NULL OR p.posted_at < o.accepted_at OR o.accepted_at IS NULL
        THEN o.accepted_at ELSE p.posted_at END,
    p.ref, p.posted_at
FROM ledger_entry e
JOIN ledger_posting p ON p.id = e.posting_id
LEFT JOIN refund r ON p.cause_ref = 'refund-' || r.ref
JOIN seller_order o ON o.ref = COALESCE(r.seller_order_ref, SUBSTR(p.cause_ref, 8))
JOIN payment_split s ON s.seller_order_ref = o.ref
JOIN payment pay ON pay.id = s.payment_id
WHERE e.account = 'seller_payable'
ORDER BY e.id
"""  # 8: behind "settle-"


def protect(table: str, dialect: str) -> Iterator[str]:
    for verb in ("update", "delete"):
        head = f"CREATE TRIGGER keep_{table}_{verb} BEFORE {verb.upper()} ON {table}"
        if dialect == "postgresql":
            yield f"{head} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        else:
            yield f"{head} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"


def upgrade() -> None:
    op.create_table(
        "payout_batch",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("made_by_id", INTEGER, nullable=False),
        sa.Column("made_by", sa.String(length=60), nullable=False),
        sa.Column("released_by_id", INTEGER, nullable=True),
        sa.Column("released_by", sa.String(length=60), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "released_by_id IS NULL OR released_by_id <> made_by_id",
            name=op.f("ck_payout_batch_eyes"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_payout_batch_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["person.id"], name=op.f("fk_payout_batch_released_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_batch")),
        sa.UniqueConstraint("number", name=op.f("uq_payout_batch_number")),
        sa.UniqueConstraint("ref", name=op.f("uq_payout_batch_ref")),
    )
    with op.batch_alter_table("payout_batch") as batch:
        batch.create_index(batch.f("ix_payout_batch_state"), ["state"])

    op.create_table(
        "fee_rate",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("seller_org_id", INTEGER, nullable=True),
        sa.Column("rate_bp", INTEGER, nullable=False),
        sa.Column("min_fen", INTEGER, nullable=False),
        sa.Column("max_fen", INTEGER, nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("set_by", sa.String(length=60), nullable=False),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "min_fen >= 0 AND (max_fen IS NULL OR max_fen >= min_fen)",
            name=op.f("ck_fee_rate_limits"),
        ),
        sa.CheckConstraint("rate_bp BETWEEN 0 AND 3000", name=op.f("ck_fee_rate_rate")),
        sa.ForeignKeyConstraint(
            ["seller_org_id"], ["organisation.id"], name=op.f("fk_fee_rate_seller_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_rate")),
    )
    with op.batch_alter_table("fee_rate") as batch:
        batch.create_index("ix_fee_rate_seller", ["seller_org_id", "valid_from"])

    op.create_table(
        "payout_account",
        sa.Column("org_id", INTEGER, nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("bank", sa.String(length=80), nullable=False),
        sa.Column("branch_code", sa.String(length=12), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("entered_by_id", INTEGER, nullable=True),
        sa.Column("entered_by", sa.String(length=60), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", INTEGER, nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.String(length=200), nullable=False),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> entered_by_id",
            name=op.f("ck_payout_account_eyes"),
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["person.id"], name=op.f("fk_payout_account_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name=op.f("fk_payout_account_entered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organisation.id"], name=op.f("fk_payout_account_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_account")),
        sa.UniqueConstraint("ref", name=op.f("uq_payout_account_ref")),
    )
    with op.batch_alter_table("payout_account") as batch:
        batch.create_index("ix_payout_account_org", ["org_id", "id"])

    op.create_table(
        "seller_payout",
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("batch_id", INTEGER, nullable=False),
        sa.Column("seller_org_id", INTEGER, nullable=False),
        sa.Column("account_id", INTEGER, nullable=False),
        sa.Column("amount_fen", INTEGER, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("bank_serial", sa.String(length=60), nullable=False),
        sa.Column("failure", sa.String(length=120), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=26), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_seller_payout_amount")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["payout_account.id"], name=op.f("fk_seller_payout_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["payout_batch.id"], name=op.f("fk_seller_payout_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["seller_org_id"], ["organisation.id"], name=op.f("fk_seller_payout_seller_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seller_payout")),
        sa.UniqueConstraint(
            "batch_id", "seller_org_id", name=op.f("uq_seller_payout_batch_id_seller_org_id")
        ),
        sa.UniqueConstraint("number", name=op.f("uq_seller_payout_number")),
        sa.UniqueConstraint("ref", name=op.f("uq_seller_payout_ref")),
    )
    with op.batch_alter_table("seller_payout") as batch:
        batch.create_index("ix_seller_payout_seller", ["seller_org_id", "id"])
        batch.create_index(batch.f("ix_seller_payout_state"), ["state"])

    op.create_table(
        "seller_earning",
        sa.Column("seller_org_id", INTEGER, nullable=False),
        sa.Column("seller_order_ref", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("cause_ref", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("goods_fen", INTEGER, nullable=False),
        sa.Column("fee_fen", INTEGER, nullable=False),
        sa.Column("amount_fen", INTEGER, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("is_on_terms", sa.Boolean(), nullable=False),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("payout_id", INTEGER, nullable=True),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(payout_id IS NULL) = (state IN ('pending', 'available'))",
            name=op.f("ck_seller_earning_payout"),
        ),
        sa.CheckConstraint(
            "state = 'pending' OR booked_at IS NOT NULL", name=op.f("ck_seller_earning_booked")
        ),
        sa.CheckConstraint(
            "amount_fen = goods_fen - fee_fen", name=op.f("ck_seller_earning_amount")
        ),
        sa.ForeignKeyConstraint(
            ["payout_id"], ["seller_payout.id"], name=op.f("fk_seller_earning_payout_id")
        ),
        sa.ForeignKeyConstraint(
            ["seller_org_id"], ["organisation.id"], name=op.f("fk_seller_earning_seller_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seller_earning")),
        sa.UniqueConstraint("cause_ref", name=op.f("uq_seller_earning_cause_ref")),
        sa.UniqueConstraint("ref", name=op.f("uq_seller_earning_ref")),
    )
    with op.batch_alter_table("seller_earning") as batch:
        batch.create_index("ix_seller_earning_booked", ["seller_org_id", "booked_at"])
        batch.create_index(batch.f("ix_seller_earning_payout_id"), ["payout_id"])
        batch.create_index("ix_seller_earning_seller", ["seller_org_id", "state", "id"])
        batch.create_index(batch.f("ix_seller_earning_seller_order_ref"), ["seller_order_ref"])

    op.create_table(
        "fee_line",
        sa.Column("earning_id", INTEGER, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("rate_bp", INTEGER, nullable=False),
        sa.Column("base_fen", INTEGER, nullable=False),
        sa.Column("amount_fen", INTEGER, nullable=False),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["earning_id"], ["seller_earning.id"], name=op.f("fk_fee_line_earning_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_line")),
    )
    with op.batch_alter_table("fee_line") as batch:
        batch.create_index(batch.f("ix_fee_line_earning_id"), ["earning_id"])

    dialect = op.get_bind().dialect.name
    for table in KEPT:
        for statement in protect(table, dialect):
            op.execute(statement)
    op.execute(ROWS_BEFORE)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
