"""The first run in a real terminal: the demo, and the first incident."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.terminal import Terminal, run_command


def test_the_first_run_opens_the_demo_and_comes_back_from_it(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, columns=80, rows=24)
    terminal.wait_for("write down your first incident", "d Demo")
    terminal.press("d")
    terminal.wait_for("Blameless", "Not actionless")
    terminal.press("\x11")
    terminal.wait_for("write down your first incident", "d Demo")
    terminal.press("n")
    terminal.fill_form(Service="search", Symptom="slow", Date="", Severity="", Kind="", Number="")
    terminal.wait_for("1 incident", "▶ #1    search slow")
    assert terminal.quit() == 0
    assert "search" in run_command(tmp_path, "show", "1")
