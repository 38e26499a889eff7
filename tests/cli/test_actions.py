"""Action items are changed between meetings from the command line."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from db import records as r
from db import vocabulary as w
from db.store import Store
from tests.cli.conftest import Run
from tests.db.support import instant_at

pytestmark = pytest.mark.usefixtures("team")
Refused = Callable[..., str]
Write = Callable[[Callable[[Store], Any]], None]
TODAY = datetime.now(UTC).date()
"""The day on which the tests run: these commands read the clock of the machine."""
HEADINGS = ["item", "action", "owner", "priority", "due", "status", "ticket"]


def items(run: Run) -> dict[str, dict[str, Any]]:
    """Return all action items by what the commands call them."""
    found = json.loads(run("actions", "--all", "--json").stdout)
    return {f"{item['incident']}.{item['slot']}": item for item in found}


def changed(run: Run, *arguments: str) -> list[str]:
    """Change items, and return the lines of the table after its headings."""
    done = run("actions", *arguments, FACILITATOR_TEAM_TIMEZONE="UTC")
    assert (done.returncode, done.stderr) == (0, ""), done
    headings, *lines = done.stdout.splitlines()
    assert headings.split() == HEADINGS
    return lines


@pytest.fixture
def two(run: Run) -> list[str]:
    """Return two open items of the sample team."""
    return [name for name, item in items(run).items() if item["status"] == "open"][:2]


def test_items_are_done_on_the_day_on_which_they_were_done(run: Run, two: list[str]) -> None:
    lines = changed(run, "done", *two, f"#{two[0]}", "--on", "yesterday")
    assert [line.split()[0] for line in lines] == [f"#{name}" for name in two]
    assert all(" DONE " in line for line in lines)
    yesterday = TODAY - timedelta(days=1)
    for name in two:
        item = items(run)[name]
        assert (item["status"], item["closed_at"][:10]) == ("done", yesterday.isoformat())
        assert item["reviews"][-1]["status"] == "done"
    changed(run, "reopen", two[0])
    item = items(run)[two[0]]
    assert (item["status"], item["closed_at"]) == ("open", None)


def test_the_words_stand_behind_the_items(run: Run, two: list[str]) -> None:
    name, other = two
    changed(run, "assign", name, other, "Mei Lin")
    changed(run, "due", name, "2030-12-04")
    changed(run, "ticket", name, "OPS-1234")
    (line,) = changed(run, "block", name, "the vendor")
    assert "IN PROGRESS (blocked on the vendor)" in line
    item = items(run)[name]
    assert (item["owner"], item["due"], item["ticket"]) == ("Mei Lin", "2030-12-04", "OPS-1234")
    assert [review["note"] for review in item["reviews"]][-4:] == [
        "reassigned to Mei Lin",
        "due 2030-12-04",
        "ticket OPS-1234",
        "blocked on the vendor",
    ]
    assert items(run)[other]["owner"] == "Mei Lin"
    (line,) = changed(run, "note", name, "half of it is live")
    assert "IN PROGRESS (half of it is live)" in line
    (line,) = changed(run, "start", other)
    assert "IN PROGRESS" in line
    lines = changed(run, "drop", name, other, "not worth it")
    assert all("DROPPED (not worth it)" in line for line in lines)


def test_two_items_are_dropped_with_the_reason_behind_them(run: Run, two: list[str]) -> None:
    lines = changed(run, "drop", *two, "the service is going away")
    assert [line.split()[0] for line in lines] == [f"#{name}" for name in two]
    for name in two:
        item = items(run)[name]
        assert (item["status"], item["note"]) == ("dropped", "the service is going away")


def test_what_an_item_waits_for_takes_the_place_of_its_note_which_stays_in_the_history(
    run: Run, two: list[str]
) -> None:
    for typed in ("CI", "blocked on the vendor", "waiting for legal"):
        changed(run, "block", two[0], typed)
    item = items(run)[two[0]]
    assert (item["status"], item["note"]) == ("in_progress", "waiting for legal")
    assert [review["note"] for review in item["reviews"]][-3:] == [
        "blocked on CI",
        "blocked on the vendor",
        "waiting for legal",
    ]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["done", "43.9"], "there is no action item #43.9; `facilitator actions --all` lists them"),
        (["done", "999.1"], "there is no action item #999.1; `facilitator actions --all`"),
        (["done", "9" * 40 + ".1"], "there is no action item #99999999999999999999.1"),
        (["done", "43"], "43: expected an action item such as 43.1, the first one of"),
        (["done", "OPS-17"], "OPS-17: expected an action item such as 43.1"),
        (["done", "ONE", "--on", "4 dec or 5"], "--on 4 dec or 5: expected a day such as"),
        (["done", "ONE", "--on", "tomorrow"], "--on tomorrow: expected a day such as"),
        (["done", "ONE", "--on", "4/5"], "--on 4/5: 4/5 can mean two days: write"),
        (["done", "ONE", "--on", "2999-01-01"], "#ONE: 2999-01-01 is in the future: give today"),
        (["done", "ONE", "--on", "2001-01-01"], "#ONE: it was made on "),
        (
            ["drop", "ONE", "TWO"],
            "actions drop: the reason is missing after the items: write facilitator actions drop"
            ' ONE TWO "the reason"',
        ),
        (
            ["drop", "ONE"],
            "actions drop: the reason is missing after the items: write facilitator actions drop"
            ' ONE "the reason"',
        ),
        (["drop", "ONE", "--on", "yesterday"], "actions drop: the reason is missing after the"),
        (["due", "ONE"], "actions due: the due date is missing after the items"),
        (["assign", "ONE", "TWO"], "actions assign: the new owner is missing after the items"),
        (["block", "ONE", "TWO"], "actions block: what it waits for is missing after the items"),
        (["block", "ONE", " blocked on "], "actions block: say what it waits for"),
        (["drop", "ONE", " "], "reason: write something"),
        (["assign", "ONE", ""], "owner: write something"),
        (["due", "ONE", "soon"], "soon: expected a day such as 2026-12-04"),
        (["due", "ONE", ""], "the due date is missing after the items"),
        (["due", "ONE", "TWO"], "TWO: expected a day such as 2026-12-04"),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, list) else "",
)
def test_what_can_not_be_is_one_line_and_changes_nothing(
    run: Run, refused: Refused, two: list[str], arguments: list[str], expected: str
) -> None:
    before = items(run)
    names = {"ONE": two[0], "TWO": two[1]}
    for name, item in names.items():
        expected = expected.replace(name, item)
    assert refused("actions", *(names.get(word, word) for word in arguments)).startswith(expected)
    assert items(run) == before


def test_one_item_that_is_not_there_keeps_the_others_as_they_are(
    run: Run, refused: Refused, two: list[str]
) -> None:
    before = items(run)
    refused("actions", "done", two[0], "43.9")
    assert items(run) == before


def test_the_setting_says_which_number_is_the_day(run: Run, two: list[str]) -> None:
    for order, day in (("day-first", "-12-04"), ("month-first", "-04-12")):
        done = run("actions", "due", two[0], "4/12", FACILITATOR_DATE_ORDER=order)
        assert done.returncode == 0, done
        assert items(run)[two[0]]["due"].endswith(day)
    new = run("new", "a", "b", "--on", "4/12/2025", FACILITATOR_DATE_ORDER="month-first")
    assert new.stdout.splitlines()[0].endswith("a b on 2025-04-12")


def test_the_database_can_be_named_in_every_place(run: Run, two: list[str], team: Path) -> None:
    elsewhere = team.rename(team.with_name("elsewhere.db"))
    for arguments in (
        ["--database", str(elsewhere), "actions", "start", two[0]],
        ["actions", "--database", str(elsewhere), "start", two[0]],
        ["actions", "start", two[0], "--database", str(elsewhere)],
    ):
        done = run(*arguments)
        assert (done.returncode, f"#{two[0]}" in done.stdout) == (0, True), done
    assert not team.exists()


def test_wrong_usage_has_status_2(run: Run) -> None:
    for arguments in (
        ["done"],
        ["drop"],
        ["drop", "why"],
        ["finish", "43.1"],
        ["done", "43.1", "--at"],
    ):
        done = run("actions", *arguments)
        assert (done.returncode, done.stdout) == (2, ""), arguments
        assert "Error: " in done.stderr


def test_past_meetings_are_shown(run: Run, write: Write, two: list[str]) -> None:
    shown = run("show", "45", "--meetings").stdout.splitlines()
    assert shown[1:] == ["no meeting about it is finished yet"]
    number, slot = (int(part) for part in two[0].split("."))

    def hold(store: Store) -> None:
        incident = store.incidents.get(45).result()
        item = store.actions.at_places([(number, slot)]).result()[0]
        for keep in (False, True):
            meeting = store.meetings.begin(incident.id, (10, 30, 10)).result()
            for kind, seconds in (
                (w.ClockKind.START, 0),
                (w.ClockKind.NEXT, 540),
                (w.ClockKind.FINISH, 600),
            ):
                event = r.ClockEvent(kind, instant_at(seconds))
                store.meetings.add_clock_event(meeting.id, event).result()
            if keep:
                store.meetings.cancel(meeting.id, keep=True).result()
                continue
            store.meetings.add_attendee(meeting.id, "Mei", facilitates=True).result()
            store.meetings.add_attendee(meeting.id, "Ana").result()
            status = w.ActionStatus.IN_PROGRESS
            store.actions.review(item.id, meeting.id, status, "blocked on CI").result()
            second = store.actions.add(incident.id, "Alert on retries", "Sam").result()
            store.actions.replace(second.id, meeting.id, "Cap retries").result()
            store.meetings.plan_next(meeting.id, None, date(2026, 12, 8)).result()
            store.meetings.finish(meeting.id).result()

    write(hold)
    lines = run("show", "45", "--meetings", FACILITATOR_TEAM_TIMEZONE="UTC").stdout.splitlines()
    assert lines[2].startswith("Sat 14 Mar 2026, 09:00–")
    action = items(run)[two[0]]["action"]
    assert lines[3:8] == [
        "  present: Mei (facilitates), Ana",
        "  took: Review 9:00 of 10 min, Incident 1:00 of 30 min, Patterns 0:00 of 10 min",
        f"  #{two[0]} {action}: IN PROGRESS (blocked on CI)",
        "  parked: Alert on retries (owner: Sam, replaced by: Cap retries)",
        "  next meeting: 2026-12-08",
    ]
    assert lines[9].endswith(", cancelled")
    assert lines[10] == "  present: no attendees recorded"
    held, cancelled = json.loads(run("show", "45", "--meetings", "--json").stdout)
    assert (held["incident"], held["started_at"]) == (45, "2026-03-14T09:00:00Z")
    assert (held["cancelled"], cancelled["cancelled"]) == (False, True)
    assert [person["name"] for person in held["attendees"]] == ["Mei", "Ana"]
    assert held["segments"][0] == {
        "segment": "review",
        "planned_minutes": 10.0,
        "actual_minutes": 9.0,
    }
    assert held["outcomes"] == [
        {
            "incident": number,
            "slot": slot,
            "action": action,
            "status": "in_progress",
            "note": "blocked on CI",
        }
    ]
    assert held["parked"] == ["Alert on retries (owner: Sam, replaced by: Cap retries)"]
    assert cancelled["parked"] == []
    assert (held["next_on"], cancelled["next_on"]) == ("2026-12-08", None)


def test_an_incident_has_an_id(run: Run) -> None:
    run("new", "checkout", "slow", "--id", "INC-2026-0042", "--number", "77")
    (line,) = run("incidents", "--search", "inc-2026-0042").stdout.splitlines()[1:]
    assert line.split()[:2] == ["#77", "INC-2026-0042"]
    assert "INC-2026-0042" in run("show", "77").stdout


def test_a_day_without_a_year_is_the_last_one_for_what_has_been(run: Run) -> None:
    for typed, day in (
        ("yesterday", TODAY - timedelta(days=1)),
        (f"{TODAY - timedelta(days=40):%d %b}", TODAY - timedelta(days=40)),
        (f"{TODAY:%a}", TODAY - timedelta(days=7)),
    ):
        shown = run("new", "a", "b", "--on", typed, FACILITATOR_TEAM_TIMEZONE="UTC").stdout
        assert shown.splitlines()[0].endswith(f"a b on {day}"), typed
