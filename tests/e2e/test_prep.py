"""Prep in a real terminal: what is being typed outlives the program; a wrong number is told."""

import json
import signal
from pathlib import Path

from tests.e2e.terminal import Terminal, run


def test_a_line_that_is_not_entered_yet_is_taken_when_the_program_has_to_leave(
    tmp_path: Path,
) -> None:
    run(tmp_path, "new", "checkout", "5xx spike", "--on", "2026-03-14")
    terminal = Terminal(tmp_path, "prep", "1", columns=80, rows=24)
    terminal.see("Ready 0/10", "▶ Severity")
    terminal.press("esc")
    terminal.see("m Hold the meeting")
    terminal.press("6")
    terminal.see("What went well", "▶ Add")
    terminal.press("the flag was there")
    terminal.see("the flag was there")
    assert terminal.leave(signal.SIGTERM) == 128 + signal.SIGTERM
    kept = json.loads(run(tmp_path, "export", "1", "--format", "json"))
    assert kept["went_well"] == ["the flag was there"]


def test_a_number_that_no_incident_has(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "prep", "7", columns=80, rows=24)
    told = terminal.see("facilitator: there is no incident #7")
    assert "Traceback" not in told
    assert terminal.leave() == 1
