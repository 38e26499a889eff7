"""A long text is edited in the external editor, in a real terminal."""

from __future__ import annotations

import json
from pathlib import Path

from tests.e2e.terminal import Terminal, run_command


def write_script(path: Path, *lines: str) -> str:
    path.write_text("\n".join(("#!/bin/sh", *lines)))
    path.chmod(0o700)
    return str(path)


def go_to_root_cause(terminal: Terminal) -> None:
    terminal.wait_for("4 Root cause", "f8 Next section")
    terminal.press("esc")
    terminal.wait_for("m Hold the meeting")
    terminal.press("4")
    terminal.wait_for("▌")


def test_a_text_is_edited_in_the_external_editor_and_saved(tmp_path: Path) -> None:
    run_command(tmp_path, "new", "checkout", "5xx spike", "--on", "2026-03-14")
    editor = write_script(
        tmp_path / "editor",
        'echo "IN THE EDITOR"; read _; echo " Then [/red] it was: é." >> "$1"',
    )
    broken = write_script(tmp_path / "broken", 'echo "lost?" > "$1"; exit 7')
    terminal = Terminal(tmp_path, "prep", "1", EDITOR=editor)
    go_to_root_cause(terminal)
    terminal.press("Retries had no limit.")
    terminal.wait_for("no limit.")
    terminal.press("\x12")
    terminal.wait_for("IN THE EDITOR")
    terminal.press("enter")
    terminal.wait_for("Then [/red] it was: é.", "saved")
    assert terminal.quit() == 0

    again = Terminal(tmp_path, "prep", "1", VISUAL=broken, EDITOR=editor, TMPDIR=str(tmp_path))
    go_to_root_cause(again)
    again.wait_for("it was: é.")
    again.press("\x12")
    again.wait_for("ended with status 7", "it was: é.")
    assert again.quit() == 0
    document = json.loads(run_command(tmp_path, "export", "1", "--format", "json"))
    assert document["root_cause"] == "Retries had no limit.\n Then [/red] it was: é."
    (rescued_file,) = tmp_path.glob("facilitator-*/*.md")
    assert rescued_file.read_text() == "lost?\n"
