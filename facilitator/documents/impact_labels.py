"""The lines that say an impact's figures: `- Duration: 47 minutes`."""

from __future__ import annotations

import re

_FIELDS = {
    "duration": "duration_minutes",
    "users affected": "users_affected",
    "affected users": "users_affected",
    "customers affected": "users_affected",
    "affected customers": "users_affected",
    "revenue impact": "revenue",
    "revenue": "revenue",
    "revenue lost": "revenue",
    "lost revenue": "revenue",
    "revenue loss": "revenue",
    "slo budget consumed": "slo_budget_percent",
    "slo budget": "slo_budget_percent",
    "error budget": "slo_budget_percent",
    "error budget consumed": "slo_budget_percent",
}
# What follows blanks is looked for behind all of them: a line may hold a million.
_LABEL = re.compile(
    r"\s*+(?:[-*+]\s++)?(?:\*\*|__)?(?P<name>[A-Za-z][A-Za-z ]{2,30}?)\s*+"
    r"(?:(?P<bold>:(?:\*\*|__))|(?:\*\*|__)?\s*+(?P<colon>:))(?P<value>.*)"
)


def label(line: str) -> int | None:
    """Where the colon stands of a line that says one of the impact's figures; None for another."""
    found = _LABEL.fullmatch(line)
    if found is None or " ".join(found["name"].split()).casefold() not in _FIELDS:
        return None
    return found.start("bold") if found["bold"] else found.start("colon")


def figure(line: str) -> tuple[str, str]:
    """The impact's field that such a line is about, and what it says of it, with single blanks."""
    found = _LABEL.fullmatch(line)
    if found is None:
        raise ValueError(line)
    field = _FIELDS[" ".join(found["name"].split()).casefold()]
    return field, " ".join(found["value"].split()).strip("*_").strip()
