"""The editor of the impact: its figures, when it began, and a summary in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from textual.widget import Widget

from db.records import Incident
from db.vocabulary import EventKind
from facilitator.domain.impact import suggested_duration
from facilitator.domain.impact_figures import IMPACT_FIGURES, ImpactFigure
from facilitator.domain.template import TemplatePart
from facilitator.domain.timeline import parse_time
from facilitator.screens.document import DocumentScreen
from facilitator.screens.prep.fields_editor import FieldsEditor, ValueField
from facilitator.widgets.autosaved_text import AutosavedText


def _figure_field(figure: ImpactFigure) -> ValueField:
    """Return the field of a figure; an amount without a currency takes the one used before."""
    return ValueField(
        figure.field,
        figure.label,
        figure.hint,
        get=lambda incident: figure.value_in(incident.impact),
        format=lambda value, _: figure.format(value),
        parse=lambda typed, screen: figure.parse(
            typed, screen.document.impact.currency or screen.currency
        ),
    )


def _parse_moment(typed: str, screen: DocumentScreen) -> datetime | None:
    return parse_time(typed, screen.document.date) if typed else None


def _format_moment(moment: datetime | None, incident: Incident) -> str:
    """Return a time of day, with the date where it is not that of the incident."""
    if moment is None:
        return ""
    time_format = "%H:%M:%S" if moment.second else "%H:%M"
    is_same_day = moment.date() == incident.date
    return moment.strftime(time_format if is_same_day else f"%Y-%m-%d {time_format}")


class ImpactEditor(FieldsEditor):
    """The figures of the impact and when it began, over a summary for what no number can say."""

    section = TemplatePart.IMPACT
    title = "Impact"
    short_title = "Impact"
    fields = (
        *(_figure_field(figure) for figure in IMPACT_FIGURES),
        ValueField(
            "began_at",
            "Impact began",
            "such as 08:58 UTC",
            get=lambda incident: incident.impact.began_at,
            format=_format_moment,
            parse=_parse_moment,
        ),
    )

    def compose_below(self) -> Iterable[Widget]:
        """Put the summary below the figures."""
        yield AutosavedText(
            self._save_summary, "In words: what people could not do", name="summary"
        )

    def show(self) -> None:
        """Show the values and the summary as they were read, and what the timeline suggests."""
        super().show()
        self._show_suggested_duration()
        self._show_suggested_start()
        self.query_one("#summary", AutosavedText).read(self.incident.impact.summary)

    def _show_suggested_duration(self) -> None:
        """Offer the duration by the timeline where none is stored; show it where it differs."""
        suggested = suggested_duration(self.incident)
        offer = "" if suggested is None else f"{suggested.minutes} min"
        self.find_line("duration_minutes").make_offer(offer, "from the timeline")
        stored = self.incident.impact.duration_minutes
        hint = ""
        if suggested is not None and stored not in (None, suggested.minutes):
            hint = (
                f"the timeline says {suggested.minutes} min ({suggested.counted_from}):"
                " empty the field to use that"
            )
        self.find_row("duration_minutes").set_hint(hint)

    def _show_suggested_start(self) -> None:
        """Show when the impact began by the timeline, where no time is stored."""
        moment = self.incident.reached_at(EventKind.IMPACT_BEGAN)
        hint = ""
        if moment is not None and self.incident.impact.began_at is None:
            hint = f"{_format_moment(moment, self.incident)}, from the timeline"
        self.find_row("began_at").set_hint(hint)

    async def store_value(self, name: str, base: Any, value: Any) -> None:
        """Save a value as the base class does; a revenue is saved together with its currency."""
        if name == "revenue":
            store = self.document_screen.store.incidents
            await self.document_screen.saving(store.write_revenue(self.incident.id, base, value))
        else:
            await super().store_value(name, base, value)

    async def _save_summary(self, base: str, text: str) -> bool:
        return await self.document_screen.write_field(self.incident.id, "summary", base, text)
