"""The earlier incidents that read like this one, in a band of a fixed height."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from facilitator.domain.similarity import SimilarIncident
from facilitator.text import counted
from facilitator.widgets.glyphs import SIMILAR
from facilitator.widgets.painted_lines import PaintedLines
from facilitator.widgets.text import line

NONE_YET = "No earlier incident looks like this one yet."


class SimilarBand(PaintedLines):
    """Names the incidents on its first line, and has one line for each below it.

    Its height is fixed, since it changes with every letter that is typed into the root cause.
    """

    def __init__(self, *, name: str | None = None) -> None:
        super().__init__(name=name)
        self._similar: Sequence[SimilarIncident] = ()
        self._key = ""

    def show(self, similar: Sequence[SimilarIncident], key: str) -> None:
        """Show these incidents.

        Args:
            similar: The incidents, the most similar first.
            key: The keys that link the cause of the first one that has one.
        """
        self._similar, self._key = similar, key
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the lines: which incidents, and what each has in common with this one."""
        if not self._similar:
            return [Content.styled(NONE_YET, "$text-muted")]
        numbers = " ".join(f"#{similar.incident.number}" for similar in self._similar)
        look = "looks" if len(self._similar) == 1 else "look"
        heading = Content.assemble(
            (f"{counted(len(self._similar), 'earlier incident')} {look} like this: ", "bold"),
            (numbers, "bold $text-accent"),
            (f"  ({self._key}: same cause)", "$text-muted"),
        )
        return [heading, *(_similar_line(similar) for similar in self._similar)]


def _similar_line(similar: SimilarIncident) -> Content:
    """Return an incident with its cause, the words both share, and what is still open of it."""
    incident = similar.incident
    facts = []
    if incident.cause:
        facts.append(incident.cause.name)
    facts.append(", ".join(f"“{word}”" for word in similar.because))
    if incident.open_actions:
        facts.append(f"{counted(incident.open_actions, 'action item')} still open")
    title = f"{incident.service} {incident.symptom}, {incident.date:%b %Y}"
    return Content.assemble(
        f"{SIMILAR} ",
        (f"#{incident.number} ", "bold"),
        line(title),
        line(f" · {' · '.join(facts)}", "$text-muted"),
    )


def similar_row(similar: SimilarIncident) -> Content:
    """Return two lines about an earlier incident: its title, and the words both have in common.

    How many of its action items are still open is added to the second line.
    """
    incident = similar.incident
    common_words = ", ".join(f"“{word}”" for word in similar.because)
    cause = f" · {incident.cause.name}" if incident.cause else ""
    items = counted(incident.open_actions, "action item")
    still_open = f" · {items} still open" if incident.open_actions else ""
    return Content.assemble(
        f"{SIMILAR} ",
        (f"#{incident.number} ", "bold"),
        line(f"{incident.service} {incident.symptom}, {incident.date:%b %Y}{cause}"),
        "\n  ",
        line(f"{common_words}{still_open}", "$text-muted"),
    )
