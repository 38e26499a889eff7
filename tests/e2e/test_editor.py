"""A long text in somebody's own editor, in a real terminal."""

from __future__ import annotations

import json
from pathlib import Path

from tests.e2e.terminal import Terminal, run


def program(path: Path, *lines: str) -> str:
    path.write_text("\n".join(("#!/bin/sh", *lines)))
    path.chmod(0o700)
    return str(path)


def to_the_root_cause(terminal: Terminal) -> None:
    terminal.see("4 Root cause", "f8 Next section")
    terminal.press("esc")
    terminal.see("m Hold the meeting")
    terminal.press("4")
    terminal.see("▌")


def test_the_text_goes_to_the_editor_and_comes_back(tmp_path: Path) -> None:
    run(tmp_path, "new", "checkout", "5xx spike", "--on", "2026-03-14")
    editor = program(
        tmp_path / "editor",
        'echo "IN THE EDITOR"; read _; echo " Then [/red] it was: é." >> "$1"',
    )
    broken = program(tmp_path / "broken", 'echo "lost?" > "$1"; exit 7')
    terminal = Terminal(tmp_path, "prep", "1", EDITOR=editor)
    to_the_root_cause(terminal)
    terminal.press("Retries had no limit.")
    terminal.see("no limit.")
    terminal.press("\x12")
    terminal.see("IN THE EDITOR")
    terminal.press("enter")
    terminal.see("Then [/red] it was: é.", "saved")
    assert terminal.leave() == 0

    again = Terminal(tmp_path, "prep", "1", VISUAL=broken, EDITOR=editor, TMPDIR=str(tmp_path))
    to_the_root_cause(again)
    again.see("it was: é.")
    again.press("\x12")
    again.see("ended with status 7", "it was: é.")
    assert again.leave() == 0
    found = json.loads(run(tmp_path, "export", "1", "--format", "json"))
    assert found["root_cause"] == "Retries had no limit.\n Then [/red] it was: é."
    (kept,) = tmp_path.glob("facilitator-*/*.md")
    assert kept.read_text() == "lost?\n"
