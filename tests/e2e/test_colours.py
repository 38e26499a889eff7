"""What reaches the terminal where somebody wants no colour."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal

STYLE = re.compile(rb"\x1b\[([0-9;:]*)m")
PLAIN = {"", "0", "1", "2", "3", "4", "7", "22", "23", "24", "27", "39", "49"}
"""Bold, dim, italic, underlined, turned round, none of these, and the terminal's own colours."""


def styles(terminal: Terminal) -> set[str]:
    return {part for found in STYLE.findall(terminal.sent) for part in found.decode().split(";")}


@pytest.mark.parametrize(("wish", "coloured"), [("1", False), ("", True)])
def test_without_colour_none_reaches_the_terminal(
    tmp_path: Path, wish: str, coloured: bool
) -> None:
    terminal = Terminal(tmp_path, "demo", columns=80, rows=24, NO_COLOR=wish)
    terminal.see("Start the meeting")
    terminal.press("enter")
    terminal.see("Review open action items", "▶")
    terminal.press("z")
    terminal.see("Park for later", "▶ Park")
    terminal.press("esc", "\x10")
    terminal.see("Search for commands")
    terminal.press("esc")
    terminal.see_gone("Search for commands")
    assert terminal.leave() == 0
    assert bool(styles(terminal) - PLAIN) is coloured
    shades = re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", terminal.sent)
    assert any(len(set(shade)) > 1 for shade in shades) is coloured
    # The row in hand and the cursor show all the same.
    assert {"1", "4", "7"} <= styles(terminal) or coloured
