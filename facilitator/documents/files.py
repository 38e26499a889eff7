"""An export as files: their names and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from db.records import Incident
from facilitator.documents.file_name import file_name
from facilitator.documents.render import ENDINGS, Form, render, render_one

ACTION_ITEMS = "action-items.csv"
"""The one file of a CSV export: a list over all incidents, to be sorted and filtered."""
MARK = "\ufeff"
"""Begins a CSV file: only then do spreadsheets take its bytes for UTF-8. A script needs none."""


def files(incidents: Sequence[Incident], form: Form) -> Iterator[tuple[str, str]]:
    """Each file's name and text: one an incident, but all action items in one where it is CSV."""
    if form is Form.CSV:
        yield ACTION_ITEMS, MARK + render(incidents, form)
        return
    for incident in incidents:
        yield one_file(incident, form)


def one_file(incident: Incident, form: Form) -> tuple[str, str]:
    """The name and text of a file on one incident alone; as CSV its action items."""
    text = render_one(incident, form)
    return file_name(incident, ENDINGS[form]), MARK + text if form is Form.CSV else text
