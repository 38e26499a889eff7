"""Two windows and a watcher on one database, in real terminals, at once."""

from __future__ import annotations

import hashlib
import signal
from pathlib import Path

import pytest

from db.store import Store
from tests.e2e.terminal import Terminal, run

SECRET = "nobody else's business"
KEEP = "Somebody else has changed the root cause"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A user with an incident, and a private note about it."""
    run(tmp_path, "new", "checkout", "5xx spike", "--on", "2026-03-14", "--severity", "SEV1")
    store = Store.open(tmp_path / "data" / "facilitator" / "facilitator.db")
    store.notes.write(store.incidents.get(1).result().id, "", "", SECRET).result()
    store.close()
    return tmp_path

    return hashlib.sha256(run(home, "export", "--format", "json").encode()).hexdigest()


def the_one_that_asks(*terminals: Terminal) -> Terminal:
    while True:
        for each in terminals:
            if KEEP in each.look():
                return each


def test_two_windows_and_a_watcher(home: Path) -> None:
    watcher = Terminal(home, "watch")
    watcher.see("No meeting is running")
    ana = Terminal(home, "meet", "1")
    ana.see("Here today")
    watcher.see("Blameless", "watching")
    ana.press("enter")
    ana.see("Review open action items")
    ana.press("]")
    ana.see("▶ 1 Timeline")
    ana.press("2")
    ana.see("▶ 2 Factors")
    bob = Terminal(home, "meet")
    bob.see("▶ 2 Factors", "Root cause")
    watcher.see("▶ 2 Factors", "watching")

    # On different fields: each sees the other's, and the watcher sees both.
    bob.press("a")
    bob.see("Factor: made it possible")
    ana.press("r", "Clients retried without a limit.")
    ana.see("without a limit.")
    bob.fill(What="no limit on retries")
    for each in (ana, bob, watcher):
        each.see("Clients retried without a limit.", "no limit on retries")

    # On the same one, while both are typing: the later one is asked, and both texts survive.
    bob.press("r")
    ana.press(" AnaWasHere")
    bob.press("b" * 24)
    bob.see("b" * 24)
    asked = the_one_that_asks(ana, bob)
    asked.see("keep both")
    asked.press("b")
    asked.see_gone("keep both")
    for each in (ana, bob, watcher):
        each.see("AnaWasHere", "b" * 24)

    # The watcher has no key that does anything.
    watcher.press(*"danexzu123.[]+- ", "enter")
    ana.press("esc")
    ana.see("a Add…")
    ana.press(" ")
    for each in (ana, bob, watcher):
        each.see("paused")

    # Bob is in the text: he is told where the meeting is, and goes there when he leaves it.
    ana.press("]")
    ana.see("What keeps coming back?")
    watcher.see("What keeps coming back?")
    bob.see("The meeting is on Patterns now")
    bob.press("esc")
    bob.see("What keeps coming back?")
    assert SECRET not in watcher.text
    assert watcher.leave(signal.SIGTERM) == 128 + signal.SIGTERM
    assert bob.leave() == 0
    assert ana.leave(signal.SIGHUP) == 128 + signal.SIGHUP


def test_a_watcher_needs_a_database_to_watch(tmp_path: Path) -> None:
    watcher = Terminal(tmp_path, "watch")
    watcher.see("database yet; `facilitator` makes one")
    assert not (tmp_path / "data" / "facilitator" / "facilitator.db").exists()
