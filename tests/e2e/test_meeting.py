"""A whole meeting in a real terminal, and meetings that are killed or closed in the middle."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.terminal import Terminal, run_command

EARLIER = {
    "number": 42,
    "service": "gateway",
    "symptom": "slow",
    "date": "2026-03-01",
    "status": "reviewed",
    "cause": "retry storm",
    "root_cause": "A retry storm: clients retried without a limit and the gateway drowned in it.",
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
ROOT_CAUSE = (
    "A retry storm: clients retried without a limit, so the gateway drowned in retries while"
    " checkout waited for slow answers. Every retry added load, which kept requests timing out long"
    " after the first spike had passed. Nobody had given the mobile client a budget, and the load"
    " balancer kept sending those retries to servers whose queues were full already."
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Create a home with an earlier incident and the one that the meeting is about."""
    file = tmp_path / "earlier.json"
    file.write_text(json.dumps(EARLIER))
    run_command(tmp_path, "import", str(file))
    run_command(
        tmp_path, "new", "checkout", "5xx spike", "--on", "2026-03-14", "--severity", "SEV1"
    )
    return tmp_path


def exported(home: Path, number: int) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(
        run_command(home, "export", str(number), "--format", "json")
    )
    return document


def go_to_incident(terminal: Terminal) -> None:
    terminal.wait_for("#43 checkout 5xx spike", "Here today")
    terminal.press("enter")
    terminal.wait_for("Open action items", "Add circuit breaker")
    terminal.press("d")
    terminal.wait_for("The item is reviewed: 1 done", "saved")
    terminal.press("]")
    terminal.wait_for("▶ 1 Timeline")


def add_event_and_factor(terminal: Terminal) -> None:
    terminal.press("a")
    terminal.wait_for("New event")
    terminal.fill_form(Time="0902", Kind="", What="p99 over 2 s", Link="")
    terminal.wait_until_gone("New event")
    terminal.wait_for("09:02", "first alert fired")
    terminal.press("2")
    terminal.wait_for("▶ 2 Factors", "Root cause")
    terminal.press("a")
    terminal.wait_for("Factor: made it possible")
    terminal.fill_form(What="no limit on retries")
    terminal.wait_until_gone("Factor: made it possible")
    terminal.wait_for("no limit on retries")
    # A few words are compared with nothing, so these are some more.
    terminal.press("r", ROOT_CAUSE)
    terminal.wait_for("A retry storm", "#42 likely: gateway slow")
    terminal.press("esc")
    # The next key must come later: escape and a letter sent together mean Alt and the letter.
    terminal.wait_for("a Add…")


def add_action(terminal: Terminal, action: str) -> None:
    terminal.press("a")
    terminal.wait_for("New action item")
    terminal.fill_form(Action=action, Owner="Sam", Priority="", Due="+14", Ticket="OPS-7")
    terminal.wait_until_gone("New action item")


def test_a_whole_meeting_is_stored_and_exported(home: Path) -> None:
    terminal = Terminal(home, "meet", "43")
    go_to_incident(terminal)
    add_event_and_factor(terminal)
    terminal.press("c")
    terminal.wait_for("Cause: retry storm")
    terminal.press("3")
    terminal.wait_for("▶ 3 Actions", "Empty: press a")
    for action in ("Cap retries", "Alert on retries", "Rehearse"):
        add_action(terminal, action)
        terminal.wait_for(action)
    add_action(terminal, "Tell checkout")
    terminal.wait_for("Which one does “Tell checkout” replace?")
    terminal.press("2")
    terminal.wait_for("Tell checkout", "Parked here: 1", "Alert on retries")
    terminal.press("]")
    terminal.wait_for("Pattern analysis", "retry storm", "2×")
    terminal.press("]")
    terminal.wait_for("The three rules", "2 of 3 rules met, 1 by hand", "f Finish")
    terminal.press("l")
    terminal.wait_until_gone("f Finish")
    terminal.press("A retry is a load of its own.")
    terminal.wait_for("load of its own.", "saved")
    terminal.press("esc")
    terminal.wait_for("f Finish")
    terminal.press("y")
    terminal.wait_for("Summary in Markdown", "esc Close")
    terminal.press("y")
    terminal.wait_for("Sent to the clipboard")
    terminal.press("f")
    terminal.wait_for("n New…")
    assert terminal.quit() == 0

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
    assert document["root_cause"] == ROOT_CAUSE
    assert document["cause"] == "retry storm"
    assert [(item["slot"], item["action"]) for item in document["action_items"]] == [
        (1, "Cap retries"),
        (2, "Tell checkout"),
        (3, "Rehearse"),
    ]
    (parked,) = document["parked"]
    assert parked["kind"] == "action"
    assert parked["text"].startswith("Alert on retries (owner: Sam, due: ")
    assert parked["text"].endswith(", ticket: OPS-7, replaced by: Tell checkout)")
    assert document["lessons_learned"] == "A retry is a load of its own."
    assert exported(home, 42)["action_items"][0]["status"] == "done"
    summaries = list((home / "data" / "facilitator" / "summaries").iterdir())
    assert "Tell checkout" in summaries[0].read_text(encoding="utf-8")


def test_a_killed_meeting_continues_where_it_was_with_everything_saved(home: Path) -> None:
    terminal = Terminal(home, "meet", "43")
    go_to_incident(terminal)
    add_event_and_factor(terminal)
    terminal.wait_for("✓ saved")
    terminal.kill()

    again = Terminal(home, "meet")
    screen_text = again.wait_for("▶ 2 Factors", "A retry storm", "no limit on retries", "✓ Review")
    assert "Incident" in screen_text
    assert "50:00" not in screen_text
    again.press("1")
    again.wait_for("09:02", "p99 over 2 s")
    assert again.quit() == 0


def test_typed_text_is_saved_when_the_terminal_closes(home: Path) -> None:
    terminal = Terminal(home, "meet", "43")
    go_to_incident(terminal)
    terminal.press("2")
    terminal.wait_for("▶ 2 Factors")
    terminal.press("r")
    terminal.press("typed and never saved by hand")
    terminal.wait_for("typed and never saved by hand")
    assert terminal.quit(signal.SIGHUP) == 128 + signal.SIGHUP
    assert exported(home, 43)["root_cause"] == "typed and never saved by hand"


def test_a_terminal_that_is_too_small_shows_the_needed_size(home: Path) -> None:
    terminal = Terminal(home, "meet", "43", columns=79, rows=24)
    terminal.wait_for("79×24", "at least 80×24")


def test_the_demo_shows_the_sample_team_and_creates_no_database(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "demo", columns=80, rows=24)
    terminal.wait_for("Blameless", "checkout 5xx spike", "7 items to")
    assert terminal.quit() == 0
    assert not (tmp_path / "data" / "facilitator" / "facilitator.db").exists()
