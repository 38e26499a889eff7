"""When to meet again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from db.errors import Conflict
from facilitator.domain.due import day_of_next, full_day, parse_day
from facilitator.screens.action_form import DAYS
from facilitator.widgets.form import Field, Form

if TYPE_CHECKING:
    from facilitator.screens.wrap_up.screen import WrapUpScreen


def ask_next_meeting(host: WrapUpScreen) -> None:
    """Its day; the same weekday in two weeks is offered, and nothing takes a day back."""
    meeting, today = host.meeting, host.today
    offered = meeting.next_on or day_of_next(today)

    async def submit(values: Mapping[str, str]) -> None:
        day = parse_day(values["day"], today)
        if day is not None and day < today:
            raise ValueError(f"{full_day(day, today)} is past; the next meeting lies ahead")
        try:
            await host.saving(host.store.meetings.plan_next(meeting.id, meeting.next_on, day))
        except Conflict as conflict:
            theirs = conflict.theirs
            said = full_day(theirs, today) if isinstance(theirs, date) else "no day"
            raise ValueError(
                f"somebody else has agreed on {said} meanwhile; esc, then n shows it"
            ) from None
        await host.reread()

    note = "" if meeting.next_on else f"In two weeks: {full_day(offered, today)}"
    field = Field("day", "Day", offered.isoformat(), DAYS, offered=True)
    host.app.push_screen(Form("Next meeting", [field], submit, about=meeting.id, note=note))
