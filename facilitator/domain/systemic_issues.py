"""The systemic issues that a team has decided to address, with how long ago that was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, tzinfo

from db.records import Theme
from facilitator.domain.team_day import team_day


@dataclass(frozen=True, slots=True)
class SystemicIssue:
    """A systemic issue on a day.

    Attributes:
        theme: The name of the theme that it is behind.
        issue: What to address.
        owner: Who takes care of it, or "".
        days: How many days ago it was decided; where that is not known, since the theme was
            written down.
        incidents: The numbers of the incidents that show the theme, ascending.
    """

    theme: str
    issue: str
    owner: str
    days: int
    incidents: tuple[int, ...]


def systemic_issues(
    themes: Iterable[Theme], as_of: date, zone: tzinfo
) -> tuple[SystemicIssue, ...]:
    """Return the systemic issues that existed on a day, the oldest first.

    Args:
        themes: The themes of the team; those without a decision are left out.
        as_of: The day.
        zone: The team's time zone.
    """
    decided = [
        (theme, theme.decided_on or team_day(theme.created_at, zone))
        for theme in themes
        if theme.systemic
    ]
    issues = [
        SystemicIssue(theme.name, theme.systemic, theme.owner, (as_of - day).days, theme.incidents)
        for theme, day in decided
        if day <= as_of
    ]
    return tuple(sorted(issues, key=lambda issue: (-issue.days, issue.theme.casefold())))
