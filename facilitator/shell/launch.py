"""The first screens, by what the program was started for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from db.errors import Refused
from db.records import IncidentFilter, Meeting
from facilitator.screens.home import HomeScreen
from facilitator.screens.watch_screen import WatchScreen
from facilitator.shell.drafts import forget_added

if TYPE_CHECKING:
    from db.store import Store
    from facilitator.config.settings import Settings
    from facilitator.shell.launch_target import LaunchTarget
    from facilitator.widgets.app_context import AppContext


async def show_first_screens(app: App[None], context: AppContext, target: LaunchTarget) -> None:
    """Show the home screen, and on top of it what the program was started for.

    A window that only watches gets the watching screen in its place, and so does one on a server
    whose role may only read. A file that may only be read can be looked through from home.
    """
    if target.screen == "watch" or context.store.why_read_only:
        await app.push_screen(WatchScreen())
        return
    await forget_added(context.drafts, context.store)
    if target.screen == "prep" and target.number is not None:
        incident = await context.store.incidents.get(target.number)
        # Home reads nothing before it is in front, so what covers it opens at once.
        app.push_screen(HomeScreen())
        context.show_prep(incident.number)
        return
    meeting = None
    if target.screen == "meet":
        meeting = await _find_or_begin_meeting(context.store, context.settings, target.number)
    home_is_mounted = app.push_screen(HomeScreen())
    if meeting is None:
        await home_is_mounted
    else:
        context.show_meeting(meeting)


async def _find_or_begin_meeting(
    store: Store, settings: Settings, number: int | None
) -> Meeting | None:
    """Return the meeting about an incident, which begins now if it has none.

    Without a number it is the running meeting, or else one about the newest draft.

    Raises:
        Refused: No number is given, and several meetings are running.
    """
    if number is not None:
        incident = await store.incidents.get(number)
        return await store.meetings.begin(incident.id, settings.agenda)
    running = await store.meetings.running()
    if len(running) > 1:
        numbers = ", ".join(f"#{meeting.number}" for meeting in running)
        raise Refused(
            f"{len(running)} meetings are running, about {numbers}: name one of them, as in"
            f" `facilitator meet {running[0].number}`"
        )
    if running:
        return running[0]
    drafts = await store.lists.numbers(IncidentFilter(draft=True))
    if not drafts:
        return None
    newest = await store.incidents.get(drafts[0])
    return await store.meetings.begin(newest.id, settings.agenda)
