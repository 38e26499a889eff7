"""The part of the incident that is on screen, in the log of the clock; no count of filled parts."""

import sqlalchemy as sa
from alembic import op

import db.types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KINDS = "'start', 'pause', 'resume', 'extend', 'next', 'back', 'skip', 'finish'"


def upgrade() -> None:
    """Change the schema from revision 0004 to this one."""
    # SQLite can't change a constraint in place, so Alembic copies the table there. No other table
    # refers to this one, so the copy cascades to nothing.
    with op.batch_alter_table("meeting_event", copy_from=_log_of_the_clock(KINDS)) as table:
        table.add_column(sa.Column("part", sa.Integer()))
        table.create_check_constraint(op.f("ck_meeting_event_part"), "part IN (0, 1, 2)")
        table.drop_constraint(op.f("ck_meeting_event_kind"), type_="check")
        table.create_check_constraint(op.f("ck_meeting_event_kind"), f"kind IN ({KINDS}, 'part')")
    op.drop_column("digest", "filled")


def downgrade() -> None:
    """Change the schema from this revision back to 0004."""
    op.add_column("digest", sa.Column("filled", sa.Integer(), nullable=False, server_default="0"))
    op.execute("DELETE FROM meeting_event WHERE kind = 'part'")
    table_before = _log_of_the_clock(
        f"{KINDS}, 'part'",
        sa.Column("part", sa.Integer()),
        sa.CheckConstraint("part IN (0, 1, 2)", name=op.f("ck_meeting_event_part")),
    )
    with op.batch_alter_table("meeting_event", copy_from=table_before) as table:
        table.drop_constraint(op.f("ck_meeting_event_part"), type_="check")
        table.drop_column("part")
        table.drop_constraint(op.f("ck_meeting_event_kind"), type_="check")
        table.create_check_constraint(op.f("ck_meeting_event_kind"), f"kind IN ({KINDS})")


def _log_of_the_clock(kinds: str, *more: sa.schema.SchemaItem) -> sa.Table:
    """Return the table as it is before a change, which SQLite can't tell with its constraints."""
    metadata = sa.MetaData()
    sa.Table("meeting", metadata, sa.Column("id", sa.Uuid(), primary_key=True))
    return sa.Table(
        "meeting_event",
        metadata,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", db.types.UTCTime(timezone=True), nullable=False),
        sa.Column("uptime", sa.Float(), nullable=False),
        sa.Column("boot", sa.String(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("moves_end", sa.Boolean(), nullable=False),
        sa.CheckConstraint(f"kind IN ({kinds})", name=op.f("ck_meeting_event_kind")),
        sa.CheckConstraint("length(boot) <= 200", name=op.f("ck_meeting_event_boot_length")),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_event_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_event")),
        sa.UniqueConstraint(
            "meeting_id", "position", name=op.f("uq_meeting_event_meeting_id_position")
        ),
        *more,
    )
