"""What goes to a terminal with only the changes of its style, shown on an emulated terminal."""

from __future__ import annotations

from collections.abc import Sequence

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.shell.style_changes import StyleChanges

COLUMNS, ROWS = 20, 5
COLOURS = st.sampled_from(["31", "97", "39", "38;5;200", "38;2;1;2;3", "38;2;250;250;250"])
GROUNDS = st.sampled_from(["42", "105", "49", "48;5;17", "48;2;9;9;9", "48;2;11;13;16"])
SWITCHES = st.sampled_from(["1", "3", "4", "7", "9", "22", "23", "24", "27", "29", "0", ""])
STYLES = st.lists(st.one_of(COLOURS, GROUNDS, SWITCHES), min_size=1, max_size=4).map(
    lambda codes: f"\x1b[{';'.join(codes)}m"
)
TEXTS = st.text("ab ▌é漢", min_size=1, max_size=6)
OTHERS = st.sampled_from(["\r\n", "\x1b[2;3H", "\x1b[K", "\x1b[2J", "\x1b[?25l", "\x1b[0m", "   "])
OUTPUTS = st.lists(st.one_of(STYLES, TEXTS, OTHERS), max_size=12).map("".join)


def shown(outputs: Sequence[str]) -> list[list[tuple[object, ...]]]:
    """Return what a terminal shows: of each cell its character and what is seen of its style."""
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.Stream(screen)
    for output in outputs:
        stream.feed(output)
    return [[_look(screen.buffer[y][x]) for x in range(COLUMNS)] for y in range(ROWS)]


def _look(cell: pyte.screens.Char) -> tuple[object, ...]:
    lines = (cell.underscore, cell.strikethrough)
    if cell.data == " " and not any(lines) and not cell.reverse:
        return (" ", cell.bg)
    return (cell.data, cell.fg, cell.bg, cell.bold, cell.italics, cell.reverse, *lines)


@given(st.lists(OUTPUTS, max_size=4))
def test_the_terminal_looks_the_same(outputs: Sequence[str]) -> None:
    changes = StyleChanges()
    assert shown([changes.shorten(output) for output in outputs]) == shown(outputs)


@pytest.mark.parametrize(
    ("output", "shortened"),
    [
        ("\x1b[1;31mab\x1b[0m\x1b[1;31mcd\x1b[0m", "\x1b[1;31mabcd\x1b[0m"),
        ("\x1b[31;44ma\x1b[0m\x1b[32;44mb\x1b[0m", "\x1b[31;44ma\x1b[32mb\x1b[0m"),
        ("\x1b[31;44ma\x1b[0m\x1b[32;44m  \x1b[0m", "\x1b[31;44ma  \x1b[0m"),
        ("\x1b[1ma\x1b[0m\r\n\x1b[1mb\x1b[0m", "\x1b[1ma\r\nb\x1b[0m"),
        ("plain", "plain"),
        ("\x1b[1;2ma\x1b[0m\x1b[2mb\x1b[0m", "\x1b[1;2ma\x1b[0;2mb\x1b[0m"),
        ("\x1b[53ma\x1b[31m \x1b[0m\x1b[31mb", "\x1b[53ma\x1b[31m \x1b[0m\x1b[31mb"),
        ("\x1b[31ma\x1b[53mb\x1b[31mc\x1b[0m", "\x1b[31ma\x1b[53mb\x1b[31mc\x1b[0m"),
    ],
)
def test_what_does_not_change_is_not_sent(output: str, shortened: str) -> None:
    assert StyleChanges().shorten(output) == shortened


def test_a_piece_begins_where_the_one_before_has_ended() -> None:
    changes = StyleChanges()
    assert changes.shorten("\x1b[31ma") == "\x1b[31ma"
    assert changes.shorten("\x1b[31mb\x1b[0m") == "b\x1b[0m"
