"""What people decide on tickets: where there is no next sprint, and where the tracker disagrees.

A step also keeps when it was sent last, in place of when it was sent first.
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema from revision 0008 to this one."""
    op.execute("ALTER TABLE ticket_step RENAME COLUMN first_sent_at TO sent_at")
    # A column with a constraint is added by a statement of our own: both engines take it in place,
    # while Alembic would copy the table on SQLite.
    op.execute(
        "ALTER TABLE ticket_step ADD COLUMN choice VARCHAR"
        " CONSTRAINT ck_ticket_step_choice CHECK (choice IN ('create', 'active', 'leave'))"
    )
    op.execute(
        "ALTER TABLE ticket ADD COLUMN team_keeps VARCHAR NOT NULL DEFAULT ''"
        " CONSTRAINT ck_ticket_team_keeps_length CHECK (length(team_keeps) <= 200)"
    )


def downgrade() -> None:
    """Change the schema from this revision back to 0008."""
    op.execute("ALTER TABLE ticket DROP COLUMN team_keeps")
    op.execute("ALTER TABLE ticket_step DROP COLUMN choice")
    op.execute("ALTER TABLE ticket_step RENAME COLUMN sent_at TO first_sent_at")
