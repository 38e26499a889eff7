"""Which backups are kept: the newest ones, and one of each month for a year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

NEWEST_KEPT = 10
"""How many of the newest backups are kept."""
MONTHS_KEPT = 12
"""Of how many months the last backup is kept besides."""


def kept_moments(moments: Iterable[datetime]) -> set[datetime]:
    """Return those of the moments at which backups were made whose backups are kept.

    Only months that have a backup count, and no clock is asked: neither a long break nor a clock
    that is wrong for a day lets the backups of a year go.

    Args:
        moments: When each backup was made, in any order.
    """
    newest_first = sorted(moments, reverse=True)
    last_of_month: dict[tuple[int, int], datetime] = {}
    for moment in newest_first:
        last_of_month.setdefault((moment.year, moment.month), moment)
    return {*newest_first[:NEWEST_KEPT], *list(last_of_month.values())[:MONTHS_KEPT]}
