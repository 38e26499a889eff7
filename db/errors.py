"""What the store can answer instead of a record. Every message is one clear line."""

from __future__ import annotations


class StoreError(Exception):
    """The store could not do it; nothing was changed."""


class Refused(StoreError):
    """A value or a rule stands against it."""


class Gone(Refused):
    """The row was deleted elsewhere."""


class Unavailable(StoreError):
    """The database itself can't be used: unreadable, foreign, locked, too new, or gone."""


class Conflict(StoreError):
    """The field was changed elsewhere since it was read.

    field: its name. theirs: what it holds now. yours: what was to be written.
    """

    def __init__(self, field: str, theirs: object, yours: object) -> None:
        super().__init__(f"{field.replace('_', ' ')} was changed elsewhere in the meantime")
        self.field = field
        self.theirs = theirs
        self.yours = yours
