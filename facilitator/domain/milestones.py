"""The words with which a line begins that is about a milestone: the template's, and people's."""

from __future__ import annotations

import re

from db.words import EventKind
from facilitator.domain.timeline import MILESTONES

_BY_NAME = {name: kind for kind, name in MILESTONES.items()}
_NAMED = re.compile(rf"({'|'.join(map(re.escape, _BY_NAME))})\s*(?::\s*(.*))?", re.I | re.A)
_WORDS = {
    EventKind.IMPACT_BEGAN: r"(?:(?:the )?impact )?began|impact (?:begins|start(?:ed|s)?)",
    EventKind.FIRST_ALERT: r"(?:first )?alert(?: fired)?",
    EventKind.ACKNOWLEDGED: r"(?:on-?call )?ack(?:['’]?ed|['’]d|nowledged)?",
    EventKind.CAUSE_IDENTIFIED: r"(?:(?:root )?cause(?: identified| found| known)?|diagnosed)",
    EventKind.FIX_DEPLOYED: r"fix(?:ed)?(?: deployed| shipped| released| rolled out| live)?",
    EventKind.RECOVERED: r"(?:service )?(?:recover(?:ed|y)|restored|resolved)",
    EventKind.ALL_CLEAR: r"all[- ]?clear(?: declared| given)?",
}
_ENDS = (
    r"[*_]{0,2}(?=\s*(?:$|[:,;·(→–—]|->|=>|-\s|by\b))"
    r"[*_]{0,2}\s*(?:[:,;·→–—]|->|=>|-\s)?[*_]{0,2}\s*"
)
_PATTERNS = {
    kind: re.compile(rf"[*_]{{0,2}}(?:{words}){_ENDS}", re.IGNORECASE)
    for kind, words in _WORDS.items()
}


def named(text: str) -> tuple[EventKind, str] | None:
    """The milestone that a text names as the template does, and what is said of it."""
    found = _NAMED.fullmatch(text)
    return None if found is None else (_BY_NAME[found[1].casefold()], found[2] or "")


def milestone(text: str) -> tuple[EventKind, str] | None:
    """The milestone that a text begins with, and what it says beyond its name; or None.

    `ack: Sam is on it`, `Fix deployed`, `first alert fired - p99`; but not `fix attempted`.
    """
    for kind, pattern in _PATTERNS.items():
        if found := pattern.match(text):
            return kind, text[found.end() :].strip()
    return None
