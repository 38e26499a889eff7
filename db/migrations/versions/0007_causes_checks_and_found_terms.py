"""Categories, triggers and near misses; checks of action items; terms that recur."""

import sqlalchemy as sa
from alembic import op

import db.types

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INCIDENT_KINDS = "'incident', 'near_miss'"
TRIGGERS = (
    "'binary_push', 'config_push', 'user_behaviour', 'pipeline', 'provider_change', 'decay',"
    " 'capacity', 'hardware'"
)
CATEGORIES = (
    "'config-change', 'code-release', 'latent-defect', 'capacity-limit', 'load-spike', 'network',"
    " 'dns', 'database', 'certificate-or-credential', 'third-party-dependency',"
    " 'upgrade-compatibility', 'manual-operation', 'automation', 'hardware', 'power-or-cooling',"
    " 'security', 'time', 'unknown'"
)
ACTION_KINDS = "'prevent', 'detect', 'mitigate'"
CHECK_RESULTS = "'held', 'did_not_hold', 'ask_again'"
ADDED = (
    ("incident", "kind", "VARCHAR NOT NULL DEFAULT 'incident'", f"kind IN ({INCIDENT_KINDS})"),
    ("incident", "trigger", "VARCHAR", f"trigger IN ({TRIGGERS})"),
    ("cause", "category", "VARCHAR", f"category IN ({CATEGORIES})"),
    ("action_item", "kind", "VARCHAR", f"kind IN ({ACTION_KINDS})"),
)
"""The columns that hold one of some words: table, column, type, and the condition."""


def upgrade() -> None:
    """Change the schema from revision 0006 to this one."""
    # A column with a constraint is added by a statement of our own: both engines take it in place,
    # while Alembic would copy the table on SQLite, and a copy cascades.
    for table, column, column_type, condition in ADDED:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} {column_type}"
            f" CONSTRAINT ck_{table}_{column} CHECK ({condition})"
        )
    op.execute(
        "ALTER TABLE action_item ADD COLUMN check_how VARCHAR NOT NULL DEFAULT ''"
        " CONSTRAINT ck_action_item_check_how_length CHECK (length(check_how) <= 2000)"
    )
    op.add_column("action_item", sa.Column("check_on", sa.Date()))
    op.add_column("theme", sa.Column("decided_on", sa.Date()))
    op.add_column("digest", sa.Column("terms", sa.String(), nullable=False, server_default=""))
    _create_checks()
    _create_found_terms()


def downgrade() -> None:
    """Change the schema from this revision back to 0006."""
    op.drop_table("found_term")
    op.drop_table("action_check")
    op.drop_column("digest", "terms")
    op.drop_column("theme", "decided_on")
    op.drop_column("action_item", "check_on")
    op.execute("ALTER TABLE action_item DROP COLUMN check_how")
    for table, column, _, _ in reversed(ADDED):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")


def _create_checks() -> None:
    op.create_table(
        "action_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid()),
        sa.Column("at", db.types.UTCTime(timezone=True), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"result IN ({CHECK_RESULTS})", name=op.f("ck_action_check_result")),
        sa.CheckConstraint("length(note) <= 2000", name=op.f("ck_action_check_note_length")),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["action_item.id"],
            name=op.f("fk_action_check_action_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_action_check_meeting_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_check")),
    )
    op.create_index("ix_action_check_action_id", "action_check", ["action_id"])
    op.create_index("ix_action_check_meeting_id", "action_check", ["meeting_id"])


def _create_found_terms() -> None:
    op.create_table(
        "found_term",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("same_as", sa.String(), nullable=False),
        sa.Column("theme_id", sa.Uuid()),
        sa.CheckConstraint("trim(term) <> ''", name=op.f("ck_found_term_term_filled")),
        sa.CheckConstraint("length(term) <= 200", name=op.f("ck_found_term_term_length")),
        sa.CheckConstraint("length(same_as) <= 200", name=op.f("ck_found_term_same_as_length")),
        sa.CheckConstraint("same_as <> term", name=op.f("ck_found_term_not_the_same_as_itself")),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_found_term_theme_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_found_term")),
        sa.UniqueConstraint("term", name=op.f("uq_found_term_term")),
    )
    op.create_index("ix_found_term_theme_id", "found_term", ["theme_id"])
