"""The first run in a real terminal: to the demo and back."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.terminal import Terminal, run


def test_the_first_run_shows_the_demo_and_comes_back(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, columns=80, rows=24)
    terminal.see("write down your first incident", "d Demo")
    terminal.press("d")
    terminal.see("Blameless", "Not actionless")
    terminal.press("\x11")
    terminal.see("write down your first incident", "d Demo")
    terminal.press("n")
    terminal.fill(Service="search", Symptom="slow", Date="", Severity="", Number="")
    terminal.see("1 incident", "▶   #1    search slow")
    assert terminal.leave() == 0
    assert "search" in run(tmp_path, "show", "1")
