"""The outbox of the tracker, what it said of tickets, and the accounts of owners."""

import sqlalchemy as sa
from alembic import op

import db.types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STEPS = "'create', 'schedule', 'link'"
STATES = "'waiting', 'sending', 'unknown', 'done', 'failed'"
PRESENCES = "'found', 'missing', 'forbidden'"
CATEGORIES = "'to_do', 'in_progress', 'done', 'unknown'"
SPRINTS = "'next', 'later', 'active', 'closed', 'none'"


def upgrade() -> None:
    """Change the schema from revision 0007 to this one."""
    _create_outbox()
    _create_tickets()
    op.create_table(
        "tracker_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tracker", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.CheckConstraint("trim(name) <> ''", name=op.f("ck_tracker_person_name_filled")),
        sa.CheckConstraint(
            "length(tracker) <= 2000", name=op.f("ck_tracker_person_tracker_length")
        ),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_tracker_person_name_length")),
        sa.CheckConstraint("length(account) <= 200", name=op.f("ck_tracker_person_account_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracker_person")),
        sa.UniqueConstraint("tracker", "name", name=op.f("uq_tracker_person_tracker_name")),
    )


def downgrade() -> None:
    """Change the schema from this revision back to 0007."""
    op.drop_table("tracker_person")
    op.drop_table("ticket")
    op.drop_table("ticket_step")


def _create_outbox() -> None:
    op.create_table(
        "ticket_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", db.types.UTCTime(timezone=True)),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("first_sent_at", db.types.UTCTime(timezone=True)),
        sa.Column("claimed_by", sa.Uuid()),
        sa.Column("claimed_at", db.types.UTCTime(timezone=True)),
        sa.CheckConstraint(f"step IN ({STEPS})", name=op.f("ck_ticket_step_step")),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_ticket_step_state")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_ticket_step_attempts_not_negative")),
        sa.CheckConstraint(
            "length(last_error) <= 2000", name=op.f("ck_ticket_step_last_error_length")
        ),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["action_item.id"],
            name=op.f("fk_ticket_step_action_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_step")),
        sa.UniqueConstraint("action_id", "step", name=op.f("uq_ticket_step_action_id_step")),
    )
    op.create_index("ix_ticket_step_next_at", "ticket_step", ["next_at"])


def _create_tickets() -> None:
    op.create_table(
        "ticket",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("presence", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("sprint", sa.String(), nullable=False),
        sa.Column("sprint_name", sa.String(), nullable=False),
        sa.Column("read_at", db.types.UTCTime(timezone=True), nullable=False),
        sa.CheckConstraint("trim(key) <> ''", name=op.f("ck_ticket_key_filled")),
        sa.CheckConstraint("length(key) <= 200", name=op.f("ck_ticket_key_length")),
        sa.CheckConstraint(f"presence IN ({PRESENCES})", name=op.f("ck_ticket_presence")),
        sa.CheckConstraint("length(status) <= 200", name=op.f("ck_ticket_status_length")),
        sa.CheckConstraint(f"category IN ({CATEGORIES})", name=op.f("ck_ticket_category")),
        sa.CheckConstraint(f"sprint IN ({SPRINTS})", name=op.f("ck_ticket_sprint")),
        sa.CheckConstraint("length(sprint_name) <= 200", name=op.f("ck_ticket_sprint_name_length")),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["action_item.id"],
            name=op.f("fk_ticket_action_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("action_id", name=op.f("uq_ticket_action_id")),
    )
