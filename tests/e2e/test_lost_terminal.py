"""A terminal that closes, stops, or sends bytes that are no text: nothing is lost."""

from __future__ import annotations

import contextlib
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from db.records import Incident
from db.store import Store
from tests.e2e.terminal import PATIENCE_SECONDS, Terminal, environment, run_command

NEXT_SECTION = "\x1b[19~"
"""The key F8 as a terminal sends it."""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Write down an incident, and return the file of its database."""
    path = tmp_path / "team.db"
    run_command(tmp_path, "--database", str(path), "new", "checkout", "5xx", "--severity", "SEV1")
    return path


def incident_in(database: Path) -> Incident:
    store = Store.open(database)
    try:
        return store.incidents.get(1).result()
    finally:
        store.close()


def has_kept(home: Path, text: str) -> bool:
    """Return whether the drafts hold a text already."""
    return any(text in file.read_text() for file in home.glob("data/**/drafts-*.json"))


def prep(tmp_path: Path, database: Path) -> Terminal:
    """Start the program on the root cause, with the cursor in its text."""
    terminal = Terminal(tmp_path, "--database", str(database), "prep", "1")
    terminal.wait_for("▶ Duration")
    terminal.press(NEXT_SECTION)
    terminal.wait_for("▶ New event")
    terminal.press(NEXT_SECTION)
    terminal.wait_for("Two or three sentences.")
    return terminal


def test_a_closed_terminal_ends_the_program_and_keeps_the_last_word(
    tmp_path: Path, database: Path
) -> None:
    terminal = prep(tmp_path, database)
    terminal.press("a retry storm")
    terminal.wait_for("a retry storm")
    terminal.close_at_once()
    assert terminal.wait_for_end() == 128 + signal.SIGHUP
    assert incident_in(database).root_cause == "a retry storm"


def test_going_on_without_a_stop_changes_nothing(tmp_path: Path, database: Path) -> None:
    terminal = prep(tmp_path, database)
    for _ in range(20):
        terminal.send_signal(signal.SIGCONT)
        terminal.read_screen()
    terminal.press("a retry storm")
    terminal.wait_for("a retry storm", "✓ saved")
    assert terminal.quit() == 0


def test_a_stopped_program_goes_on_where_it_was(tmp_path: Path, database: Path) -> None:
    terminal = prep(tmp_path, database)
    terminal.press("a retry")
    terminal.wait_for("a retry", "✓ saved")
    terminal.send_signal(signal.SIGSTOP)
    terminal.press(" storm")
    terminal.send_signal(signal.SIGCONT)
    terminal.wait_for("a retry storm", "✓ saved")
    assert terminal.quit() == 0


def test_a_suspended_program_gives_the_terminal_back_and_takes_it_again(
    tmp_path: Path, database: Path
) -> None:
    terminal = prep(tmp_path, database)
    terminal.press("a retry")
    terminal.wait_for("a retry", "✓ saved")
    terminal.send_signal(signal.SIGTSTP)
    terminal.wait_for_output(b"\x1b[?1049l")
    terminal.wait_for_stop()
    written = len(terminal.output)
    terminal.send_signal(signal.SIGCONT)
    # What is typed before the program has the terminal again goes to the shell.
    terminal.wait_for_output(b"Root cause", after=written)
    terminal.press(" storm")
    terminal.wait_for("a retry storm", "✓ saved")
    assert terminal.quit() == 0


def test_bytes_that_are_no_text_are_shown_as_such(tmp_path: Path, database: Path) -> None:
    terminal = prep(tmp_path, database)
    terminal.press("caf")
    terminal.send_bytes("é olé".encode("latin-1"))
    terminal.press(" storm")
    terminal.wait_for("caf� ol� storm", "✓ saved")
    assert terminal.quit() == 0
    assert incident_in(database).root_cause == "caf� ol� storm"


def test_a_request_to_end_is_met_while_another_program_writes(
    tmp_path: Path, database: Path
) -> None:
    terminal = prep(tmp_path, database)
    with contextlib.closing(sqlite3.connect(database)) as other:
        other.execute("BEGIN IMMEDIATE")
        terminal.press("a retry storm")
        terminal.wait_for("a retry storm", "saving…")
        terminal.send_signal(signal.SIGTERM)
        output = terminal.wait_for_last_words()
    assert "not saved in the database, but kept in" in output
    (rescued,) = (tmp_path / "data/facilitator/summaries").glob("unsaved-*.txt")
    assert rescued.read_text() == "a retry storm"


def test_the_program_ends_when_its_terminal_goes_without_a_signal(
    tmp_path: Path, database: Path
) -> None:
    # A terminal that does not control the process sends it no SIGHUP when it closes.
    terminal, program_side = pty.openpty()
    termios.tcsetwinsize(terminal, (30, 100))
    program = subprocess.Popen(
        [sys.executable, "-m", "facilitator", "--database", str(database), "prep", "1"],
        stdin=program_side,
        stdout=program_side,
        stderr=program_side,
        env=environment(tmp_path),
        start_new_session=True,
    )
    os.close(program_side)
    try:
        output = b""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while b"Duration" not in output and time.monotonic() < deadline:
            output += os.read(terminal, 65_536)
        os.close(terminal)
        assert program.wait(PATIENCE_SECONDS) == 128 + signal.SIGHUP
    finally:
        program.kill()
        program.wait()


@pytest.mark.parametrize("place", ["line", "entry", "form"])
def test_a_killed_program_brings_back_what_was_typed(
    tmp_path: Path, database: Path, place: str
) -> None:
    arguments = ("--database", str(database), "prep", "1")
    keys, shown, typed, back = {
        "line": ((), "▶ Duration", "1h 7m", "67 min"),
        "entry": ((NEXT_SECTION,), "▶ New event", "half a thought", "half a thought"),
        "form": (("\x0f",), "▶ Park", "half a thought", "half a thought"),
    }[place]
    terminal = Terminal(tmp_path, *arguments)
    terminal.wait_for("▶ Duration")
    terminal.press(*keys)
    terminal.wait_for(shown)
    terminal.press(typed)
    terminal.wait_for(typed)
    terminal.wait_until(lambda: has_kept(tmp_path, typed), "keep the draft")
    terminal.kill()
    again = Terminal(tmp_path, *arguments)
    again.wait_for("▶ Duration")
    again.press(*keys)
    again.wait_for(shown, back)
    assert again.quit() == 0
