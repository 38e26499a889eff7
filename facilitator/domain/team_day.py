"""The day on which something happened, as the team counts its days."""

from __future__ import annotations

from datetime import date, datetime, tzinfo


def team_day(moment: datetime, zone: tzinfo) -> date:
    """Return the day of an aware moment in the team's time zone.

    All days that people read, and all days that figures count, are these. The exceptions are the
    timeline of an incident, whose times and days are in UTC as the template has them, and the day
    on which an incident began (see `figures`).
    """
    try:
        return moment.astimezone(zone).date()
    except OverflowError:
        # The first or the last day of the calendar has no local time in some zones.
        return moment.date()
