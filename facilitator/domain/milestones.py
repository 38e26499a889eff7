"""The milestones of a timeline, and the three ways in which a text names one.

`named_milestone` knows the template's own wording alone: the exports write it and read it back.
`leading_milestone` knows the words with which people begin a line about a milestone, in what they
type or paste. `recognise_milestones` finds one anywhere in the events of a foreign document; it is
the most generous of the three, and so what it finds is shown as a guess.

When a milestone was reached is the rule of `Incident.reached_at`: the first event of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from db.records import TimelineEvent
from db.vocabulary import EventKind
from facilitator.domain.labels import EVENT_LABELS

MILESTONES: tuple[EventKind, ...] = tuple(kind for kind in EventKind if kind is not EventKind.OTHER)
"""The template's milestones, in the order in which they should come."""

_BY_NAME = {EVENT_LABELS[kind].name: kind for kind in MILESTONES}
_NAME = re.compile(rf"({'|'.join(map(re.escape, _BY_NAME))})\s*(?::\s*(.*))?", re.I | re.A)
_LEADING_WORDS = {
    EventKind.IMPACT_BEGAN: r"(?:(?:the )?impact )?began|impact (?:begins|start(?:ed|s)?)",
    EventKind.FIRST_ALERT: r"(?:first )?alert(?: fired)?",
    EventKind.ACKNOWLEDGED: r"(?:on-?call )?ack(?:['’]?ed|['’]d|nowledged)?",
    EventKind.CAUSE_IDENTIFIED: r"(?:(?:root )?cause(?: identified| found| known)?|diagnosed)",
    EventKind.FIX_DEPLOYED: r"fix(?:ed)?(?: deployed| shipped| released| rolled out| live)?",
    EventKind.RECOVERED: r"(?:service )?(?:recover(?:ed|y)|restored|resolved)",
    EventKind.ALL_CLEAR: r"all[- ]?clear(?: declared| given)?",
}
_END_OF_NAME = (
    r"[*_]{0,2}(?=\s*(?:$|[:,;·(→–—]|->|=>|-\s|by\b))"
    r"[*_]{0,2}\s*(?:[:,;·→–—]|->|=>|-\s)?[*_]{0,2}\s*"
)
_LEADING = {
    kind: re.compile(rf"[*_]{{0,2}}(?:{words}){_END_OF_NAME}", re.IGNORECASE)
    for kind, words in _LEADING_WORDS.items()
}
_MENTION_WORDS = {
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
_MENTION = {kind: re.compile(words, re.IGNORECASE) for kind, words in _MENTION_WORDS.items()}
_NOT_YET = re.compile(r"\b(not|n't|no|un|until|still|if)\b", re.IGNORECASE)


def named_milestone(text: str) -> tuple[EventKind, str] | None:
    """Return the milestone that a text names exactly as the template does, and the words after it.

    `First alert fired: p99 over 2 s` is one, in any case; `alert: p99 over 2 s` is not.
    """
    match = _NAME.fullmatch(text)
    return None if match is None else (_BY_NAME[match[1].casefold()], match[2] or "")


def leading_milestone(text: str) -> tuple[EventKind, str] | None:
    """Return the milestone that a text begins with, and the words after its name; or None.

    `ack: Sam is on it`, `Fix deployed` and `first alert fired - p99` begin with one;
    `fix attempted` does not.
    """
    for kind, pattern in _LEADING.items():
        if match := pattern.match(text):
            return kind, text[match.end() :].strip()
    return None


def recognise_milestones(events: Sequence[TimelineEvent]) -> list[TimelineEvent]:
    """Return the events with the milestones that their words mention, wherever in the text.

    Each milestone is given to one event at most; one that the timeline has already is not given
    again, and none is given after a later one. Words that deny it do not count: `not yet resolved`.

    Args:
        events: The timeline, in the order of its times.
    """
    present = {event.kind for event in events}
    reached = 0
    result = []
    for event in events:
        if event.kind in MILESTONES:
            reached = max(reached, MILESTONES.index(event.kind))
        elif not _NOT_YET.search(event.text):
            candidates = (kind for kind in MILESTONES[reached:] if kind not in present)
            kind = next((kind for kind in candidates if _MENTION[kind].search(event.text)), None)
            if kind is not None:
                present.add(kind)
                reached = MILESTONES.index(kind)
                event = replace(event, kind=kind)
        result.append(event)
    return result
