"""What screens and widgets may ask of the app that they run in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from uuid import UUID

    from textual.signal import Signal

    from db.records import ActionItem, Meeting
    from db.store import Store
    from facilitator.config.settings import Settings
    from facilitator.config.tracker_settings import TrackerSettings
    from facilitator.domain.ticket_news import TicketNews
    from facilitator.system.clock import Clock


class TicketWork(Protocol):
    """The work on tickets, which is done in the background where there is a tracker to ask.

    Attributes:
        news: What the work has come to.
        changed: Published with the news after each change of it.
    """

    news: TicketNews
    changed: Signal[TicketNews]

    def push(self) -> None:
        """Work off the outbox now, since steps were released; nothing waits for it."""

    def sync(self, items: Sequence[ActionItem]) -> None:
        """Ask soon how the tickets of these items stand; nothing waits for it.

        The items of the newest request take the place of those that were not asked for yet.
        """


class AppContext(Protocol):
    """The app, as far as its screens and widgets know it.

    Attributes:
        clock: The machine's clocks.
        settings: The settings, as they were loaded.
        summaries: The folder where the summaries of meetings are saved.
        drafts: What was typed into forms that were cancelled, by the keys of the forms.
        presenter: Whether the screens show only what a room needs, for a projector.
        usable_keymap: The keys that the user has changed, by the ids of their bindings.
        exported_to: The folder of the last export, as typed.
        read_only: Whether this window only watches.
    """

    clock: Clock
    settings: Settings
    summaries: Path
    drafts: dict[str, dict[str, str]]
    presenter: bool
    usable_keymap: Mapping[str, str]
    exported_to: str
    read_only: bool

    @property
    def store(self) -> Store:
        """The open store; screens exist only after it is open."""

    @property
    def tickets(self) -> TicketWork:
        """The work on tickets."""

    def keep_drafts(self) -> None:
        """Write what is typed and not saved, since the program may be killed at any time.

        Who adds what was typed does it at once, so that a start after that does not offer it again.
        """

    def show_meeting(self, meeting: Meeting) -> None:
        """Show the screen of the meeting's stage in the place of the stage before."""

    def show_prep(self, number: int) -> None:
        """Show the screen that prepares the post-mortem of an incident, on top of home."""

    def show_actions(self) -> None:
        """Show the action items of all incidents, on top of home."""

    def show_causes(
        self,
        parks_in: tuple[UUID | None, UUID | None] = (None, None),
        selected: UUID | None = None,
    ) -> None:
        """Show the catalogue of causes on top of the screen in front.

        Args:
            parks_in: The ids of the incident and the meeting that a parked item belongs to.
            selected: The id of the cause that the cursor is on at first, if it is on one.
        """

    def show_trends(self, parks_in: tuple[UUID | None, UUID | None] = (None, None)) -> None:
        """Show the figures of the last months or of a quarter on top of the screen in front.

        Args:
            parks_in: The ids of the incident and the meeting that a parked item belongs to.
        """

    def show_themes(self, parks_in: tuple[UUID | None, UUID | None] = (None, None)) -> None:
        """Show all themes on top of the screen in front.

        Args:
            parks_in: The ids of the incident and the meeting that a parked item belongs to.
        """

    def show_history(
        self,
        incident_id: UUID,
        number: int,
        title: str,
        parks_in: tuple[UUID | None, UUID | None] = (None, None),
    ) -> None:
        """Show who changed what of an incident, on top of the screen in front.

        Args:
            incident_id: The incident.
            number: Its number.
            title: What people call it.
            parks_in: The ids of the incident and the meeting that a parked item belongs to.
        """

    def open_link(self, address: str) -> None:
        """Open an address of the web in the browser, or copy it where none would be seen.

        Anything else is left alone.
        """

    def copy_link(self, address: str) -> None:
        """Send an address of the web to the clipboard, and show it; anything else is left alone."""

    def use_tracker(self, tracker: TrackerSettings) -> None:
        """Use other settings of the tracker from now on."""

    def show_set_up(self) -> None:
        """Show the set-up of the tracker on top of home."""

    async def show_demo(self) -> None:
        """Leave for the sample team's meeting; the caller of the app comes back with home."""

    def back_up(self, incident: int) -> None:
        """Begin to copy the database to a backup, as at the start of a meeting.

        Nothing waits for it; where it fails, the app says so.

        Args:
            incident: The number of the incident that the meeting is about.
        """

    def show_home(self) -> None:
        """Go back to the home screen, which lies under all others."""
