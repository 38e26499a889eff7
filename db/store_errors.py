"""Turns what the engines raise into errors of the store, with messages for people."""

import contextlib
import traceback
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import DBAPIError, IntegrityError

from db.errors import Unavailable
from db.refusals import explain_broken_constraint, explain_file_failure
from db.server_refusals import explain_server_failure, is_from_server

ROWS = ("sqlalchemy.engine.result", "sqlalchemy.engine._result")
"""How the names of the modules of SQLAlchemy begin that convert the values of a row."""


@contextlib.contextmanager
def as_store_errors(path: Path | None) -> Iterator[None]:
    """Raise the errors of the database as a `StoreError` with a message for people.

    Args:
        path: The file of the database; None for one on a server.
    """
    try:
        yield
    except IntegrityError as error:
        raise explain_broken_constraint(error) from None
    except DBAPIError as error:
        raise explain_failure(error, path) from None
    except (TypeError, ValueError) as error:
        if not _is_about_a_stored_value(error):
            raise
        raise unreadable_value(error) from None


def unreadable_value(reason: Exception) -> Unavailable:
    """Return the error about a stored value that no record can have, with why it can't."""
    return Unavailable(
        f"the database holds a value that can't be read ({reason}): another program has written"
        " it, so correct it there"
    )


def _is_about_a_stored_value(error: Exception) -> bool:
    """Return whether an error was raised while the values of a row were converted.

    SQLite keeps anything in a column, such as a word where a date should stand.
    """
    frames = traceback.walk_tb(error.__traceback__)
    return any(frame.f_globals.get("__name__", "").startswith(ROWS) for frame, _ in frames)


def explain_failure(error: DBAPIError, path: Path | None) -> Unavailable:
    """Return the error that tells people why a database of either kind failed."""
    if is_from_server(error):
        return explain_server_failure(error)
    return explain_file_failure(error, path)
