"""The colours that reach the terminal, with and without the variable NO_COLOR."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal

STYLE = re.compile(rb"\x1b\[([0-9;:]*)m")
COLOURLESS_STYLES = {"", "0", "1", "2", "3", "4", "7", "22", "23", "24", "27", "39", "49"}
"""Bold, dim, italic, underlined, reversed, the resets of these, and the default colours."""


def styles(terminal: Terminal) -> set[str]:
    return {part for style in STYLE.findall(terminal.output) for part in style.decode().split(";")}


@pytest.mark.parametrize(
    ("theme", "ground_of_row"), [("facilitator-dark", "blue"), ("facilitator-light", "white")]
)
def test_sixteen_colours_still_set_the_current_row_and_what_is_overdue_apart(
    tmp_path: Path, theme: str, ground_of_row: str
) -> None:
    config = tmp_path / "config" / "facilitator" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'theme = "{theme}"\n')
    terminal = Terminal(tmp_path, "demo", columns=80, rows=24, TERM="xterm", COLORTERM="")
    terminal.wait_for("Start the meeting")
    terminal.press("enter")
    terminal.wait_for("Open action items", "5 DAYS OVERDUE", "#43 Add canary")
    terminal.wait_until(
        lambda: terminal.ground_of("#43 Add canary") == ground_of_row, "mark the current row"
    )
    assert "red" in terminal.ground_of("5 DAYS OVERDUE")
    assert terminal.quit() == 0


@pytest.mark.parametrize(("no_color", "has_colours"), [("1", False), ("", True)])
def test_no_color_keeps_colours_from_the_terminal(
    tmp_path: Path, no_color: str, has_colours: bool
) -> None:
    terminal = Terminal(tmp_path, "demo", columns=80, rows=24, NO_COLOR=no_color)
    terminal.wait_for("Start the meeting")
    terminal.press("enter")
    terminal.wait_for("Open action items", "▶")
    terminal.press(" ")
    terminal.wait_for("PAUSED")
    terminal.press("z")
    terminal.wait_for("Park for later", "▶ Park")
    terminal.press("esc", "\x10")
    terminal.wait_for("Search for commands")
    terminal.press("esc")
    terminal.wait_until_gone("Search for commands")
    assert terminal.quit() == 0
    assert bool(styles(terminal) - COLOURLESS_STYLES) is has_colours
    shades = re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", terminal.output)
    assert any(len(set(shade)) > 1 for shade in shades) is has_colours
    # Without colours, the selected row and the cursor are bold, underlined and reversed.
    assert {"1", "4", "7"} <= styles(terminal) or has_colours
    # A chip keeps its ground, and where there are no colours it is turned round.
    paused = re.search(rb"\x1b\[([0-9;]*)m PAUSED ", terminal.output)
    assert paused is not None
    assert ("7" in paused[1].decode().split(";")) is not has_colours
