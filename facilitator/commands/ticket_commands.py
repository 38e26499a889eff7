"""The command `tickets` and its subcommands, about the tickets of action items in the tracker."""

from __future__ import annotations

from typing import Annotated

import typer

from db.vocabulary import SprintChoice
from facilitator.commands.help_page import GroupPage, TicketPage
from facilitator.commands.options import AsJson, Database

app = typer.Typer(
    cls=GroupPage,
    no_args_is_help=False,
    invoke_without_command=True,
    rich_markup_mode=None,
)


@app.callback()
def tickets(
    context: typer.Context,
    include_closed: Annotated[
        bool, typer.Option("--all", help="List done and dropped items as well.")
    ] = False,
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """List the tickets of the open action items.

    Without a command, each item is listed with what is known of its ticket, and the tracker is not
    asked. The commands make tickets in it, and read how they stand.
    """
    context.obj = database or context.obj
    if context.invoked_subcommand is None:
        from facilitator.commands.tickets import list_tickets

        list_tickets(context.obj, include_closed, as_json)


@app.command(cls=TicketPage)
def push(
    context: typer.Context,
    items: Annotated[
        list[str] | None,
        typer.Argument(metavar="ITEM", help="Action items, such as 43.1. Default: all that wait."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every open action item without a ticket as well.")
    ] = False,
    sprint: Annotated[
        SprintChoice | None,
        typer.Option(help="What to do where there is no next sprint."),
    ] = None,
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """Make tickets in the tracker, in the next sprint, each once.

    Items that were written down since a tracker is set up wait for this, or for the wrap-up of a
    meeting. A ticket whose answer got lost is looked for, and not made again. No sprint is made
    unless you say so.
    """
    if items and everything:
        raise typer.BadParameter("give either items or --all")
    from facilitator.commands import push_tickets

    options = push_tickets.PushOptions(items or (), everything, sprint)
    push_tickets.push(database or context.obj, options, as_json)


@app.command(cls=TicketPage)
def sync(context: typer.Context, as_json: AsJson = False, database: Database = None) -> None:
    """Ask the tracker how the tickets of the action items stand.

    What it says is kept with the time. It changes no action item: where the tracker and the team
    disagree, both are shown, and the review of a meeting settles it.
    """
    from facilitator.commands import sync_tickets

    sync_tickets.sync(database or context.obj, as_json)
