"""Whether a commit happened whose answer was lost with the connection."""

from threading import Event
from time import monotonic
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from db.errors import Unavailable
from db.models import ChangeRow
from db.store_errors import as_store_errors

FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 5.0
LONGEST_SEARCH_SECONDS = 120.0
"""How long the server is asked again and again, and with which pauses."""
UNKNOWN = (
    "the connection broke while this was saved, and nobody knows whether it was: look whether it"
    " is there before you enter it again"
)


def was_committed(writer: Engine, group: UUID, leaving: Event) -> bool:
    """Find out whether a transaction was committed, and wait for the server to come back.

    Every change is logged under the id that this program gave to its transaction. A transaction
    of a writer starts with the write lock, so the lost one has ended before this one looks.

    Args:
        writer: The engine whose transactions take the write lock.
        group: The id under which the transaction logged its changes.
        leaving: Set when nobody waits for the outcome any more.

    Raises:
        Unavailable: The server did not come back in time; the outcome is not known.
    """
    pause = FIRST_PAUSE_SECONDS
    deadline = monotonic() + LONGEST_SEARCH_SECONDS
    logged = select(ChangeRow.id).where(col(ChangeRow.group) == group).limit(1)
    while True:
        try:
            with as_store_errors(None), Session(writer) as session, session.begin():
                return session.exec(logged).first() is not None
        except Unavailable:
            if monotonic() > deadline or leaving.wait(pause):
                raise Unavailable(UNKNOWN) from None
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
