"""`facilitator show N --history`: who changed what of an incident, and when."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from db.store import Store
from tests.cli.conftest import TODAY, Run

Write = Callable[[Callable[[Store], Any]], None]
SECRET = "ask about the on-call rota"


@pytest.fixture
def changed(team: Path, write: Write) -> Path:
    def change(store: Store) -> None:
        store.write_as("Ana")
        incident = store.incidents.get(45).result()
        item = incident.action_items[0]
        store.notes.write(incident.id, "", "", SECRET).result()
        store.actions.edit(
            item,
            action=item.action,
            owner="Zoë",
            priority=item.priority,
            due=TODAY + timedelta(days=3),
            ticket=item.ticket,
        ).result()
        store.incidents.set_cause(incident.id, "retry storm").result()
        store.history.undo().result()

    write(change)
    return team


@pytest.mark.usefixtures("changed")
def test_a_table_says_who_changed_what_newest_first(run: Run) -> None:
    done = run("show", "45", "--history")
    assert (done.returncode, done.stderr) == (0, ""), done
    head, undo, cause, *others = done.stdout.splitlines()
    assert head.split() == ["when", "who", "undone", "what"]
    assert "Ana" in undo
    assert "Cause removed: “retry storm”" in undo
    assert "undone  Cause: “retry storm”" in cause
    assert "owner “Mei” → “Zoë”" in "".join(others)
    assert "Wrote the incident down: checkout 5xx spike" in others[-1]


@pytest.mark.usefixtures("changed")
def test_json_has_every_change_as_it_was_stored(run: Run) -> None:
    done = run("show", "45", "--history", "--json")
    changes = json.loads(done.stdout)
    assert changes[0]["label"].startswith("undo: ")
    assert changes[1] | {"at": ""} == {
        "at": "",
        "who": "Ana",
        "label": changes[1]["label"],
        "entity": "incident",
        "name": "",
        "field": "cause_id",
        "old": None,
        "new": "retry storm",
        "undone": True,
    }
    assert changes[1]["at"].endswith("Z")
    due = next(change for change in changes if change["field"] == "due")
    assert (due["entity"], due["new"]) == ("action_item", (TODAY + timedelta(days=3)).isoformat())
    assert changes[-1]["new"]["service"] == "checkout"


@pytest.mark.usefixtures("changed")
def test_private_notes_are_not_in_the_history(run: Run) -> None:
    for flags in ((), ("--json",)):
        done = run("show", "45", "--history", *flags)
        assert done.returncode == 0
        assert SECRET not in done.stdout
        assert "note on" not in done.stdout


@pytest.mark.usefixtures("team")
def test_what_the_command_line_writes_has_a_name(run: Run) -> None:
    assert run("actions", "done", "43.1", FACILITATOR_NAME="Ana").returncode == 0
    newest = json.loads(run("show", "43", "--history", "--json").stdout)[0]
    assert newest["who"] == "Ana"


@pytest.mark.usefixtures("team")
def test_history_and_meetings_are_not_shown_at_once(run: Run) -> None:
    done = run("show", "43", "--history", "--meetings")
    assert done.returncode == 2
    assert "give either --meetings or --history" in done.stderr
