"""The first screen, by what the program was started for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from db.records import Meeting, Wanted
from facilitator.screens.home import HomeScreen
from facilitator.screens.watch import WatchScreen

if TYPE_CHECKING:
    from db.store import Store
    from facilitator.host import Host
    from facilitator.settings import Settings


async def show_first(app: App[None], host: Host) -> None:
    """Home, and on top of it what was asked for: a post-mortem to prepare, or the meeting.

    Or, to watch, what follows the meeting.
    """
    if host.start.screen == "watch":
        await app.push_screen(WatchScreen())
        return
    await app.push_screen(HomeScreen())
    if host.start.screen == "prep" and host.start.number is not None:
        incident = await host.store.incidents.get(host.start.number)
        host.show_prep(incident.number)
    if host.start.screen != "meet":
        return
    meeting = await _meeting(host.store, host.settings, host.start.number)
    if meeting is not None:
        host.show_meeting(meeting)


async def _meeting(store: Store, settings: Settings, number: int | None) -> Meeting | None:
    """The meeting about the incident; without a number the running one, else the newest draft's."""
    if number is not None:
        incident = await store.incidents.get(number)
        return await store.meetings.begin(incident.id, settings.agenda)
    running = await store.meetings.running()
    if running is not None:
        return running
    drafts = await store.lists.numbers(Wanted(draft=True))
    if not drafts:
        return None
    newest = await store.incidents.get(drafts[0])
    return await store.meetings.begin(newest.id, settings.agenda)
