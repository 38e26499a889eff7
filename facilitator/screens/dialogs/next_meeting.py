"""The form that agrees on the day of the next meeting."""

from __future__ import annotations

from collections.abc import Mapping

from db.records import Meeting
from facilitator.domain.due_dates import default_next_meeting_day, full_day
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.dialogs.action_fields import DAY_EXAMPLES
from facilitator.screens.optimistic_edit import OptimisticEdit
from facilitator.widgets.form import Field, Form


async def ask_next_meeting(screen: FacilitatorScreen, meeting: Meeting) -> None:
    """Ask for the day of the next meeting, and save it.

    The same weekday in two weeks is offered; an empty field removes the day that was agreed on.
    """
    today = screen.today
    offered = meeting.next_on or default_next_meeting_day(today)
    edit = OptimisticEdit(screen, meeting)

    async def save(values: Mapping[str, str]) -> bool:
        day = screen.parse_day(values["next_on"])
        if day is not None and day < today:
            raise ValueError(f"{full_day(day, today)} is in the past; choose today or a later day")
        plan_next = screen.store.meetings.plan_next
        await edit.save(lambda current: plan_next(current.id, current.next_on, day))
        await screen.reread()
        return True

    note = "" if meeting.next_on else f"In two weeks: {full_day(offered, today)}"
    field = Field("next_on", "Day", offered.isoformat(), DAY_EXAMPLES, offered=True)
    await screen.ask(Form("Next meeting", [field], save, about=meeting.id, note=note))
