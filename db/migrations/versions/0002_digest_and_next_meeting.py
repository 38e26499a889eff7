"""The digest of an incident, and the day of the next meeting."""

import sqlalchemy as sa
from alembic import op

import db.types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    # A column that may be empty is added in place: no table is copied, so nothing can cascade.
    op.add_column("meeting", sa.Column("next_on", sa.Date(), nullable=True))
    op.create_table(
        "digest",
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", db.types.UTCTime(timezone=True), nullable=False),
        sa.Column("filled", sa.Integer(), nullable=False),
        sa.Column("open_actions", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
            name=op.f("fk_digest_incident_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_digest")),
    )
    op.create_index(op.f("ix_digest_began_at"), "digest", ["began_at"], unique=False)


def downgrade() -> None:
    """Back to the revision before."""
    op.drop_index(op.f("ix_digest_began_at"), table_name="digest")
    op.drop_table("digest")
    op.drop_column("meeting", "next_on")
