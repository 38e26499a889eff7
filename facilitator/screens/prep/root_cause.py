"""The root cause, and the link to one cause of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.app import ComposeResult
from textual.content import Content

from db.errors import Conflict
from db.records import Cause, Incident
from facilitator.domain.readiness import PrepSection
from facilitator.domain.similar import Similar
from facilitator.screens.incident.factors import similar_row
from facilitator.screens.prep.texts import TextEditor
from facilitator.screens.seen import Seen
from facilitator.widgets.advice import advice_rows
from facilitator.widgets.live_line import LineInput, LineRow, LiveLine


class RootCauseEditor(TextEditor):
    """Two or three sentences; incidents repeat where a person links them to the same cause."""

    section = PrepSection.ROOT_CAUSE
    title = "Root cause"
    short = "Root cause"
    field = "root_cause"
    hint = "Two or three sentences. Technical but readable."

    def __init__(self) -> None:
        super().__init__()
        self._linked: Seen[Incident] | None = None

    def compose(self) -> ComposeResult:
        """The text over the link."""
        yield from super().compose()
        yield LineRow(
            "Cause",
            LiveLine(self._link, name="root_cause-cause", hint="its name in the catalogue"),
        )

    def show(self) -> None:
        """Both as they were read."""
        super().show()
        cause = self.incident.cause
        link = self.query_one("#root_cause-cause", LiveLine)
        if link.read("" if cause is None else cause.name):
            self._linked = Seen(self.host, self.incident)
        link.suggest([each.name for each in self.host.causes])

    def help(self) -> list[Content]:
        """Advice on the wording over the similar incidents, whose cause is offered as its own."""
        found = self.host.similar(self.text.written)
        self._offer(found)
        rows = advice_rows(self.text.written, self.host.owners)
        if found:
            rows += [Content.styled("Similar earlier incidents", "bold")]
        return rows + [similar_row(each) for each in found]

    def _offer(self, found: Sequence[Similar]) -> None:
        like = next((each.incident for each in found if each.incident.cause), None)
        link = self.query_one("#root_cause-cause", LiveLine)
        if like is None or like.cause is None:
            link.offer_this("", "")
        else:
            link.offer_this(like.cause.name, f"as for #{like.number}")

    async def _link(self, name: str) -> bool:
        linked = self._linked or Seen(self.host, self.incident)
        set_cause = self.host.store.incidents.set_cause
        try:
            cause = await linked.saving(lambda now: set_cause(now.id, name.strip() or None, now))
        except Conflict as conflict:
            theirs = conflict.theirs.name if isinstance(conflict.theirs, Cause) else "none"
            raise ValueError(f"{conflict}: it is “{theirs}” now; enter takes yours") from None
        self._linked = Seen(self.host, replace(self.incident, cause=cause))
        return True

    async def on_line_input_saved(self, event: LineInput.Saved) -> None:
        """The outline follows."""
        event.stop()
        await self.host.reread()
