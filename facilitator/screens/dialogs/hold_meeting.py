"""The way into a meeting: what is running already is named first."""

from __future__ import annotations

from uuid import UUID

from db.errors import StoreError
from facilitator.screens.base import FacilitatorScreen
from facilitator.widgets.question import Question


async def hold_meeting(screen: FacilitatorScreen, incident_id: UUID, number: int) -> None:
    """Show the meeting about an incident, which is a new one unless it has one that is not over.

    Where another meeting is running, a question names it first. Has to run as a dialog step.

    Args:
        screen: The screen to start from.
        incident_id: The incident.
        number: The number of the incident.
    """
    try:
        running = await screen.store.meetings.running()
    except StoreError as error:
        screen.show_not_read(error)
        return
    others = [meeting for meeting in running if meeting.incident_id != incident_id]
    is_running = len(others) < len(running)
    if others and not is_running:
        numbers = ", ".join(f"#{meeting.number}" for meeting in others)
        answer = await screen.ask(
            Question(
                f"The meeting about {numbers} is still running. Start another one?",
                (
                    ("r", f"return to the meeting about #{others[0].number}"),
                    ("s", f"start the meeting about #{number} too"),
                    ("n", "neither"),
                ),
            )
        )
        if answer == "r":
            screen.facilitator.show_meeting(others[0])
        if answer != "s":
            return
    agenda = screen.facilitator.settings.agenda
    meeting = await screen.save(screen.store.meetings.begin(incident_id, agenda))
    if meeting is not None:
        screen.facilitator.show_meeting(meeting)
