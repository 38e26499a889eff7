"""Drop the version of each row, which nothing reads."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = (
    "action_item",
    "attendee",
    "cause",
    "factor",
    "finding",
    "impact",
    "incident",
    "meeting",
    "meeting_event",
    "note",
    "parked",
    "review",
    "theme",
    "theme_incident",
    "timeline_event",
)


def upgrade() -> None:
    """Change the schema from revision 0002 to this one."""
    # Both engines drop a column in place: no table is copied, so nothing can cascade.
    for table in TABLES:
        op.drop_column(table, "version")


def downgrade() -> None:
    """Change the schema from this revision back to 0002."""
    for table in TABLES:
        op.add_column(table, sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
