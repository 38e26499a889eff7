"""A document in any of its forms: incidents in, text out. A form is loaded when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.records import Incident


class Form(StrEnum):
    """How post-mortems are written."""

    MARKDOWN = "markdown"
    JSON = "json"
    HTML = "html"
    CSV = "csv"


ENDINGS = {Form.MARKDOWN: "md", Form.JSON: "json", Form.HTML: "html", Form.CSV: "csv"}
"""How the name of a file of that form ends."""


def render(incidents: Sequence[Incident], form: Form) -> str:
    """Several incidents in one text, in the order given."""
    match form:
        case Form.MARKDOWN:
            from facilitator.documents import markdown

            return "\n".join(markdown.write(each) for each in incidents)
        case Form.JSON:
            from facilitator.documents import json

            return json.write(incidents)
        case Form.HTML:
            from facilitator.documents import html

            return html.write(incidents)
        case Form.CSV:
            from facilitator.documents import csv

            return csv.write(incidents)


def render_one(incident: Incident, form: Form) -> str:
    """One incident by itself; as JSON an object, where several are an array."""
    if form is Form.JSON:
        from facilitator.documents import json

        return json.dump(json.as_plain(incident))
    return render([incident], form)
