"""The quarter's report as Markdown, to paste into a wiki."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from facilitator.documents.write.report import (
    MOST_ROWS,
    Report,
    days_in_words,
    in_numbers,
    left_out,
    percent,
)
from facilitator.text import one_line

_MARKS = re.compile(r"[\\`*_{}\[\]<>#|~&]")
"""What Markdown could read as markup, wherever it stands in a line."""


def write(report: Report) -> str:
    """Return the report: a heading, the figures, and a short table or list for each part."""
    lines = [f"# {_typed(report.title)}", "", _typed(report.days), "", _typed(report.summary), ""]
    lines += _table(
        ("Figure", "Value", "Counted"),
        [(tile.name, tile.value, tile.notes) for tile in report.tiles],
    )
    for heading, body in _parts(report):
        lines += [f"## {heading}", "", *body, ""]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def _parts(report: Report) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the heading of each part with its lines."""
    yield (
        "Course of the repeat incident rate",
        _table(
            ("Quarter", "Incidents", "Repeat rate", "Repeats"),
            [
                (
                    quarter.name,
                    str(quarter.incidents),
                    percent(quarter.repeat),
                    in_numbers(quarter.repeat, "classified incident"),
                )
                for quarter in report.quarters
            ],
        ),
    )
    repeats = [(row.number, row.cause, row.earlier, row.reason) for row in report.repeat_rows]
    counts = ". ".join(filter(None, [report.verdicts, report.recurrence]))
    yield (
        "Why they came back",
        [
            f"{_typed(_sentence(counts))}.",
            "",
            *(_table(("Incident", "Cause", "Repeats", "Why"), repeats) if repeats else []),
            *_more(len(report.figures.repeats)),
        ],
    )
    issues = [
        (issue.issue, issue.owner or "no owner", days_in_words(issue.days))
        for issue in report.issues[:MOST_ROWS]
    ]
    yield (
        "Systemic issues",
        [
            *(_table(("Issue", "Owner", "Age"), issues) if issues else ["None was decided on."]),
            *_more(len(report.issues)),
        ],
    )
    yield "What has not come back", _prevented(report)


def _prevented(report: Report) -> list[str]:
    prevention = report.figures.prevention
    if not prevention.of:
        return ["No action item of a classified incident was done in these days."]
    lines = [
        _typed(report.prevented),
        "",
    ]
    for item in prevention.items[:MOST_ROWS]:
        about = f"{item.cause}, for {days_in_words(item.days)}"
        lines.append(f"- {_typed(f'#{item.number}.{item.slot} {item.action} ({about})')}")
    return [*lines, *_more(len(prevention.items))]


def _more(count: int) -> list[str]:
    return ["", left_out(count)] if left_out(count) else []


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [
        f"| {' | '.join(heads)} |",
        f"|{' --- |' * len(heads)}",
        *(f"| {' | '.join(map(_typed, row))} |" for row in rows),
        "",
    ]


def _typed(text: str) -> str:
    """Return a text on one line in which nothing is markup."""
    return _MARKS.sub(r"\\\g<0>", one_line(text))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
