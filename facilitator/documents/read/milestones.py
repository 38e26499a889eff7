"""Milestones recognised, with care, by the words of an event wherever in it they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from db.records import TimelineEvent
from db.words import EventKind
from facilitator.domain.timeline import ORDER

_WORDS = {
    EventKind.IMPACT_BEGAN: r"(impact|incident|outage|problem|issue) (began|begins|started|starts)",
    EventKind.FIRST_ALERT: (
        r"(?<!no )\b(alert|alerts|alarm|page|pager)\b(?! noise)|\b(paged|alerted)\b"
        r"|\bissue (was )?(first )?detected|\b(first|second)? ?reports? of\b|^users? report"
    ),
    EventKind.ACKNOWLEDGED: r"\b(acknowledged|acked)\b",
    EventKind.CAUSE_IDENTIFIED: (
        r"\b(root )?cause (was |is )?(found|identified|discovered)\b"
        r"|\b(identified|found|discovered) (the )?(root )?cause\b"
    ),
    EventKind.FIX_DEPLOYED: r"\b(hot)?fix (was |is )?(deployed|applied|released|rolled out)\b",
    EventKind.RECOVERED: r"\b(resolved|recovered|(service|services) (is |are )?restored)\b",
    EventKind.ALL_CLEAR: r"\ball[- ]clear\b|\bincident (is |was )?closed\b",
}
_LIKELY = {kind: re.compile(words, re.IGNORECASE) for kind, words in _WORDS.items()}
_NOT_YET = re.compile(r"\b(not|n't|no|un|until|still|if)\b", re.IGNORECASE)


def recognised(events: Sequence[TimelineEvent]) -> list[TimelineEvent]:
    """The events, in the order of their times, with the milestones that their words speak of.

    Each milestone at most once, none that is there already, and none after a later one.
    """
    there = {event.kind for event in events}
    reached = 0
    result = []
    for event in events:
        if event.kind in ORDER:
            reached = max(reached, ORDER.index(event.kind))
        elif not _NOT_YET.search(event.text):
            ahead = (kind for kind in ORDER[reached:] if kind not in there)
            kind = next((each for each in ahead if _LIKELY[each].search(event.text)), None)
            if kind is not None:
                there.add(kind)
                reached = ORDER.index(kind)
                event = replace(event, kind=kind)
        result.append(event)
    return result
