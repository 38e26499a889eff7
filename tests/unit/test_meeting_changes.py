"""The description of what a meeting changed."""

from typing import Any

from db.records import Change
from db.vocabulary import Entity
from facilitator.domain.meeting_changes import ChangeLine, describe_changes, parked_by
from tests.support import at, day

TODAY = day("2026-03-17")


def described(*changes: Change) -> list[ChangeLine]:
    return list(describe_changes(changes, 42, TODAY))


def changed(
    entity: Entity, name: str, before: dict[str, Any], after: dict[str, Any], of: int | None = 42
) -> Change:
    return Change(entity, of, name, before, after)


def new(entity: Entity, name: str, of: int | None = 42, **fields: Any) -> Change:
    return Change(entity, of, name, None, fields)


def test_a_meeting_without_changes_has_no_lines() -> None:
    assert described() == []


def test_each_item_of_an_earlier_incident_has_a_line() -> None:
    lines = described(
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
        ChangeLine("#41 Add canary deploys: not started → in progress (blocked on CI)"),
        ChangeLine("#40 Add circuit breaker: in progress → done"),
        ChangeLine("#39 Fix retry logic: note half; owner Priya → Sam; due 20 Mar → 10 Jan 2027"),
        ChangeLine(f"#38 Write {'very ' * 14}ver…: note removed: half; owner removed: Sam"),
    ]


def test_the_paragraphs_and_the_cause_have_lines_of_their_own() -> None:
    fields = {"root_cause": "", "lessons_learned": "a", "cause_id": None, "severity": None}
    after = {"root_cause": "x", "lessons_learned": "b", "cause_id": "retry storm"}
    assert described(changed(Entity.INCIDENT, "", fields, {**after, "severity": "SEV1"})) == [
        ChangeLine("Root cause written"),
        ChangeLine("Lessons learned rewritten"),
        ChangeLine("Cause linked: retry storm"),
        ChangeLine("Severity SEV1"),
    ]
    away = {"root_cause": "x", "cause_id": "a"}
    assert described(
        changed(Entity.INCIDENT, "", away, {"root_cause": "", "cause_id": None}),
        changed(Entity.INCIDENT, "", {"cause_id": "a"}, {"cause_id": "b"}),
    ) == [
        ChangeLine("Root cause removed"),
        ChangeLine("Cause no longer linked: a"),
        ChangeLine("Cause: a → b"),
    ]


def test_an_impact_value_shows_what_it_was_before_only_where_it_was_known() -> None:
    lines = described(
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
        ChangeLine("Impact: began 09:02, duration in minutes 47"),
        ChangeLine("Impact in words written"),
        ChangeLine("Impact: users affected 12,000 → 18,400"),
    ]


def test_events_and_items_are_counted_and_listed() -> None:
    lines = described(
        new(Entity.EVENT, "rolled back", at=at("09:31"), kind="other"),
        new(Entity.EVENT, "", at=at("09:02"), kind="first_alert"),
        changed(Entity.EVENT, "paged", {"at": at("09:06")}, {"at": at("09:07")}),
        changed(Entity.EVENT, "Sam joined", {"text": "Sam"}, {"text": "Sam joined"}),
        changed(Entity.EVENT, "flag off", {"kind": "other"}, {"kind": "fix_deployed"}),
        Change(Entity.EVENT, 42, "a typo", {"at": at("09:00"), "kind": "other"}, None),
        new(Entity.FACTOR, "no limit", kind="slowed_detection"),
        new(Entity.FINDING, "quick page", kind="went_well"),
        new(Entity.FINDING, "no runbook", kind="process"),
        new(Entity.ACTION_ITEM, "Cap retries", owner="Ana", due=day("2026-03-28")),
        new(Entity.ACTION_ITEM, "Page on errors", owner="", due=None),
        new(Entity.PARKED, "Chaos day", of=None, resolved_at=None),
        changed(Entity.PARKED, "Load test", {"resolved_at": None}, {"resolved_at": 1}, of=3),
    )
    assert lines == [
        ChangeLine("2 events added", ("09:31 rolled back", "09:02 first alert fired")),
        ChangeLine(
            "3 events corrected",
            (
                "paged: 09:06 → 09:07",
                "Sam joined: was “Sam”",
                "flag off: an event → fix deployed",
            ),
        ),
        ChangeLine("1 event deleted", ("a typo",)),
        ChangeLine("1 factor added", ("slowed detection: no limit",)),
        ChangeLine("2 findings added", ("went well: quick page", "process failure: no runbook")),
        ChangeLine(
            "2 action items added",
            ("Cap retries — Ana, due 28 Mar", "Page on errors — no owner, no due date"),
        ),
        ChangeLine("1 parked", ("Chaos day",)),
        ChangeLine("1 no longer parked", ("Load test",)),
    ]


def test_themes_show_the_incidents_that_were_linked_and_the_next_meeting_its_day() -> None:
    systemic = {"systemic": "", "owner": ""}
    lines = described(
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
        ChangeLine("1 theme added", ("retries",)),
        ChangeLine("1 theme changed", ("alerts: owner Mei; systemic issue Alert late",)),
        ChangeLine("Theme “retries” shown by #31 #42"),
        ChangeLine("Theme “alerts” no longer shown by #30"),
        ChangeLine("Next meeting on 31 Mar"),
    ]


def test_changes_of_another_incident_are_left_out() -> None:
    assert described(new(Entity.FACTOR, "theirs", of=7, kind="made_possible")) == []


def test_sections_are_named_and_their_texts_are_not_quoted() -> None:
    assert described(
        new(Entity.SECTION, "Detection", heading="Detection", text="late"),
        changed(
            Entity.SECTION,
            "Luck",
            {"heading": "Lucky", "text": "a"},
            {"heading": "Luck", "text": "b"},
        ),
        changed(Entity.SECTION, "Summary", {"position": 0}, {"position": 1}),
        Change(Entity.SECTION, 42, "Attendees", {"heading": "Attendees", "text": "Mei"}, None),
    ) == [
        ChangeLine("1 section added", ("Detection",)),
        ChangeLine("2 sections changed", ("Luck: rewritten; was “Lucky”", "Summary: moved")),
        ChangeLine("1 section deleted", ("Attendees",)),
    ]


def test_the_number_the_id_and_the_end_of_an_incident_are_named() -> None:
    before = {"number": 42, "external_id": "", "ended_at": None}
    after = {"number": 43, "external_id": "INC-2026-0042", "ended_at": at("10:00")}
    assert [line.head for line in described(changed(Entity.INCIDENT, "", before, after))] == [
        "Number 42 → 43",
        "Id INC-2026-0042",
        "End 10:00",
    ]


def test_what_was_parked_and_taken_up_again_is_not_parked() -> None:
    taken_up = new(Entity.PARKED, "Cap retries", resolved_at=at("10:00"))
    kept = new(Entity.PARKED, "Second (replaced by: Fourth)", resolved_at=None)
    assert parked_by([taken_up, kept]) == ("Second (replaced by: Fourth)",)
    assert described(taken_up, kept) == [ChangeLine("1 parked", ("Second (replaced by: Fourth)",))]
