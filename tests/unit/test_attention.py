"""What needs attention: late action items, and those without a ticket."""

from facilitator.domain.attention import overdue, without_ticket
from tests.support import day, incident, item

TODAY = day("2026-03-20")
LATE = item(1, due="2026-03-18", action="late")
LATER = item(2, due="2026-03-10", action="later", ticket="")
DUE = item(3, due="2026-03-20", action="due today", ticket="")
DONE = item(1, due="2026-03-01", status="done", closed="2026-03-19 10:00", ticket="")
UNDATED = item(2, action="some day")


def test_what_is_overdue_the_latest_first() -> None:
    found = overdue([incident(1, items=[LATE, LATER]), incident(2, items=[DONE, UNDATED])], TODAY)
    assert [(owed.number, owed.item.action) for owed in found] == [(1, "later"), (1, "late")]


def test_what_has_no_ticket_of_the_newest_incidents_first() -> None:
    found = without_ticket([incident(1, items=[LATE, LATER]), incident(2, items=[DONE, DUE])])
    assert [(owed.number, owed.item.action) for owed in found] == [(2, "due today"), (1, "later")]
