"""What to tell people when the database refuses a change or fails."""

from pathlib import Path

from sqlalchemy.exc import DBAPIError, IntegrityError

from db.errors import Refused, Unavailable
from db.file_state import damage_in_words

CONSTRAINT_MESSAGES = {
    ("uq_incident_number", "incident.number"): "that number is taken by another incident",
    ("uq_action_item_incident_id_slot", "action_item.incident_id"): (
        "a post-mortem has at most three action items: replace one"
    ),
    ("uq_attendee_meeting_id_name", "attendee.meeting_id"): "that person is on the list already",
    ("uq_cause_name", "cause.name"): "that cause is in the catalogue already",
    ("uq_theme_name", "theme.name"): "that theme exists already",
    ("ck_action_item_slot",): "an action item has slot 1, 2 or 3",
    ("ck_action_item_dropped_has_reason",): "dropped: say why",
    ("ck_impact_revenue_has_currency",): "revenue: give the currency too, such as EUR",
    ("ck_impact_currency_code",): "currency: expected three letters, such as EUR",
    ("FOREIGN KEY", "foreign key"): "what it belongs to is gone: it was deleted in another window",
    ("_not_negative",): "expected a number that is not negative",
}
"""What to tell people for each constraint.

A key lists the texts by which an engine's error is recognised: the name of the constraint, or the
columns that SQLite names in its place.
"""
LOCKED = "another program is writing to the database: try again in a moment"
"""What to tell people when another program held the write lock for too long."""
FILE_FAILURES = {
    "SQLITE_FULL": "the disk is full: make room on it, then it can be saved",
    "SQLITE_NOTADB": "the file is not a database any more: another program wrote into it",
    "SQLITE_READONLY_DBMOVED": "the database file was moved or deleted: bring it back",
    "SQLITE_READONLY": "the database file may not be written: make it writable (chmod u+w)",
    "SQLITE_IOERR": (
        "the disk reports an error, so it is not saved: make a copy of the database file, and have"
        " the disk looked at"
    ),
    "SQLITE_CANTOPEN": (
        "the database file can't be opened: is its folder still there, and may you write in it?"
    ),
    "SQLITE_BUSY": LOCKED,
    "SQLITE_LOCKED": LOCKED,
    "SQLITE_PERM": "you may not use the database file: ask its owner",
    "SQLITE_NOMEM": "the memory of this machine is used up: close other programs",
    "SQLITE_TOOBIG": "the text is too long for the database: shorten it",
}
"""What to tell people for SQLite's errors, by how their names begin; longer ones come first."""


def explain_broken_constraint(error: IntegrityError) -> Refused:
    """Return the refusal that tells people which constraint their change would break."""
    engine_message = str(error.orig)
    for texts, message in CONSTRAINT_MESSAGES.items():
        if any(text in engine_message for text in texts):
            return Refused(message)
    return Refused(f"the database refused it: {_first_line(engine_message)}")


def explain_file_failure(error: DBAPIError, path: Path | None) -> Unavailable:
    """Return the error that tells people why SQLite failed.

    Args:
        error: The error of SQLite.
        path: The file of the database, or None where that is not known.
    """
    engine_message = str(error.orig)
    name = getattr(error.orig, "sqlite_errorname", None) or ""
    if name.startswith("SQLITE_CORRUPT") and path is not None:
        return Unavailable(damage_in_words(path))
    for beginning, message in FILE_FAILURES.items():
        if name.startswith(beginning):
            return Unavailable(message)
    return Unavailable(f"the database could not do it: {_first_line(engine_message)}")


def _first_line(message: str) -> str:
    return message.partition("\n")[0]
