"""The sprint in which a ticket is, as its field says it.

Jira Cloud and newer servers write objects into the field; servers before version 8 write the text
of a Java object, `…Sprint@5a3[id=7,rapidViewId=3,state=FUTURE,name=OPS 7,startDate=<null>,…]`.
"""

from __future__ import annotations

import re
from typing import Any

from db.vocabulary import SprintPlace
from facilitator.text import one_line
from facilitator.tracker.jira.shapes import found, words

FIELD_TYPE = "com.pyxis.greenhopper.jira:gh-sprint"
"""The type by which the field is known: its id is another one in every Jira."""
_JAVA_ID = re.compile(r"[\[,]id=(\d{1,18})")
_JAVA_STATE = re.compile(r"[\[,]state=(\w+)")
_JAVA_NAME = re.compile(r"[\[,]name=(.*?),(?:goal|startDate|rapidViewId)=", re.DOTALL)
"""A name may have commas of its own, so that it ends where the next attribute begins."""


def ticket_sprint(field: Any, next_sprint: int | None) -> tuple[SprintPlace, str]:
    """Return in which sprint a ticket is, and the name of that sprint.

    A ticket keeps the closed sprints that it was in; of those it is in now there is one.

    Args:
        field: The value of the field.
        next_sprint: The id of the board's next sprint; None where that is not known, so that no
            sprint is taken for it.
    """
    places = {"active": SprintPlace.ACTIVE, "closed": SprintPlace.CLOSED}
    by_state: dict[str, tuple[int, str]] = {}
    for entry in field if isinstance(field, list) else [field]:
        number, state, name = _read(entry)
        by_state[state] = (number, name)
    for state in ("active", "future", "closed"):
        if state in by_state:
            number, name = by_state[state]
            is_next = next_sprint is not None and number == next_sprint
            future = SprintPlace.NEXT if is_next else SprintPlace.LATER
            return places.get(state, future), name
    return SprintPlace.NONE, ""


def is_in_future(field: Any) -> bool:
    """Return whether a ticket is in a future sprint, so that one has to know the next one."""
    return ticket_sprint(field, None)[0] is SprintPlace.LATER


def _read(entry: Any) -> tuple[int, str, str]:
    """Return the id, the state and the name of a sprint."""
    if isinstance(entry, str):
        number, state, name = (
            pattern.search(entry) for pattern in (_JAVA_ID, _JAVA_STATE, _JAVA_NAME)
        )
        return (
            int(number[1]) if number else 0,
            state[1].lower() if state else "",
            one_line(name[1]) if name else "",
        )
    return _read_object(entry)


def _read_object(entry: Any) -> tuple[int, str, str]:
    number = found(entry, "id")
    state = words(entry, "state").lower()
    return number if isinstance(number, int) else 0, state, words(entry, "name")
