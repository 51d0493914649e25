"""Lay the foundation."""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('counter',
    sa.Column('series', sa.String(length=60), nullable=False),
    sa.Column('value', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.PrimaryKeyConstraint('series', name=op.f('pk_counter'))
    )
    op.create_table('failed_sign_in',
    sa.Column('identity_hash', sa.String(length=64), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_failed_sign_in'))
    )
    with op.batch_alter_table('failed_sign_in', schema=None) as batch_op:
        batch_op.create_index('ix_failed_sign_in_identity_created', ['identity_hash', 'created_at'], unique=False)

    op.create_table('gi',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name_zh', sa.String(length=80), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('county_codes', sa.JSON(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gi')),
    sa.UniqueConstraint('code', name=op.f('uq_gi_code')),
    sa.UniqueConstraint('ref', name=op.f('uq_gi_ref'))
    )
    op.create_table('hub',
    sa.Column('code', sa.String(length=6), nullable=False),
    sa.Column('name_zh', sa.String(length=40), nullable=False),
    sa.Column('name_en', sa.String(length=60), nullable=False),
    sa.Column('is_halal_marked', sa.Boolean(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hub')),
    sa.UniqueConstraint('code', name=op.f('uq_hub_code')),
    sa.UniqueConstraint('ref', name=op.f('uq_hub_ref'))
    )
    op.create_table('idempotency_record',
    sa.Column('owner', sa.String(length=80), nullable=False),
    sa.Column('key', sa.String(length=255), nullable=False),
    sa.Column('request_hash', sa.String(length=64), nullable=False),
    sa.Column('status', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idempotency_record')),
    sa.UniqueConstraint('owner', 'key', name=op.f('uq_idempotency_record_owner_key'))
    )
    op.create_table('ledger_posting',
    sa.Column('cause_ref', sa.String(length=120), nullable=False),
    sa.Column('posted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_name', sa.String(length=60), nullable=False),
    sa.Column('is_test', sa.Boolean(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_posting')),
    sa.UniqueConstraint('cause_ref', name=op.f('uq_ledger_posting_cause_ref')),
    sa.UniqueConstraint('ref', name=op.f('uq_ledger_posting_ref'))
    )
    op.create_table('logistics_event',
    sa.Column('subject', sa.String(length=16), nullable=False),
    sa.Column('subject_ref', sa.String(length=26), nullable=False),
    sa.Column('number', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('place', sa.String(length=6), nullable=True),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('actor_ref', sa.String(length=26), nullable=False),
    sa.Column('actor_name', sa.String(length=80), nullable=False),
    sa.Column('action_id', sa.String(length=60), nullable=True),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.CheckConstraint('number > 0', name=op.f('ck_logistics_event_number')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_logistics_event')),
    sa.UniqueConstraint('action_id', name=op.f('uq_logistics_event_action_id')),
    sa.UniqueConstraint('hash', name=op.f('uq_logistics_event_hash')),
    sa.UniqueConstraint('ref', name=op.f('uq_logistics_event_ref')),
    sa.UniqueConstraint('subject_ref', 'number', name=op.f('uq_logistics_event_subject_ref_number'))
    )
    op.create_table('network_version',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.String(length=26), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_network_version_single')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_network_version'))
    )
    op.create_table('outbox_message',
    sa.Column('kind', sa.String(length=120), nullable=False),
    sa.Column('handler', sa.String(length=160), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('dedupe_key', sa.String(length=200), nullable=True),
    sa.Column('run_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('lease_until', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('lease_token', sa.String(length=32), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dead_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_error', sa.Text(), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_message')),
    sa.UniqueConstraint('kind', 'handler', 'dedupe_key', name=op.f('uq_outbox_message_kind_handler_dedupe_key'))
    )
    with op.batch_alter_table('outbox_message', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_message_due', ['done_at', 'dead_at', 'run_at'], unique=False)

    op.create_table('payment',
    sa.Column('group_ref', sa.String(length=26), nullable=False),
    sa.Column('method', sa.String(length=16), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('due_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('captured_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('refunded_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('is_test', sa.Boolean(), nullable=False),
    sa.Column('paid_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('captured_fen >= 0 AND captured_fen <= due_fen', name=op.f('ck_payment_captured')),
    sa.CheckConstraint('due_fen >= 0', name=op.f('ck_payment_due')),
    sa.CheckConstraint('refunded_fen >= 0 AND refunded_fen <= captured_fen', name=op.f('ck_payment_refunded')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment')),
    sa.UniqueConstraint('group_ref', name=op.f('uq_payment_group_ref')),
    sa.UniqueConstraint('ref', name=op.f('uq_payment_ref'))
    )
    with op.batch_alter_table('payment', schema=None) as batch_op:
        batch_op.create_index('ix_payment_state', ['state', 'id'], unique=False)

    op.create_table('person',
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('password', sa.String(length=255), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('fs_uniquifier', sa.String(length=64), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('phone_confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('email = lower(email)', name=op.f('ck_person_email_lower')),
    sa.CheckConstraint('phone IS NOT NULL OR email IS NOT NULL', name=op.f('ck_person_reachable')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('email', name=op.f('uq_person_email')),
    sa.UniqueConstraint('fs_uniquifier', name=op.f('uq_person_fs_uniquifier')),
    sa.UniqueConstraint('phone', name=op.f('uq_person_phone')),
    sa.UniqueConstraint('ref', name=op.f('uq_person_ref'))
    )
    op.create_table('routing_pin',
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('subject_ref', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('placed_by', sa.String(length=80), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_routing_pin')),
    sa.UniqueConstraint('ref', name=op.f('uq_routing_pin_ref'))
    )
    with op.batch_alter_table('routing_pin', schema=None) as batch_op:
        batch_op.create_index('ix_routing_pin_active', ['expires_at'], unique=False)

    op.create_table('routing_run',
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('direction', sa.String(length=8), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('seed', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('started_by', sa.String(length=80), nullable=False),
    sa.Column('problem', sa.JSON(), nullable=True),
    sa.Column('problem_hash', sa.String(length=64), nullable=True),
    sa.Column('demand_hash', sa.String(length=64), nullable=True),
    sa.Column('plan', sa.JSON(), nullable=True),
    sa.Column('plan_hash', sa.String(length=64), nullable=True),
    sa.Column('line_count', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('short_count', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('late_count', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('cost_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('bound_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('stage', sa.String(length=20), nullable=False),
    sa.Column('done', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('total', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failure', sa.Text(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('cost_fen IS NULL OR bound_fen <= cost_fen', name=op.f('ck_routing_run_bound')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_routing_run')),
    sa.UniqueConstraint('number', name=op.f('uq_routing_run_number')),
    sa.UniqueConstraint('ref', name=op.f('uq_routing_run_ref'))
    )
    with op.batch_alter_table('routing_run', schema=None) as batch_op:
        batch_op.create_index('ix_routing_run_day', ['day', 'id'], unique=False)

    op.create_table('sign_in_code',
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('minute', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('attempts >= 0', name=op.f('ck_sign_in_code_attempts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_code')),
    sa.UniqueConstraint('ref', name=op.f('uq_sign_in_code_ref'))
    )
    with op.batch_alter_table('sign_in_code', schema=None) as batch_op:
        batch_op.create_index('ix_sign_in_code_phone_created', ['phone', 'created_at'], unique=False)
        batch_op.create_index('uq_sign_in_code_phone_minute', ['phone', 'minute'], unique=True)

    op.create_table('tariff',
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('temperature', sa.String(length=10), nullable=False),
    sa.Column('fixed_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('km_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.CheckConstraint('fixed_fen >= 0 AND km_fen >= 0', name=op.f('ck_tariff_amounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tariff')),
    sa.UniqueConstraint('kind', 'temperature', name=op.f('uq_tariff_kind_temperature'))
    )
    op.create_table('vehicle_type',
    sa.Column('code', sa.String(length=24), nullable=False),
    sa.Column('name_zh', sa.String(length=40), nullable=False),
    sa.Column('name_en', sa.String(length=60), nullable=False),
    sa.Column('capacity_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('km_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('dispatch_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('classes', sa.String(length=60), nullable=False),
    sa.Column('is_green', sa.Boolean(), nullable=False),
    sa.Column('min_fill_permille', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.CheckConstraint('capacity_g > 0 AND km_fen > 0', name=op.f('ck_vehicle_type_amounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vehicle_type')),
    sa.UniqueConstraint('code', name=op.f('uq_vehicle_type_code'))
    )
    op.create_table('webhook_inbox',
    sa.Column('provider', sa.String(length=16), nullable=False),
    sa.Column('event_id', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=80), nullable=False),
    sa.Column('attempt_id', sa.String(length=120), nullable=False),
    sa.Column('payment_id', sa.String(length=120), nullable=False),
    sa.Column('refund_id', sa.String(length=120), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('handled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=40), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webhook_inbox')),
    sa.UniqueConstraint('provider', 'event_id', name=op.f('uq_webhook_inbox_provider_event_id'))
    )
    op.create_table('worker_beat',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('beaten_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_worker_beat'))
    )
    op.create_table('address',
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('receiver', sa.String(length=60), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('city_code', sa.String(length=6), nullable=False),
    sa.Column('district_code', sa.String(length=6), nullable=False),
    sa.Column('detail', sa.String(length=200), nullable=False),
    sa.Column('is_default', sa.Boolean(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['person.id'], name=op.f('fk_address_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_address')),
    sa.UniqueConstraint('ref', name=op.f('uq_address_ref'))
    )
    with op.batch_alter_table('address', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_address_user_id'), ['user_id'], unique=False)

    op.create_table('bank_row',
    sa.Column('row_key', sa.String(length=80), nullable=False),
    sa.Column('serial', sa.String(length=60), nullable=False),
    sa.Column('booked_on', sa.Date(), nullable=False),
    sa.Column('amount_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('payer', sa.String(length=120), nullable=False),
    sa.Column('summary', sa.String(length=300), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('applied_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('returned_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('payment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('match_count', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('is_matched_by_hand', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('matched_by', sa.String(length=60), nullable=False),
    sa.Column('matched_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_test', sa.Boolean(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('amount_fen > 0', name=op.f('ck_bank_row_amount')),
    sa.CheckConstraint('applied_fen + returned_fen <= amount_fen', name=op.f('ck_bank_row_rest')),
    sa.CheckConstraint('applied_fen >= 0 AND returned_fen >= 0', name=op.f('ck_bank_row_parts')),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_bank_row_payment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bank_row')),
    sa.UniqueConstraint('ref', name=op.f('uq_bank_row_ref')),
    sa.UniqueConstraint('row_key', name=op.f('uq_bank_row_row_key'))
    )
    with op.batch_alter_table('bank_row', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bank_row_payment_id'), ['payment_id'], unique=False)
        batch_op.create_index('ix_bank_row_state', ['state', 'id'], unique=False)

    op.create_table('bank_transfer_reference',
    sa.Column('payment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=13), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_bank_transfer_reference_payment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bank_transfer_reference')),
    sa.UniqueConstraint('code', name=op.f('uq_bank_transfer_reference_code')),
    sa.UniqueConstraint('payment_id', name=op.f('uq_bank_transfer_reference_payment_id'))
    )
    op.create_table('hub_reach',
    sa.Column('place_code', sa.String(length=6), nullable=False),
    sa.Column('hub_code', sa.String(length=6), nullable=False),
    sa.Column('metres', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.CheckConstraint('metres > 0', name=op.f('ck_hub_reach_metres')),
    sa.ForeignKeyConstraint(['hub_code'], ['hub.code'], name=op.f('fk_hub_reach_hub_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hub_reach')),
    sa.UniqueConstraint('place_code', 'hub_code', name=op.f('uq_hub_reach_place_code_hub_code'))
    )
    op.create_table('ledger_entry',
    sa.Column('posting_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account', sa.String(length=24), nullable=False),
    sa.Column('amount_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('is_test', sa.Boolean(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.CheckConstraint('amount_fen <> 0', name=op.f('ck_ledger_entry_amount')),
    sa.ForeignKeyConstraint(['posting_id'], ['ledger_posting.id'], name=op.f('fk_ledger_entry_posting_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_entry'))
    )
    with op.batch_alter_table('ledger_entry', schema=None) as batch_op:
        batch_op.create_index('ix_ledger_entry_account', ['account', 'is_test'], unique=False)
        batch_op.create_index(batch_op.f('ix_ledger_entry_posting_id'), ['posting_id'], unique=False)

    op.create_table('organisation',
    sa.Column('name_zh', sa.String(length=80), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('legal_form', sa.String(length=24), nullable=False),
    sa.Column('uscc', sa.String(length=18), nullable=True),
    sa.Column('county_code', sa.String(length=6), nullable=False),
    sa.Column('city_code', sa.String(length=6), nullable=False),
    sa.Column('story_zh', sa.String(length=2000), nullable=False),
    sa.Column('story_en', sa.String(length=2000), nullable=False),
    sa.Column('is_example', sa.Boolean(), nullable=False),
    sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('verified_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('recommended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('recommended_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('recommendation', sa.String(length=400), nullable=False),
    sa.Column('buyer_kind', sa.String(length=24), nullable=False),
    sa.Column('size_class', sa.String(length=24), nullable=False),
    sa.Column('is_public_body', sa.Boolean(), nullable=False),
    sa.Column('min_remaining_pct', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('payment_days', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('approval_over_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('earmark_pct', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('refuses_alcohol', sa.Boolean(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('approval_over_fen >= 0', name=op.f('ck_organisation_approval_over_fen')),
    sa.CheckConstraint('earmark_pct BETWEEN 0 AND 100', name=op.f('ck_organisation_earmark_pct')),
    sa.CheckConstraint('min_remaining_pct BETWEEN 0 AND 100', name=op.f('ck_organisation_min_remaining_pct')),
    sa.CheckConstraint('payment_days BETWEEN 0 AND 180', name=op.f('ck_organisation_payment_days')),
    sa.ForeignKeyConstraint(['recommended_by_id'], ['organisation.id'], name=op.f('fk_organisation_recommended_by_id')),
    sa.ForeignKeyConstraint(['verified_by_id'], ['person.id'], name=op.f('fk_organisation_verified_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('name_zh', name=op.f('uq_organisation_name_zh')),
    sa.UniqueConstraint('ref', name=op.f('uq_organisation_ref')),
    sa.UniqueConstraint('uscc', name=op.f('uq_organisation_uscc'))
    )
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_county_code'), ['county_code'], unique=False)

    op.create_table('payment_attempt',
    sa.Column('payment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('provider', sa.String(length=16), nullable=False),
    sa.Column('idempotency_key', sa.String(length=80), nullable=False),
    sa.Column('request_hash', sa.String(length=64), nullable=False),
    sa.Column('amount_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('return_url', sa.String(length=300), nullable=False),
    sa.Column('cancel_url', sa.String(length=300), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('is_test', sa.Boolean(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('provider_id', sa.String(length=120), nullable=True),
    sa.Column('provider_payment_id', sa.String(length=120), nullable=True),
    sa.Column('redirect_url', sa.String(length=1000), nullable=True),
    sa.Column('reason', sa.String(length=120), nullable=False),
    sa.Column('stray_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('amount_fen > 0', name=op.f('ck_payment_attempt_amount')),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_payment_attempt_payment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment_attempt')),
    sa.UniqueConstraint('idempotency_key', name=op.f('uq_payment_attempt_idempotency_key')),
    sa.UniqueConstraint('payment_id', 'number', name=op.f('uq_payment_attempt_payment_id_number')),
    sa.UniqueConstraint('provider_id', name=op.f('uq_payment_attempt_provider_id')),
    sa.UniqueConstraint('ref', name=op.f('uq_payment_attempt_ref'))
    )
    with op.batch_alter_table('payment_attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_attempt_payment_id'), ['payment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_payment_attempt_provider_payment_id'), ['provider_payment_id'], unique=False)
        batch_op.create_index('ix_payment_attempt_state', ['state', 'expires_at'], unique=False)
        batch_op.create_index('uq_payment_attempt_open', ['payment_id'], unique=True, sqlite_where=sa.text("state IN ('created', 'submitted', 'pending', 'expiring')"), postgresql_where=sa.text("state IN ('created', 'submitted', 'pending', 'expiring')"))

    op.create_table('payment_split',
    sa.Column('payment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seller_order_ref', sa.String(length=26), nullable=False),
    sa.Column('amount_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('captured_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reserved_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('refunded_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('settled_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.CheckConstraint('amount_fen >= 0 AND captured_fen >= 0', name=op.f('ck_payment_split_amounts')),
    sa.CheckConstraint('captured_fen <= amount_fen', name=op.f('ck_payment_split_captured')),
    sa.CheckConstraint('refunded_fen >= 0 AND refunded_fen <= reserved_fen', name=op.f('ck_payment_split_refunded')),
    sa.CheckConstraint('reserved_fen >= 0 AND reserved_fen <= captured_fen', name=op.f('ck_payment_split_reserved')),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_payment_split_payment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment_split')),
    sa.UniqueConstraint('seller_order_ref', name=op.f('uq_payment_split_seller_order_ref'))
    )
    with op.batch_alter_table('payment_split', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_split_payment_id'), ['payment_id'], unique=False)

    op.create_table('product_spec',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('family', sa.String(length=20), nullable=False),
    sa.Column('name_zh', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=160), nullable=False),
    sa.Column('variety_zh', sa.String(length=80), nullable=False),
    sa.Column('variety_en', sa.String(length=120), nullable=False),
    sa.Column('grade', sa.String(length=40), nullable=False),
    sa.Column('gi_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('temperature', sa.String(length=12), nullable=False),
    sa.Column('summer_temperature', sa.String(length=12), nullable=True),
    sa.Column('set_point_c10', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('shelf_life_days', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('storage_zh', sa.String(length=200), nullable=False),
    sa.Column('storage_en', sa.String(length=200), nullable=False),
    sa.Column('piece_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('season_mask', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('plate', sa.String(length=40), nullable=False),
    sa.Column('return_rule', sa.String(length=20), nullable=False),
    sa.Column('required_kinds', sa.JSON(), nullable=False),
    sa.Column('chargeable_permille', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('is_halal_segregated', sa.Boolean(), nullable=False),
    sa.Column('is_alcohol', sa.Boolean(), nullable=False),
    sa.Column('is_prepacked', sa.Boolean(), nullable=False),
    sa.Column('is_green_lane', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('chargeable_permille >= 1000', name=op.f('ck_product_spec_chargeable')),
    sa.CheckConstraint('piece_g > 0', name=op.f('ck_product_spec_piece')),
    sa.CheckConstraint('season_mask >= 0 AND season_mask < 4096', name=op.f('ck_product_spec_season')),
    sa.CheckConstraint('shelf_life_days IS NULL OR shelf_life_days > 0', name=op.f('ck_product_spec_shelf_life')),
    sa.ForeignKeyConstraint(['gi_id'], ['gi.id'], name=op.f('fk_product_spec_gi_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_product_spec')),
    sa.UniqueConstraint('code', name=op.f('uq_product_spec_code')),
    sa.UniqueConstraint('ref', name=op.f('uq_product_spec_ref'))
    )
    with op.batch_alter_table('product_spec', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_product_spec_family'), ['family'], unique=False)

    op.create_table('service',
    sa.Column('code', sa.String(length=24), nullable=False),
    sa.Column('mode', sa.String(length=10), nullable=False),
    sa.Column('origin_hub', sa.String(length=6), nullable=False),
    sa.Column('destination_hub', sa.String(length=6), nullable=False),
    sa.Column('metres', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('departure_minute', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('transit_days', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('weekdays', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.CheckConstraint('transit_days > 0 AND metres > 0', name=op.f('ck_service_amounts')),
    sa.ForeignKeyConstraint(['destination_hub'], ['hub.code'], name=op.f('fk_service_destination_hub')),
    sa.ForeignKeyConstraint(['origin_hub'], ['hub.code'], name=op.f('fk_service_origin_hub')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service')),
    sa.UniqueConstraint('code', name=op.f('uq_service_code')),
    sa.UniqueConstraint('origin_hub', 'destination_hub', 'mode', name=op.f('uq_service_origin_hub_destination_hub_mode')),
    sa.UniqueConstraint('ref', name=op.f('uq_service_ref'))
    )
    op.create_table('state_change',
    sa.Column('subject_kind', sa.String(length=16), nullable=False),
    sa.Column('subject_ref', sa.String(length=26), nullable=False),
    sa.Column('from_state', sa.String(length=20), nullable=True),
    sa.Column('to_state', sa.String(length=20), nullable=False),
    sa.Column('actor_name', sa.String(length=60), nullable=False),
    sa.Column('actor_user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('cause', sa.String(length=60), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.ForeignKeyConstraint(['actor_user_id'], ['person.id'], name=op.f('fk_state_change_actor_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_state_change'))
    )
    with op.batch_alter_table('state_change', schema=None) as batch_op:
        batch_op.create_index('ix_state_change_subject', ['subject_ref', 'id'], unique=False)

    op.create_table('tour',
    sa.Column('hub_code', sa.String(length=6), nullable=False),
    sa.Column('runs_on', sa.Date(), nullable=False),
    sa.Column('number', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('driver_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.ForeignKeyConstraint(['driver_id'], ['person.id'], name=op.f('fk_tour_driver_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tour')),
    sa.UniqueConstraint('hub_code', 'runs_on', 'number', name=op.f('uq_tour_hub_code_runs_on_number')),
    sa.UniqueConstraint('ref', name=op.f('uq_tour_ref'))
    )
    op.create_table('api_token',
    sa.Column('org_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('hint', sa.String(length=12), nullable=False),
    sa.Column('scopes', sa.String(length=400), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_api_token_created_by_id')),
    sa.ForeignKeyConstraint(['org_id'], ['organisation.id'], name=op.f('fk_api_token_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_token')),
    sa.UniqueConstraint('ref', name=op.f('uq_api_token_ref')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_api_token_token_hash'))
    )
    with op.batch_alter_table('api_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_api_token_org_id'), ['org_id'], unique=False)

    op.create_table('basket',
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('buyer_org_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('district_code', sa.String(length=6), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['buyer_org_id'], ['organisation.id'], name=op.f('fk_basket_buyer_org_id')),
    sa.ForeignKeyConstraint(['user_id'], ['person.id'], name=op.f('fk_basket_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_basket')),
    sa.UniqueConstraint('ref', name=op.f('uq_basket_ref'))
    )
    with op.batch_alter_table('basket', schema=None) as batch_op:
        batch_op.create_index('ix_basket_user', ['user_id', 'state'], unique=False)

    op.create_table('contract',
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('buyer_org_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seller_org_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('start_on', sa.Date(), nullable=False),
    sa.Column('end_on', sa.Date(), nullable=False),
    sa.Column('payment_days', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('inspection_hours', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('lead_workdays', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('site_refs', sa.JSON(), nullable=False),
    sa.Column('amount_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version_seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('submitted_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('override_reason', sa.String(length=400), nullable=False),
    sa.Column('override_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('active_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_reason', sa.String(length=400), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('buyer_org_id <> seller_org_id', name=op.f('ck_contract_parties')),
    sa.CheckConstraint('end_on >= start_on', name=op.f('ck_contract_period')),
    sa.CheckConstraint('payment_days BETWEEN 0 AND 365', name=op.f('ck_contract_payment_days')),
    sa.ForeignKeyConstraint(['buyer_org_id'], ['organisation.id'], name=op.f('fk_contract_buyer_org_id')),
    sa.ForeignKeyConstraint(['seller_org_id'], ['organisation.id'], name=op.f('fk_contract_seller_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract')),
    sa.UniqueConstraint('number', name=op.f('uq_contract_number')),
    sa.UniqueConstraint('ref', name=op.f('uq_contract_ref'))
    )
    with op.batch_alter_table('contract', schema=None) as batch_op:
        batch_op.create_index('ix_contract_buyer', ['buyer_org_id', 'id'], unique=False)
        batch_op.create_index('ix_contract_seller', ['seller_org_id', 'id'], unique=False)

    op.create_table('departure',
    sa.Column('number', sa.String(length=12), nullable=False),
    sa.Column('service_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('origin_hub', sa.String(length=6), nullable=False),
    sa.Column('destination_hub', sa.String(length=6), nullable=False),
    sa.Column('departs_on', sa.Date(), nullable=False),
    sa.Column('departs_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('arrives_on', sa.Date(), nullable=False),
    sa.Column('departed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('arrived_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('vehicles', sa.JSON(), nullable=False),
    sa.Column('capacity_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('run_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['routing_run.id'], name=op.f('fk_departure_run_id')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_departure_service_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_departure')),
    sa.UniqueConstraint('number', name=op.f('uq_departure_number')),
    sa.UniqueConstraint('ref', name=op.f('uq_departure_ref')),
    sa.UniqueConstraint('service_id', 'departs_on', name=op.f('uq_departure_service_id_departs_on'))
    )
    with op.batch_alter_table('departure', schema=None) as batch_op:
        batch_op.create_index('ix_departure_day', ['departs_on', 'state'], unique=False)

    op.create_table('forecast',
    sa.Column('seller_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('spec_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('monday', sa.Date(), nullable=False),
    sa.Column('p50_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('p80_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('p80_g >= 0 AND p80_g <= p50_g', name=op.f('ck_forecast_order')),
    sa.ForeignKeyConstraint(['seller_id'], ['organisation.id'], name=op.f('fk_forecast_seller_id')),
    sa.ForeignKeyConstraint(['spec_id'], ['product_spec.id'], name=op.f('fk_forecast_spec_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_forecast'))
    )
    with op.batch_alter_table('forecast', schema=None) as batch_op:
        batch_op.create_index('ix_forecast_week', ['seller_id', 'spec_id', 'monday', 'id'], unique=False)

    op.create_table('invitation',
    sa.Column('org_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('invited_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('sent_to', sa.String(length=254), nullable=False),
    sa.Column('roles', sa.JSON(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('used_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['invited_by_id'], ['person.id'], name=op.f('fk_invitation_invited_by_id')),
    sa.ForeignKeyConstraint(['org_id'], ['organisation.id'], name=op.f('fk_invitation_org_id')),
    sa.ForeignKeyConstraint(['used_by_id'], ['person.id'], name=op.f('fk_invitation_used_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('ref', name=op.f('uq_invitation_ref')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_invitation_token_hash'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_org_id'), ['org_id'], unique=False)

    op.create_table('listing',
    sa.Column('seller_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('spec_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('sku', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('direction', sa.String(length=8), nullable=False),
    sa.Column('county_code', sa.String(length=6), nullable=False),
    sa.Column('title_zh', sa.String(length=120), nullable=False),
    sa.Column('title_en', sa.String(length=160), nullable=False),
    sa.Column('story_zh', sa.Text(), nullable=False),
    sa.Column('story_en', sa.Text(), nullable=False),
    sa.Column('sold_by', sa.String(length=12), nullable=False),
    sa.Column('priced_by', sa.String(length=8), nullable=False),
    sa.Column('nominal_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('min_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('max_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('step', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('moq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('price_e4', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('tax_bp', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('min_remaining_days', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label', sa.JSON(), nullable=False),
    sa.Column('is_halal', sa.Boolean(), nullable=False),
    sa.Column('uses_gi', sa.Boolean(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('paused_reason', sa.String(length=40), nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('min_g > 0 AND min_g <= nominal_g AND nominal_g <= max_g', name=op.f('ck_listing_weights')),
    sa.CheckConstraint('min_remaining_days >= 0', name=op.f('ck_listing_remaining')),
    sa.CheckConstraint('price_e4 > 0', name=op.f('ck_listing_price')),
    sa.CheckConstraint('step > 0 AND moq > 0', name=op.f('ck_listing_step')),
    sa.CheckConstraint('tax_bp >= 0 AND tax_bp < 10000', name=op.f('ck_listing_tax')),
    sa.ForeignKeyConstraint(['seller_id'], ['organisation.id'], name=op.f('fk_listing_seller_id')),
    sa.ForeignKeyConstraint(['spec_id'], ['product_spec.id'], name=op.f('fk_listing_spec_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listing')),
    sa.UniqueConstraint('ref', name=op.f('uq_listing_ref')),
    sa.UniqueConstraint('seller_id', 'sku', name=op.f('uq_listing_seller_id_sku'))
    )
    with op.batch_alter_table('listing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_listing_county_code'), ['county_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_listing_seller_id'), ['seller_id'], unique=False)
        batch_op.create_index('ix_listing_shelf', ['state', 'direction', 'spec_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_listing_spec_id'), ['spec_id'], unique=False)

    op.create_table('membership',
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('org_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('active', 'left')", name=op.f('ck_membership_state')),
    sa.ForeignKeyConstraint(['org_id'], ['organisation.id'], name=op.f('fk_membership_org_id')),
    sa.ForeignKeyConstraint(['user_id'], ['person.id'], name=op.f('fk_membership_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership')),
    sa.UniqueConstraint('ref', name=op.f('uq_membership_ref')),
    sa.UniqueConstraint('user_id', 'org_id', name='uq_membership_user_org')
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_org_id'), ['org_id'], unique=False)

    op.create_table('order_group',
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('source_key', sa.String(length=120), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('payment_method', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('buyer_user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('buyer_org_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('site_ref', sa.String(length=26), nullable=True),
    sa.Column('contract_ref', sa.String(length=26), nullable=True),
    sa.Column('receiver', sa.String(length=60), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('city_code', sa.String(length=6), nullable=False),
    sa.Column('district_code', sa.String(length=6), nullable=False),
    sa.Column('detail', sa.String(length=200), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('promised_on', sa.Date(), nullable=False),
    sa.Column('estimate_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('goods_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('freight_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('due_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('placed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_age_confirmed', sa.Boolean(), nullable=False),
    sa.Column('is_no_return_confirmed', sa.Boolean(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('due_fen = goods_fen + freight_fen', name=op.f('ck_order_group_due')),
    sa.CheckConstraint('goods_fen >= 0 AND freight_fen >= 0', name=op.f('ck_order_group_amounts')),
    sa.ForeignKeyConstraint(['buyer_org_id'], ['organisation.id'], name=op.f('fk_order_group_buyer_org_id')),
    sa.ForeignKeyConstraint(['buyer_user_id'], ['person.id'], name=op.f('fk_order_group_buyer_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_group')),
    sa.UniqueConstraint('number', name=op.f('uq_order_group_number')),
    sa.UniqueConstraint('ref', name=op.f('uq_order_group_ref')),
    sa.UniqueConstraint('source_key', name=op.f('uq_order_group_source_key'))
    )
    with op.batch_alter_table('order_group', schema=None) as batch_op:
        batch_op.create_index('ix_order_group_buyer_org', ['buyer_org_id', 'id'], unique=False)
        batch_op.create_index('ix_order_group_buyer_user', ['buyer_user_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_order_group_contract_ref'), ['contract_ref'], unique=False)
        batch_op.create_index('ix_order_group_hold', ['state', 'expires_at'], unique=False)

    op.create_table('organisation_capacity',
    sa.Column('org_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('capacity', sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(['org_id'], ['organisation.id'], name=op.f('fk_organisation_capacity_org_id')),
    sa.PrimaryKeyConstraint('org_id', 'capacity', name=op.f('pk_organisation_capacity'))
    )
    with op.batch_alter_table('organisation_capacity', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_capacity_capacity'), ['capacity'], unique=False)

    op.create_table('refund',
    sa.Column('payment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('attempt_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('seller_order_ref', sa.String(length=26), nullable=True),
    sa.Column('cause_ref', sa.String(length=120), nullable=False),
    sa.Column('amount_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=False),
    sa.Column('way', sa.String(length=16), nullable=False),
    sa.Column('stage', sa.String(length=16), nullable=False),
    sa.Column('idempotency_key', sa.String(length=80), nullable=False),
    sa.Column('provider_payment_id', sa.String(length=120), nullable=False),
    sa.Column('provider_refund_id', sa.String(length=120), nullable=True),
    sa.Column('failure', sa.String(length=120), nullable=False),
    sa.Column('is_test', sa.Boolean(), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('amount_fen > 0', name=op.f('ck_refund_amount')),
    sa.ForeignKeyConstraint(['attempt_id'], ['payment_attempt.id'], name=op.f('fk_refund_attempt_id')),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_refund_payment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_refund')),
    sa.UniqueConstraint('cause_ref', name=op.f('uq_refund_cause_ref')),
    sa.UniqueConstraint('idempotency_key', name=op.f('uq_refund_idempotency_key')),
    sa.UniqueConstraint('provider_refund_id', name=op.f('uq_refund_provider_refund_id')),
    sa.UniqueConstraint('ref', name=op.f('uq_refund_ref'))
    )
    with op.batch_alter_table('refund', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_refund_payment_id'), ['payment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_refund_seller_order_ref'), ['seller_order_ref'], unique=False)
        batch_op.create_index('ix_refund_stage', ['stage', 'submitted_at'], unique=False)

    op.create_table('signatory',
    sa.Column('org_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('certificate_pem', sa.Text(), nullable=False),
    sa.Column('sealed_key', sa.Text(), nullable=False),
    sa.Column('serial', sa.String(length=64), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('valid_from', sa.DateTime(timezone=True), nullable=False),
    sa.Column('valid_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('wrong_pins', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('locked_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['org_id'], ['organisation.id'], name=op.f('fk_signatory_org_id')),
    sa.ForeignKeyConstraint(['user_id'], ['person.id'], name=op.f('fk_signatory_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signatory')),
    sa.UniqueConstraint('ref', name=op.f('uq_signatory_ref')),
    sa.UniqueConstraint('serial', name=op.f('uq_signatory_serial'))
    )
    with op.batch_alter_table('signatory', schema=None) as batch_op:
        batch_op.create_index('ix_signatory_person', ['org_id', 'user_id'], unique=False)

    op.create_table('site',
    sa.Column('org_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('city_code', sa.String(length=6), nullable=False),
    sa.Column('district_code', sa.String(length=6), nullable=False),
    sa.Column('address', sa.String(length=160), nullable=False),
    sa.Column('receiver', sa.String(length=40), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('window_from', sa.Time(), nullable=False),
    sa.Column('window_to', sa.Time(), nullable=False),
    sa.Column('needs_inspectors', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('is_closed', sa.Boolean(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('needs_inspectors BETWEEN 1 AND 3', name=op.f('ck_site_needs_inspectors')),
    sa.CheckConstraint('window_from < window_to', name=op.f('ck_site_window_order')),
    sa.ForeignKeyConstraint(['org_id'], ['organisation.id'], name=op.f('fk_site_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_site')),
    sa.UniqueConstraint('ref', name=op.f('uq_site_ref'))
    )
    with op.batch_alter_table('site', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_site_org_id'), ['org_id'], unique=False)
        batch_op.create_index('uq_site_org_name', ['org_id', 'name'], unique=True)

    op.create_table('stock_pool',
    sa.Column('seller_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('spec_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('county_code', sa.String(length=6), nullable=False),
    sa.Column('released_pieces', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('released_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reserved_pieces', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reserved_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('allocated_pieces', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('allocated_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('committed_pieces', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('committed_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.CheckConstraint('allocated_pieces >= 0 AND allocated_g >= 0', name=op.f('ck_stock_pool_allocated')),
    sa.CheckConstraint('committed_pieces >= 0 AND committed_g >= 0', name=op.f('ck_stock_pool_committed')),
    sa.CheckConstraint('released_pieces >= 0 AND released_g >= 0', name=op.f('ck_stock_pool_released')),
    sa.CheckConstraint('reserved_pieces >= 0 AND reserved_g >= 0', name=op.f('ck_stock_pool_reserved')),
    sa.ForeignKeyConstraint(['seller_id'], ['organisation.id'], name=op.f('fk_stock_pool_seller_id')),
    sa.ForeignKeyConstraint(['spec_id'], ['product_spec.id'], name=op.f('fk_stock_pool_spec_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stock_pool')),
    sa.UniqueConstraint('seller_id', 'spec_id', 'county_code', name=op.f('uq_stock_pool_seller_id_spec_id_county_code'))
    )
    with op.batch_alter_table('stock_pool', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stock_pool_spec_id'), ['spec_id'], unique=False)

    op.create_table('supply_bucket',
    sa.Column('seller_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('spec_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('monday', sa.Date(), nullable=False),
    sa.Column('p50_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('p80_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('committed_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('booked_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.CheckConstraint('committed_g >= 0 AND booked_g >= 0', name=op.f('ck_supply_bucket_promised')),
    sa.CheckConstraint('p80_g >= 0 AND p80_g <= p50_g', name=op.f('ck_supply_bucket_order')),
    sa.ForeignKeyConstraint(['seller_id'], ['organisation.id'], name=op.f('fk_supply_bucket_seller_id')),
    sa.ForeignKeyConstraint(['spec_id'], ['product_spec.id'], name=op.f('fk_supply_bucket_spec_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_supply_bucket')),
    sa.UniqueConstraint('seller_id', 'spec_id', 'monday', name=op.f('uq_supply_bucket_seller_id_spec_id_monday'))
    )
    op.create_table('basket_line',
    sa.Column('basket_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('listing_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('pieces', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('substitution', sa.String(length=12), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.CheckConstraint('pieces > 0', name=op.f('ck_basket_line_pieces')),
    sa.ForeignKeyConstraint(['basket_id'], ['basket.id'], name=op.f('fk_basket_line_basket_id')),
    sa.ForeignKeyConstraint(['listing_id'], ['listing.id'], name=op.f('fk_basket_line_listing_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_basket_line')),
    sa.UniqueConstraint('basket_id', 'listing_id', name=op.f('uq_basket_line_basket_id_listing_id')),
    sa.UniqueConstraint('ref', name=op.f('uq_basket_line_ref'))
    )
    op.create_table('call_off',
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=24), nullable=False),
    sa.Column('monday', sa.Date(), nullable=False),
    sa.Column('deliver_on', sa.Date(), nullable=False),
    sa.Column('site_ref', sa.String(length=26), nullable=False),
    sa.Column('site_name', sa.String(length=80), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('source_key', sa.String(length=120), nullable=False),
    sa.Column('order_group_ref', sa.String(length=26), nullable=False),
    sa.Column('order_number', sa.String(length=24), nullable=False),
    sa.Column('amount_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('made_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('made_by_name', sa.String(length=80), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('released', 'cancelled')", name=op.f('ck_call_off_state')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_call_off_contract_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_off')),
    sa.UniqueConstraint('number', name=op.f('uq_call_off_number')),
    sa.UniqueConstraint('ref', name=op.f('uq_call_off_ref')),
    sa.UniqueConstraint('source_key', name=op.f('uq_call_off_source_key'))
    )
    with op.batch_alter_table('call_off', schema=None) as batch_op:
        batch_op.create_index('ix_call_off_contract', ['contract_id', 'monday'], unique=False)
        batch_op.create_index(batch_op.f('ix_call_off_order_group_ref'), ['order_group_ref'], unique=False)

    op.create_table('commitment',
    sa.Column('contract_ref', sa.String(length=80), nullable=False),
    sa.Column('seller_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('spec_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('bucket_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('monday', sa.Date(), nullable=False),
    sa.Column('grams', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('drawn_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('pool_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('shielded_pieces', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('shielded_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('priority_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('override_reason', sa.String(length=400), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('grams >= 0 AND drawn_g >= 0 AND drawn_g <= grams', name=op.f('ck_commitment_drawn')),
    sa.CheckConstraint('shielded_pieces >= 0 AND shielded_g >= 0', name=op.f('ck_commitment_shielded')),
    sa.ForeignKeyConstraint(['bucket_id'], ['supply_bucket.id'], name=op.f('fk_commitment_bucket_id')),
    sa.ForeignKeyConstraint(['pool_id'], ['stock_pool.id'], name=op.f('fk_commitment_pool_id')),
    sa.ForeignKeyConstraint(['seller_id'], ['organisation.id'], name=op.f('fk_commitment_seller_id')),
    sa.ForeignKeyConstraint(['spec_id'], ['product_spec.id'], name=op.f('fk_commitment_spec_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment')),
    sa.UniqueConstraint('contract_ref', 'seller_id', 'spec_id', 'monday', name=op.f('uq_commitment_contract_ref_seller_id_spec_id_monday'))
    )
    with op.batch_alter_table('commitment', schema=None) as batch_op:
        batch_op.create_index('ix_commitment_week', ['seller_id', 'spec_id', 'monday'], unique=False)

    op.create_table('consignment',
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('order_ref', sa.String(length=26), nullable=False),
    sa.Column('buyer_org_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('held_state', sa.String(length=20), nullable=True),
    sa.Column('temperature', sa.String(length=10), nullable=False),
    sa.Column('origin_hub', sa.String(length=6), nullable=False),
    sa.Column('destination_hub', sa.String(length=6), nullable=False),
    sa.Column('departure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('promised_on', sa.Date(), nullable=False),
    sa.Column('arrives_on', sa.Date(), nullable=False),
    sa.Column('receiver', sa.String(length=60), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('city_code', sa.String(length=6), nullable=False),
    sa.Column('district_code', sa.String(length=6), nullable=False),
    sa.Column('detail', sa.String(length=200), nullable=False),
    sa.Column('grams', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('freight_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('grams >= 0 AND freight_fen >= 0', name=op.f('ck_consignment_amounts')),
    sa.ForeignKeyConstraint(['buyer_org_id'], ['organisation.id'], name=op.f('fk_consignment_buyer_org_id')),
    sa.ForeignKeyConstraint(['departure_id'], ['departure.id'], name=op.f('fk_consignment_departure_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consignment')),
    sa.UniqueConstraint('number', name=op.f('uq_consignment_number')),
    sa.UniqueConstraint('ref', name=op.f('uq_consignment_ref'))
    )
    with op.batch_alter_table('consignment', schema=None) as batch_op:
        batch_op.create_index('ix_consignment_departure', ['departure_id', 'state'], unique=False)
        batch_op.create_index('ix_consignment_order', ['order_ref', 'id'], unique=False)
        batch_op.create_index('ix_consignment_state', ['state', 'arrives_on'], unique=False)

    op.create_table('contract_approval',
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version_seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_name', sa.String(length=80), nullable=False),
    sa.Column('is_finance', sa.Boolean(), nullable=False),
    sa.Column('note', sa.String(length=400), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_contract_approval_contract_id')),
    sa.ForeignKeyConstraint(['user_id'], ['person.id'], name=op.f('fk_contract_approval_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_approval')),
    sa.UniqueConstraint('contract_id', 'version_seq', 'user_id', name=op.f('uq_contract_approval_contract_id_version_seq_user_id'))
    )
    op.create_table('contract_document',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('size', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_contract_document_contract_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_document')),
    sa.UniqueConstraint('sha256', name=op.f('uq_contract_document_sha256'))
    )
    with op.batch_alter_table('contract_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contract_document_contract_id'), ['contract_id'], unique=False)

    op.create_table('contract_event',
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_name', sa.String(length=80), nullable=False),
    sa.Column('event', sa.JSON(), nullable=False),
    sa.Column('event_json', sa.Text(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_contract_event_contract_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_event')),
    sa.UniqueConstraint('contract_id', 'seq', name=op.f('uq_contract_event_contract_id_seq'))
    )
    op.create_table('contract_line',
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('spec_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('listing_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name_zh', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=160), nullable=False),
    sa.Column('quality', sa.String(length=200), nullable=False),
    sa.Column('temperature', sa.String(length=12), nullable=False),
    sa.Column('priced_by', sa.String(length=8), nullable=False),
    sa.Column('sold_by', sa.String(length=12), nullable=False),
    sa.Column('piece_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('price_e4', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('tax_bp', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('total_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('tol_over_bp', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('cap_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('called_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('schedule', sa.JSON(), nullable=False),
    sa.Column('calendar_version', sa.String(length=20), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.CheckConstraint('called_g >= 0 AND called_g <= cap_g', name=op.f('ck_contract_line_called')),
    sa.CheckConstraint('piece_g > 0', name=op.f('ck_contract_line_piece')),
    sa.CheckConstraint('price_e4 > 0', name=op.f('ck_contract_line_price')),
    sa.CheckConstraint('total_g > 0 AND cap_g >= total_g', name=op.f('ck_contract_line_total')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_contract_line_contract_id')),
    sa.ForeignKeyConstraint(['listing_id'], ['listing.id'], name=op.f('fk_contract_line_listing_id')),
    sa.ForeignKeyConstraint(['spec_id'], ['product_spec.id'], name=op.f('fk_contract_line_spec_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_line')),
    sa.UniqueConstraint('ref', name=op.f('uq_contract_line_ref'))
    )
    with op.batch_alter_table('contract_line', schema=None) as batch_op:
        batch_op.create_index('ix_contract_line_contract', ['contract_id', 'position'], unique=False)

    op.create_table('contract_version',
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('content_sha256', sa.String(length=64), nullable=False),
    sa.Column('made_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('made_by_name', sa.String(length=80), nullable=False),
    sa.Column('note', sa.String(length=400), nullable=False),
    sa.Column('buyer_accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('buyer_accepted_by', sa.String(length=80), nullable=False),
    sa.Column('seller_accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('seller_accepted_by', sa.String(length=80), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_contract_version_contract_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_version')),
    sa.UniqueConstraint('contract_id', 'seq', name=op.f('uq_contract_version_contract_id_seq'))
    )
    op.create_table('finance_task',
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('cause_ref', sa.String(length=120), nullable=False),
    sa.Column('payment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('refund_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('amount_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('detail', sa.String(length=200), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_by', sa.String(length=60), nullable=False),
    sa.Column('answer', sa.String(length=200), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_finance_task_payment_id')),
    sa.ForeignKeyConstraint(['refund_id'], ['refund.id'], name=op.f('fk_finance_task_refund_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finance_task')),
    sa.UniqueConstraint('cause_ref', name=op.f('uq_finance_task_cause_ref')),
    sa.UniqueConstraint('ref', name=op.f('uq_finance_task_ref'))
    )
    with op.batch_alter_table('finance_task', schema=None) as batch_op:
        batch_op.create_index('ix_finance_task_open', ['done_at', 'id'], unique=False)

    op.create_table('listing_revision',
    sa.Column('listing_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('proposed', sa.JSON(), nullable=False),
    sa.Column('author_user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('author_name', sa.String(length=80), nullable=False),
    sa.Column('decided_by', sa.String(length=80), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(length=400), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['listing_id'], ['listing.id'], name=op.f('fk_listing_revision_listing_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listing_revision')),
    sa.UniqueConstraint('listing_id', 'number', name=op.f('uq_listing_revision_listing_id_number')),
    sa.UniqueConstraint('ref', name=op.f('uq_listing_revision_ref'))
    )
    with op.batch_alter_table('listing_revision', schema=None) as batch_op:
        batch_op.create_index('uq_listing_revision_pending', ['listing_id'], unique=True, sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))

    op.create_table('lot',
    sa.Column('seller_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('spec_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('pool_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('parent_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('lot_no', sa.String(length=40), nullable=False),
    sa.Column('county_code', sa.String(length=6), nullable=False),
    sa.Column('produced_on', sa.Date(), nullable=False),
    sa.Column('best_before', sa.Date(), nullable=True),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('grade', sa.String(length=40), nullable=False),
    sa.Column('measured', sa.JSON(), nullable=False),
    sa.Column('certificate_no', sa.String(length=80), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('state_reason', sa.String(length=400), nullable=False),
    sa.Column('pieces', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('grams', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('allocated_pieces', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('allocated_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('allocated_g >= 0', name=op.f('ck_lot_allocated_g')),
    sa.CheckConstraint('allocated_pieces >= 0 AND allocated_pieces <= pieces', name=op.f('ck_lot_allocated')),
    sa.CheckConstraint('grams >= 0', name=op.f('ck_lot_grams')),
    sa.CheckConstraint('pieces >= 0', name=op.f('ck_lot_pieces')),
    sa.ForeignKeyConstraint(['parent_id'], ['lot.id'], name=op.f('fk_lot_parent_id')),
    sa.ForeignKeyConstraint(['pool_id'], ['stock_pool.id'], name=op.f('fk_lot_pool_id')),
    sa.ForeignKeyConstraint(['seller_id'], ['organisation.id'], name=op.f('fk_lot_seller_id')),
    sa.ForeignKeyConstraint(['spec_id'], ['product_spec.id'], name=op.f('fk_lot_spec_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lot')),
    sa.UniqueConstraint('ref', name=op.f('uq_lot_ref')),
    sa.UniqueConstraint('seller_id', 'lot_no', name=op.f('uq_lot_seller_id_lot_no'))
    )
    with op.batch_alter_table('lot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lot_lot_no'), ['lot_no'], unique=False)
        batch_op.create_index('ix_lot_pool_state', ['pool_id', 'state', 'best_before'], unique=False)
        batch_op.create_index(batch_op.f('ix_lot_seller_id'), ['seller_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lot_spec_id'), ['spec_id'], unique=False)

    op.create_table('membership_role',
    sa.Column('membership_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('role', sa.String(length=24), nullable=False),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name=op.f('fk_membership_role_membership_id')),
    sa.PrimaryKeyConstraint('membership_id', 'role', name=op.f('pk_membership_role'))
    )
    op.create_table('reading',
    sa.Column('logger', sa.String(length=30), nullable=False),
    sa.Column('departure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('celsius_c10', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('humidity_permille', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('position', sa.String(length=20), nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.ForeignKeyConstraint(['departure_id'], ['departure.id'], name=op.f('fk_reading_departure_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reading'))
    )
    with op.batch_alter_table('reading', schema=None) as batch_op:
        batch_op.create_index('ix_reading_departure', ['departure_id', 'read_at'], unique=False)

    op.create_table('reservation',
    sa.Column('pool_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('listing_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('owner_ref', sa.String(length=80), nullable=False),
    sa.Column('line_ref', sa.String(length=80), nullable=False),
    sa.Column('pieces', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('grams', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('is_allocated', sa.Boolean(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(state = 'hold') = (expires_at IS NOT NULL)", name=op.f('ck_reservation_expiry')),
    sa.CheckConstraint('pieces > 0 AND grams >= 0', name=op.f('ck_reservation_quantity')),
    sa.ForeignKeyConstraint(['listing_id'], ['listing.id'], name=op.f('fk_reservation_listing_id')),
    sa.ForeignKeyConstraint(['pool_id'], ['stock_pool.id'], name=op.f('fk_reservation_pool_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reservation'))
    )
    with op.batch_alter_table('reservation', schema=None) as batch_op:
        batch_op.create_index('ix_reservation_due', ['pool_id', 'state', 'expires_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_reservation_line_ref'), ['line_ref'], unique=False)
        batch_op.create_index('uq_reservation_open', ['owner_ref', 'line_ref'], unique=True, sqlite_where=sa.text("state IN ('hold', 'firm')"), postgresql_where=sa.text("state IN ('hold', 'firm')"))

    op.create_table('routing_assignment',
    sa.Column('run_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('line_ref', sa.String(length=26), nullable=False),
    sa.Column('lot_ref', sa.String(length=26), nullable=False),
    sa.Column('service_key', sa.String(length=40), nullable=False),
    sa.Column('departure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('deliver_on', sa.Date(), nullable=False),
    sa.Column('grams', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reason', sa.String(length=24), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.ForeignKeyConstraint(['departure_id'], ['departure.id'], name=op.f('fk_routing_assignment_departure_id')),
    sa.ForeignKeyConstraint(['run_id'], ['routing_run.id'], name=op.f('fk_routing_assignment_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_routing_assignment')),
    sa.UniqueConstraint('run_id', 'line_ref', 'lot_ref', 'service_key', 'deliver_on', name=op.f('uq_routing_assignment_run_id_line_ref_lot_ref_service_key_deliver_on'))
    )
    with op.batch_alter_table('routing_assignment', schema=None) as batch_op:
        batch_op.create_index('ix_routing_assignment_departure', ['departure_id'], unique=False)

    op.create_table('sale_round',
    sa.Column('listing_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name_zh', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=160), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('cutoff_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('harvest_from', sa.Date(), nullable=False),
    sa.Column('harvest_to', sa.Date(), nullable=False),
    sa.Column('departure_ref', sa.String(length=80), nullable=False),
    sa.Column('cap_pieces', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('cap_pieces IS NULL OR cap_pieces > 0', name=op.f('ck_sale_round_cap')),
    sa.CheckConstraint('cutoff_at > opens_at', name=op.f('ck_sale_round_times')),
    sa.ForeignKeyConstraint(['listing_id'], ['listing.id'], name=op.f('fk_sale_round_listing_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sale_round')),
    sa.UniqueConstraint('ref', name=op.f('uq_sale_round_ref'))
    )
    with op.batch_alter_table('sale_round', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sale_round_listing_id'), ['listing_id'], unique=False)

    op.create_table('seller_order',
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seller_org_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seller_name_zh', sa.String(length=80), nullable=False),
    sa.Column('seller_name_en', sa.String(length=120), nullable=False),
    sa.Column('number', sa.String(length=24), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('ship_by', sa.DateTime(timezone=True), nullable=True),
    sa.Column('arrives_on', sa.Date(), nullable=False),
    sa.Column('estimate_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('goods_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('freight_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('freight_tax_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('due_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('settled_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('settled_tax_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('due_fen = goods_fen + freight_fen', name=op.f('ck_seller_order_due')),
    sa.CheckConstraint('settled_fen IS NULL OR settled_fen <= goods_fen', name=op.f('ck_seller_order_settled')),
    sa.ForeignKeyConstraint(['group_id'], ['order_group.id'], name=op.f('fk_seller_order_group_id')),
    sa.ForeignKeyConstraint(['seller_org_id'], ['organisation.id'], name=op.f('fk_seller_order_seller_org_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seller_order')),
    sa.UniqueConstraint('group_id', 'seller_org_id', name=op.f('uq_seller_order_group_id_seller_org_id')),
    sa.UniqueConstraint('number', name=op.f('uq_seller_order_number')),
    sa.UniqueConstraint('ref', name=op.f('uq_seller_order_ref'))
    )
    with op.batch_alter_table('seller_order', schema=None) as batch_op:
        batch_op.create_index('ix_seller_order_seller', ['seller_org_id', 'state', 'id'], unique=False)

    op.create_table('signature_envelope',
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version_seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('attempt', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('progress_pct', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('content_sha256', sa.String(length=64), nullable=False),
    sa.Column('frozen_sha256', sa.String(length=64), nullable=True),
    sa.Column('current_sha256', sa.String(length=64), nullable=True),
    sa.Column('frozen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('completed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failure', sa.Text(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_signature_envelope_contract_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signature_envelope')),
    sa.UniqueConstraint('contract_id', 'version_seq', 'attempt', name=op.f('uq_signature_envelope_contract_id_version_seq_attempt')),
    sa.UniqueConstraint('ref', name=op.f('uq_signature_envelope_ref'))
    )
    with op.batch_alter_table('signature_envelope', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signature_envelope_contract_id'), ['contract_id'], unique=False)

    op.create_table('allocation',
    sa.Column('reservation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('pool_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('lot_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('owner_ref', sa.String(length=80), nullable=False),
    sa.Column('line_ref', sa.String(length=80), nullable=False),
    sa.Column('pieces', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('grams', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('arrives_on', sa.Date(), nullable=False),
    sa.Column('min_remaining_days', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('pieces > 0 AND grams >= 0', name=op.f('ck_allocation_quantity')),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_allocation_lot_id')),
    sa.ForeignKeyConstraint(['pool_id'], ['stock_pool.id'], name=op.f('fk_allocation_pool_id')),
    sa.ForeignKeyConstraint(['reservation_id'], ['reservation.id'], name=op.f('fk_allocation_reservation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_allocation'))
    )
    with op.batch_alter_table('allocation', schema=None) as batch_op:
        batch_op.create_index('ix_allocation_line', ['line_ref', 'state'], unique=False)
        batch_op.create_index('ix_allocation_lot', ['lot_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_allocation_owner_ref'), ['owner_ref'], unique=False)
        batch_op.create_index(batch_op.f('ix_allocation_reservation_id'), ['reservation_id'], unique=False)

    op.create_table('certificate',
    sa.Column('seller_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('spec_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('lot_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('issuer', sa.String(length=120), nullable=False),
    sa.Column('number', sa.String(length=80), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('checked_by', sa.String(length=80), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(length=400), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('valid_to IS NULL OR valid_to >= valid_from', name=op.f('ck_certificate_validity')),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_certificate_lot_id')),
    sa.ForeignKeyConstraint(['seller_id'], ['organisation.id'], name=op.f('fk_certificate_seller_id')),
    sa.ForeignKeyConstraint(['spec_id'], ['product_spec.id'], name=op.f('fk_certificate_spec_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate')),
    sa.UniqueConstraint('ref', name=op.f('uq_certificate_ref')),
    sa.UniqueConstraint('seller_id', 'kind', 'number', 'spec_id', name=op.f('uq_certificate_seller_id_kind_number_spec_id'))
    )
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.create_index('ix_certificate_seller_state', ['seller_id', 'state'], unique=False)

    op.create_table('consignment_line',
    sa.Column('consignment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('line_ref', sa.String(length=26), nullable=False),
    sa.Column('spec_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seller_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('listing_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('grams', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('pack_grams', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('packed_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('min_remaining_days', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('priority', sa.String(length=10), nullable=False),
    sa.Column('value_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('is_cancelled', sa.Boolean(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.CheckConstraint('grams > 0 AND pack_grams > 0', name=op.f('ck_consignment_line_amounts')),
    sa.ForeignKeyConstraint(['consignment_id'], ['consignment.id'], name=op.f('fk_consignment_line_consignment_id')),
    sa.ForeignKeyConstraint(['seller_id'], ['organisation.id'], name=op.f('fk_consignment_line_seller_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consignment_line'))
    )
    with op.batch_alter_table('consignment_line', schema=None) as batch_op:
        batch_op.create_index('ix_consignment_line_consignment', ['consignment_id', 'id'], unique=False)
        batch_op.create_index('ix_consignment_line_goods', ['seller_id', 'spec_id'], unique=False)
        batch_op.create_index('uq_consignment_line_open', ['line_ref'], unique=True, sqlite_where=sa.text('NOT is_cancelled'), postgresql_where=sa.text('NOT is_cancelled'))

    op.create_table('contract_signature',
    sa.Column('envelope_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('party', sa.String(length=8), nullable=False),
    sa.Column('org_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_name', sa.String(length=80), nullable=False),
    sa.Column('org_name', sa.String(length=120), nullable=False),
    sa.Column('document_sha256', sa.String(length=64), nullable=False),
    sa.Column('result_sha256', sa.String(length=64), nullable=False),
    sa.Column('certificate_serial', sa.String(length=64), nullable=False),
    sa.Column('certificate_fingerprint', sa.String(length=64), nullable=False),
    sa.Column('acknowledged', sa.JSON(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['envelope_id'], ['signature_envelope.id'], name=op.f('fk_contract_signature_envelope_id')),
    sa.ForeignKeyConstraint(['org_id'], ['organisation.id'], name=op.f('fk_contract_signature_org_id')),
    sa.ForeignKeyConstraint(['user_id'], ['person.id'], name=op.f('fk_contract_signature_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_signature')),
    sa.UniqueConstraint('envelope_id', 'party', name=op.f('uq_contract_signature_envelope_id_party'))
    )
    op.create_table('excursion',
    sa.Column('departure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('consignment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('temperature', sa.String(length=10), nullable=False),
    sa.Column('severity', sa.String(length=10), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('worst_c10', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('decided_by', sa.String(length=80), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.ForeignKeyConstraint(['consignment_id'], ['consignment.id'], name=op.f('fk_excursion_consignment_id')),
    sa.ForeignKeyConstraint(['departure_id'], ['departure.id'], name=op.f('fk_excursion_departure_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_excursion')),
    sa.UniqueConstraint('ref', name=op.f('uq_excursion_ref'))
    )
    with op.batch_alter_table('excursion', schema=None) as batch_op:
        batch_op.create_index('ix_excursion_state', ['state', 'started_at'], unique=False)

    op.create_table('handling_unit',
    sa.Column('sscc', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('parent_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('consignment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('temperature', sa.String(length=10), nullable=False),
    sa.Column('grams', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('logger', sa.String(length=30), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.ForeignKeyConstraint(['consignment_id'], ['consignment.id'], name=op.f('fk_handling_unit_consignment_id')),
    sa.ForeignKeyConstraint(['parent_id'], ['handling_unit.id'], name=op.f('fk_handling_unit_parent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handling_unit')),
    sa.UniqueConstraint('sscc', name=op.f('uq_handling_unit_sscc'))
    )
    with op.batch_alter_table('handling_unit', schema=None) as batch_op:
        batch_op.create_index('ix_handling_unit_consignment', ['consignment_id'], unique=False)

    op.create_table('leg',
    sa.Column('consignment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('sequence', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('mode', sa.String(length=12), nullable=False),
    sa.Column('from_code', sa.String(length=6), nullable=False),
    sa.Column('to_code', sa.String(length=6), nullable=False),
    sa.Column('departure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('planned_from', sa.DateTime(timezone=True), nullable=False),
    sa.Column('planned_to', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actual_from', sa.DateTime(timezone=True), nullable=True),
    sa.Column('actual_to', sa.DateTime(timezone=True), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.ForeignKeyConstraint(['consignment_id'], ['consignment.id'], name=op.f('fk_leg_consignment_id')),
    sa.ForeignKeyConstraint(['departure_id'], ['departure.id'], name=op.f('fk_leg_departure_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leg')),
    sa.UniqueConstraint('consignment_id', 'sequence', name=op.f('uq_leg_consignment_id_sequence'))
    )
    op.create_table('line_period',
    sa.Column('line_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('monday', sa.Date(), nullable=False),
    sa.Column('committed_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('cap_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('called_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.CheckConstraint('called_g >= 0 AND called_g <= cap_g', name=op.f('ck_line_period_called')),
    sa.CheckConstraint('committed_g > 0', name=op.f('ck_line_period_committed')),
    sa.ForeignKeyConstraint(['line_id'], ['contract_line.id'], name=op.f('fk_line_period_line_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_line_period')),
    sa.UniqueConstraint('line_id', 'monday', name=op.f('uq_line_period_line_id_monday'))
    )
    op.create_table('order_line',
    sa.Column('seller_order_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('listing_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('spec_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('listing_ref', sa.String(length=26), nullable=False),
    sa.Column('name_zh', sa.String(length=80), nullable=False),
    sa.Column('name_en', sa.String(length=160), nullable=False),
    sa.Column('plate', sa.String(length=40), nullable=False),
    sa.Column('county_code', sa.String(length=6), nullable=False),
    sa.Column('sold_by', sa.String(length=12), nullable=False),
    sa.Column('priced_by', sa.String(length=8), nullable=False),
    sa.Column('temperature', sa.String(length=12), nullable=False),
    sa.Column('return_rule', sa.String(length=20), nullable=False),
    sa.Column('is_catch_weight', sa.Boolean(), nullable=False),
    sa.Column('pieces', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('piece_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('min_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('max_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('price_e4', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('price_source', sa.String(length=16), nullable=False),
    sa.Column('tax_bp', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('estimate_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ceiling_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('tax_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('freight_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('settled_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('settled_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('settled_tax_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('substitution', sa.String(length=12), nullable=False),
    sa.Column('min_remaining_days', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('parcel_key', sa.String(length=80), nullable=False),
    sa.Column('consignment_ref', sa.String(length=26), nullable=True),
    sa.Column('arrives_on', sa.Date(), nullable=False),
    sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('contract_line_ref', sa.String(length=26), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.CheckConstraint('estimate_fen <= ceiling_fen', name=op.f('ck_order_line_estimate')),
    sa.CheckConstraint('pieces > 0', name=op.f('ck_order_line_pieces')),
    sa.CheckConstraint('settled_fen IS NULL OR settled_fen <= ceiling_fen', name=op.f('ck_order_line_settled')),
    sa.ForeignKeyConstraint(['listing_id'], ['listing.id'], name=op.f('fk_order_line_listing_id')),
    sa.ForeignKeyConstraint(['seller_order_id'], ['seller_order.id'], name=op.f('fk_order_line_seller_order_id')),
    sa.ForeignKeyConstraint(['spec_id'], ['product_spec.id'], name=op.f('fk_order_line_spec_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_line')),
    sa.UniqueConstraint('ref', name=op.f('uq_order_line_ref'))
    )
    with op.batch_alter_table('order_line', schema=None) as batch_op:
        batch_op.create_index('ix_order_line_consignment', ['consignment_ref'], unique=False)
        batch_op.create_index('ix_order_line_contract_line', ['contract_line_ref'], unique=False)
        batch_op.create_index(batch_op.f('ix_order_line_listing_id'), ['listing_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_order_line_seller_order_id'), ['seller_order_id'], unique=False)

    op.create_table('schedule_entry',
    sa.Column('line_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('grams', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('action', sa.String(length=8), nullable=False),
    sa.Column('origins', sa.JSON(), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.ForeignKeyConstraint(['line_id'], ['contract_line.id'], name=op.f('fk_schedule_entry_line_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_schedule_entry')),
    sa.UniqueConstraint('line_id', 'day', name=op.f('uq_schedule_entry_line_id_day'))
    )
    op.create_table('signing_code',
    sa.Column('envelope_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('wrong_tries', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['envelope_id'], ['signature_envelope.id'], name=op.f('fk_signing_code_envelope_id')),
    sa.ForeignKeyConstraint(['user_id'], ['person.id'], name=op.f('fk_signing_code_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signing_code')),
    sa.UniqueConstraint('ref', name=op.f('uq_signing_code_ref'))
    )
    with op.batch_alter_table('signing_code', schema=None) as batch_op:
        batch_op.create_index('ix_signing_code_envelope', ['envelope_id', 'user_id'], unique=False)

    op.create_table('stock_movement',
    sa.Column('lot_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('pieces', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('grams', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('cause_ref', sa.String(length=80), nullable=False),
    sa.Column('by_user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('pieces <> 0 OR grams <> 0', name=op.f('ck_stock_movement_moves')),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_stock_movement_lot_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stock_movement')),
    sa.UniqueConstraint('kind', 'cause_ref', 'lot_id', name=op.f('uq_stock_movement_kind_cause_ref_lot_id'))
    )
    with op.batch_alter_table('stock_movement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stock_movement_lot_id'), ['lot_id'], unique=False)

    op.create_table('stop',
    sa.Column('tour_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('sequence', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('consignment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('planned_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.ForeignKeyConstraint(['consignment_id'], ['consignment.id'], name=op.f('fk_stop_consignment_id')),
    sa.ForeignKeyConstraint(['tour_id'], ['tour.id'], name=op.f('fk_stop_tour_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stop')),
    sa.UniqueConstraint('consignment_id', name=op.f('uq_stop_consignment_id')),
    sa.UniqueConstraint('tour_id', 'sequence', name=op.f('uq_stop_tour_id_sequence'))
    )
    op.create_table('call_off_line',
    sa.Column('call_off_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('line_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('period_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('grams', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('planned_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('pieces', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('price_e4', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('amount_fen', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.CheckConstraint('grams > 0 AND pieces > 0', name=op.f('ck_call_off_line_amount')),
    sa.ForeignKeyConstraint(['call_off_id'], ['call_off.id'], name=op.f('fk_call_off_line_call_off_id')),
    sa.ForeignKeyConstraint(['line_id'], ['contract_line.id'], name=op.f('fk_call_off_line_line_id')),
    sa.ForeignKeyConstraint(['period_id'], ['line_period.id'], name=op.f('fk_call_off_line_period_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_off_line'))
    )
    with op.batch_alter_table('call_off_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_call_off_line_call_off_id'), ['call_off_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_call_off_line_line_id'), ['line_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_call_off_line_period_id'), ['period_id'], unique=False)

    op.create_table('weigh_record',
    sa.Column('line_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('piece_no', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('gross_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('tare_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('net_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('fit', sa.String(length=8), nullable=False),
    sa.Column('device', sa.String(length=40), nullable=False),
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reverses_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('operator_name', sa.String(length=60), nullable=False),
    sa.Column('operator_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('weighed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.CheckConstraint('net_g = gross_g - tare_g', name=op.f('ck_weigh_record_net')),
    sa.CheckConstraint('piece_no > 0', name=op.f('ck_weigh_record_piece_no')),
    sa.ForeignKeyConstraint(['line_id'], ['order_line.id'], name=op.f('fk_weigh_record_line_id')),
    sa.ForeignKeyConstraint(['operator_id'], ['person.id'], name=op.f('fk_weigh_record_operator_id')),
    sa.ForeignKeyConstraint(['reverses_id'], ['weigh_record.id'], name=op.f('fk_weigh_record_reverses_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_weigh_record')),
    sa.UniqueConstraint('line_id', 'piece_no', 'device', 'seq', name=op.f('uq_weigh_record_line_id_piece_no_device_seq')),
    sa.UniqueConstraint('reverses_id', name=op.f('uq_weigh_record_reverses_id'))
    )
    with op.batch_alter_table('weigh_record', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_weigh_record_line_id'), ['line_id'], unique=False)

    op.create_table('light_piece',
    sa.Column('line_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('weigh_record_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('piece_no', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('net_g', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('answer', sa.String(length=8), nullable=True),
    sa.Column('answered_by', sa.String(length=16), nullable=True),
    sa.Column('answer_due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('ref', sa.String(length=26), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['line_id'], ['order_line.id'], name=op.f('fk_light_piece_line_id')),
    sa.ForeignKeyConstraint(['weigh_record_id'], ['weigh_record.id'], name=op.f('fk_light_piece_weigh_record_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_light_piece')),
    sa.UniqueConstraint('ref', name=op.f('uq_light_piece_ref')),
    sa.UniqueConstraint('weigh_record_id', name=op.f('uq_light_piece_weigh_record_id'))
    )
    with op.batch_alter_table('light_piece', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_light_piece_line_id'), ['line_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('light_piece', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_light_piece_line_id'))

    op.drop_table('light_piece')
    with op.batch_alter_table('weigh_record', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_weigh_record_line_id'))

    op.drop_table('weigh_record')
    with op.batch_alter_table('call_off_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_call_off_line_period_id'))
        batch_op.drop_index(batch_op.f('ix_call_off_line_line_id'))
        batch_op.drop_index(batch_op.f('ix_call_off_line_call_off_id'))

    op.drop_table('call_off_line')
    op.drop_table('stop')
    with op.batch_alter_table('stock_movement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stock_movement_lot_id'))

    op.drop_table('stock_movement')
    with op.batch_alter_table('signing_code', schema=None) as batch_op:
        batch_op.drop_index('ix_signing_code_envelope')

    op.drop_table('signing_code')
    op.drop_table('schedule_entry')
    with op.batch_alter_table('order_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_order_line_seller_order_id'))
        batch_op.drop_index(batch_op.f('ix_order_line_listing_id'))
        batch_op.drop_index('ix_order_line_contract_line')
        batch_op.drop_index('ix_order_line_consignment')

    op.drop_table('order_line')
    op.drop_table('line_period')
    op.drop_table('leg')
    with op.batch_alter_table('handling_unit', schema=None) as batch_op:
        batch_op.drop_index('ix_handling_unit_consignment')

    op.drop_table('handling_unit')
    with op.batch_alter_table('excursion', schema=None) as batch_op:
        batch_op.drop_index('ix_excursion_state')

    op.drop_table('excursion')
    op.drop_table('contract_signature')
    with op.batch_alter_table('consignment_line', schema=None) as batch_op:
        batch_op.drop_index('uq_consignment_line_open', sqlite_where=sa.text('NOT is_cancelled'), postgresql_where=sa.text('NOT is_cancelled'))
        batch_op.drop_index('ix_consignment_line_goods')
        batch_op.drop_index('ix_consignment_line_consignment')

    op.drop_table('consignment_line')
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.drop_index('ix_certificate_seller_state')

    op.drop_table('certificate')
    with op.batch_alter_table('allocation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_allocation_reservation_id'))
        batch_op.drop_index(batch_op.f('ix_allocation_owner_ref'))
        batch_op.drop_index('ix_allocation_lot')
        batch_op.drop_index('ix_allocation_line')

    op.drop_table('allocation')
    with op.batch_alter_table('signature_envelope', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_signature_envelope_contract_id'))

    op.drop_table('signature_envelope')
    with op.batch_alter_table('seller_order', schema=None) as batch_op:
        batch_op.drop_index('ix_seller_order_seller')

    op.drop_table('seller_order')
    with op.batch_alter_table('sale_round', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sale_round_listing_id'))

    op.drop_table('sale_round')
    with op.batch_alter_table('routing_assignment', schema=None) as batch_op:
        batch_op.drop_index('ix_routing_assignment_departure')

    op.drop_table('routing_assignment')
    with op.batch_alter_table('reservation', schema=None) as batch_op:
        batch_op.drop_index('uq_reservation_open', sqlite_where=sa.text("state IN ('hold', 'firm')"), postgresql_where=sa.text("state IN ('hold', 'firm')"))
        batch_op.drop_index(batch_op.f('ix_reservation_line_ref'))
        batch_op.drop_index('ix_reservation_due')

    op.drop_table('reservation')
    with op.batch_alter_table('reading', schema=None) as batch_op:
        batch_op.drop_index('ix_reading_departure')

    op.drop_table('reading')
    op.drop_table('membership_role')
    with op.batch_alter_table('lot', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lot_spec_id'))
        batch_op.drop_index(batch_op.f('ix_lot_seller_id'))
        batch_op.drop_index('ix_lot_pool_state')
        batch_op.drop_index(batch_op.f('ix_lot_lot_no'))

    op.drop_table('lot')
    with op.batch_alter_table('listing_revision', schema=None) as batch_op:
        batch_op.drop_index('uq_listing_revision_pending', sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))

    op.drop_table('listing_revision')
    with op.batch_alter_table('finance_task', schema=None) as batch_op:
        batch_op.drop_index('ix_finance_task_open')

    op.drop_table('finance_task')
    op.drop_table('contract_version')
    with op.batch_alter_table('contract_line', schema=None) as batch_op:
        batch_op.drop_index('ix_contract_line_contract')

    op.drop_table('contract_line')
    op.drop_table('contract_event')
    with op.batch_alter_table('contract_document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contract_document_contract_id'))

    op.drop_table('contract_document')
    op.drop_table('contract_approval')
    with op.batch_alter_table('consignment', schema=None) as batch_op:
        batch_op.drop_index('ix_consignment_state')
        batch_op.drop_index('ix_consignment_order')
        batch_op.drop_index('ix_consignment_departure')

    op.drop_table('consignment')
    with op.batch_alter_table('commitment', schema=None) as batch_op:
        batch_op.drop_index('ix_commitment_week')

    op.drop_table('commitment')
    with op.batch_alter_table('call_off', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_call_off_order_group_ref'))
        batch_op.drop_index('ix_call_off_contract')

    op.drop_table('call_off')
    op.drop_table('basket_line')
    op.drop_table('supply_bucket')
    with op.batch_alter_table('stock_pool', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stock_pool_spec_id'))

    op.drop_table('stock_pool')
    with op.batch_alter_table('site', schema=None) as batch_op:
        batch_op.drop_index('uq_site_org_name')
        batch_op.drop_index(batch_op.f('ix_site_org_id'))

    op.drop_table('site')
    with op.batch_alter_table('signatory', schema=None) as batch_op:
        batch_op.drop_index('ix_signatory_person')

    op.drop_table('signatory')
    with op.batch_alter_table('refund', schema=None) as batch_op:
        batch_op.drop_index('ix_refund_stage')
        batch_op.drop_index(batch_op.f('ix_refund_seller_order_ref'))
        batch_op.drop_index(batch_op.f('ix_refund_payment_id'))

    op.drop_table('refund')
    with op.batch_alter_table('organisation_capacity', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organisation_capacity_capacity'))

    op.drop_table('organisation_capacity')
    with op.batch_alter_table('order_group', schema=None) as batch_op:
        batch_op.drop_index('ix_order_group_hold')
        batch_op.drop_index(batch_op.f('ix_order_group_contract_ref'))
        batch_op.drop_index('ix_order_group_buyer_user')
        batch_op.drop_index('ix_order_group_buyer_org')

    op.drop_table('order_group')
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_membership_org_id'))

    op.drop_table('membership')
    with op.batch_alter_table('listing', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_listing_spec_id'))
        batch_op.drop_index('ix_listing_shelf')
        batch_op.drop_index(batch_op.f('ix_listing_seller_id'))
        batch_op.drop_index(batch_op.f('ix_listing_county_code'))

    op.drop_table('listing')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_org_id'))

    op.drop_table('invitation')
    with op.batch_alter_table('forecast', schema=None) as batch_op:
        batch_op.drop_index('ix_forecast_week')

    op.drop_table('forecast')
    with op.batch_alter_table('departure', schema=None) as batch_op:
        batch_op.drop_index('ix_departure_day')

    op.drop_table('departure')
    with op.batch_alter_table('contract', schema=None) as batch_op:
        batch_op.drop_index('ix_contract_seller')
        batch_op.drop_index('ix_contract_buyer')

    op.drop_table('contract')
    with op.batch_alter_table('basket', schema=None) as batch_op:
        batch_op.drop_index('ix_basket_user')

    op.drop_table('basket')
    with op.batch_alter_table('api_token', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_api_token_org_id'))

    op.drop_table('api_token')
    op.drop_table('tour')
    with op.batch_alter_table('state_change', schema=None) as batch_op:
        batch_op.drop_index('ix_state_change_subject')

    op.drop_table('state_change')
    op.drop_table('service')
    with op.batch_alter_table('product_spec', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_product_spec_family'))

    op.drop_table('product_spec')
    with op.batch_alter_table('payment_split', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payment_split_payment_id'))

    op.drop_table('payment_split')
    with op.batch_alter_table('payment_attempt', schema=None) as batch_op:
        batch_op.drop_index('uq_payment_attempt_open', sqlite_where=sa.text("state IN ('created', 'submitted', 'pending', 'expiring')"), postgresql_where=sa.text("state IN ('created', 'submitted', 'pending', 'expiring')"))
        batch_op.drop_index('ix_payment_attempt_state')
        batch_op.drop_index(batch_op.f('ix_payment_attempt_provider_payment_id'))
        batch_op.drop_index(batch_op.f('ix_payment_attempt_payment_id'))

    op.drop_table('payment_attempt')
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organisation_county_code'))

    op.drop_table('organisation')
    with op.batch_alter_table('ledger_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ledger_entry_posting_id'))
        batch_op.drop_index('ix_ledger_entry_account')

    op.drop_table('ledger_entry')
    op.drop_table('hub_reach')
    op.drop_table('bank_transfer_reference')
    with op.batch_alter_table('bank_row', schema=None) as batch_op:
        batch_op.drop_index('ix_bank_row_state')
        batch_op.drop_index(batch_op.f('ix_bank_row_payment_id'))

    op.drop_table('bank_row')
    with op.batch_alter_table('address', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_address_user_id'))

    op.drop_table('address')
    op.drop_table('worker_beat')
    op.drop_table('webhook_inbox')
    op.drop_table('vehicle_type')
    op.drop_table('tariff')
    with op.batch_alter_table('sign_in_code', schema=None) as batch_op:
        batch_op.drop_index('uq_sign_in_code_phone_minute')
        batch_op.drop_index('ix_sign_in_code_phone_created')

    op.drop_table('sign_in_code')
    with op.batch_alter_table('routing_run', schema=None) as batch_op:
        batch_op.drop_index('ix_routing_run_day')

    op.drop_table('routing_run')
    with op.batch_alter_table('routing_pin', schema=None) as batch_op:
        batch_op.drop_index('ix_routing_pin_active')

    op.drop_table('routing_pin')
    op.drop_table('person')
    with op.batch_alter_table('payment', schema=None) as batch_op:
        batch_op.drop_index('ix_payment_state')

    op.drop_table('payment')
    with op.batch_alter_table('outbox_message', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_message_due')

    op.drop_table('outbox_message')
    op.drop_table('network_version')
    op.drop_table('logistics_event')
    op.drop_table('ledger_posting')
    op.drop_table('idempotency_record')
    op.drop_table('hub')
    op.drop_table('gi')
    with op.batch_alter_table('failed_sign_in', schema=None) as batch_op:
        batch_op.drop_index('ix_failed_sign_in_identity_created')

    op.drop_table('failed_sign_in')
    op.drop_table('counter')
