"""The question before an undo on a screen that does not show what the undo would change."""

from __future__ import annotations

from datetime import datetime

from facilitator.domain.due_dates import short_day
from facilitator.domain.team_day import team_day
from facilitator.screens.base import FacilitatorScreen
from facilitator.text import one_line
from facilitator.widgets.question import Question


async def ask_undo(screen: FacilitatorScreen) -> bool:
    """Ask whether to take back the last change, after saying what it was and when it was made.

    Returns:
        Whether it should be tried: the user agreed, or there is nothing to ask about, since no
        change is left or the last one can't be taken back. The undo itself says so then.
    """
    last = await screen.store.history.next_undo()
    if last is None or last.finished_meeting is not None:
        return True
    question = Question(
        f"Undo “{one_line(last.label)}”?",
        (("y", "yes, take it back"), ("n", "no, keep it")),
        detail=f"The change was made {_when(screen, last.at)}.",
    )
    return await screen.ask(question) == "y"


def _when(screen: FacilitatorScreen, at: datetime) -> str:
    """Return when something was done, in the team's time: `today at 14:05`."""
    zone = screen.facilitator.settings.timezone
    day, today = team_day(at, zone), screen.today
    name = "today" if day == today else f"on {short_day(day, today)}"
    return f"{name} at {at.astimezone(zone):%H:%M}"
