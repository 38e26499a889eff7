"""The command line: the arguments and options of every command.

Each command imports what it needs when it runs, so that `--help` and completion are quick.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from db.vocabulary import Severity
from facilitator import __version__
from facilitator.commands import (
    action_commands,
    database_commands,
    login_command,
    pattern_commands,
    screen_commands,
    ticket_commands,
)
from facilitator.commands.help_page import CommandPage, ProgramPage
from facilitator.commands.number_completion import complete_number
from facilitator.commands.options import AsJson, Database
from facilitator.documents.write.formats import DocumentFormat

LONGEST_MESSAGE = 2_000
"""The most characters of a message about a failure, whatever arguments it names."""
app = typer.Typer(
    cls=ProgramPage,
    help="Run a software team's 50-minute post-mortem meeting from the terminal.",
    no_args_is_help=False,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def home(
    context: typer.Context,
    database: Database = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    """Run a software team's 50-minute post-mortem meeting from the terminal.

    Without a command, the home screen opens.
    """
    if version:
        typer.echo(f"facilitator {__version__}")
    elif context.invoked_subcommand is None:
        from facilitator.commands.full_screen import run
        from facilitator.shell.launch_target import LaunchTarget

        raise typer.Exit(run(database, LaunchTarget()))
    else:
        context.obj = database


app.registered_commands.extend(screen_commands.app.registered_commands)


@app.command()
def new(
    context: typer.Context,
    service: Annotated[
        str, typer.Argument(metavar="SERVICE", help="What was down, such as checkout.")
    ],
    symptom: Annotated[
        str, typer.Argument(metavar="SYMPTOM", help='What people saw, such as "5xx spike".')
    ],
    on: Annotated[
        str, typer.Option(metavar="DATE", help="The day it happened. Default: today.")
    ] = "",
    number: Annotated[
        int | None, typer.Option(metavar="N", help="The number. Default: the next free one.")
    ] = None,
    severity: Annotated[
        Severity | None, typer.Option(help="SEV1 is the worst.", case_sensitive=False)
    ] = None,
    external_id: Annotated[
        str, typer.Option("--id", metavar="TEXT", help="Its id elsewhere, such as INC-2024-0042.")
    ] = "",
    near_miss: Annotated[
        bool, typer.Option("--near-miss", help="It nearly went wrong: it counts for no rate.")
    ] = False,
    database: Database = None,
) -> None:
    """Create a new incident."""
    from facilitator.commands.new_incident import NewIncident, create_incident

    incident = NewIncident(service, symptom, on, number, severity, external_id, near_miss)
    create_incident(database or context.obj, incident)


@app.command()
def incidents(
    context: typer.Context,
    search: Annotated[
        str, typer.Option(metavar="TEXT", help="Only incidents that mention this text.")
    ] = "",
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """List the incidents, newest first."""
    from facilitator.commands.incidents import list_incidents

    list_incidents(database or context.obj, search, as_json)


@app.command()
def show(
    context: typer.Context,
    number: Annotated[
        int,
        typer.Argument(metavar="N", autocompletion=complete_number, help="The incident's number."),
    ],
    meetings: Annotated[
        bool, typer.Option("--meetings", help="Print its past meetings instead of the post-mortem.")
    ] = False,
    history: Annotated[
        bool, typer.Option("--history", help="Print who changed what of it, and when.")
    ] = False,
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """Print one post-mortem, its meetings, or who changed what of it."""
    if meetings and history:
        raise typer.BadParameter("give either --meetings or --history")
    if history:
        from facilitator.commands.incident_history import show_history

        show_history(database or context.obj, number, as_json)
    elif meetings:
        from facilitator.commands.past_meetings import show_meetings

        show_meetings(database or context.obj, number, as_json)
    else:
        from facilitator.commands.incidents import show_incident

        show_incident(database or context.obj, number, as_json)


app.add_typer(action_commands.app, name="actions")
app.add_typer(ticket_commands.app, name="tickets")


app.registered_commands.extend(pattern_commands.app.registered_commands)


@app.command("import")
def import_files(
    context: typer.Context,
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH", help="Markdown or JSON files, or folders of them."),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be imported; import nothing.")
    ] = False,
    renumber: Annotated[
        bool,
        typer.Option("--renumber", help="Give incidents whose number is in use the next free one."),
    ] = False,
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help="Import incidents that look like one already there as new.",
        ),
    ] = False,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help="Replace the incidents that look like the imported ones.",
        ),
    ] = False,
    database: Database = None,
) -> None:
    """Import post-mortems from Markdown or JSON.

    Markdown may be in the template's form or in that of another team; JSON is as export writes it.
    Either all files are imported completely, or nothing is. Text that fits no section of the
    template is kept in sections of its own. What was guessed, parked or not placed is listed by
    file and line. An incident looks like one already there when it has the same title and date, or
    the same id.
    """
    from facilitator.commands.import_documents import ImportOptions, import_documents

    options = ImportOptions(dry_run, renumber, again, replace)
    import_documents(database or context.obj, paths, options)


@app.command()
def export(
    context: typer.Context,
    numbers: Annotated[
        list[int] | None,
        typer.Argument(
            metavar="N",
            autocompletion=complete_number,
            help="The numbers of incidents. Default: all.",
        ),
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="DIR", help="Write files into this folder."),
    ] = None,
    document_format: Annotated[
        DocumentFormat, typer.Option("--format", help="The format.")
    ] = DocumentFormat.MARKDOWN,
    database: Database = None,
) -> None:
    """Export post-mortems as Markdown, JSON, HTML or CSV.

    They are written to standard output, or into a folder with one file for each incident. CSV
    holds the action items; in a folder it is one file.
    """
    from facilitator.commands.export import export_documents

    export_documents(database or context.obj, numbers or [], folder, document_format)


app.registered_commands.extend(login_command.app.registered_commands)


app.registered_commands.extend(database_commands.app.registered_commands)


@app.command()
def config(
    context: typer.Context,
    path: Annotated[
        bool, typer.Option("--path", help="Print only the path of config.toml.")
    ] = False,
    keys: Annotated[
        bool, typer.Option("--keys", help="List the id of every key, for the keymap.")
    ] = False,
    as_json: AsJson = False,
    database: Database = None,
) -> None:
    """List every setting with its value and where that comes from.

    A setting is a line of config.toml, or an environment variable: FACILITATOR_ and its name in
    capitals, such as FACILITATOR_AGENDA_REVIEW=15. A variable overrides the file.
    """
    from facilitator.commands.config import show_keys, show_path, show_settings

    if path:
        show_path()
    elif keys:
        show_keys(as_json)
    else:
        show_settings(database or context.obj, as_json)


@app.command()
def serve(
    context: typer.Context,
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="N", help="The port; 0 for any free one.")
    ] = 8000,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="The address to listen on.")
    ] = "127.0.0.1",
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Allow an address that other machines reach.")
    ] = False,
    database: Database = None,
) -> None:
    """Use the program in a browser on this machine.

    It prints an address that nobody can guess. There is no log-in: anybody who has the address can
    read and write everything. So an address that other machines reach needs --allow-remote.
    """
    from facilitator.commands import serve as command

    raise typer.Exit(command.serve(database or context.obj, host, port, allow_remote=allow_remote))


for _command in app.registered_commands:
    _command.cls = CommandPage


def main() -> None:
    """Run the console script.

    The exit status is 0 for success, 1 for a failure with one line about it on standard error, and
    2 for a command line that is not understood.
    """
    from db.errors import StoreError
    from facilitator.commands.open_store import Failure
    from facilitator.config.settings import SettingsError
    from facilitator.text import one_line, shortened

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Files and pipes get UTF-8, which `import` reads; a terminal gets its own encoding.
            stream.reconfigure(
                encoding=None if stream.isatty() else "utf-8", errors="backslashreplace"
            )
    try:
        try:
            app(prog_name="facilitator")
        finally:
            sys.stdout.flush()
    except (Failure, SettingsError, StoreError) as error:
        sys.stderr.write(f"facilitator: {shortened(str(error), LONGEST_MESSAGE)}\n")
        raise SystemExit(1) from None
    except BrokenPipeError:
        # The program that reads the output has ended, as `head` does. Python would report the
        # same error once more when it closes the stream.
        _discard_output()
        raise SystemExit(1) from None
    except OSError as error:
        _discard_output()
        reason = one_line(error.strerror or type(error).__name__).lower()
        sys.stderr.write(f"facilitator: the output can't be written: {reason}\n")
        raise SystemExit(1) from None


def _discard_output() -> None:
    """Connect standard output to the null device, so that closing it can't fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
