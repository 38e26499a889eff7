"""The command `report`: one page about a quarter."""

from __future__ import annotations

from facilitator.commands.metrics import read_figures
from facilitator.commands.open_store import open_store, today
from facilitator.commands.output import put
from facilitator.commands.period_options import chosen_quarter
from facilitator.documents.write.report import Report
from facilitator.domain.periods import quarter_of
from facilitator.domain.systemic_issues import systemic_issues
from facilitator.domain.targets import Target


def write_report(database: str | None, quarter: str, *, in_html: bool) -> None:
    """Write the report of a quarter to standard output.

    Args:
        database: The value of `--database`.
        quarter: The quarter as typed; "" for the last one that is over.
        in_html: Whether to write HTML; else it is Markdown.

    Raises:
        Failure: The quarter is not understood, or lies in the future.
    """
    with open_store(database) as (store, settings):
        day, period = today(settings), chosen_quarter(quarter, settings)
        figures = read_figures(store, period, settings.timezone)
        issues = systemic_issues(store.themes.all().result(), period.last, settings.timezone)
    report = Report(
        period,
        figures,
        issues,
        Target(settings.target_repeat_rate, is_ceiling=True),
        Target(settings.target_completion, is_ceiling=False),
        is_running=quarter_of(day, day).quarter == period.quarter,
    )
    if in_html:
        from facilitator.documents.write.report_html import write
    else:
        from facilitator.documents.write.report_markdown import write
    put(write(report))
