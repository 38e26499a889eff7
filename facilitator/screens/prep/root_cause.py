"""The root cause, and the link to one cause of the catalogue."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content

from facilitator.domain.readiness import PrepSection
from facilitator.screens.incident.factors import similar_row
from facilitator.screens.prep.texts import TextEditor
from facilitator.widgets.live_line import LineInput, LineRow, LiveLine


class RootCauseEditor(TextEditor):
    """Two or three sentences; incidents repeat where a person links them to the same cause."""

    section = PrepSection.ROOT_CAUSE
    title = "Root cause"
    short = "Root cause"
    field = "root_cause"
    hint = "Two or three sentences. Technical but readable."

    def compose(self) -> ComposeResult:
        """The text over the link."""
        yield from super().compose()
        yield LineRow(
            "Cause",
            LiveLine(self._link, name="root_cause-cause", hint="its name in the catalogue"),
        )

    def show(self) -> None:
        """Both as they were read, and what the most similar incident would have it linked to."""
        super().show()
        cause = self.incident.cause
        link = self.query_one("#root_cause-cause", LiveLine)
        link.read("" if cause is None else cause.name)
        link.suggest([each.name for each in self.host.causes])
        self.show_offer()

    def show_offer(self) -> None:
        """Offer the cause of the most similar incident that has one."""
        like = next((each.incident for each in self.prep.similar() if each.incident.cause), None)
        link = self.query_one("#root_cause-cause", LiveLine)
        if like is None or like.cause is None:
            link.offer_this("", "")
        else:
            link.offer_this(like.cause.name, f"as for #{like.number}")

    def help(self) -> list[Content]:
        """Advice on the wording over the similar incidents."""
        found = self.prep.similar()
        rows = [similar_row(each) for each in found]
        if found:
            rows.insert(0, Content.styled("Similar earlier incidents", "bold"))
        self.show_offer()
        return rows

    async def _link(self, name: str) -> bool:
        host = self.host
        await host.saving(host.store.incidents.set_cause(self.incident.id, name.strip() or None))
        return True

    async def on_line_input_saved(self, event: LineInput.Saved) -> None:
        """The outline follows."""
        event.stop()
        await self.host.reread()
