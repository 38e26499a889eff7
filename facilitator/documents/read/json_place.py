"""Where a value stands in a JSON text: its words for people, and its line once it is asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from facilitator.documents.read.reading import DocumentError

Step = str | int
_BLANKS = " \t\n\r"


@dataclass(frozen=True, slots=True)
class Where:
    """A value in the text of a file.

    file: its name. start: where the text of the outermost value that `steps` lead from begins.
    steps: keys and indexes. label: the same in words, such as `[0].timeline[1].at`.
    """

    file: str
    text: str
    start: int
    steps: tuple[Step, ...]
    label: str

    def inside(self, step: Step) -> Where:
        """A member of the object or array that stands here."""
        more = f"[{step}]" if isinstance(step, int) else f".{step}"
        return replace(self, steps=(*self.steps, step), label=self.label + more)

    def refused(self, message: str, *member: Step) -> DocumentError:
        """The error that names file, line and place. Only here is the line looked for.

        member: what of it the line is to be that of.
        """
        line = self.text.count("\n", 0, _found(self.text, self.start, (*self.steps, *member))) + 1
        return DocumentError(f"{self.file}:{line}: {self.label}: {message}")


def _found(text: str, start: int, steps: tuple[Step, ...]) -> int:
    """Where the value begins; of a key that is missing, where its object does."""
    at = _past_blanks(text, start)
    for step in steps:
        inner = _member(text, at, step)
        if inner is None:
            return at
        at = inner
    return at


def _member(text: str, at: int, step: Step) -> int | None:
    """Where a member of the object or array at this place begins, the text being valid JSON."""
    closing = "}" if text[at] == "{" else "]"
    place = 0
    found = None
    at = _past_blanks(text, at + 1)
    while text[at] != closing:
        key: Step = place
        if closing == "}":
            key, at = _DECODER.raw_decode(text, at)
            at = _past_blanks(text, _past_blanks(text, at) + 1)
        if key == step:
            # Of a key that stands twice the last one counts, as it does for who reads the values.
            found = at
        _, at = _DECODER.raw_decode(text, at)
        at = _past_blanks(text, at)
        if text[at] == ",":
            at = _past_blanks(text, at + 1)
        place += 1
    return found


def _past_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANKS:
        at += 1
    return at


def _unread(_: str) -> Any:
    return None


_DECODER = json.JSONDecoder(parse_int=_unread, parse_float=_unread)
