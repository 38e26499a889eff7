"""Terminals that show nothing but ASCII: the console of Linux, and a locale without Unicode."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal


@pytest.mark.parametrize("variables", [{"TERM": "linux"}, {"LANG": "C"}], ids=str)
def test_everything_that_is_painted_is_ascii(tmp_path: Path, variables: dict[str, str]) -> None:
    terminal = Terminal(tmp_path, "demo", columns=80, rows=24, **variables)
    terminal.wait_for("Start the meeting")
    terminal.press("enter")
    screen = terminal.wait_for("Open action items", "> ")
    # The digits of the clock, the lines of the agenda and the glyphs are drawn in ASCII.
    assert re.search(r"[#\"_]{3} [#\"_]{3}", screen), screen
    assert "----" in screen
    assert "+" in screen
    terminal.press("z")
    # What somebody types stays in its place, as wide as it is.
    terminal.wait_for("Park for later", "> Park")
    terminal.press("Zo\u00eb \u6f22\u5b57!")
    terminal.wait_for("Zoe ????!")
    assert "enter Next field" in terminal.text
    terminal.press("esc")
    terminal.wait_until_gone("Park for later")
    terminal.press("?")
    terminal.wait_for("Keys of this screen")
    terminal.press("esc")
    terminal.wait_until_gone("Keys of this screen")
    assert terminal.quit() == 0
    assert terminal.output.isascii()
