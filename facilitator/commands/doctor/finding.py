"""What a check of the doctor finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a thing is that was checked."""

    OK = "ok"
    WARNING = "warning"
    """It works, and somebody should look at it."""
    PROBLEM = "problem"
    """It does not work."""


SIGNS = {State.OK: "✓", State.WARNING: "!", State.PROBLEM: "✗"}
"""The sign of each state in front of a line."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one thing.

    Attributes:
        check: What was checked, in a word or two.
        state: How it is.
        text: What was found.
        advice: What to do; "" where all is well.
    """

    check: str
    state: State
    text: str
    advice: str = ""


def ok(check: str, text: str) -> Finding:
    """Return that a thing is as it should be."""
    return Finding(check, State.OK, text)


def warning(check: str, text: str, advice: str) -> Finding:
    """Return that somebody should look at a thing."""
    return Finding(check, State.WARNING, text, advice)


def problem(check: str, text: str, advice: str) -> Finding:
    """Return that a thing does not work."""
    return Finding(check, State.PROBLEM, text, advice)
