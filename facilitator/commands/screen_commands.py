"""The commands that open the full-screen program: on a meeting, on prep, or to watch."""

from __future__ import annotations

from typing import Annotated

import typer

from facilitator.commands.number_completion import complete_number
from facilitator.commands.options import Database

app = typer.Typer()
"""These commands, which `facilitator.cli` takes among its own."""


@app.command()
def demo() -> None:
    """Try a sample team's meeting; nothing you do in it is kept."""
    from facilitator.commands import full_screen

    raise typer.Exit(full_screen.run_demo())


@app.command()
def meet(
    context: typer.Context,
    number: Annotated[
        int | None,
        typer.Argument(metavar="N", autocompletion=complete_number, help="The incident."),
    ] = None,
    database: Database = None,
) -> None:
    """Hold the meeting about an incident, or continue it.

    Without a number, the running meeting continues. If several are running, they are named, and a
    number is needed. If none is running, the meeting is about the newest draft.
    """
    from facilitator.commands.full_screen import run
    from facilitator.shell.launch_target import LaunchTarget

    raise typer.Exit(run(database or context.obj, LaunchTarget("meet", number)))


@app.command()
def watch(context: typer.Context, database: Database = None) -> None:
    """Follow the running meeting in a read-only window.

    The window shows the segment, the clock and every edit within a second, but no private notes.
    If no meeting is running, it waits for one. Use it on a second screen, or to follow the meeting
    from another place.
    """
    from facilitator.commands.full_screen import run
    from facilitator.shell.launch_target import LaunchTarget

    raise typer.Exit(run(database or context.obj, LaunchTarget("watch")))


@app.command()
def prep(
    context: typer.Context,
    number: Annotated[
        int,
        typer.Argument(metavar="N", autocompletion=complete_number, help="The incident's number."),
    ],
    database: Database = None,
) -> None:
    """Prepare the post-mortem of an incident on your own.

    No clock runs. This is the only screen that shows private notes.
    """
    from facilitator.commands.full_screen import run
    from facilitator.shell.launch_target import LaunchTarget

    raise typer.Exit(run(database or context.obj, LaunchTarget("prep", number)))
