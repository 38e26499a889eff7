"""The errors that the store raises. Every message is one clear line for the person who reads it."""

from __future__ import annotations


class StoreError(Exception):
    """The store could not do what it was asked for; nothing was changed."""


class Refused(StoreError):
    """A value can't be stored, or a rule does not allow the change."""


class Gone(Refused):
    """The row was deleted by another window or program."""


class Unavailable(StoreError):
    """The database can't be used: it is unreadable, foreign, locked, too new, or gone."""


class ConnectionLost(Unavailable):
    """The connection to the server broke: what was under way may have been done all the same."""


class Conflict(StoreError):
    """A field holds something else than what the writer read; another window changed it.

    Attributes:
        field: The name of the field.
        theirs: The value that it holds now.
        yours: The value that was to be written.
    """

    def __init__(self, field: str, theirs: object, yours: object) -> None:
        name = field.replace("_", " ")
        super().__init__(f"the {name} was changed in another window in the meantime")
        self.field = field
        self.theirs = theirs
        self.yours = yours
