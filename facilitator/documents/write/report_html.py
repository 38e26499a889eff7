"""The quarter's report as one HTML page that loads nothing: no scripts, no fonts, no address."""

from __future__ import annotations

from functools import cache

from jinja2 import Template

from facilitator.documents.write.page import page_environment
from facilitator.documents.write.report import (
    MOST_ROWS,
    Report,
    days_in_words,
    left_out,
)
from facilitator.documents.write.report_drawing import HEIGHT, WIDTH, draw_quarters


def write(report: Report) -> str:
    """Return the whole page."""
    drawing = draw_quarters(report.quarters, report.repeat_target)
    return _template().render(report=report, figures=report.figures, drawing=drawing)


@cache
def _template() -> Template:
    environment = page_environment()
    environment.globals |= {
        "most_rows": MOST_ROWS,
        "days_in_words": days_in_words,
        "left_out": left_out,
        "width": WIDTH,
        "height": HEIGHT,
    }
    return environment.get_template("report.html.jinja")
