"""Questions in the terminal, whose answers can also be given as options of the command."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

import typer

from facilitator.commands.open_store import Failure
from facilitator.text import clean, one_line

Value = TypeVar("Value")
NOTHING = ("-", "none")
"""What can be typed in the place of a value that shall not be set any more."""


class Questions:
    """Asks for values one after another, or takes them from the options of the command.

    Attributes:
        can_ask: Whether somebody sits at a terminal; else what no option gives is not asked for.
    """

    def __init__(self, *, can_ask: bool) -> None:
        self.can_ask = can_ask

    def value(
        self,
        option: str,
        given: str | None,
        question: str,
        check: Callable[[str], Value],
        default: str = "",
    ) -> Value:
        """Return a value: that of the option, else what is typed, else the default.

        Args:
            option: The option that gives the value, such as `--url`.
            given: What it was given, or None.
            question: What is asked in its place.
            check: Returns the value of what was written, or raises ValueError with what was
                expected. Where somebody types, they are asked again.
            default: What enter stands for, and what is taken where nobody can be asked.

        Raises:
            Failure: What the option was given can't be used, or nobody can be asked for what is
                needed.
        """
        if given is not None or not self.can_ask:
            written = default if given is None else given
            try:
                return check(written.strip())
            except ValueError as error:
                raise Failure(f"{option}: {error}") from None
        while True:
            typed = typer.prompt(question, default=default, show_default=bool(default))
            try:
                return check(str(typed).strip())
            except ValueError as error:
                say(str(error))

    def optional(
        self,
        option: str,
        given: str | None,
        question: str,
        check: Callable[[str], Value],
        default: str = "",
    ) -> Value | None:
        """Return a value like `value`; None where it is left empty, or taken out with `-`."""

        def check_unless_empty(written: str) -> Value | None:
            return check(written) if written and written.lower() not in NOTHING else None

        hint = f"{question}, or - for none" if default else question
        return self.value(option, given, hint, check_unless_empty, default)

    def secret(self, question: str, check: Callable[[str], Value], *, kept: Value | None) -> Value:
        """Return a secret that is typed without being shown; enter stands for the one kept."""
        while True:
            typed = typer.prompt(question, default="", show_default=False, hide_input=True)
            if not typed.strip() and kept is not None:
                return kept
            try:
                return check(typed)
            except ValueError as error:
                say(str(error))

    def agrees(self, question: str) -> bool:
        """Return whether somebody says yes; nobody does where nobody can be asked."""
        return self.can_ask and typer.confirm(question, default=True)


def say(text: str) -> None:
    """Write a line about what was found, without control characters of other programs."""
    sys.stdout.write(f"{clean(one_line(text))}\n")
    sys.stdout.flush()
