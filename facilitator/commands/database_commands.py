"""The commands about a whole database: its backups, its health, and copies of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from facilitator.commands.options import AsJson, Database

app = typer.Typer()
"""These commands, which `facilitator.cli` takes among its own."""


@app.command()
def backup(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="The file to make. Default: one with the others."),
    ] = None,
    database: Database = None,
) -> None:
    """Make a backup of the database, also while it is used.

    The start of each meeting makes one too. The newest 10 are kept, and the last one of each month
    for 12 months; what you copy to a FILE of your own is never deleted.
    """
    from facilitator.commands.backups import back_up

    back_up(database or context.obj, file)


@app.command()
def restore(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="A backup. Without one, the backups are listed."),
    ] = None,
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """Put a backup in the place of the database, or list the backups.

    The backup is checked first, and one of an older Facilitator is upgraded when it is opened. The
    database as it was before stays beside the restored one. While a window is open on it, nothing
    is restored.
    """
    from facilitator.commands import backups

    if file is None:
        backups.list_backups(database or context.obj, as_json)
    elif as_json:
        raise typer.BadParameter("--json is for the list, without a FILE")
    else:
        backups.restore_backup(database or context.obj, file)


@app.command()
def doctor(
    context: typer.Context,
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """Check the database, its backups, the settings and this machine.

    Nothing is changed. It also works where nothing else does: on a damaged, missing or newer
    database, and with settings that can't be loaded.
    """
    from facilitator.commands.doctor.report import examine

    raise typer.Exit(examine(database or context.obj, as_json))


@app.command()
def salvage(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="NEW-FILE", help="The file to make.")],
    database: Database = None,
) -> None:
    """Save what a damaged database still holds."""
    from facilitator.commands.salvage import salvage_database

    salvage_database(database or context.obj, file)


@app.command()
def copy(
    context: typer.Context,
    source: Annotated[
        str, typer.Argument(metavar="FROM", help="The database to copy: a file or a URL.")
    ],
    target: Annotated[
        str, typer.Argument(metavar="TO", help="The new one: a file or a URL, without any data.")
    ],
) -> None:
    """Copy a whole database, from or to a file or a server.

    Everything is copied, private notes, history and a running meeting included, and compared row
    by row afterwards. FROM is only read. TO is created where that is needed, and has to be empty:
    it gets everything, or nothing.
    """
    if context.obj:
        raise typer.BadParameter("copy names both databases itself, without --database")
    from facilitator.commands.copy_database import copy_database

    copy_database(source, target)
