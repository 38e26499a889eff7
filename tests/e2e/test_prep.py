"""Prep in a real terminal: unfinished text comes back, and an unknown number is reported."""

from __future__ import annotations

import json
import signal
from pathlib import Path

from tests.e2e.terminal import Terminal, run_command


def write_good_things(terminal: Terminal) -> None:
    """Go to the line that adds what went well."""
    terminal.wait_for("Ready 0/10", "▶ Severity")
    terminal.press("esc")
    terminal.wait_for("m Hold the meeting")
    terminal.press("6")
    terminal.wait_for("What went well", "▶ Add")


def test_a_line_that_is_not_entered_comes_back_after_the_program_was_terminated(
    tmp_path: Path,
) -> None:
    run_command(tmp_path, "new", "checkout", "5xx spike", "--on", "2026-03-14")
    terminal = Terminal(tmp_path, "prep", "1", columns=80, rows=24)
    write_good_things(terminal)
    terminal.press("the flag was there")
    terminal.wait_for("the flag was there")
    assert terminal.quit(signal.SIGTERM) == 128 + signal.SIGTERM
    document = json.loads(run_command(tmp_path, "export", "1", "--format", "json"))
    assert document["went_well"] == []
    terminal = Terminal(tmp_path, "prep", "1", columns=80, rows=24)
    write_good_things(terminal)
    terminal.wait_for("the flag was there")
    terminal.press("enter")
    terminal.wait_for("saved")
    assert terminal.quit() == 0
    document = json.loads(run_command(tmp_path, "export", "1", "--format", "json"))
    assert document["went_well"] == ["the flag was there"]


def test_prep_of_an_unknown_number_ends_with_a_message(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "prep", "7", columns=80, rows=24)
    screen_text = terminal.wait_for("facilitator: there is no incident #7")
    assert "Traceback" not in screen_text
    assert terminal.quit() == 1
