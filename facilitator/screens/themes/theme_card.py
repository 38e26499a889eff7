"""The card of the selected theme: its counts, what was decided, and its incidents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from textual.content import Content

from db.records import FoundTerm, IncidentSummary
from facilitator.domain.due_dates import short_day
from facilitator.domain.themes.comparison import Counts
from facilitator.domain.themes.found import FoundTheme
from facilitator.domain.themes.theme_overview import NamedTheme
from facilitator.screens.themes.theme_lines import ListedTheme, incidents_of, term_in_words
from facilitator.text import counted
from facilitator.widgets.glyphs import BECOMES
from facilitator.widgets.painted_lines import PaintedLines
from facilitator.widgets.text import line


@dataclass(frozen=True, slots=True)
class ShownTheme:
    """What the card shows.

    Attributes:
        theme: The theme.
        summaries: Its incidents, the newest first; of very many only the first.
        causes: The names of the causes by their ids as texts.
        months: The length of the windows that are compared.
        today: The present day.
    """

    theme: ListedTheme
    summaries: Sequence[IncidentSummary]
    causes: Mapping[str, str]
    months: int
    today: date


class ThemeCard(PaintedLines):
    """Shows a theme with as many of its incidents as there is room for."""

    def __init__(self, *, name: str | None = None) -> None:
        super().__init__(name=name)
        self._shown: ShownTheme | None = None

    def show(self, shown: ShownTheme | None) -> None:
        """Show this theme in the place of the one before; None shows nothing."""
        self._shown = shown
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the lines of the card; the incidents that do not fit are counted."""
        return [] if self._shown is None else card_lines(self._shown, width, height)


def card_lines(shown: ShownTheme, width: int, height: int) -> list[Content]:
    """Return the lines of a card of so many cells and lines."""
    lines = [part for words in _words(shown) for part in words.wrap(width)]
    total = len(incidents_of(shown.theme))
    room = height - len(lines) - 1
    if not total or room < 1:
        return lines[:height]
    fitting = total if total <= room else room - 1
    listed = shown.summaries[:fitting]
    lines += [Content(""), *(_incident_line(each, shown.today) for each in listed)]
    if total > len(listed):
        lines.append(line(f"and {total - len(listed):,} more", "$text-muted"))
    return lines


def _incident_line(summary: IncidentSummary, today: date) -> Content:
    day = short_day(summary.date, today)
    return Content.assemble(
        (f"{f'#{summary.number}':<6} {day:<12} ", "$text-muted"),
        line(f"{summary.service} {summary.symptom}"),
    )


def _words(shown: ShownTheme) -> Iterator[Content]:
    """Yield what is said of the theme itself, in lines of any length."""
    match shown.theme:
        case FoundTheme() as found:
            yield line(found.name, "bold $text-accent")
            together = ""
            if found.merged:
                names = ", ".join(term_in_words(term, shown.causes) for term in found.merged)
                together = f", counted together with {names}"
            yield line(f"found: a {found.feature.kind.words}{together}", "$text-muted")
            yield _counts(found.counts, shown.months)
        case NamedTheme() as named:
            yield line(named.theme.name, "bold $text-accent")
            yield from _decision(named, shown.today)
            if named.counts.of_recent + named.counts.of_before:
                yield _counts(named.counts, shown.months)
        case FoundTerm() as decided:
            yield line(term_in_words(decided.term, shown.causes), "bold $text-accent")
            words = "Hidden for good, until somebody shows it again"
            if decided.same_as:
                words = f"Counted with {term_in_words(decided.same_as, shown.causes)}"
            yield line(words)


def _counts(counts: Counts, months: int) -> Content:
    return line(
        f"{counts.recent:,} of {counted(counts.of_recent, 'incident')} in the last {months} months,"
        f" {counts.before:,} of {counts.of_before:,} in the {months} months before"
    )


def _decision(named: NamedTheme, today: date) -> Iterator[Content]:
    theme = named.theme
    if not theme.systemic:
        yield line("nothing decided yet", "$text-muted")
        return
    yield Content.assemble((f"{BECOMES} ", "$text-muted"), line(theme.systemic))
    owner = line(theme.owner, "$text-accent") if theme.owner else line("no owner", "$text-warning")
    day = f", decided {short_day(theme.decided_on, today)}" if theme.decided_on else ""
    yield Content.assemble(owner, (day, "$text-muted"))
