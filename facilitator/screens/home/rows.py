"""How an incident stands in the list: where it is narrow, the columns that matter least leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from textual.content import Content

from db.records import IncidentLine
from db.words import PARTS, IncidentStatus
from facilitator.domain.age import age_in_words
from facilitator.widgets.text import line

NUMBER, SEVERITY, AGE, FILLED, BAR, OPEN = 6, 5, 9, 5, 6, 5
"""Cells of a column, with the blank after it."""
DRAFT, REPEAT, REPEAT_IN_WORDS = 6, 1, 8


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns there is room for, and what is left for the title."""

    severity: bool
    age: bool
    filled: bool
    bar: bool
    words: bool
    title: int


def columns(width: int) -> Columns:
    """What so many cells hold."""
    severity, age, filled = width >= 48, width >= 58, width >= 40
    bar, words = width >= 96, width >= 84
    taken = 2 + NUMBER + OPEN + DRAFT + (REPEAT_IN_WORDS if words else REPEAT) + 1
    taken += SEVERITY * severity + (AGE + 1) * age + FILLED * filled + BAR * bar
    return Columns(severity, age, filled, bar, words, max(4, width - taken))


def head(width: int) -> Content:
    """The names of the columns."""
    here = columns(width)
    cells = [
        "  ",
        f"{'':<{NUMBER}}",
        f"{'Incident':<{here.title}} "[: here.title + 1],
        f"{'Sev':<{SEVERITY}}" if here.severity else "",
        f"{'Age':>{AGE}} " if here.age else "",
        " " * BAR if here.bar else "",
        f"{'Full':<{FILLED}}" if here.filled else "",
        f"{'Open':<{OPEN}}",
    ]
    return Content.styled("".join(cells).rstrip(), "$text-muted")


def row(each: IncidentLine, width: int, today: date, *, running: bool) -> Content:
    """One incident in so many cells. running: whether its meeting is."""
    here = columns(width)
    draft = each.status is IncidentStatus.DRAFT
    bar = round(each.filled * (BAR - 1) / PARTS)
    # In percent, and not out of ten: that is how ready it is for a meeting, which counts otherwise.
    share = f"{each.filled / PARTS:.0%}"
    filled = "$text-success" if each.filled == PARTS else "$text-warning" if draft else ""
    number = f"#{each.number} "
    # A long number takes its cells from the title: the columns stay where they are.
    title = max(1, here.title - max(0, len(number) - NUMBER))
    opens = str(each.open_actions or "")
    repeat = ("↻ repeat" if here.words else "↻") if each.repeat else ""
    return Content.assemble(
        ("● " if running else "  ", "$text-accent"),
        (f"{number:<{NUMBER}}", "bold"),
        line(f"{each.service} {each.symptom}").truncate(title, ellipsis=True, pad=True),
        " ",
        (f"{each.severity or '–':<{SEVERITY}}" if here.severity else "", "$text-muted"),
        (f"{age_in_words(each.date, today):>{AGE}} " if here.age else "", "$text-muted"),
        (f"{'▰' * bar:▱<{BAR - 1}} " if here.bar else "", filled),
        (f"{share:<{FILLED}}" if here.filled else "", filled),
        (f"{opens:>{OPEN - 1}} ", "$text-warning"),
        (f"{'draft' if draft else '':<{DRAFT}}", "bold"),
        (repeat, "$text-error"),
    )
