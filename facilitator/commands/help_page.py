"""`--help` as a short manual page: what typer writes, and then what a reader asks next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from typer.core import TyperArgument, TyperCommand, TyperGroup

from facilitator.commands.help_texts import DATABASE, EXIT_STATUS, PAGES, Page, Pairs

if TYPE_CHECKING:
    from typer._click.core import Command, Context
    from typer._click.formatting import HelpFormatter

FIRST_COLUMN = 26
"""Characters of a column of names; a longer name has its words on the next line."""


class CommandPage(TyperCommand):
    """The help of one command."""

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """The arguments and options, each with its words."""
        _write_parameters(self, ctx, formatter)

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Examples, output, exit status and environment."""
        takes_database = any(each.name == "database" for each in self.get_params(ctx))
        _write(PAGES.get(self.name or "", Page()), formatter, takes_database=takes_database)


class ProgramPage(TyperGroup):
    """The help of the whole program."""

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Examples, exit status and environment, and where settings and data live."""
        _write(PAGES[""], formatter, takes_database=True)


def _write_parameters(command: Command, ctx: Context, formatter: HelpFormatter) -> None:
    arguments, options = [], []
    for each in command.get_params(ctx):
        if isinstance(each, TyperArgument):
            name = f"{each.metavar or (each.name or '').upper()}{'...' if each.nargs == -1 else ''}"
            arguments.append((name, each.help or ""))
        elif (record := each.get_help_record(ctx)) is not None:
            options.append(record)
    _write_pairs(formatter, "Arguments", arguments)
    _write_pairs(formatter, "Options", options)


def _write(page: Page, formatter: HelpFormatter, *, takes_database: bool) -> None:
    if page.examples:
        with formatter.section("Examples"):
            for command, words in page.examples:
                formatter.write(f"{'':{formatter.current_indent}}{command}\n")
                formatter.indent()
                formatter.write_text(words)
                formatter.dedent()
    if page.output:
        with formatter.section("Output"):
            formatter.write_text(page.output)
    for name, words in page.more:
        with formatter.section(name):
            formatter.write_text(words)
    _write_pairs(formatter, "Exit status", EXIT_STATUS)
    _write_pairs(
        formatter, "Environment", [*page.environment, *([DATABASE] if takes_database else [])]
    )


def _write_pairs(formatter: HelpFormatter, name: str, pairs: Iterable[tuple[str, str]]) -> None:
    written: Pairs = tuple(pairs)
    if written:
        with formatter.section(name):
            formatter.write_dl(written, col_max=FIRST_COLUMN)
