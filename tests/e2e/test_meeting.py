"""A whole meeting in a real terminal, and one that is killed in the middle."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.terminal import Terminal, run

EARLIER = {
    "number": 42,
    "service": "gateway",
    "symptom": "slow",
    "date": "2026-03-01",
    "status": "reviewed",
    "cause": "retry storm",
    "root_cause": "Clients retried without a limit and the gateway drowned in retries.",
    "action_items": [
        {
            "slot": 1,
            "action": "Add circuit breaker",
            "owner": "Priya",
            "priority": "P1",
            "due": "2026-03-20",
            "status": "open",
            "created_at": "2026-03-02T14:00:00Z",
        }
    ],
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A user with an earlier incident, and the one that the meeting is about."""
    file = tmp_path / "earlier.json"
    file.write_text(json.dumps(EARLIER))
    run(tmp_path, "import", str(file))
    run(tmp_path, "new", "checkout", "5xx spike", "--on", "2026-03-14", "--severity", "SEV1")
    return tmp_path


def exported(home: Path, number: int) -> dict[str, Any]:
    return json.loads(run(home, "export", str(number), "--format", "json"))


def to_the_incident(terminal: Terminal) -> None:
    terminal.see("#43 checkout 5xx spike", "Here today")
    terminal.press("enter")
    terminal.see("Review open action items", "Add circuit breaker")
    terminal.press("d")
    terminal.see("1 of 1 reviewed", "saved")
    terminal.press("]")
    terminal.see("▶ 1 Timeline")


def add_event_and_factor(terminal: Terminal) -> None:
    terminal.press("a")
    terminal.see("New event")
    terminal.fill(Time="0902", Kind="", What="p99 over 2 s", Link="")
    terminal.see_gone("New event")
    terminal.see("09:02", "first alert fired")
    terminal.press("2")
    terminal.see("▶ 2 Factors", "Root cause")
    terminal.press("a")
    terminal.see("Factor: made it possible")
    terminal.fill(What="no limit on retries")
    terminal.see_gone("Factor: made it possible")
    terminal.see("no limit on retries")
    terminal.press("r", "Clients retried without a limit.")
    terminal.see("without a limit.", "#42 gateway slow")
    terminal.press("esc")
    # Escape and a letter sent together would be Alt and the letter.
    terminal.see("a Add…")


def add_action(terminal: Terminal, action: str) -> None:
    terminal.press("a")
    terminal.see("New action item")
    terminal.fill(Action=action, Owner="Sam", Priority="", Due="+14", Ticket="OPS-7")
    terminal.see_gone("New action item")


def test_a_whole_meeting(home: Path) -> None:
    terminal = Terminal(home, "meet", "43")
    to_the_incident(terminal)
    add_event_and_factor(terminal)
    terminal.press("c")
    terminal.see("Cause: retry storm")
    terminal.press("3")
    terminal.see("▶ 3 Actions", "empty: a to add")
    for action in ("Cap retries", "Alert on retries", "Rehearse"):
        add_action(terminal, action)
        terminal.see(action)
    add_action(terminal, "Tell checkout")
    terminal.see("Which one does “Tell checkout” replace?")
    terminal.press("2")
    terminal.see("2  Tell checkout", "Parked here: 1", "Alert on retries")
    terminal.press("]")
    terminal.see("Pattern analysis", "retry storm", "2×")
    terminal.press("]")
    terminal.see("The three rules", "3 of 3 rules met", "f Finish")
    terminal.press("l")
    terminal.see_gone("f Finish")
    terminal.press("A retry is a load of its own.")
    terminal.see("load of its own.", "saved")
    terminal.press("esc")
    terminal.see("f Finish")
    terminal.press("y")
    terminal.see("Summary in Markdown", "esc Leave it")
    terminal.press("y")
    terminal.see("Sent to the clipboard")
    terminal.press("f")
    terminal.see("n New…")
    assert terminal.leave() == 0

    document = exported(home, 43)
    assert document["status"] == "reviewed"
    assert document["timeline"] == [
        {
            "at": "2026-03-14T09:02:00Z",
            "kind": "first_alert",
            "text": "p99 over 2 s",
            "link": None,
        }
    ]
    assert document["factors"] == [{"kind": "made_possible", "text": "no limit on retries"}]
    assert document["root_cause"] == "Clients retried without a limit."
    assert document["cause"] == "retry storm"
    assert [(each["slot"], each["action"]) for each in document["action_items"]] == [
        (1, "Cap retries"),
        (2, "Tell checkout"),
        (3, "Rehearse"),
    ]
    (parked,) = document["parked"]
    assert parked["kind"] == "action"
    assert parked["text"].startswith("Alert on retries (owner: Sam, due: ")
    assert parked["text"].endswith(", ticket: OPS-7)")
    assert document["lessons_learned"] == "A retry is a load of its own."
    assert exported(home, 42)["action_items"][0]["status"] == "done"
    summaries = list((home / "data" / "facilitator" / "summaries").iterdir())
    assert "Tell checkout" in summaries[0].read_text(encoding="utf-8")


def test_killed_in_the_incident_it_comes_back_there_with_everything_saved(home: Path) -> None:
    terminal = Terminal(home, "meet", "43")
    to_the_incident(terminal)
    add_event_and_factor(terminal)
    terminal.see("✓ saved")
    terminal.kill()

    again = Terminal(home, "meet")
    shown = again.see("▶ 2 Factors", "without a limit.", "  no limit on retries", "✓ Review")
    assert "Incident" in shown
    assert "50:00" not in shown
    again.press("1")
    again.see("09:02", "p99 over 2 s")
    assert again.leave() == 0


def test_what_is_being_typed_is_saved_when_the_terminal_closes(home: Path) -> None:
    terminal = Terminal(home, "meet", "43")
    to_the_incident(terminal)
    terminal.press("2")
    terminal.see("▶ 2 Factors")
    terminal.press("r")
    terminal.press("typed and never saved by hand")
    terminal.see("typed and never saved by hand")
    assert terminal.leave(signal.SIGHUP) == 128 + signal.SIGHUP
    assert exported(home, 43)["root_cause"] == "typed and never saved by hand"


def test_a_small_terminal_is_told_so(home: Path) -> None:
    terminal = Terminal(home, "meet", "43", columns=79, rows=24)
    terminal.see("79×24", "at least 80×24")


def test_the_demo_opens_on_the_sample_team(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "demo", columns=80, rows=24)
    terminal.see("Blameless", "checkout 5xx spike", "7 open action items")
    assert terminal.leave() == 0
    assert not (tmp_path / "data" / "facilitator" / "facilitator.db").exists()
