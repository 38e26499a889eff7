"""The pages of `--help`: what Typer writes, and then examples, output and environment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from typer import BadParameter
from typer.core import TyperArgument, TyperCommand, TyperGroup
from typer.exceptions import TyperException

from facilitator.commands.help_texts import DATABASE, EXIT_STATUS, PAGES
from facilitator.commands.help_types import Page, Pairs
from facilitator.text import shortened

if TYPE_CHECKING:
    from facilitator.commands.typer_types import Command, Context, HelpFormatter

FIRST_COLUMN = 26
"""The width of the column of names, in characters; the text after a longer name begins on the
next line."""

LONGEST_ERROR = 400
"""The most characters of a message about a command line that is not understood."""


class CommandPage(TyperCommand):
    """A command whose help has examples, output, exit status and environment."""

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the arguments and the options, each with its text."""
        _write_parameters(self, ctx, formatter)

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the sections after the options."""
        takes_database = any(parameter.name == "database" for parameter in self.get_params(ctx))
        page = PAGES.get(self.name or "", Page())
        _write_page(page, formatter, takes_database=takes_database)


class ActionPage(CommandPage):
    """A command of `facilitator actions`, whose texts stand under both names."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse the command line; where the words behind one item were forgotten, say so.

        Raises:
            Failure: The only argument beside the options is an item.
        """
        written = list(args)
        try:
            return super().parse_args(ctx, args)
        except BadParameter:
            from facilitator.commands.actions import check_value

            # Without words behind it, a single item is taken for the words, and no item is left.
            for argument in written:
                check_value(argument, self.name or "", ())
            raise

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the sections after the options."""
        _write_page(PAGES[f"actions {self.name}"], formatter, takes_database=True)


class TicketPage(CommandPage):
    """A command of `facilitator tickets`, whose texts stand under both names."""

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the sections after the options."""
        _write_page(PAGES[f"tickets {self.name}"], formatter, takes_database=True)


class GroupPage(TyperGroup):
    """A command that has commands of its own, with the sections of a command."""

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the options and the commands, each with its text."""
        _write_parameters(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the sections after the commands."""
        _write_page(PAGES[self.name or ""], formatter, takes_database=True)


class ProgramPage(TyperGroup):
    """The program, whose help has examples, and says where settings and data are."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse the options before the command."""
        with _readable_errors():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: Context) -> object:
        """Parse the rest of the command line, and run the command."""
        with _readable_errors():
            return super().invoke(ctx)

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the sections after the commands."""
        _write_page(PAGES[""], formatter, takes_database=True)


@contextmanager
def _readable_errors() -> Iterator[None]:
    """Shorten what errors quote of the command line, and make it safe to show."""
    try:
        yield
    except TyperException as error:
        error.message = shortened(error.message, LONGEST_ERROR)
        raise


def _write_parameters(command: Command, ctx: Context, formatter: HelpFormatter) -> None:
    arguments, options = [], []
    for parameter in command.get_params(ctx):
        if isinstance(parameter, TyperArgument):
            name = parameter.metavar or (parameter.name or "").upper()
            repeated = "..." if parameter.nargs == -1 else ""
            arguments.append((f"{name}{repeated}", parameter.help or ""))
        elif (record := parameter.get_help_record(ctx)) is not None:
            options.append(record)
    _write_pairs(formatter, "Arguments", arguments)
    _write_pairs(formatter, "Options", options)


def _write_page(page: Page, formatter: HelpFormatter, *, takes_database: bool) -> None:
    if page.examples:
        with formatter.section("Examples"):
            for command, text in page.examples:
                formatter.write(f"{'':{formatter.current_indent}}{command}\n")
                formatter.indent()
                formatter.write_text(text)
                formatter.dedent()
    if page.output:
        with formatter.section("Output"):
            formatter.write_text(page.output)
    for heading, text in page.more:
        with formatter.section(heading):
            formatter.write_text(text)
    _write_pairs(formatter, "Exit status", EXIT_STATUS)
    environment = [*page.environment, *([DATABASE] if takes_database else [])]
    _write_pairs(formatter, "Environment", environment)


def _write_pairs(formatter: HelpFormatter, heading: str, pairs: Iterable[tuple[str, str]]) -> None:
    rows: Pairs = tuple(pairs)
    if rows:
        with formatter.section(heading):
            formatter.write_dl(rows, col_max=FIRST_COLUMN)
