"""The earlier incidents that look like this one, in a band of a fixed height."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from facilitator.domain.similarity.aftermath import what_became_of
from facilitator.screens.similar_search import Suggestion
from facilitator.text import counted, one_line, shortened
from facilitator.widgets.glyphs import SIMILAR
from facilitator.widgets.painted_lines import PaintedLines
from facilitator.widgets.text import line

NONE_YET = "No earlier incident looks like this one yet."
LONGEST_ITEM = 48
"""The most characters of an action item, where several facts share a line."""
TITLE_SHARE = 4
"""The title takes at most a quarter of a line of the band: what is shared matters more there."""


class SimilarBand(PaintedLines):
    """Names the incidents on its first line, and has one line for each below it.

    Its height is fixed, since it changes while the root cause is typed.
    """

    def __init__(self, *, name: str | None = None) -> None:
        super().__init__(name=name)
        self._suggestions: Sequence[Suggestion] = ()
        self._keys = ""

    def show(self, suggestions: Sequence[Suggestion], keys: str) -> None:
        """Show these incidents.

        Args:
            suggestions: The incidents, the most similar first.
            keys: What can be done with them, with the keys for it.
        """
        before = self._words()
        self._suggestions, self._keys = suggestions, keys
        # While somebody types, what is found mostly stays the same, and need not be painted again.
        if self._words() != before:
            self.redraw()

    def _words(self) -> list[str]:
        return [content.plain for content in self.draw(*self.size)]

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the lines: which incidents, and what each has in common with this one."""
        if not self._suggestions:
            return [Content.styled(NONE_YET, "$text-muted")]
        numbers = " ".join(f"#{suggestion.incident.number}" for suggestion in self._suggestions)
        look = "looks" if len(self._suggestions) == 1 else "look"
        heading = Content.assemble(
            (f"{counted(len(self._suggestions), 'earlier incident')} {look} like this: ", "bold"),
            (numbers, "bold $text-accent"),
            (f"  ({self._keys})", "$text-muted"),
        )
        lines = (_band_line(suggestion, width) for suggestion in self._suggestions)
        return [heading, *lines]


def _band_line(suggestion: Suggestion, width: int) -> Content:
    """Return an incident on one line, what matters most first, since its end may be cut off."""
    incident = suggestion.incident
    title = shortened(one_line(f"{incident.service} {incident.symptom}"), width // TITLE_SHARE)
    facts = [suggestion.similar.reasons, *what_became_of(incident, LONGEST_ITEM)]
    return Content.assemble(
        *_number(suggestion),
        line(title),
        line(f" · {' · '.join(facts)}", "$text-muted"),
    )


def similar_rows(suggestions: Sequence[Suggestion]) -> list[Content]:
    """Return similar incidents for a narrow column, under a title; nothing where there are none."""
    title = [Content.styled("Similar earlier incidents", "bold")] if suggestions else []
    return title + [_narrow_row(suggestion) for suggestion in suggestions]


def _narrow_row(suggestion: Suggestion) -> Content:
    """Return an earlier incident: its title, why it is similar, and what became of it."""
    incident = suggestion.incident
    facts = what_became_of(incident, LONGEST_ITEM)
    return Content.assemble(
        *_number(suggestion),
        line(f"{incident.service} {incident.symptom}, {incident.date:%b %Y}"),
        "\n  ",
        line(suggestion.similar.reasons, "$text-muted"),
        *(part for fact in facts for part in ("\n  ", line(fact, "$text-muted"))),
    )


def _number(suggestion: Suggestion) -> tuple[str | tuple[str, str], ...]:
    band = suggestion.similar.band
    return f"{SIMILAR} ", (f"#{suggestion.incident.number} ", "bold"), f"{band}: "
