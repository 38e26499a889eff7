"""What a meeting changed, in words."""

from typing import Any

from db.records import Change
from db.words import Entity
from facilitator.domain.changed import Told, told
from tests.support import at, day

TODAY = day("2026-03-17")


def said(*changes: Change) -> list[Told]:
    return list(told(changes, 42, TODAY))


def changed(
    entity: Entity, name: str, before: dict[str, Any], after: dict[str, Any], of: int | None = 42
) -> Change:
    return Change(entity, of, name, before, after)


def new(entity: Entity, name: str, of: int | None = 42, **fields: Any) -> Change:
    return Change(entity, of, name, None, fields)


def test_nothing_changed() -> None:
    assert said() == []


def test_items_of_earlier_incidents_a_line_each() -> None:
    lines = said(
        changed(
            Entity.ACTION_ITEM,
            "Add canary deploys",
            {"status": "open", "note": ""},
            {"status": "in_progress", "note": "blocked on CI"},
            of=41,
        ),
        changed(
            Entity.ACTION_ITEM,
            "Add circuit breaker",
            {"status": "in_progress", "closed_at": None},
            {"status": "done", "closed_at": at("10:00")},
            of=40,
        ),
        changed(
            Entity.ACTION_ITEM,
            "Fix retry logic",
            {"owner": "Priya", "due": day("2026-03-20"), "note": ""},
            {"owner": "Sam", "due": day("2027-01-10"), "note": "half"},
            of=39,
        ),
        changed(
            Entity.ACTION_ITEM,
            f"Write {'very ' * 40}much",
            {"note": "half", "owner": "Sam"},
            {"note": "", "owner": ""},
            of=38,
        ),
    )
    assert lines == [
        Told("#41 Add canary deploys: open → in progress (blocked on CI)"),
        Told("#40 Add circuit breaker: in progress → done"),
        Told("#39 Fix retry logic: note half; owner Priya → Sam; due 20 Mar → 10 Jan 2027"),
        Told(f"#38 Write {'very ' * 14}ver…: note half → nothing; owner Sam → nothing"),
    ]


def test_the_paragraphs_and_the_cause() -> None:
    fields = {"root_cause": "", "lessons_learned": "a", "cause_id": None, "severity": None}
    after = {"root_cause": "x", "lessons_learned": "b", "cause_id": "retry storm"}
    assert said(changed(Entity.INCIDENT, "", fields, {**after, "severity": "SEV1"})) == [
        Told("Root cause written"),
        Told("Lessons learned rewritten"),
        Told("Cause linked: retry storm"),
        Told("Severity SEV1"),
    ]
    away = {"root_cause": "x", "cause_id": "a"}
    assert said(
        changed(Entity.INCIDENT, "", away, {"root_cause": "", "cause_id": None}),
        changed(Entity.INCIDENT, "", {"cause_id": "a"}, {"cause_id": "b"}),
    ) == [
        Told("Root cause taken away"),
        Told("Cause no longer linked: a"),
        Told("Cause: a → b"),
    ]


def test_impact_that_was_unknown_and_that_was_corrected() -> None:
    lines = said(
        new(
            Entity.IMPACT,
            "",
            duration_minutes=47,
            users_affected=None,
            began_at=at("09:02"),
            summary="",
        ),
        changed(
            Entity.IMPACT,
            "",
            {"users_affected": 12_000, "summary": ""},
            {"users_affected": 18_400, "summary": "Carts were lost"},
        ),
    )
    assert lines == [
        Told("Impact: began 09:02, duration in minutes 47"),
        Told("Impact in words written"),
        Told("Impact: users affected 12,000 → 18,400"),
    ]


def test_lists_are_counted_with_what_they_hold() -> None:
    first, fix = {"kind": "first_alert"}, {"kind": "other"}
    lines = said(
        new(Entity.EVENT, "rolled back", at=at("09:31"), **fix),
        new(Entity.EVENT, "", at=at("09:02"), **first),
        changed(Entity.EVENT, "paged", {"at": at("09:06")}, {"at": at("09:07")}),
        changed(Entity.EVENT, "Sam joined", {"text": "Sam"}, {"text": "Sam joined"}),
        changed(Entity.EVENT, "flag off", {"kind": "other"}, {"kind": "fix_deployed"}),
        Change(Entity.EVENT, 42, "a typo", {"at": at("09:00"), **fix}, None),
        new(Entity.FACTOR, "no limit", kind="slowed_detection"),
        new(Entity.FINDING, "quick page", kind="went_well"),
        new(Entity.FINDING, "no runbook", kind="process"),
        new(Entity.ACTION_ITEM, "Cap retries", owner="Ana", due=day("2026-03-28")),
        new(Entity.ACTION_ITEM, "Page on errors", owner="", due=None),
        new(Entity.PARKED, "Chaos day", of=None, resolved_at=None),
        changed(Entity.PARKED, "Load test", {"resolved_at": None}, {"resolved_at": 1}, of=3),
    )
    assert lines == [
        Told("2 events new", ("09:31 rolled back", "09:02 first alert fired")),
        Told(
            "3 events corrected",
            (
                "paged: 09:06 → 09:07",
                "Sam joined: was “Sam”",
                "flag off: another event → fix deployed",
            ),
        ),
        Told("1 event deleted", ("a typo",)),
        Told("1 factor new", ("slowed detection: no limit",)),
        Told("2 findings new", ("went well: quick page", "went wrong, a process: no runbook")),
        Told(
            "2 action items new",
            ("Cap retries — Ana, due 28 Mar", "Page on errors — no owner, no due date"),
        ),
        Told("1 parked", ("Chaos day",)),
        Told("1 no longer parked", ("Load test",)),
    ]


def test_themes_and_the_next_meeting() -> None:
    systemic = {"systemic": "", "owner": ""}
    lines = said(
        new(Entity.THEME, "retries", of=None),
        changed(
            Entity.THEME, "alerts", systemic, {"systemic": "Alert late", "owner": "Mei"}, of=None
        ),
        new(Entity.THEME_INCIDENT, "retries", of=42),
        new(Entity.THEME_INCIDENT, "retries", of=31),
        Change(Entity.THEME_INCIDENT, 30, "alerts", {"position": 0}, None),
        changed(Entity.MEETING, "", {"next_on": None}, {"next_on": day("2026-03-31")}),
    )
    assert lines == [
        Told("1 theme new", ("retries",)),
        Told("1 theme changed", ("alerts: owner Mei; systemic issue Alert late",)),
        Told("Theme “retries” shown by #31 #42"),
        Told("Theme “alerts” no longer shown by #30"),
        Told("Next meeting on 31 Mar"),
    ]


def test_another_incident_s_document_is_no_part_of_it() -> None:
    assert said(new(Entity.FACTOR, "theirs", of=7, kind="made_possible")) == []
