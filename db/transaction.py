"""A transaction that writes: every row it inserts, changes or deletes is logged as a change row."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python
from sqlalchemy import insert, update
from sqlmodel import Session, col

from db import incident_index
from db.errors import Conflict, Gone
from db.models import ChangeRow, Row
from db.validation import check_storable

R = TypeVar("R", bound=Row)


@dataclass
class Transaction:
    """A transaction of a write operation.

    Attributes:
        session: The session in which it runs.
        at: The moment of the transaction, aware and in UTC.
        who: The person who writes, or "" where that is not known.
        window: The running program.
        label: What an undo will call the change.
        undoable: False for what a person would not call a change, such as a step of the clock.
        reverts: The transaction that this one takes back, where it is an undo or a redo.
        group: The id that all change rows of the transaction share.
        affected_incidents: The incidents whose index entries have to be computed again before the
            commit.
    """

    session: Session
    at: datetime
    who: str
    window: UUID
    label: str = ""
    undoable: bool = True
    reverts: UUID | None = None
    group: UUID = field(default_factory=uuid4)
    affected_incidents: set[UUID] = field(default_factory=set)

    def get(self, model: type[R], row_id: UUID) -> R:
        """Return a row by its id.

        Raises:
            Gone: There is no such row, because it was deleted.
        """
        row = self.session.get(model, row_id)
        if row is None:
            name = str(model.__tablename__).replace("_", " ")
            raise Gone(f"the {name} is gone: it was deleted in another window")
        return row

    def insert(self, row: R) -> R:
        """Insert a row, and return it.

        Raises:
            Refused: A text has a character that no database can store.
        """
        self.insert_all([row])
        return row

    def insert_all(self, rows: Sequence[Row]) -> None:
        """Insert many rows of one table with few statements.

        Raises:
            Refused: A text has a character that no database can store.
        """
        for row in rows:
            for name, value in row.model_dump().items():
                check_storable(value, name)
        self.session.add_all(rows)
        self.session.flush()
        self._log_all(rows, "", [(None, row_to_json(row)) for row in rows])

    def change(self, row: R, **values: Any) -> R:
        """Set fields of a row, whatever they hold now, and return the row.

        A field that holds the value already is not logged.

        Raises:
            Refused: A text has a character that no database can store.
        """
        before = {name: getattr(row, name) for name in values}
        changed = [name for name, value in values.items() if before[name] != value]
        for name in changed:
            check_storable(values[name], name)
            setattr(row, name, values[name])
        if changed:
            # All fields are written at once, because some constraints involve more than one.
            # Logging before this would write the row with some of them.
            self.session.flush()
        for name in changed:
            self._log(row, name, value_to_json(before[name]), value_to_json(values[name]))
        return row

    def compare_and_set(self, row: R, name: str, expected: Any, value: Any) -> None:
        """Set one field of a row, if it still holds what the writer read.

        Args:
            row: The row to change.
            name: The name of the field.
            expected: The value that the writer read.
            value: The new value. Where it equals `expected`, nothing happens.

        Raises:
            Conflict: The field holds something else than `expected`, and than `value`.
            Refused: The text has a character that no database can store.
        """
        if expected == value:
            return
        check_storable(value, name)
        model = type(row)
        column = getattr(model, name)
        result = self.session.execute(
            update(model)
            .where(col(model.id) == row.id, column.is_not_distinct_from(expected))
            .values({name: value})
            .execution_options(synchronize_session=False)
        )
        self.session.refresh(row)
        if result.rowcount == 0:  # type: ignore[attr-defined]
            if getattr(row, name) == value:
                # Somebody wrote the same, or the answer to an earlier try of this save was lost.
                return
            raise Conflict(name, getattr(row, name), value)
        self._log(row, name, value_to_json(expected), value_to_json(value))

    def edit(self, row: Row, original: object, **values: Any) -> None:
        """Set those fields of a row that the writer changed, compared with the record they read.

        Args:
            row: The row to change.
            original: The record as the writer read it.
            values: The values of fields as the writer wants them, changed or not.

        Raises:
            Conflict: A field that the writer changed holds something else by now; the transaction
                must not be committed then.
            Refused: A text has a character that no database can store.
        """
        for name, value in values.items():
            self.compare_and_set(row, name, getattr(original, name), value)

    def delete(self, row: Row) -> None:
        """Delete a row. Rows that refer to it are deleted before, so that undo can restore them."""
        self._log(row, "", row_to_json(row), None)
        self.session.delete(row)
        self.session.flush()

    def _log(self, row: Row, name: str, old: str | None, new: str | None) -> None:
        self._log_all([row], name, [(old, new)])

    def _log_all(
        self, rows: Sequence[Row], name: str, values: Sequence[tuple[str | None, str | None]]
    ) -> None:
        """Insert a change row for each row; `values` are its JSON before and after."""
        owners = incident_index.owning_incidents(self.session, rows)
        self.affected_incidents |= incident_index.affected_incidents(self.session, rows, owners)
        changes = [
            {
                "at": self.at,
                "who": self.who,
                "window": self.window,
                "group": self.group,
                "label": self.label,
                "entity": str(row.__tablename__),
                "entity_id": row.id,
                "incident_id": owner,
                "field": name,
                "old": old,
                "new": new,
                "undoable": self.undoable,
                "undone": False,
                "reverts": self.reverts,
            }
            for row, owner, (old, new) in zip(rows, owners, values, strict=True)
        ]
        if changes:
            self.session.execute(insert(ChangeRow), changes)


def value_to_json(value: Any) -> str:
    """Return the value of a field as JSON."""
    return json.dumps(to_jsonable_python(value), ensure_ascii=False)


def row_to_json(row: Row) -> str:
    """Return a whole row as JSON."""
    return json.dumps(row.model_dump(mode="json"), ensure_ascii=False)


def value_from_json(model: type[Row], name: str, value: str) -> Any:
    """Return the value of a model's field from its JSON."""
    return _validated(model, name, json.loads(value))


def row_from_json(model: type[R], value: str) -> R:
    """Return a whole row from its JSON, without columns that have been dropped since."""
    # Each field is validated here, because SQLModel does not validate the rows of tables.
    plain_values = json.loads(value)
    return model(
        **{
            name: _validated(model, name, plain)
            for name, plain in plain_values.items()
            if name in model.model_fields
        }
    )


def _validated(model: type[Row], name: str, plain: Any) -> Any:
    annotation: Any = model.model_fields[name].annotation
    return TypeAdapter(annotation).validate_python(plain)
