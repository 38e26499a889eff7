"""How long ago a day was, in the words that people use."""

from __future__ import annotations

from datetime import date

DAYS_PER_MONTH, DAYS_PER_YEAR = 30.4, 365.25
"""The average length of a month and of a year."""


def age_in_words(day: date, today: date) -> str:
    """Return `today`, `1 day`, `13 days`, `5 weeks`, `7 months` or `2 years`.

    Weeks begin at 14 days, months at three months and years at two years, so that the number is
    never 1 but for a day. A day after today is `ahead`.
    """
    days = (today - day).days
    if days <= 0:
        return "today" if days == 0 else "ahead"
    for length, name, at_least in (
        (DAYS_PER_YEAR, "year", 2),
        (DAYS_PER_MONTH, "month", 3),
        (7, "week", 2),
    ):
        if days >= length * at_least:
            return f"{int(days / length)} {name}s"
    return "1 day" if days == 1 else f"{days} days"
