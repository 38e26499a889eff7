"""How long ago something was, as people say it."""

from __future__ import annotations

from datetime import date

MONTH, YEAR = 30.4, 365.25
"""Days, on average."""


def age_in_words(day: date, today: date) -> str:
    """`today`, `1 day`, `13 days`, `5 weeks`, `7 months`, `2 years`; `ahead` of a day to come."""
    days = (today - day).days
    if days <= 0:
        return "today" if days == 0 else "ahead"
    for length, name, at_least in ((YEAR, "year", 2), (MONTH, "month", 3), (7, "week", 2)):
        if days >= length * at_least:
            return f"{int(days / length)} {name}s"
    return "1 day" if days == 1 else f"{days} days"
