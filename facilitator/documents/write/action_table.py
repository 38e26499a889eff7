"""The table of the action items in Markdown: the template's columns, and others where needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from db.records import ActionItem
from facilitator.documents.markdown_escaping import cell
from facilitator.documents.written_moments import write_moment
from facilitator.domain.labels import STATUS_LABELS

Column = tuple[str, Callable[[ActionItem], str]]


def action_table(items: Sequence[ActionItem]) -> list[str]:
    """Return the lines of the table; without items it has only its header."""
    columns: list[Column] = [
        ("Action", lambda item: cell(item.action)),
        ("Owner", lambda item: cell(item.owner)),
        ("Priority", lambda item: item.priority),
        ("Due Date", lambda item: item.due.isoformat() if item.due else ""),
        ("Status", lambda item: cell(_status(item))),
    ]
    if any(item.ticket.strip() for item in items):
        columns.append(("Ticket", lambda item: cell(item.ticket)))
    if any(item.first_due != item.due for item in items):
        columns.append(
            ("First Due Date", lambda item: item.first_due.isoformat() if item.first_due else "")
        )
    if any(item.closed_at for item in items):
        columns.append(("Closed", lambda item: write_moment(item.closed_at)))
    return [
        _row([name for name, _ in columns]),
        f"|{'|'.join('-' * (len(name) + 2) for name, _ in columns)}|",
        *(_row([write(item) for _, write in columns]) for item in items),
    ]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _status(item: ActionItem) -> str:
    """Return the status, with the note in brackets where there is one."""
    status = STATUS_LABELS[item.status].name
    note = " ".join(item.note.split())
    return f"{status} ({note})" if note else status
