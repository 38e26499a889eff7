"""The words with which people begin a line about a milestone."""

from __future__ import annotations

import re

from db.records import EventKind

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


def milestone(text: str) -> tuple[EventKind, str] | None:
    """The milestone that a text begins with, and what it says beyond its name; or None.

    `ack: Sam is on it`, `Fix deployed`, `first alert fired - p99`; but not `fix attempted`.
    """
    for kind, pattern in _PATTERNS.items():
        if found := pattern.match(text):
            return kind, text[found.end() :].strip()
    return None
