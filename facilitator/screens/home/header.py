"""The top of the home screen: the figures, what to do next, and what needs attention."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import cast

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from db.records import IncidentFilter, Meeting
from facilitator.domain.attention import (
    NextStep,
    OpenItem,
    StepKind,
    items_without_ticket,
    next_step,
    overdue_items,
)
from facilitator.domain.figures import compute_headline, compute_trend, records_needed_since
from facilitator.screens.background_read import BackgroundRead
from facilitator.screens.base import FacilitatorScreen
from facilitator.screens.figure_views import completion_view, repeat_view
from facilitator.screens.home.attention_lines import NeedsAttention, attention_lines
from facilitator.screens.home.next_line import NextLine, NextView
from facilitator.screens.paged_reads import all_outlines
from facilitator.widgets.active_bindings import key_of
from facilitator.widgets.figure_panel import FigurePanel, FigureView
from facilitator.widgets.fluid_text import FluidText

PLOTTED_MONTHS = 12
"""How many months the figures show beside them."""
NEWEST_DRAFTS = 40
"""How many drafts are read to see whether they are ready; an import may bring thousands."""


class HomeHeader(Vertical):
    """Reads all incidents in the background and shows what the team should know of them."""

    def __init__(self) -> None:
        super().__init__(id="header")
        self._running_meetings: Sequence[Meeting] = ()
        self._reading: BackgroundRead | None = None

    def on_mount(self) -> None:
        """Remember the screen, which a reading still needs when the program is being left."""
        self._home = cast("FacilitatorScreen", self.screen)

    def compose(self) -> ComposeResult:
        """Put the figures over what to do next and what needs attention."""
        with Container(id="home-figures"):
            yield FigurePanel(name="repeat-rate")
            yield FigurePanel(name="completion")
        yield NextLine()
        yield FluidText(name="attention")

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
        store = self._home.store
        drafts = await store.lists.numbers(IncidentFilter(draft=True))
        newest = await store.incidents.several(drafts[:NEWEST_DRAFTS])
        running = [meeting.number for meeting in self._running_meetings]
        step = next_step(running, newest)
        await self._show_next_step(step)
        overdue, without_ticket = await self._show_figures()
        attention = NeedsAttention(
            today=self._home.today,
            spoken_for=[*running, *([] if step is None else [step.number])],
            drafts=newest,
            older_drafts=len(drafts) - len(newest),
            overdue=overdue,
            without_ticket=without_ticket,
        )
        if self._home.is_showing:
            prep_key = key_of(self._home, "home.prep") or "p"
            lines = self.query_one("#attention", FluidText)
            lines.draw_with(lambda width: attention_lines(attention, prep_key, width))
            lines.set_class(bool(attention_lines(attention, prep_key, 0).plain), "-shown")

    async def _show_next_step(self, step: NextStep | None) -> None:
        store = self._home.store
        summaries = await store.lists.summaries([] if step is None else [step.number])
        title = " ".join(f"{summary.service} {summary.symptom}" for summary in summaries)
        planned = await store.meetings.next_planned()
        if self._home.is_showing:
            meet = key_of(self._home, "home.meet") or "enter"
            prep = key_of(self._home, "home.prep") or "p"
            keys = {StepKind.GO_ON: meet, StepKind.HOLD: meet, StepKind.PREPARE: prep}
            view = NextView(self._home.today, step, title, planned, keys)
            self.query_one(NextLine).show(view)

    async def _show_figures(self) -> tuple[list[OpenItem], list[OpenItem]]:
        """Show the figures; return the items that are overdue, and those without a ticket."""
        settings, today = self._home.facilitator.settings, self._home.today
        months, zone = settings.months, settings.timezone
        points = max(PLOTTED_MONTHS, months + 1)
        since = records_needed_since(today, months, points)
        outlines = await all_outlines(self._home.store, since)
        causes_key = key_of(self._home, "home.causes") or "c"

        def compute() -> tuple[FigureView, FigureView, list[OpenItem], list[OpenItem]]:
            trend = compute_trend(outlines, today, months, points, zone)
            headline = compute_headline(outlines, today, months, zone)
            repeats = repeat_view(trend, settings, causes_key)
            completion = completion_view(trend, headline, settings)
            overdue = overdue_items(outlines, today)
            return repeats, completion, overdue, items_without_ticket(outlines)

        # For thousands of incidents this takes a moment, so it runs in a thread: the keys go on
        # working meanwhile.
        repeats, completion, overdue, without_ticket = await asyncio.to_thread(compute)
        if self._home.is_showing:
            self.query_one("#repeat-rate", FigurePanel).show(repeats)
            self.query_one("#completion", FigurePanel).show(completion)
        return overdue, without_ticket
