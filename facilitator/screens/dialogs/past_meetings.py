"""The post-mortem of a reviewed incident, with the meetings that were held about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from db.errors import StoreError
from db.records import Incident, IncidentSummary, Meeting, MeetingOutcome
from facilitator.domain.meeting_changes import ChangeLine, describe_changes
from facilitator.domain.past_meetings import (
    minutes_in_words,
    past_outcome_in_words,
    people_in_words,
    when_in_words,
)
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.dialogs.hold_meeting import hold_meeting
from facilitator.widgets.hanging_indent import Row
from facilitator.widgets.preview import preview_rows
from facilitator.widgets.text import line
from facilitator.widgets.text_dialog import TextDialog

MOST_KEYS = 9
"""How many meetings can be opened by a digit; more of them are rare, and listed all the same."""


async def show_reviewed(screen: FacilitatorScreen, summary: IncidentSummary) -> None:
    """Show the post-mortem of an incident and its meetings; a digit opens one of them.

    Has to run as a dialog step.
    """
    try:
        incident = await screen.store.incidents.get(summary.number)
        meetings = await screen.store.meetings.of_incident(incident.id)
    except StoreError as error:
        screen.show_not_read(error)
        return
    numbers = range(1, min(len(meetings), MOST_KEYS) + 1)
    answers = [
        *((str(number), f"read meeting {number}") for number in numbers),
        ("m", "hold another meeting"),
    ]
    while True:
        rows = [*_meeting_list(screen, meetings), *preview_rows(incident, screen.today)]
        answer = await screen.ask(TextDialog(f"#{incident.number} {incident.title}", rows, answers))
        if answer is None:
            return
        if answer == "m":
            await hold_meeting(screen, incident.id, incident.number)
            return
        await _show_meeting(screen, incident, meetings[int(answer) - 1])


def _meeting_list(screen: FacilitatorScreen, meetings: Sequence[Meeting]) -> Iterator[Row]:
    zone = screen.facilitator.settings.timezone
    yield "", Content.styled("Meetings", "bold")
    for number, meeting in enumerate(meetings[:MOST_KEYS], 1):
        words = f"{when_in_words(meeting, zone)} · {people_in_words(meeting.attendees)}"
        yield f"{number}  ", line(words)
    if not meetings:
        yield "", Content.styled("No finished meeting is recorded", "$text-muted")
    yield "", Content("")


async def _show_meeting(screen: FacilitatorScreen, incident: Incident, meeting: Meeting) -> None:
    try:
        outcomes = await screen.store.meetings.outcomes(meeting.id)
        changes = await screen.store.history.of_meeting(meeting.id)
    except StoreError as error:
        screen.show_not_read(error)
        return
    lines = describe_changes(changes, incident.number, screen.today)
    rows = list(_meeting_rows(screen, meeting, outcomes, lines))
    await screen.ask(TextDialog(f"Meeting about #{incident.number}", rows))


def _meeting_rows(
    screen: FacilitatorScreen,
    meeting: Meeting,
    outcomes: Sequence[MeetingOutcome],
    changes: Sequence[ChangeLine],
) -> Iterator[Row]:
    zone = screen.facilitator.settings.timezone
    yield "", line(when_in_words(meeting, zone), "bold")
    yield "Present: ", line(people_in_words(meeting.attendees))
    yield "Took: ", line(minutes_in_words(meeting))
    if meeting.next_on is not None:
        yield "Next meeting: ", line(meeting.next_on.isoformat())
    yield "", Content("")
    yield "", Content.styled("Action items reviewed", "bold")
    for outcome in outcomes:
        yield "• ", line(past_outcome_in_words(outcome))
    if not outcomes:
        yield "", Content.styled("None", "$text-muted")
    yield "", Content("")
    yield "", Content.styled("What the meeting changed", "bold")
    for change in changes:
        yield "• ", line(change.head)
        yield from (("   ", line(detail, "$text-muted")) for detail in change.details)
    if not changes:
        yield "", Content.styled("Nothing", "$text-muted")
