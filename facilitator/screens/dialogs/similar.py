"""The similar incidents to read beside this one, with what both share highlighted."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

from textual.content import Content

from facilitator.domain.similarity.aftermath import what_became_of
from facilitator.domain.similarity.passages import shared_passages
from facilitator.domain.similarity.similar_incident import SimilarIncident
from facilitator.lexicon.concepts import Lexicon
from facilitator.lexicon.reading import lexicon_with
from facilitator.screens.document import DocumentScreen
from facilitator.screens.similar_search import Suggestion
from facilitator.text import clean
from facilitator.widgets.glyphs import SIMILAR
from facilitator.widgets.hanging_indent import Row
from facilitator.widgets.text import line, plain
from facilitator.widgets.text_dialog import TextDialog

HIGHLIGHT = "bold underline"
"""How a shared word looks, also without colours."""
LONGEST_ITEM = 500
"""The most characters of an action item in the dialog."""
BLANK: Row = ("", Content(""))


async def read_similar(screen: DocumentScreen) -> None:
    """Show the incidents that were found last, under the root cause that they were found for."""
    lexicon = await asyncio.to_thread(lexicon_with, screen.facilitator.settings.concepts)
    number, root_cause = screen.document.number, screen.compared_root_cause
    rows = list(_rows(number, root_cause, screen.suggestions, lexicon))
    await screen.ask(TextDialog("Similar earlier incidents", rows))


def _rows(
    number: int, root_cause: str, suggestions: Sequence[Suggestion], lexicon: Lexicon
) -> Iterator[Row]:
    everything = [suggestion.similar for suggestion in suggestions]
    yield "", Content.styled(f"This one, #{number}", "bold")
    yield "", _highlighted(root_cause, everything, lexicon)
    for suggestion in suggestions:
        yield BLANK
        yield from _about(suggestion, lexicon)


def _about(suggestion: Suggestion, lexicon: Lexicon) -> Iterator[Row]:
    similar, incident = suggestion.similar, suggestion.incident
    title = f"#{incident.number} {incident.service} {incident.symptom}, {incident.date:%b %Y}"
    yield f"{SIMILAR} ", line(title, "bold")
    yield "", line(f"{similar.band}: {similar.reasons}", "$text-muted")
    yield "", _highlighted(incident.root_cause, [similar], lexicon)
    for fact in what_became_of(incident, LONGEST_ITEM):
        label, colon, words = fact.partition(": ")
        yield f"{label}{colon}", line(words)


def _highlighted(text: str, similar: Sequence[SimilarIncident], lexicon: Lexicon) -> Content:
    """Return a text with the words highlighted that it shares with similar incidents."""
    text = clean(text)
    if not text.strip():
        return Content.styled("No root cause is written.", "$text-muted")
    concepts = {name for entry in similar for name in entry.concepts}
    words = {word for entry in similar for word in entry.words}
    content = plain(text)
    for start, end in shared_passages(text, concepts, words, lexicon):
        content = content.stylize(HIGHLIGHT, start, end)
    return content
