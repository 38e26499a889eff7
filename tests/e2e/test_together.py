"""Two windows on one meeting and a watching one, in real terminals at the same time."""

from __future__ import annotations

import hashlib
import signal
import time
from pathlib import Path

import pytest

from db.store import Store
from tests.e2e.terminal import PATIENCE_SECONDS, Terminal, run_command

SECRET = "nobody else's business"
CONFLICT = "Somebody else has changed the root cause"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Create a home with an incident and a private note about it."""
    run_command(
        tmp_path, "new", "checkout", "5xx spike", "--on", "2026-03-14", "--severity", "SEV1"
    )
    store = Store.open(tmp_path / "data" / "facilitator" / "facilitator.db")
    store.notes.write(store.incidents.get(1).result().id, "", "", SECRET).result()
    store.close()
    return tmp_path


def wait_for_conflict(*terminals: Terminal) -> Terminal:
    """Wait until one of the terminals asks about the conflict, and return it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        for terminal in terminals:
            if CONFLICT in terminal.read_screen():
                return terminal
    raise AssertionError("no terminal asks about the conflict")


def digest_of_incidents(home: Path) -> str:
    """Return a digest of everything that an export of all incidents contains."""
    return hashlib.sha256(run_command(home, "export", "--format", "json").encode()).hexdigest()


def test_two_windows_edit_one_meeting_and_a_watching_window_changes_nothing(home: Path) -> None:
    watcher = Terminal(home, "watch")
    watcher.wait_for("No meeting is running")
    ana = Terminal(home, "meet", "1")
    ana.wait_for("Here today")
    watcher.wait_for("Blameless", "watching")
    ana.press("enter")
    ana.wait_for("Open action items")
    ana.press("]")
    ana.wait_for("▶ 1 Timeline")
    ana.press("2")
    ana.wait_for("▶ 2 Factors")
    bob = Terminal(home, "meet")
    bob.wait_for("▶ 2 Factors", "Root cause")
    watcher.wait_for("▶ 2 Factors", "watching")

    # They edit different fields: both changes appear in all windows.
    bob.press("a")
    bob.wait_for("Factor: made it possible")
    ana.press("r", "Clients retried without a limit.")
    ana.wait_for("without a limit.")
    bob.fill_form(What="no limit on retries")
    for terminal in (ana, bob, watcher):
        terminal.wait_for("Clients retried without a limit.", "no limit on retries")

    # They edit the same field: the one who saves later is asked, and both texts can be kept.
    bob.press("r")
    ana.press(" AnaWasHere")
    bob.press("b" * 24)
    bob.wait_for("b" * 24)
    asking = wait_for_conflict(ana, bob)
    asking.wait_for("keep both")
    asking.press("b")
    asking.wait_until_gone("keep both")
    for terminal in (ana, bob, watcher):
        terminal.wait_for("AnaWasHere", "b" * 24)

    # The watching window has no key that changes anything.
    digest = digest_of_incidents(home)
    watcher.press(*"danexzu123.[]+- ", "enter")
    ana.press("esc")
    ana.wait_for("a Add…")
    ana.press(" ")
    for terminal in (ana, bob, watcher):
        terminal.wait_for("PAUSED")
    assert digest_of_incidents(home) == digest

    # Bob is typing: a notice says where the meeting is, and he gets there once he leaves the text.
    ana.press("]")
    ana.wait_for("What keeps coming back?")
    watcher.wait_for("What keeps coming back?")
    bob.wait_for("The meeting is on Patterns now")
    bob.press("esc")
    bob.wait_for("What keeps coming back?")
    assert SECRET not in watcher.text
    assert watcher.quit(signal.SIGTERM) == 128 + signal.SIGTERM
    assert bob.quit() == 0
    assert ana.quit(signal.SIGHUP) == 128 + signal.SIGHUP


def test_watching_needs_an_existing_database(tmp_path: Path) -> None:
    watcher = Terminal(tmp_path, "watch")
    watcher.wait_for("database yet; `facilitator` creates one")
    assert not (tmp_path / "data" / "facilitator" / "facilitator.db").exists()
