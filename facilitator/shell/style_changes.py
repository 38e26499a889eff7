"""Sends a terminal only what changes of the style of the text.

Rich and Textual state the whole style of every piece of text, both colours as three numbers each,
and take it back after the piece. That is most of what a key press writes, and over SSH it is what
people wait for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(
    r"\x1b\[(?P<style>[0-9;]*)m"
    # What leaves the style of the text alone: moves of the cursor, modes, and links.
    r"|(?P<move>[\r\n]+|\x1b\[[0-9;]*[A-HSTd]|\x1b\[\?[0-9;]*[hl]|\x1b\]8;[^\x07\x1b]*(?:\x1b\\|\x07))"
    r"|(?P<text>[^\x1b\r\n]+)"
    # Whatever else there is may erase in the colour of the ground, so it is sent as it is.
    r"|(?P<other>\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x1b\\|\x07)|.)?)",
    re.DOTALL,
)
_TURNED_OFF_BY = {1: 22, 2: 22, 3: 23, 4: 24, 5: 25, 7: 27, 8: 28, 9: 29}
"""The code that turns off what each code turns on: bold, dim, italic, underlined, and so on."""
_UNSEEN_IN_BLANKS = {1, 2, 3}
"""The codes that make no difference to a blank: bold, dim and italic."""
_EXTENDED = {5: 3, 2: 5}
"""How many numbers state a colour: one of 256, or one of its red, green and blue."""


class TextStyle(NamedTuple):
    """How a terminal writes; a tuple is found faster in what is cached than a dataclass.

    Attributes:
        switches: The codes that are on, such as 1 for bold.
        colour: The code of the colour of the text; "" for the terminal's own.
        ground: The code of the colour of the ground, likewise.
    """

    switches: frozenset[int] = frozenset()
    colour: str = ""
    ground: str = ""


PLAIN = TextStyle()


class StyleChanges:
    """Rewrites what goes to one terminal; it has to see all of it, in its order."""

    def __init__(self) -> None:
        self._sent = PLAIN
        self._wanted = PLAIN
        self._is_unknown = False

    def shorten(self, output: str) -> str:
        """Return output that makes the terminal look the same with fewer characters."""
        return "".join(self._shortened(output))

    def _shortened(self, output: str) -> Iterator[str]:
        for token in _TOKEN.finditer(output):
            if token.lastgroup == "style":
                wanted = _styled(self._wanted, token["style"])
                if wanted is not None and not self._is_unknown:
                    self._wanted = wanted
                    continue
                # What is not known here is sent as it is, and so is all up to its end.
                yield self._change_to(self._wanted)
                yield token[0]
                is_ended = token["style"].split(";")[0] in ("", "0")
                self._is_unknown = wanted is None or not is_ended
                self._sent = self._wanted = wanted or self._wanted
            else:
                if token.lastgroup == "text" and not token[0].strip(" "):
                    yield self._change_to(_for_blanks(self._sent, self._wanted))
                elif token.lastgroup != "move":
                    yield self._change_to(self._wanted)
                yield token[0]
        yield self._change_to(self._wanted)

    def _change_to(self, style: TextStyle) -> str:
        """Return what makes the terminal write in a style, and take it as sent."""
        change = _change(self._sent, style)
        self._sent = style
        return change


@lru_cache(maxsize=4096)
def _styled(before: TextStyle, codes: str) -> TextStyle | None:
    """Return the style after some codes; None where one of them is not known."""
    numbers = [int(code or 0) for code in codes.split(";")]
    style, index = before, 0
    while index < len(numbers):
        code, width = numbers[index], 1
        if code in (38, 48):
            width = _EXTENDED.get(numbers[index + 1] if index + 1 < len(numbers) else 0, 0)
            if not width or index + width > len(numbers):
                return None
        colour = ";".join(map(str, numbers[index : index + width]))
        changed = _with_code(style, code, colour)
        if changed is None:
            return None
        style, index = changed, index + width
    return style


def _with_code(style: TextStyle, code: int, colour: str) -> TextStyle | None:
    """Return the style after one code; `colour` are its numbers, in case that it is a colour."""
    if code == 0:
        return PLAIN
    if code in _TURNED_OFF_BY:
        return style._replace(switches=style.switches | {code})
    if code in _TURNED_OFF_BY.values():
        off = {switch for switch, ending in _TURNED_OFF_BY.items() if ending == code}
        return style._replace(switches=style.switches - off)
    if 30 <= code <= 39 or 90 <= code <= 97:
        return style._replace(colour="" if code == 39 else colour)
    if 40 <= code <= 49 or 100 <= code <= 107:
        return style._replace(ground="" if code == 49 else colour)
    return None


@lru_cache(maxsize=4096)
def _for_blanks(before: TextStyle, wanted: TextStyle) -> TextStyle:
    """Return a style in which blanks look as is wanted, as near as can be to the one before.

    Of blanks only the ground is seen, and lines through and below them.
    """
    if not (before.switches | wanted.switches) <= _UNSEEN_IN_BLANKS:
        return wanted
    return before._replace(ground=wanted.ground)


@lru_cache(maxsize=4096)
def _change(before: TextStyle, after: TextStyle) -> str:
    """Return the shortest sequence that turns one style into the other; "" for the same."""
    if before == after:
        return ""
    anew = ["0", *map(str, sorted(after.switches)), after.colour, after.ground]
    ended = {_TURNED_OFF_BY[switch] for switch in before.switches - after.switches}
    # One code ends both bold and dim, so what stays of them has to be begun again.
    begun = {
        switch
        for switch in after.switches
        if switch not in before.switches or _TURNED_OFF_BY[switch] in ended
    }
    changes = [*map(str, sorted(ended)), *map(str, sorted(begun))]
    if before.colour != after.colour:
        changes.append(after.colour or "39")
    if before.ground != after.ground:
        changes.append(after.ground or "49")
    return min((_sequence(anew), _sequence(changes)), key=len)


def _sequence(codes: Sequence[str]) -> str:
    return f"\x1b[{';'.join(code for code in codes if code)}m"
