"""Sections of one's own, ids, duplicates, cancelled meetings, changes between meetings."""

import sqlalchemy as sa
from alembic import op

import db.types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema from revision 0003 to this one."""
    # A column with a constraint is added by a statement of our own: both engines take it in place,
    # while Alembic would copy the table on SQLite, and a copy cascades.
    op.execute(
        "ALTER TABLE incident ADD COLUMN external_id VARCHAR NOT NULL DEFAULT ''"
        " CONSTRAINT ck_incident_external_id_length CHECK (length(external_id) <= 200)"
    )
    op.add_column("incident", sa.Column("ended_at", db.types.UTCTime(timezone=True)))
    op.add_column("meeting", sa.Column("cancelled_at", db.types.UTCTime(timezone=True)))
    op.add_column(
        "review",
        sa.Column("between_meetings", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "section",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("trim(heading) <> ''", name=op.f("ck_section_heading_filled")),
        sa.CheckConstraint("length(heading) <= 200", name=op.f("ck_section_heading_length")),
        sa.CheckConstraint("length(text) <= 20000", name=op.f("ck_section_text_length")),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
            name=op.f("fk_section_incident_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section")),
    )
    op.create_index("ix_section_incident_id", "section", ["incident_id"])
    op.create_table(
        "duplicate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("original_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "incident_id <> original_id", name=op.f("ck_duplicate_not_its_own_original")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
            name=op.f("fk_duplicate_incident_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["original_id"],
            ["incident.id"],
            name=op.f("fk_duplicate_original_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate")),
        sa.UniqueConstraint("incident_id", name=op.f("uq_duplicate_incident_id")),
    )
    op.create_index("ix_duplicate_original_id", "duplicate", ["original_id"])


def downgrade() -> None:
    """Change the schema from this revision back to 0003."""
    op.drop_table("duplicate")
    op.drop_table("section")
    op.drop_column("review", "between_meetings")
    op.drop_column("meeting", "cancelled_at")
    op.drop_column("incident", "ended_at")
    op.execute("ALTER TABLE incident DROP COLUMN external_id")
