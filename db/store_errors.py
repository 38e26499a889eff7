"""Turns what the engines raise into errors of the store, with messages for people."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import DBAPIError, IntegrityError

from db.errors import Unavailable
from db.refusals import explain_broken_constraint, explain_engine_failure
from db.server_refusals import explain_server_failure, is_from_server


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


def explain_failure(error: DBAPIError, path: Path | None) -> Unavailable:
    """Return the error that tells people why a database of either kind failed."""
    if is_from_server(error):
        return explain_server_failure(error)
    return explain_engine_failure(error, path)
