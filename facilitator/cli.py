"""The command line. A command loads what it needs when it runs; `--help` loads next to nothing."""

from __future__ import annotations

import io
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from db.words import Severity
from facilitator import __version__
from facilitator.commands.complete import numbers as numbers_of
from facilitator.commands.help_page import CommandPage, ProgramPage
from facilitator.documents.render import Form

app = typer.Typer(
    cls=ProgramPage,
    help="Runs a software team's 50-minute post-mortem meeting from the terminal.",
    no_args_is_help=False,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="PATH-OR-URL",
        help="The database to use: a file, or a URL such as postgresql://…",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON for scripts instead of a table.")]


@app.callback(invoke_without_command=True)
def home(
    context: typer.Context,
    database: Database = None,
    version: Annotated[bool, typer.Option("--version", help="Say the version and leave.")] = False,
) -> None:
    """Runs a software team's 50-minute post-mortem meeting from the terminal.

    Without a command it opens the home screen.
    """
    if version:
        typer.echo(f"facilitator {__version__}")
    elif context.invoked_subcommand is None:
        from facilitator.commands.meeting import run
        from facilitator.start import Start

        raise typer.Exit(run(database, Start()))
    else:
        context.obj = database


@app.command()
def demo() -> None:
    """Hold the sample team's meeting, on a copy that is thrown away."""
    from facilitator.commands import meeting

    raise typer.Exit(meeting.demo())


@app.command()
def meet(
    context: typer.Context,
    number: Annotated[
        int | None, typer.Argument(metavar="N", autocompletion=numbers_of, help="The incident.")
    ] = None,
    database: Database = None,
) -> None:
    """Hold the meeting about an incident, or go on with it.

    Without a number it is the running meeting's incident, else the newest draft.
    """
    from facilitator.commands.meeting import run
    from facilitator.start import Start

    raise typer.Exit(run(database or context.obj, Start("meet", number)))


@app.command()
def watch(context: typer.Context, database: Database = None) -> None:
    """Follow the running meeting in a window that changes nothing.

    It shows the segment, the clock and every edit within a second, never private notes, and waits
    where no meeting is running. For a second screen, or for somebody who is not in the room.
    """
    from facilitator.commands.meeting import run
    from facilitator.start import Start

    raise typer.Exit(run(database or context.obj, Start("watch")))


@app.command()
def prep(
    context: typer.Context,
    number: Annotated[
        int, typer.Argument(metavar="N", autocompletion=numbers_of, help="The incident's number.")
    ],
    database: Database = None,
) -> None:
    """Prepare one incident's post-mortem alone.

    No clock runs, and private notes are seen here alone.
    """
    from facilitator.commands.meeting import run
    from facilitator.start import Start

    raise typer.Exit(run(database or context.obj, Start("prep", number)))


@app.command()
def new(
    context: typer.Context,
    service: Annotated[
        str, typer.Argument(metavar="SERVICE", help="What was down, such as checkout.")
    ],
    symptom: Annotated[
        str, typer.Argument(metavar="SYMPTOM", help='How it showed, such as "5xx spike".')
    ],
    on: Annotated[str, typer.Option(metavar="DATE", help="The day; today if not given.")] = "",
    number: Annotated[
        int | None, typer.Option(metavar="N", help="Its number; else the next free one.")
    ] = None,
    severity: Annotated[
        Severity | None, typer.Option(help="SEV1 is the worst.", case_sensitive=False)
    ] = None,
    database: Database = None,
) -> None:
    """Write down a new incident."""
    from facilitator.commands import create

    create.new(database or context.obj, service, symptom, on, number, severity)


@app.command()
def incidents(
    context: typer.Context,
    search: Annotated[str, typer.Option(metavar="TEXT", help="Only those that mention it.")] = "",
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """List the incidents, newest first."""
    from facilitator.commands import show

    show.incidents(database or context.obj, search, as_json)


@app.command("show")
def show_one(
    context: typer.Context,
    number: Annotated[
        int, typer.Argument(metavar="N", autocompletion=numbers_of, help="The incident's number.")
    ],
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """Print one post-mortem."""
    from facilitator.commands import show

    show.incident(database or context.obj, number, as_json)


@app.command()
def actions(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False,
    owner: Annotated[
        str, typer.Option(metavar="NAME", help="Only this person's, by name or a word of it.")
    ] = "",
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """List the action items that are still open."""
    from facilitator.commands import show

    show.actions(database or context.obj, everything, owner, as_json)


@app.command()
def metrics(
    context: typer.Context,
    months: Annotated[
        int | None, typer.Option(min=1, max=120, metavar="N", help="Length of the window.")
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The window's last day."),
    ] = None,
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """Print the figures, first of all the repeat incident rate.

    Beside it completion, on time, reviewed in time, and the times to detect, to fix and so on.
    """
    from facilitator.commands import show

    day = None if as_of is None else as_of.date()
    show.metrics(database or context.obj, months, day, as_json)


@app.command("import")
def import_files(
    context: typer.Context,
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH", help="Markdown or JSON files, or folders and what is below."
        ),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would go where; change nothing.")
    ] = False,
    renumber: Annotated[
        bool, typer.Option("--renumber", help="The next free number for each whose own is taken.")
    ] = False,
    database: Database = None,
) -> None:
    """Take post-mortems in, from Markdown or JSON.

    Markdown in the template's form or near it; JSON as export writes it. All files go in whole,
    or nothing does. What the template has no place for is kept as private notes; what was
    guessed, parked or not placed is named by file and line.
    """
    from facilitator.commands.take_in import take_in

    take_in(database or context.obj, paths, dry_run=dry_run, renumber=renumber)


@app.command()
def export(
    context: typer.Context,
    numbers: Annotated[
        list[int] | None,
        typer.Argument(
            metavar="N", autocompletion=numbers_of, help="Incidents; all if none is given."
        ),
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="DIR", help="A file each, in here.")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="How to write them.")] = Form.MARKDOWN,
    database: Database = None,
) -> None:
    """Write post-mortems as Markdown, JSON, HTML or CSV.

    To standard output, or into a folder: a file each, or as CSV one file of all action items.
    """
    from facilitator.commands import export as command

    command.export(database or context.obj, numbers or [], folder, form)


@app.command()
def config(
    context: typer.Context,
    path: Annotated[
        bool, typer.Option("--path", help="Only say where config.toml is looked for.")
    ] = False,
    keys: Annotated[
        bool, typer.Option("--keys", help="The id of every key, for the keymap in config.toml.")
    ] = False,
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """Show every setting, its value and where it comes from.

    A setting is a line of config.toml, or an environment variable: FACILITATOR_ and its name in
    capitals, such as FACILITATOR_AGENDA_REVIEW=15. A variable wins over the file.
    """
    from facilitator.commands import config as command

    if path:
        command.path()
    elif keys:
        command.keys(as_json)
    else:
        command.show(database or context.obj, as_json)


@app.command()
def serve(
    context: typer.Context,
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="N", help="0 for any that is free.")
    ] = 8000,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Let other machines reach that address.")
    ] = False,
    database: Database = None,
) -> None:
    """Show the screens in a browser on this machine.

    It prints an address that nobody can guess. There is no log-in: whoever has the address can read
    and write everything, so one that other machines reach is refused unless told twice.
    """
    from facilitator.commands import serve as command

    raise typer.Exit(command.serve(database or context.obj, host, port, allow_remote=allow_remote))


for _command in app.registered_commands:
    _command.cls = CommandPage


def main() -> None:
    """The console script: exit status 0 done, 1 it could not (one line on stderr), 2 usage."""
    from db.errors import StoreError
    from facilitator.commands.database import Failure
    from facilitator.settings import SettingsError
    from facilitator.text import one_line

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Files and pipes get UTF-8, which an import reads; a terminal, what it can show.
            stream.reconfigure(
                encoding=None if stream.isatty() else "utf-8", errors="backslashreplace"
            )
    try:
        try:
            app(prog_name="facilitator")
        finally:
            sys.stdout.flush()
    except (Failure, SettingsError, StoreError) as error:
        sys.stderr.write(f"facilitator: {one_line(str(error))}\n")
        raise SystemExit(1) from None
    except BrokenPipeError:
        # Whoever read our output has enough; Python must not complain while it closes.
        _write_nowhere()
        raise SystemExit(1) from None
    except OSError as error:
        _write_nowhere()
        reason = one_line(error.strerror or type(error).__name__).lower()
        sys.stderr.write(f"facilitator: the output can't be written: {reason}\n")
        raise SystemExit(1) from None


def _write_nowhere() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
