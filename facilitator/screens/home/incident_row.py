"""How the list on the home screen draws an incident; a narrow list leaves out columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from textual.content import Content

from db.records import IncidentSummary
from db.vocabulary import PARTS, IncidentStatus
from facilitator.domain.age import age_in_words
from facilitator.widgets.text import line

SIGN_WIDTH = 2
NUMBER_WIDTH = 6
SEVERITY_WIDTH = 5
AGE_WIDTH = 9
BAR_WIDTH = 6
FILLED_WIDTH = 9
OPEN_WIDTH = 5
DRAFT_WIDTH = 6
"""How many cells a column takes, with the blank after it; the age is given without one."""
REPEAT_SIGN, REPEAT_WORD = "↻", "↻ repeat"
"""What marks a repeat, without and with the word."""
SHORTEST_TITLE = 4
"""How many cells the title has at least."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that a row has room for.

    The number, the title, the open action items, the draft and the repeat are always there.

    Attributes:
        severity: Whether the row shows the severity.
        age: Whether it shows how long ago the incident was.
        filled: Whether it shows how much is written, in percent.
        bar: Whether it shows how much is written as a bar, too.
        repeat_word: Whether a repeat is marked by a word, and not by its sign alone.
        title_width: How many cells are left for the title.
    """

    severity: bool
    age: bool
    filled: bool
    bar: bool
    repeat_word: bool
    title_width: int


def fit_columns(width: int) -> Columns:
    """Return the columns that fit into a row of so many cells."""
    severity, age, filled = width >= 48, width >= 58, width >= 40
    bar, repeat_word = width >= 96, width >= 84
    repeat_width = len(REPEAT_WORD if repeat_word else REPEAT_SIGN)
    # One blank stands between the title and the column after it.
    taken = SIGN_WIDTH + NUMBER_WIDTH + 1 + OPEN_WIDTH + DRAFT_WIDTH + repeat_width
    taken += SEVERITY_WIDTH if severity else 0
    taken += AGE_WIDTH + 1 if age else 0
    taken += FILLED_WIDTH if filled else 0
    taken += BAR_WIDTH if bar else 0
    return Columns(severity, age, filled, bar, repeat_word, max(SHORTEST_TITLE, width - taken))


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
        f"{'Complete':<{FILLED_WIDTH}}" if columns.filled else "",
        f"{'Open':<{OPEN_WIDTH}}",
    ]
    return Content.styled("".join(cells).rstrip(), "$text-muted")


def incident_row(
    incident: IncidentSummary, width: int, today: date, *, is_running: bool
) -> Content:
    """Return the row of one incident.

    Args:
        incident: The incident.
        width: The width of the row in cells.
        today: The present day, from which the age is counted.
        is_running: Whether the meeting about the incident is running, which a sign marks.
    """
    columns = fit_columns(width)
    is_draft = incident.status is IncidentStatus.DRAFT
    number = f"#{incident.number} "
    # A long number takes its cells from the title, so that the columns stay aligned.
    title_width = max(1, columns.title_width - max(0, len(number) - NUMBER_WIDTH))
    title = line(f"{incident.service} {incident.symptom}")
    repeat = REPEAT_WORD if columns.repeat_word else REPEAT_SIGN
    return Content.assemble(
        (f"{'●' if is_running else '':<{SIGN_WIDTH}}", "$text-accent"),
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
        _filled_cells(incident, columns),
        (f"{incident.open_actions or '':>{OPEN_WIDTH - 1}} ", "$text-warning"),
        (f"{'draft' if is_draft else '':<{DRAFT_WIDTH}}", "bold"),
        (repeat if incident.repeat else "", "$text-error"),
    )


def _filled_cells(incident: IncidentSummary, columns: Columns) -> tuple[str, str]:
    """Return how much of the post-mortem is written, as a bar and a percentage, and its style."""
    bar = round(incident.filled * (BAR_WIDTH - 1) / PARTS)
    # A percentage, and not "7/10", which would look like the checks that make a draft ready.
    percentage = f"{incident.filled / PARTS:.0%}"
    cells = f"{'▰' * bar:▱<{BAR_WIDTH - 1}} " if columns.bar else ""
    cells += f"{percentage:<{FILLED_WIDTH}}" if columns.filled else ""
    if incident.filled == PARTS:
        return cells, "$text-success"
    return cells, "$text-warning" if incident.status is IncidentStatus.DRAFT else ""
