"""Three meetings in an order that is not the incidents', and what the program says of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.e2e.terminal import Terminal

INCIDENTS = (
    ("checkout", "5xx spike", "2026-03-14"),
    ("search", "empty results", "2026-03-20"),
    ("payments", "double charges", "2026-04-02"),
)

OutputOf = Callable[..., str]


@pytest.fixture
def output_of(run: Run) -> OutputOf:
    """Run a command to its end, and return its standard output."""

    def run_to_end(*arguments: str) -> str:
        done = run(*arguments)
        assert done.returncode == 0, done
        return done.stdout

    return run_to_end


@pytest.fixture
def home(tmp_path: Path, output_of: OutputOf) -> Path:
    """Create a home with three drafts, the oldest of them #1."""
    for service, symptom, day in INCIDENTS:
        output_of("new", service, symptom, "--on", day)
    return tmp_path


def begin(home: Path, number: int) -> Terminal:
    """Begin the meeting about an incident and wait for its review."""
    terminal = Terminal(home, "meet", str(number))
    terminal.wait_for("Here today")
    terminal.press("enter")
    terminal.wait_for("Open action items")
    return terminal


def add_items(terminal: Terminal, *actions: str) -> None:
    """Go from the review to the action items of the incident and add some."""
    terminal.press("]")
    terminal.wait_for("▶ 1 Timeline")
    terminal.press("3")
    terminal.wait_for("▶ 3 Actions")
    for action in actions:
        terminal.press("a")
        terminal.wait_for("New action item")
        terminal.fill_form(Action=action, Owner="Sam", Priority="", Due="+14", Ticket="OPS-7")
        terminal.wait_until_gone("New action item")


def finish(terminal: Terminal, *expected: str) -> None:
    """Go from the incident to the wrap-up, look for some words there, and finish the meeting."""
    terminal.press("]")
    terminal.wait_for("Pattern analysis")
    terminal.press("]")
    terminal.wait_for("The three rules", *expected)
    terminal.press("f")
    terminal.wait_for("n New…")
    assert terminal.quit() == 0


def test_no_open_item_is_missed_in_whatever_order_meetings_are_held(
    home: Path, output_of: OutputOf
) -> None:
    # The newest incident is discussed first. Its fourth action item takes the place of another.
    terminal = begin(home, 3)
    terminal.wait_for("No action item was open")
    add_items(terminal, "Cap retries", "Alert on charges", "Rehearse", "Refund by script")
    terminal.wait_for("Which one does “Refund by script” replace?")
    terminal.press("3")
    terminal.wait_for("Refund by script")
    finish(terminal, "2 of 3 rules met, 1 by hand")

    # Between two meetings one item is done, and one that was dropped is open again.
    output_of("actions", "done", "3.1", "--on", "today")
    output_of("actions", "drop", "3.2", "too many alerts")
    output_of("actions", "reopen", "3.2")

    # The older incident is next: it reviews what the newer one has left open.
    terminal = begin(home, 1)
    terminal.wait_for("1 of 2", "Alert on charges", "Refund by script")
    terminal.wait_for("Closed since the last meeting: #3.1", "Cap retries")
    terminal.press("i")
    terminal.wait_for("2 of 2")
    terminal.press("d")
    terminal.wait_for("All 2 are reviewed")
    add_items(terminal, "Read the slow log")
    terminal.wait_for("Read the slow log")
    finish(terminal, "2 of 3 rules met, 1 by hand", "2 of 2")

    # A meeting that is given up does not count as one.
    terminal = begin(home, 2)
    terminal.wait_for("1 of 2")
    terminal.press("X")
    terminal.wait_for("Cancel the meeting about #2?")
    terminal.press("k")
    terminal.wait_for("n New…")
    assert terminal.quit() == 0

    # So the next one reviews the same items.
    terminal = begin(home, 2)
    terminal.wait_for("1 of 2", "Read the slow log")
    terminal.press("d")
    terminal.wait_for("2 of 2")
    terminal.press("]")
    terminal.wait_for("▶ 1 Timeline")
    terminal.press("]")
    terminal.wait_for("Pattern analysis")
    terminal.press("]")
    terminal.wait_for("2 of 3 rules met", "1 of 2")
    terminal.press("f")
    terminal.wait_for("Not every rule is met")
    terminal.press("g")
    terminal.wait_until_gone("Not every rule is met")
    terminal.press("f")
    terminal.wait_for("Not every rule is met")
    terminal.press("f")
    terminal.wait_for("n New…")
    assert terminal.quit() == 0

    open_words = {"Alert on charges", "Refund by script", "Read the slow log"}
    incidents = json.loads(output_of("export", "--format", "json"))
    items = [item for incident in incidents for item in incident["action_items"]]
    found = {item["action"]: item["status"] for item in items}
    assert found.pop("Cap retries") == "done"
    assert set(found) == open_words
    # The second meeting closed one of the two that it reviewed, the last one another.
    assert sorted(found.values()) in (
        ["done", "done", "in_progress"],
        ["done", "done", "open"],
    )
    (newest,) = (incident for incident in incidents if incident["number"] == 3)
    assert [item["text"].split(" (")[0] for item in newest["parked"]] == ["Rehearse"]
    meetings = json.loads(output_of("show", "2", "--meetings", "--json"))
    assert [meeting["cancelled"] for meeting in meetings] == [True, False]
    figures = json.loads(output_of("metrics", "--json"))
    completion = figures["completion"]
    assert (completion["n"], completion["of"]) == (3, 4)
