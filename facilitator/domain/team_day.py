"""The day on which something happened, as the team counts its days."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo


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


def moment_on(day: date, now: datetime, zone: tzinfo) -> datetime:
    """Return the moment that stands for a day on which something was done.

    For the present day it is now. For another one it is its last second, so that what was made in
    the course of a day can be done on the same day.

    Args:
        day: The day, in the team's time zone.
        now: The present moment.
        zone: The team's time zone.
    """
    if day == team_day(now, zone):
        return now
    return datetime.combine(day, time(23, 59, 59), zone)
