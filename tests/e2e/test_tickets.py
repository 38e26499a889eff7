"""Leaving in a real terminal while the tracker does not answer, and what the demo asks it."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from db.store import Store
from tests.e2e.terminal import SOON_SECONDS, Terminal
from tests.tracker.fake_cloud import TOKEN, USER, FakeCloud
from tests.tracker.running_cloud import running_cloud

LOG_IN = "GET /rest/api/3/serverInfo"


def variables(cloud: FakeCloud, database: Path) -> dict[str, Any]:
    """The environment variables that name a database and a tracker."""
    tracker = {"KIND": "jira", "URL": cloud.server.url, "PROJECT": "OPS", "USER": USER}
    named = {f"FACILITATOR_TRACKER_{name}": value for name, value in tracker.items()}
    return named | {
        "FACILITATOR_TRACKER_TOKEN": TOKEN,
        "FACILITATOR_DATABASE": str(database),
    }


def test_the_exit_waits_for_no_tracker_and_says_what_is_left_to_do(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "team.db")
    incident = store.incidents.create("search", "slow", date(2026, 3, 14)).result()
    item = store.actions.add(incident.id, "Cap retries", "Mei", in_tracker=True).result()
    store.outbox.release([item.id], datetime.now(UTC)).result()
    store.close()
    with running_cloud() as cloud:
        cloud.server.stalled.add(LOG_IN)
        terminal = Terminal(tmp_path, **variables(cloud, tmp_path / "team.db"))
        terminal.wait_for("search slow")
        terminal.wait_until(lambda: bool(cloud.server.calls(LOG_IN)), "ask the tracker")
        leaves_at = time.monotonic()
        assert terminal.quit() == 0
        assert time.monotonic() - leaves_at < SOON_SECONDS
        assert b"on the way to the tracker: 1 ticket" in terminal.output


def test_the_demo_tells_no_tracker_of_its_tickets(tmp_path: Path) -> None:
    with running_cloud() as cloud:
        terminal = Terminal(tmp_path, "demo", **variables(cloud, tmp_path / "team.db"))
        terminal.wait_for("Blameless")
        terminal.press("h")
        terminal.wait_for("a Actions")
        # No tracker can be set up there either: the key does nothing.
        terminal.press("J", "a")
        terminal.wait_for("Action items", "unverified")
        assert terminal.quit() == 0
        assert cloud.server.requests == []
