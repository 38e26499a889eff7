"""What the help of a command consists of, besides its arguments and options."""

from __future__ import annotations

from dataclasses import dataclass

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The texts of one command.

    Attributes:
        examples: Command lines, each with what it is for. The tests run them.
        output: What the command writes to standard output.
        environment: Environment variables, each with what it does.
        more: Further sections: a heading and a text each.
    """

    examples: Pairs = ()
    output: str = ""
    environment: Pairs = ()
    more: Pairs = ()


TIMEZONE = ("FACILITATOR_TEAM_TIMEZONE", "The team's time zone, such as Europe/Berlin.")
