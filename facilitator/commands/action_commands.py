"""The command `actions` and its subcommands, which change action items between meetings."""

from __future__ import annotations

from typing import Annotated

import typer

from db.records import ItemChange
from db.vocabulary import ActionStatus
from facilitator.commands.help_page import ActionPage, GroupPage
from facilitator.commands.options import AsJson, Database

app = typer.Typer(
    cls=GroupPage,
    no_args_is_help=False,
    invoke_without_command=True,
    rich_markup_mode=None,
)

Items = Annotated[
    list[str],
    typer.Argument(metavar="ITEM", help="An action item: 43.1 is the first one of incident 43."),
]
On = Annotated[
    str, typer.Option("--on", metavar="DATE", help="The day on which it happened. Default: today.")
]


@app.callback()
def actions(
    context: typer.Context,
    include_closed: Annotated[
        bool, typer.Option("--all", help="List done and dropped items as well.")
    ] = False,
    owner: Annotated[
        str,
        typer.Option(metavar="NAME", help="Only items of this person: a name, or a word of it."),
    ] = "",
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """List the open action items, or change some of them.

    Without a command, the items are listed. The commands change items on any day between meetings.
    Each change is kept in the history of its item.
    """
    context.obj = database or context.obj
    if context.invoked_subcommand is None:
        from facilitator.commands.actions import list_actions

        list_actions(context.obj, include_closed, owner, as_json)


@app.command(cls=ActionPage)
def done(context: typer.Context, items: Items, on: On = "", database: Database = None) -> None:
    """Mark action items as done."""
    _change(context, database, items, on, ItemChange(ActionStatus.DONE))


@app.command(cls=ActionPage)
def start(context: typer.Context, items: Items, on: On = "", database: Database = None) -> None:
    """Mark action items as in progress."""
    _change(context, database, items, on, ItemChange(ActionStatus.IN_PROGRESS))


@app.command(cls=ActionPage)
def block(
    context: typer.Context,
    items: Items,
    reason: Annotated[
        str, typer.Argument(metavar="REASON", help='What they wait for, such as "the vendor".')
    ],
    on: On = "",
    database: Database = None,
) -> None:
    """Mark action items as in progress, but blocked."""
    from facilitator.commands.actions import blocked_change

    _change(context, database, items, on, blocked_change(reason), reason)


@app.command(cls=ActionPage)
def drop(
    context: typer.Context,
    items: Items,
    reason: Annotated[str, typer.Argument(metavar="REASON", help="Why they are dropped.")],
    on: On = "",
    database: Database = None,
) -> None:
    """Drop action items, with the reason."""
    _change(context, database, items, on, ItemChange(ActionStatus.DROPPED, reason), reason)


@app.command(cls=ActionPage)
def reopen(context: typer.Context, items: Items, on: On = "", database: Database = None) -> None:
    """Reopen action items that were done or dropped."""
    _change(context, database, items, on, ItemChange(ActionStatus.OPEN))


@app.command(cls=ActionPage)
def due(
    context: typer.Context,
    items: Items,
    day: Annotated[str, typer.Argument(metavar="DAY", help='The due date, such as "4 Dec".')],
    on: On = "",
    database: Database = None,
) -> None:
    """Give action items another due date."""
    from facilitator.commands.actions import change_items

    change_items(database or context.obj, items, on, ItemChange(), due=day)


@app.command(cls=ActionPage)
def assign(
    context: typer.Context,
    items: Items,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new owner.")],
    on: On = "",
    database: Database = None,
) -> None:
    """Give action items another owner."""
    _change(context, database, items, on, ItemChange(owner=name), name)


@app.command(cls=ActionPage)
def ticket(
    context: typer.Context,
    items: Items,
    key: Annotated[
        str,
        typer.Argument(metavar="KEY", help='The key of the ticket, such as OPS-17; "" for none.'),
    ],
    on: On = "",
    database: Database = None,
) -> None:
    """Set the ticket of action items."""
    from facilitator.commands.actions import change_items, check_value, ticket_change

    check_value(key, "ticket", items)
    change_items(database or context.obj, items, on, ticket_change(key))


@app.command(cls=ActionPage)
def note(
    context: typer.Context,
    items: Items,
    text: Annotated[str, typer.Argument(metavar="TEXT", help='The note; "" for none.')],
    on: On = "",
    database: Database = None,
) -> None:
    """Write a note beside the status of action items."""
    _change(context, database, items, on, ItemChange(note=text), text)


def _change(
    context: typer.Context,
    database: str | None,
    items: list[str],
    on: str,
    change: ItemChange,
    value: str = "",
) -> None:
    from facilitator.commands.actions import change_items, check_value

    check_value(value, context.info_name or "", items)
    change_items(database or context.obj, items, on, change)
