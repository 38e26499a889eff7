"""A write in progress: each row that comes, changes or goes leaves its change row beside it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID, uuid4

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python
from sqlalchemy import insert, update
from sqlmodel import Session, col

from db import digest
from db.errors import Conflict, Gone
from db.models import ChangeRow, Row
from db.refusals import refuse_unstorable

R = TypeVar("R", bound=Row)


@dataclass
class Transaction:
    """What an operation works with.

    at: the moment of the transaction, aware UTC. who: the person, as far as known.
    window: the running program. label: what an undo will say it took back.
    undoable: false for what a person would not call a change, such as the clock.
    touched: the incidents whose digests have to be worked out anew before the commit.
    """

    session: Session
    at: datetime
    who: str
    window: UUID
    label: str = ""
    undoable: bool = True
    group: UUID = field(default_factory=uuid4)
    touched: set[UUID] = field(default_factory=set)

    def get(self, model: type[R], row_id: UUID) -> R:
        """The row.

        Raises:
            Gone: it was deleted.
        """
        row = self.session.get(model, row_id)
        if row is None:
            name = str(model.__tablename__).replace("_", " ")
            raise Gone(f"the {name} is gone: it was deleted elsewhere")
        return row

    def insert(self, row: R) -> R:
        """Add a row."""
        self.insert_all([row])
        return row

    def insert_all(self, rows: Sequence[Row]) -> None:
        """Add rows of one table, at the cost of one."""
        for row in rows:
            for name, value in row.model_dump().items():
                refuse_unstorable(value, name)
        self.session.add_all(rows)
        self.session.flush()
        self._log_all(rows, "", [(None, as_json(row)) for row in rows])

    def change(self, row: R, **values: Any) -> R:
        """Set fields of a row; those that stay the same are not logged."""
        before = {name: getattr(row, name) for name in values}
        changed = [name for name, value in values.items() if before[name] != value]
        for name in changed:
            refuse_unstorable(values[name], name)
            setattr(row, name, values[name])
        if changed:
            # Logging writes the row too, whose constraints hold only with all of its fields set.
            row.version += 1
            self.session.flush()
        for name in changed:
            self._log(row, name, dump(before[name]), dump(values[name]))
        return row

    def compare_and_set(self, row: R, name: str, base: Any, value: Any) -> None:
        """Set one field, if it still holds what the writer saw.

        Raises:
            Conflict: it holds something else.
        """
        if base == value:
            return
        refuse_unstorable(value, name)
        model = type(row)
        column = getattr(model, name)
        done = self.session.execute(
            update(model)
            .where(col(model.id) == row.id, column.is_not_distinct_from(base))
            .values({name: value, "version": col(model.version) + 1})
            .execution_options(synchronize_session=False)
        )
        self.session.refresh(row)
        if done.rowcount == 0:  # type: ignore[attr-defined]
            raise Conflict(name, getattr(row, name), value)
        self._log(row, name, dump(base), dump(value))

    def edit(self, row: Row, base: object, **values: Any) -> None:
        """Set the fields that the writer changed from what they saw in the record `base`.

        Raises:
            Conflict: one of them holds something else by now; nothing is set then.
        """
        for name, value in values.items():
            seen = getattr(base, name)
            self.compare_and_set(row, name, seen.value if isinstance(seen, Enum) else seen, value)

    def delete(self, row: Row) -> None:
        """Take a row away; what hangs on it has to be deleted before, so that undo knows it."""
        self._log(row, "", as_json(row), None)
        self.session.delete(row)
        self.session.flush()

    def _log(self, row: Row, name: str, old: str | None, new: str | None) -> None:
        self._log_all([row], name, [(old, new)])

    def _log_all(
        self, rows: Sequence[Row], name: str, values: Sequence[tuple[str | None, str | None]]
    ) -> None:
        self.touched |= digest.touched(self.session, rows)
        changes = [
            {
                "at": self.at,
                "who": self.who,
                "window": self.window,
                "group": self.group,
                "label": self.label,
                "entity": str(row.__tablename__),
                "entity_id": row.id,
                "field": name,
                "old": old,
                "new": new,
                "undoable": self.undoable,
                "undone": False,
            }
            for row, (old, new) in zip(rows, values, strict=True)
        ]
        if changes:
            self.session.execute(insert(ChangeRow), changes)


def dump(value: Any) -> str:
    """A field's value as JSON."""
    return json.dumps(to_jsonable_python(value), ensure_ascii=False)


def as_json(row: Row) -> str:
    """A whole row as JSON."""
    return json.dumps(row.model_dump(mode="json"), ensure_ascii=False)


def parse(model: type[Row], name: str, value: str) -> Any:
    """A field's value back from JSON."""
    return _typed(model, name, json.loads(value))


def parse_row(model: type[R], value: str) -> R:
    """A whole row back from JSON. Tables don't validate themselves, so each field is parsed."""
    return model(**{name: _typed(model, name, plain) for name, plain in json.loads(value).items()})


def _typed(model: type[Row], name: str, plain: Any) -> Any:
    annotation: Any = model.model_fields[name].annotation
    return TypeAdapter(annotation).validate_python(plain)
