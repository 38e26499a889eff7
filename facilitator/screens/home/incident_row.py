"""How the list on the home screen draws an incident; a narrow list leaves out columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from textual.content import Content

from db.records import IncidentSummary
from db.vocabulary import IncidentStatus
from facilitator.domain.age import age_in_words
from facilitator.widgets.glyphs import REPEAT, RUNNING
from facilitator.widgets.text import line

SIGN_WIDTH = 2
NUMBER_WIDTH = 6
SEVERITY_WIDTH = 5
AGE_WIDTH = 9
BAR_WIDTH = 6
READY_WIDTH = 7
OPEN_WIDTH = 5
DRAFT_WIDTH = 6
"""How many cells a column takes, with the blank after it; the age is given without one."""
REPEAT_SIGN, REPEAT_WORD = REPEAT, f"{REPEAT} repeat"
"""What marks a repeat, without and with the word."""
SHORTEST_TITLE = 4
"""How many cells the title has at least."""


@dataclass(frozen=True, slots=True)
class ListedIncident:
    """What a row of the list shows of an incident.

    Attributes:
        summary: What the database knows for lists.
        met: How many checks of the checklist are met that makes a post-mortem ready.
        of: How many checks there are.
    """

    summary: IncidentSummary
    met: int
    of: int


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that a row has room for.

    The number, the title, the open action items, the draft and the repeat are always there.

    Attributes:
        severity: Whether the row shows the severity.
        age: Whether it shows how long ago the incident was.
        ready: Whether it shows how ready the post-mortem is, such as `7/10`.
        bar: Whether it shows that as a bar, too.
        repeat_word: Whether a repeat is marked by a word, and not by its sign alone.
        title_width: How many cells are left for the title.
    """

    severity: bool
    age: bool
    ready: bool
    bar: bool
    repeat_word: bool
    title_width: int


def fit_columns(width: int) -> Columns:
    """Return the columns that fit into a row of so many cells."""
    severity, age, ready = width >= 48, width >= 58, width >= 40
    bar, repeat_word = width >= 96, width >= 84
    repeat_width = len(REPEAT_WORD if repeat_word else REPEAT_SIGN)
    # One blank stands between the title and the column after it.
    taken = SIGN_WIDTH + NUMBER_WIDTH + 1 + OPEN_WIDTH + DRAFT_WIDTH + repeat_width
    taken += SEVERITY_WIDTH if severity else 0
    taken += AGE_WIDTH + 1 if age else 0
    taken += READY_WIDTH if ready else 0
    taken += BAR_WIDTH if bar else 0
    return Columns(severity, age, ready, bar, repeat_word, max(SHORTEST_TITLE, width - taken))


def column_heads(width: int) -> Content:
    """Return the names of the columns, to stand over rows of so many cells."""
    columns = fit_columns(width)
    cells = [
        " " * SIGN_WIDTH,
        " " * NUMBER_WIDTH,
        f"{'Incident':<{columns.title_width}} "[: columns.title_width + 1],
        f"{'Sev':<{SEVERITY_WIDTH}}" if columns.severity else "",
        f"{'Age':>{AGE_WIDTH}} " if columns.age else "",
        " " * BAR_WIDTH if columns.bar else "",
        f"{'Ready':<{READY_WIDTH}}" if columns.ready else "",
        f"{'Open':<{OPEN_WIDTH}}",
    ]
    return Content.styled("".join(cells).rstrip(), "$text-muted")


def incident_row(listed: ListedIncident, width: int, today: date, *, is_running: bool) -> Content:
    """Return the row of one incident.

    Args:
        listed: The incident.
        width: The width of the row in cells.
        today: The present day, from which the age is counted.
        is_running: Whether the meeting about the incident is running, which a sign marks.
    """
    incident, columns = listed.summary, fit_columns(width)
    is_draft = incident.status is IncidentStatus.DRAFT
    number = f"#{incident.number} "
    # A long number takes its cells from the title, so that the columns stay aligned.
    title_width = max(1, columns.title_width - max(0, len(number) - NUMBER_WIDTH))
    title = line(f"{incident.service} {incident.symptom}")
    repeat = REPEAT_WORD if columns.repeat_word else REPEAT_SIGN
    return Content.assemble(
        (f"{RUNNING if is_running else '':<{SIGN_WIDTH}}", "$text-accent"),
        (f"{number:<{NUMBER_WIDTH}}", "bold"),
        title.truncate(title_width, ellipsis=True, pad=True),
        " ",
        (
            f"{incident.severity or '–':<{SEVERITY_WIDTH}}" if columns.severity else "",
            "$text-muted",
        ),
        (
            f"{age_in_words(incident.date, today):>{AGE_WIDTH}} " if columns.age else "",
            "$text-muted",
        ),
        _ready_cells(listed, columns),
        (f"{incident.open_actions or '':>{OPEN_WIDTH - 1}} ", "$text-warning"),
        (f"{'draft' if is_draft else '':<{DRAFT_WIDTH}}", "bold"),
        (repeat if incident.repeat else "", "$text-error"),
    )


def _ready_cells(listed: ListedIncident, columns: Columns) -> tuple[str, str]:
    """Return how ready the post-mortem is, as a bar and a count of checks, and their style."""
    bar = round(listed.met * (BAR_WIDTH - 1) / listed.of)
    cells = f"{'▰' * bar:▱<{BAR_WIDTH - 1}} " if columns.bar else ""
    cells += f"{f'{listed.met}/{listed.of}':<{READY_WIDTH}}" if columns.ready else ""
    if listed.met == listed.of:
        return cells, "$text-success"
    is_draft = listed.summary.status is IncidentStatus.DRAFT
    return cells, "$text-warning" if is_draft else ""
