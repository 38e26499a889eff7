"""What needs attention: late action items, and items without a ticket."""

from facilitator.domain.attention import items_without_ticket, overdue_items
from tests.support import day, incident, item

TODAY = day("2026-03-20")
LATE = item(1, due="2026-03-18", action="late")
LATER = item(2, due="2026-03-10", action="later", ticket="")
DUE = item(3, due="2026-03-20", action="due today", ticket="")
DONE = item(1, due="2026-03-01", status="done", closed="2026-03-19 10:00", ticket="")
UNDATED = item(2, action="some day")


def test_overdue_items_are_listed_those_overdue_for_longest_first() -> None:
    found = overdue_items(
        [incident(1, items=[LATE, LATER]), incident(2, items=[DONE, UNDATED])], TODAY
    )
    assert [(entry.number, entry.item.action) for entry in found] == [(1, "later"), (1, "late")]


def test_items_without_a_ticket_are_listed_those_of_the_newest_incidents_first() -> None:
    found = items_without_ticket([incident(1, items=[LATE, LATER]), incident(2, items=[DONE, DUE])])
    assert [(entry.number, entry.item.action) for entry in found] == [
        (2, "due today"),
        (1, "later"),
    ]
