"""JSON is complete: after an export and an import every table holds the same.

Only the private notes and the change rows are left out, and the index, which is worked out.
"""

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from db.records import ClockEvent, Instant, ItemChange
from db.store import Store
from db.vocabulary import (
    ActionKind,
    ActionStatus,
    CheckResult,
    ClockKind,
    EventKind,
    FactorKind,
    IncidentKind,
    ParkedKind,
    Stage,
    Trigger,
)
from facilitator.documents.read.files import read_file
from facilitator.documents.read.import_plan import plan_import
from facilitator.documents.team_records import team_records
from facilitator.documents.write.json import write
from tests.support import edit_facts

DAY = date(2026, 3, 14)
NOW = datetime(2026, 3, 14, 9, tzinfo=UTC)
LEFT_OUT = {
    *("note", "change", "digest", "found_term", "alembic_version"),
    *("ticket_step", "ticket", "tracker_person"),
}
NOT_COMPARED = {"id", "position"}
NAMES = {
    "incident": "SELECT id, number FROM incident",
    "cause": "SELECT id, name FROM cause",
    "theme": "SELECT id, name FROM theme",
    "meeting": "SELECT m.id, i.number || ' at ' || m.created_at FROM meeting m"
    " JOIN incident i ON i.id = m.incident_id",
    "action_item": "SELECT a.id, i.number || '.' || a.slot FROM action_item a"
    " JOIN incident i ON i.id = a.incident_id",
}
"""For each table to which others refer, what its rows are called in the comparison."""


def exported(store: Store) -> str:
    incidents = store.incidents.everything().result()
    meetings = store.documents.past_meetings([one.id for one in incidents]).result()
    return write(incidents, team_records(meetings, store.themes.all().result()))


def tables(path: Path) -> dict[str, list[str]]:
    """The rows of all tables, with names in place of ids."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    names = {
        str(row[0]): str(row[1]) for query in NAMES.values() for row in connection.execute(query)
    }
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    result = {}
    for (table,) in found:
        if table in LEFT_OUT:
            continue
        skipped = NOT_COMPARED | ({"created_at"} if table == "theme" else set())
        rows = [dict(row) for row in connection.execute(f'SELECT * FROM "{table}"')]
        result[table] = sorted(
            repr({key: names.get(str(value), value) for key, value in row.items()
                  if key not in skipped})
            for row in rows
        )  # fmt: skip
    connection.close()
    return result


def fill(store: Store) -> None:
    """Write something into every table."""
    first = store.incidents.create("checkout", "5xx spike", DAY, 7).result()
    second = store.incidents.create("search", "slow", DAY, 9).result()
    store.incidents.write(first.id, "external_id", "", "INC-2026-0007").result()
    store.incidents.write(first.id, "ended_at", None, NOW + timedelta(hours=1)).result()
    store.incidents.write(first.id, "duration_minutes", None, 47).result()
    store.incidents.set_cause(first.id, "retry storm").result()
    edit_facts(store, 9, duplicate_of=7).result()
    store.timeline.add(first.id, NOW, EventKind.FIRST_ALERT, "pager").result()
    store.findings.add_factor(first.id, FactorKind.SLOWED_DETECTION, "no alert").result()
    for kind in ("technical", "went_well", "process"):
        store.findings.add_finding(first.id, kind, kind).result()  # type: ignore[arg-type]
    store.sections.add(first.id, "Where we got lucky", "- Saturday").result()
    store.sections.add(first.id, "Attendees").result()
    item = store.actions.add(first.id, "Cap retries", "ana", due=DAY, ticket="OPS-1").result()
    dropped = store.actions.add(first.id, "Buy", "bo").result()
    theme = store.themes.add("retries", [7, 9]).result()
    store.themes.decide(theme, "a budget for retries", "Cy").result()
    store.themes.add("alerts", [9]).result()
    for number, keep in ((second, False), (first, True)):
        meeting = store.meetings.begin(number.id, (10, 30, 10)).result()
        start = ClockEvent(ClockKind.START, Instant(NOW, 1_000.5, "boot-a"), seconds=60)
        store.meetings.add_clock_event(meeting.id, start, Stage.REVIEW).result()
        factors = ClockEvent(ClockKind.PART, Instant(NOW, 1_030.5, "boot-a"), part=1)
        store.meetings.add_clock_event(meeting.id, factors).result()
        store.meetings.add_attendee(meeting.id, "Ana", facilitates=True).result()
        store.meetings.add_attendee(meeting.id, "Bo", takes_notes=True).result()
        store.meetings.beat(meeting.id, Instant(NOW, 1_060.25, "boot-a")).result()
        store.actions.review(item.id, meeting.id, ActionStatus.IN_PROGRESS, "on CI").result()
        store.parked.add(
            "chaos day", ParkedKind.TOPIC, incident_id=number.id, meeting_id=meeting.id
        ).result()
        store.meetings.plan_next(meeting.id, None, DAY + timedelta(days=14)).result()
        if keep:
            store.meetings.cancel(meeting.id, keep=True).result()
        else:
            store.meetings.finish(meeting.id).result()
    done = store.actions.add(
        first.id, "Alert on the queue", kind=ActionKind.DETECT, check_how="a drill", check_on=DAY
    ).result()
    store.actions.change_between_meetings([done.id], ItemChange(status=ActionStatus.DONE)).result()
    store.actions.check(done.id, CheckResult.ASK_AGAIN, "too early", again_on=DAY).result()
    edit_facts(store, 9, kind=IncidentKind.NEAR_MISS, trigger=Trigger.DECAY).result()
    resolved = store.parked.add("a game day", incident_id=first.id).result()
    store.parked.resolve(resolved.id).result()
    change = ItemChange(status=ActionStatus.DROPPED, note="not worth it")
    store.actions.change_between_meetings([dropped.id], change).result()


def moved(text: str, folder: Path) -> Path:
    """Import a text into an empty database, as the command does, and return its path."""
    file, path = folder / "team.json", folder / "moved.db"
    file.write_text(text, encoding="utf-8")
    plan = plan_import([(file, document) for document in read_file(file)], [])
    store = Store.open(path)
    store.documents.import_all(plan.incidents, meetings=plan.meetings, themes=plan.themes).result()
    assert exported(store) == text
    store.close()
    return path


def test_every_table_is_the_same_after_an_export_and_an_import(tmp_path: Path) -> None:
    path = tmp_path / "team.db"
    store = Store.open(path)
    fill(store)
    text = exported(store)
    store.close()
    before = tables(path)
    assert [table for table, rows in before.items() if not rows] == []
    assert tables(moved(text, tmp_path)) == before


def test_what_an_incident_says_of_others_stays_within_the_export(
    empty_store: Callable[[], Store], tmp_path: Path
) -> None:
    store = empty_store()
    fill(store)
    one = store.incidents.get(7).result()
    meetings = store.documents.past_meetings([one.id]).result()
    text = write([one], team_records(meetings, store.themes.all().result()))
    store.close()
    plain = json.loads(text)[0]
    assert plain["systemic_issues"] == [
        {"theme": "retries", "issue": "a budget for retries", "owner": "Cy", "incidents": []}
    ]
    reviews = plain["action_items"][0]["reviews"]
    # The first review was made in the meeting about #9, which is not exported.
    assert [review.get("meeting") for review in reviews] == [None, {"incident": 7, "index": 0}]
    moved(text, tmp_path)


def test_null_is_accepted_for_any_absent_value(tmp_path: Path) -> None:
    plain: dict[str, Any] = {
        "number": 7, "service": "a", "symptom": "b", "date": "2026-03-14",
        **dict.fromkeys(
            ("severity", "status", "impact", "timeline", "root_cause", "cause", "factors",
             "went_well", "went_wrong", "lessons_learned", "themes", "parked", "id", "created_at",
             "ended_at", "duplicate_of", "sections", "systemic_issues")
        ),
        "action_items": [
            {"slot": 1, "action": "c", "created_at": "2026-03-14T09:00:00Z",
             **dict.fromkeys(("owner", "priority", "due", "first_due", "status", "note", "ticket",
                              "closed_at", "reviews", "ticket_verified"))}
        ],
        "meetings": [
            {"created_at": "2026-03-16T09:00:00Z", "finished_at": "2026-03-16T10:00:00Z",
             "planned_minutes": [10, 30, 10],
             **dict.fromkeys(("cancelled_at", "next_on", "stage", "part", "attendees", "clock",
                              "last_alive"))}
        ],
    }  # fmt: skip
    file = tmp_path / "team.json"
    file.write_text(json.dumps(plain))
    (document,) = read_file(file)
    (item,) = document.incident.action_items
    assert (item.ticket, item.owner, item.status, item.reviews) == ("", "", ActionStatus.OPEN, ())
    assert len(document.meetings) == 1
    assert json.loads(write([document.incident]))[0]["impact"]["summary"] == ""
