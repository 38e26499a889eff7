"""The commands that look at many incidents at once: what keeps coming back, and why."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from facilitator.commands.number_completion import complete_number
from facilitator.commands.options import AsJson, Database

app = typer.Typer(rich_markup_mode=None)

Quarter = Annotated[
    str, typer.Option("--quarter", metavar="QUARTER", help="A calendar quarter, such as 2026Q3.")
]


@app.command()
def metrics(
    context: typer.Context,
    months: Annotated[
        int | None, typer.Option(min=1, max=120, metavar="N", help="The length of the window.")
    ] = None,
    since: Annotated[
        str, typer.Option("--from", metavar="DATE", help="The window's first day.")
    ] = "",
    as_of: Annotated[
        str, typer.Option(metavar="DATE", help="The window's last day. Default: today.")
    ] = "",
    quarter: Quarter = "",
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """Print the team's figures, such as the repeat incident rate.

    The others are: why the repeats came back, completion, on time, reviewed in time, the times to
    detect, acknowledge, diagnose, fix, recover and verify, the ages of open action items, how many
    items have held, how many incidents had a meeting, and the incidents by severity, service,
    trigger, weekday and hour. Near misses count for none of them.
    """
    if quarter and (months or since or as_of):
        raise typer.BadParameter("--quarter is a window by itself: leave out the other options")
    if months and since:
        raise typer.BadParameter("give either --months or --from")
    from facilitator.commands.metrics import show_metrics
    from facilitator.commands.period_options import PeriodOptions

    options = PeriodOptions(months, since, as_of, quarter)
    show_metrics(database or context.obj, options, as_json)


@app.command()
def causes(context: typer.Context, as_json: AsJson = False, database: Database = None) -> None:
    """List the causes with their categories and incidents."""
    from facilitator.commands.causes import list_causes

    list_causes(database or context.obj, as_json)


class ReportFormat(StrEnum):
    """What a report is written in."""

    HTML = "html"
    MARKDOWN = "markdown"


@app.command()
def report(
    context: typer.Context,
    quarter: Quarter = "",
    report_format: Annotated[
        ReportFormat, typer.Option("--format", help="The format.")
    ] = ReportFormat.MARKDOWN,
    database: Database = None,
) -> None:
    """Print one page about a quarter, to be read in a minute.

    It has the course of the repeat incident rate, why the repeats came back, the systemic issues
    with their owners and ages, what has not come back, and how many action items were done and
    incidents had a meeting. Without --quarter it is about the last quarter that is over.
    """
    from facilitator.commands.report import write_report

    write_report(database or context.obj, quarter, in_html=report_format is ReportFormat.HTML)


@app.command()
def similar(
    context: typer.Context,
    compared: Annotated[
        str,
        typer.Argument(
            metavar="N|TEXT",
            autocompletion=complete_number,
            help='The number of an incident, or a text such as "pods killed, out of memory".',
        ),
    ],
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """Find earlier incidents of the same kind.

    They are found by the words and the kinds of failure that their texts share, the best first.
    With a number, only incidents that began earlier are found. The band says how sure that is:
    likely, possible, or weak. It only suggests: a person links two incidents to one cause.
    """
    from facilitator.commands.similar import show_similar

    show_similar(database or context.obj, compared, as_json)


@app.command()
def themes(context: typer.Context, as_json: AsJson = False, database: Database = None) -> None:
    """List the themes: what rises, and what you have named.

    What rises is found in what was written: kinds of failure, words, services, causes and kinds of
    factors that more of the recent incidents have than chance explains. Hidden ones are left out.
    """
    from facilitator.commands.themes import list_themes

    list_themes(database or context.obj, as_json)
