"""The incident that a change belongs to, and the transaction that an undo or a redo reverts."""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OF_INCIDENTS = (
    *("impact", "timeline_event", "factor", "finding", "section", "note", "parked"),
    *("theme_incident", "duplicate", "action_item", "meeting"),
)
"""The tables whose rows name their incident."""
OF_PARENTS = {
    "review": ("action_item", "action_id"),
    "meeting_event": ("meeting", "meeting_id"),
    "attendee": ("meeting", "meeting_id"),
}
"""The tables whose rows name a row that names its incident, and the column that does so."""
CHANGE = sa.table(
    "change",
    sa.column("id", sa.Integer()),
    sa.column("entity", sa.String()),
    sa.column("entity_id", sa.Uuid()),
    sa.column("incident_id", sa.Uuid()),
    sa.column("field", sa.String()),
    sa.column("old", sa.String()),
    sa.column("new", sa.String()),
)


def upgrade() -> None:
    """Change the schema from revision 0005 to this one."""
    op.add_column("change", sa.Column("incident_id", sa.Uuid()))
    op.add_column("change", sa.Column("reverts", sa.Uuid()))
    _name_incidents_of_present_rows()
    _name_incidents_of_deleted_rows()
    op.create_index("ix_change_incident_id", "change", ["incident_id"])
    op.create_index("ix_change_reverts", "change", ["reverts"])
    op.create_index("ix_change_who", "change", ["who", "undoable", "undone"])


def downgrade() -> None:
    """Change the schema from this revision back to 0005."""
    for name in ("ix_change_who", "ix_change_reverts", "ix_change_incident_id"):
        op.drop_index(name, "change")
    op.drop_column("change", "reverts")
    op.drop_column("change", "incident_id")


def _name_incidents_of_present_rows() -> None:
    """Give each change of a row that is still there the incident of the row."""
    op.execute("UPDATE change SET incident_id = entity_id WHERE entity = 'incident'")
    for table in OF_INCIDENTS:
        op.execute(
            f"UPDATE change SET incident_id = (SELECT incident_id FROM {table}"
            f" WHERE {table}.id = change.entity_id) WHERE entity = '{table}'"
        )
    for table, (parent, link) in OF_PARENTS.items():
        op.execute(
            f"UPDATE change SET incident_id = (SELECT {parent}.incident_id FROM {table}"
            f" JOIN {parent} ON {parent}.id = {table}.{link}"
            f" WHERE {table}.id = change.entity_id) WHERE entity = '{table}'"
        )


def _name_incidents_of_deleted_rows() -> None:
    """Give each change of a row that is gone the incident that its last whole row names."""
    connection = op.get_bind()
    nameless = sa.and_(
        CHANGE.c.incident_id.is_(None), CHANGE.c.entity.in_([*OF_INCIDENTS, *OF_PARENTS])
    )
    changes = connection.execute(sa.select(CHANGE).where(nameless).order_by(CHANGE.c.id)).all()
    parents = [parent for parent, _ in OF_PARENTS.values()]
    named = connection.execute(
        sa.select(CHANGE.c.entity_id, CHANGE.c.incident_id)
        .where(CHANGE.c.entity.in_(parents), CHANGE.c.incident_id.is_not(None))
        .distinct()
    )
    owners: dict[UUID, UUID] = {row.entity_id: row.incident_id for row in named}
    whole_rows = list(_whole_rows(changes))
    # What names its incident comes first, since reviews and others find theirs through it.
    for entity, row_id, values in whole_rows:
        if entity in OF_INCIDENTS and values["incident_id"] is not None:
            owners[row_id] = UUID(values["incident_id"])
    for entity, row_id, values in whole_rows:
        if entity in OF_PARENTS:
            owner = owners.get(UUID(values[OF_PARENTS[entity][1]]))
            if owner is not None:
                owners[row_id] = owner
    found = [
        {"change_id": row.id, "owner": owners[row.entity_id]}
        for row in changes
        if row.entity_id in owners
    ]
    if found:
        connection.execute(
            sa.update(CHANGE)
            .where(CHANGE.c.id == sa.bindparam("change_id"))
            .values(incident_id=sa.bindparam("owner")),
            found,
        )


def _whole_rows(changes: Iterable[Any]) -> Iterator[tuple[str, UUID, dict[str, Any]]]:
    """Yield the table, the id and the values of each row that was inserted or deleted."""
    for change in changes:
        if not change.field:
            yield change.entity, change.entity_id, json.loads(change.new or change.old)
