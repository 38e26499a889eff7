"""How the list on the home screen draws an incident; a narrow list leaves out columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from textual.content import Content

from db.records import IncidentSummary
from db.vocabulary import IncidentKind, IncidentStatus
from facilitator.domain.age import age_in_words
from facilitator.domain.search_places import CAUSE
from facilitator.screens.home.listed_incidents import ListedIncident
from facilitator.widgets.glyphs import REPEAT, RUNNING
from facilitator.widgets.text import line

NUMBER_WIDTH = 6
SEVERITY_WIDTH = 5
AGE_WIDTH = 9
BAR_WIDTH = 6
READY_WIDTH = 6
OPEN_WIDTH = 5
"""How many cells a column takes, with the blank after it; the age is given without one."""
NEAR_MISS_SIGN = "near"
"""What stands in the column of the severity where it is a near miss."""
CAUSE_WIDTH = 30
LEAST_WIDTH_FOR_CAUSE = 108
"""From this width on, the row names the cause: the cells would be left blank else."""
REPEAT_SIGN, REPEAT_WORD = REPEAT, f"{REPEAT} repeat"
"""What marks a repeat, without and with the word."""
SHORTEST_TITLE = 4
"""How many cells the title has at least."""
RUNNING_WORD = f"{RUNNING} running"
"""What follows the title of an incident whose meeting is running."""
HIT = "bold reverse $text-accent"
"""The style of a word that was searched for."""
PLACES_SHARE = 0.6
"""At most this share of the title's cells say where else a word was found."""


@dataclass(frozen=True, slots=True)
class ListLook:
    """What all rows have in common. A column that would say the same in every row is left out.

    Attributes:
        today: The present day, from which ages are counted.
        words: The words of the search, which are marked.
        severity: Whether the rows say their severity.
        draft: Whether drafts are marked.
    """

    today: date
    words: Sequence[str] = ()
    severity: bool = True
    draft: bool = True


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that a row has room for.

    The number, the title, the open action items and the repeat are always there.

    Attributes:
        severity: Whether the row shows the severity.
        age: Whether it shows how long ago the incident was.
        ready: Whether it shows how ready the post-mortem is, such as `7/10`.
        bar: Whether it shows that as a bar, too.
        cause: Whether it names the cause.
        repeat_word: Whether a repeat is marked by a word, and not by its sign alone.
        title_width: How many cells are left for the title.
    """

    severity: bool
    age: bool
    ready: bool
    bar: bool
    cause: bool
    repeat_word: bool
    title_width: int


def fit_columns(width: int, look: ListLook) -> Columns:
    """Return the columns that fit into a row of so many cells."""
    severity, age, ready = look.severity and width >= 48, width >= 58, width >= 40
    bar, repeat_word, cause = width >= 96, width >= 84, width >= LEAST_WIDTH_FOR_CAUSE
    repeat_width = len(REPEAT_WORD if repeat_word else REPEAT_SIGN)
    # One blank stands between the title and the column after it.
    taken = NUMBER_WIDTH + 1 + OPEN_WIDTH + repeat_width
    taken += CAUSE_WIDTH if cause else 0
    taken += SEVERITY_WIDTH if severity else 0
    taken += AGE_WIDTH + 1 if age else 0
    taken += READY_WIDTH if ready else 0
    taken += BAR_WIDTH if bar else 0
    title_width = max(SHORTEST_TITLE, width - taken)
    return Columns(
        severity=severity,
        age=age,
        ready=ready,
        bar=bar,
        cause=cause,
        repeat_word=repeat_word,
        title_width=title_width,
    )


def column_heads(width: int, look: ListLook) -> Content:
    """Return the names of the columns, to stand over rows of so many cells."""
    columns = fit_columns(width, look)
    cells = [
        " " * NUMBER_WIDTH,
        f"{'Incident':<{columns.title_width}} "[: columns.title_width + 1],
        f"{'Cause':<{CAUSE_WIDTH}}" if columns.cause else "",
        f"{'Sev':<{SEVERITY_WIDTH}}" if columns.severity else "",
        f"{'Age':>{AGE_WIDTH}} " if columns.age else "",
        " " * BAR_WIDTH if columns.bar else "",
        f"{'Ready':<{READY_WIDTH}}" if columns.ready else "",
        f"{'Open':<{OPEN_WIDTH}}",
    ]
    return Content.styled("".join(cells).rstrip(), "$text-muted")


def incident_row(
    listed: ListedIncident, width: int, look: ListLook, *, is_running: bool
) -> Content:
    """Return the row of one incident.

    Args:
        listed: The incident.
        width: The width of the row in cells.
        look: What all rows have in common.
        is_running: Whether the meeting about the incident is running.
    """
    incident, columns = listed.summary, fit_columns(width, look)
    number = f"#{incident.number} "
    # A long number takes its cells from the title, so that the columns stay aligned.
    title_width = max(1, columns.title_width - max(0, len(number) - NUMBER_WIDTH))
    repeat = REPEAT_WORD if columns.repeat_word else REPEAT_SIGN
    hidden = [place for place in listed.places if place != CAUSE or not columns.cause]
    mark = _mark(incident, look, is_running=is_running)
    is_near_miss = incident.kind is IncidentKind.NEAR_MISS
    severity = NEAR_MISS_SIGN if is_near_miss else incident.severity or "–"
    age = age_in_words(incident.date, look.today)
    return Content.assemble(
        _marked(Content.styled(f"{number:<{NUMBER_WIDTH}}", "bold"), look.words),
        _title(listed, title_width, hidden, look, mark),
        " ",
        _cause(incident.cause or "", look.words) if columns.cause else "",
        (f"{severity:<{SEVERITY_WIDTH}}" if columns.severity else "", "$text-muted"),
        (f"{age:>{AGE_WIDTH}} " if columns.age else "", "$text-muted"),
        _ready_cells(listed, columns),
        (f"{incident.open_actions or '':>{OPEN_WIDTH - 1}} ", "$text-warning"),
        (repeat if incident.repeat else "", "$text-error"),
    )


def _mark(incident: IncidentSummary, look: ListLook, *, is_running: bool) -> Content:
    """Return what follows the title of few rows, and so has no column of its own."""
    if is_running:
        return Content.styled(f" {RUNNING_WORD}", "bold $text-accent")
    is_draft = incident.status is IncidentStatus.DRAFT
    return Content.styled(" · draft", "bold") if is_draft and look.draft else Content("")


def _title(
    listed: ListedIncident, width: int, hidden: Sequence[str], look: ListLook, mark: Content
) -> Content:
    """Return the title with its mark, and after it where the words of the search stand unseen."""
    title = line(f"{listed.summary.service} {listed.summary.symptom}")
    places = Content("")
    if hidden:
        others = f" +{len(hidden) - 1}" if len(hidden) > 1 else ""
        places = Content.styled(f" · in {hidden[0]}{others}", "$text-accent")
        places = places.truncate(int(width * PLACES_SHARE), ellipsis=True)
    room = width - places.cell_length - mark.cell_length
    title = _marked(title, look.words).truncate(max(1, room), ellipsis=True)
    return Content.assemble(title, mark, places).truncate(width, pad=True)


def _cause(name: str, words: Sequence[str]) -> Content:
    cause = _marked(line(name, "$text-muted"), words).truncate(CAUSE_WIDTH - 1, ellipsis=True)
    return cause.truncate(CAUSE_WIDTH, pad=True)


def _marked(text: Content, words: Sequence[str]) -> Content:
    """Return a text with the words of the search marked."""
    for word in words:
        for match in re.finditer(re.escape(word), text.plain, re.IGNORECASE):
            text = text.stylize(HIT, match.start(), match.end())
    return text


def _ready_cells(listed: ListedIncident, columns: Columns) -> tuple[str, str]:
    """Return how ready the post-mortem is, as a bar and a count of checks, and their style."""
    bar = round(listed.met * (BAR_WIDTH - 1) / listed.of)
    cells = f"{'▰' * bar:▱<{BAR_WIDTH - 1}} " if columns.bar else ""
    cells += f"{f'{listed.met}/{listed.of}':<{READY_WIDTH}}" if columns.ready else ""
    if listed.met == listed.of:
        return cells, "$text-success"
    is_draft = listed.summary.status is IncidentStatus.DRAFT
    return cells, "$text-warning" if is_draft else ""
