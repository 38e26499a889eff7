"""The top of the home screen: the figures in one line, and under it what needs attention."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from db.records import IncidentFilter, Meeting
from facilitator.domain.attention import items_without_ticket, overdue_items
from facilitator.domain.figure_types import Headline
from facilitator.domain.figures import compute_headline, records_needed_since
from facilitator.screens.background_read import BackgroundRead
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.home.figures_and_attention import (
    AttentionKeys,
    NeedsAttention,
    attention_lines,
    summary_line,
)
from facilitator.screens.paged_reads import all_outlines
from facilitator.widgets.active_bindings import key_of

NEWEST_DRAFTS = 40
"""How many drafts are read to see whether they are ready; an import may bring thousands."""


class HomeHeader(Vertical):
    """Reads all incidents in the background and shows what the team should know of them."""

    def __init__(self) -> None:
        super().__init__(id="header")
        self._running_meetings: Sequence[Meeting] = ()
        self._needs_attention: NeedsAttention | None = None
        self._headline: Headline | None = None
        self._reading: BackgroundRead | None = None

    @property
    def _home(self) -> FacilitatorScreen:
        return cast("FacilitatorScreen", self.screen)

    def compose(self) -> ComposeResult:
        """Put the figures over what needs attention."""
        yield Static(id="summary-line")
        yield Static(id="attention")

    def request(self, running_meetings: Sequence[Meeting]) -> None:
        """Read and show everything again soon.

        Args:
            running_meetings: The meetings that are running, the last one alive first.
        """
        self._running_meetings = running_meetings
        if self._reading is None:
            self._reading = BackgroundRead(self._home, self._read)
        self._reading.request()

    async def _read(self) -> None:
        store, settings, today = self._home.store, self._home.facilitator.settings, self._home.today
        outlines = await all_outlines(store, records_needed_since(today, settings.months))
        drafts = await store.lists.numbers(IncidentFilter(draft=True))
        newest = await store.incidents.several(drafts[:NEWEST_DRAFTS])
        next_meeting = await store.meetings.next_planned()
        # For thousands of incidents this takes a moment, so it runs in a thread: the keys go on
        # working meanwhile.
        self._headline, overdue, without_ticket = await asyncio.to_thread(
            lambda: (
                compute_headline(outlines, today, settings.months, settings.timezone),
                overdue_items(outlines, today),
                items_without_ticket(outlines),
            )
        )
        self._needs_attention = NeedsAttention(
            today=today,
            running=self._running_meetings,
            next_meeting=next_meeting,
            drafts=newest,
            older_drafts=len(drafts) - len(newest),
            overdue=overdue,
            without_ticket=without_ticket,
        )
        self._show()

    def on_resize(self) -> None:
        """Fit the figures into the new width."""
        self._show()

    def _show(self) -> None:
        if self._needs_attention is None or self._headline is None or not self._home.is_showing:
            return
        summary = summary_line(self._headline, self._home.facilitator.settings, self.size.width)
        self.query_one("#summary-line", Static).update(summary)
        keys = AttentionKeys(
            meet=key_of(self.screen, "home.meet") or "enter",
            prep=key_of(self.screen, "home.prep") or "p",
        )
        lines = attention_lines(self._needs_attention, keys)
        self.query_one("#attention", Static).update(lines)
        self.query_one("#attention").set_class(bool(lines.plain), "-shown")
