"""Markdown: the article's template, heading for heading."""

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

from db.records import Finding, Impact, Meeting, Section
from db.vocabulary import FindingKind, Priority, Severity, Stage
from facilitator.documents.read.markdown import read
from facilitator.documents.team_records import TeamRecords
from facilitator.documents.write.markdown import write_one
from tests.support import at, day, event, factor, incident, item, person

HEADINGS = [
    "## Impact",
    "## Timeline (UTC)",
    "## Root Cause",
    "## Contributing Factors",
    "## What Went Well",
    "## What Went Wrong",
    "## Action Items",
    "## Lessons Learned",
]


def headings(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("#")]


def section(text: str, title: str) -> list[str]:
    lines = text.splitlines()
    rest = lines[lines.index(f"## {title}") + 1 :]
    end = next((place for place, line in enumerate(rest) if line.startswith("## ")), len(rest))
    return [line for line in rest[:end] if line]


def test_all_headings_are_written_even_where_nothing_is_known() -> None:
    text = write_one(incident())
    assert headings(text) == ["# Incident: checkout 5xx spike on 2026-03-14", *HEADINGS]
    assert section(text, "Impact") == [
        "- Duration: unknown minutes",
        "- Users affected: unknown",
        "- Revenue impact: unknown",
        "- SLO budget consumed: unknown",
    ]
    assert section(text, "Action Items") == [
        "| Action | Owner | Priority | Due Date | Status |",
        "|--------|-------|----------|----------|--------|",
    ]
    assert text.endswith("## Lessons Learned\n")


def test_every_part_of_an_incident_is_written_in_its_section() -> None:
    impact = Impact(None, 47, 12_000, Decimal("35000.00"), "USD", 18.5, "Nobody could pay.")
    text = write_one(
        incident(
            impact=impact,
            timeline=(
                event("other", "2026-03-13 23:50", "deploy"),
                event("first_alert", "09:02", "pager"),
                event("acknowledged", "09:06:30"),
            ),
            root_cause="Retries had no cap.",
            factors=(factor("made_possible", "no cap"), factor("slowed_detection", "no alert")),
            findings=tuple(
                Finding(uuid4(), FindingKind(kind), kind)
                for kind in ("technical", "went_well", "process")
            ),
            items=[
                item(1, priority=Priority.P1, due="2026-03-28"),
                item(2, owner="", status="in_progress", note="blocked on CI"),
            ],
            lessons_learned="One.\n\nTwo.",
        )
    )
    assert headings(text)[1:] == HEADINGS
    assert section(text, "Impact") == [
        "- Duration: 47 minutes",
        "- Users affected: 12,000",
        "- Revenue impact: 35,000.00 USD",
        "- SLO budget consumed: 18.5%",
        "Nobody could pay.",
    ]
    assert section(text, "Timeline (UTC)") == [
        "- 2026-03-13 23:50 - deploy",
        "- 09:02 - First alert fired: pager",
        "- 09:06:30 - On-call acknowledged",
    ]
    assert section(text, "Contributing Factors") == [
        "1. **Made it possible:** no cap",
        "2. **Slowed detection:** no alert",
    ]
    assert section(text, "What Went Well") == ["- went_well"]
    assert section(text, "What Went Wrong") == [
        "- **Technical gap:** technical",
        "- **Process failure:** process",
    ]
    assert section(text, "Action Items")[2:] == [
        "| Cap retries | Ana | P1 | 2026-03-28 | Open | OPS-17 |",
        "| Cap retries |  | P2 |  | In progress (blocked on CI) | OPS-17 |",
    ]
    assert section(text, "Lessons Learned") == ["One.", "Two."]


def test_the_head_states_what_the_template_has_no_place_for() -> None:
    text = write_one(
        incident(
            severity=Severity.SEV1,
            external_id="INC-2024-0042",
            ended_at=at("10:20"),
            cause="retry storm",
            themes=("retries", "alerts"),
            duplicate_of=41,
        )
    )
    head = text[: text.index("\n## Impact")].splitlines()
    assert head == [
        "# Incident: checkout 5xx spike on 2026-03-14",
        "",
        "- Service: checkout",
        "- Severity: SEV1",
        "- Status: reviewed",
        "- ID: INC-2024-0042",
        "- Ended: 2026-03-14 10:20 UTC",
        "- Cause: retry storm",
        "- Theme: retries",
        "- Theme: alerts",
        "- Duplicate of: #41",
    ]


def test_columns_beyond_the_template_s_stand_only_where_they_say_something() -> None:
    plain = item(ticket="")
    assert section(write_one(incident(items=[plain])), "Action Items")[0] == (
        "| Action | Owner | Priority | Due Date | Status |"
    )
    done = item(due="2026-04-11", first_due="2026-03-28", status="done", closed="2026-04-02 14:05")
    assert section(write_one(incident(items=[done])), "Action Items") == [
        "| Action | Owner | Priority | Due Date | Status | Ticket | First Due Date | Closed |",
        "|--------|-------|----------|----------|--------|--------|----------------|--------|",
        "| Cap retries | Ana | P2 | 2026-04-11 | Done | OPS-17 | 2026-03-28 "
        "| 2026-04-02 14:05 UTC |",
    ]


def test_other_sections_and_the_meetings_follow_the_template_s_parts() -> None:
    written = incident(
        sections=(
            Section(uuid4(), "Where we got lucky", "- Saturday\n- Night"),
            Section(uuid4(), "Root Cause", "Not the template's."),
        )
    )
    meeting = Meeting(
        id=uuid4(),
        incident_id=written.id,
        number=1,
        stage=Stage.WRAP_UP,
        sub=0,
        plan=(10, 30, 10),
        created_at=at("2026-03-16 10:00:12"),
        finished_at=at("2026-03-16 10:47"),
        attendees=(
            person("Ana", facilitates=True),
            person("Bo", takes_notes=True, was_in_incident=True),
        ),
        next_on=day("2026-03-30"),
    )
    text = write_one(written, TeamRecords({written.id: (meeting,)}))
    assert headings(text)[1:] == [
        *HEADINGS,
        "## Where we got lucky",
        "## Section: Root Cause",
        "## Meetings",
    ]
    assert section(text, "Where we got lucky") == ["- Saturday", "- Night"]
    assert section(text, "Meetings") == [
        "- 2026-03-16 10:00 UTC: 50 minutes planned. Facilitator: Ana. Notes: Bo."
        " Attendees: Ana, Bo. In the incident: Bo. Next meeting: 2026-03-30"
    ]
    again = read(text, "x.md").incident
    assert [one.heading for one in again.sections][:2] == ["Where we got lucky", "Root Cause"]
    assert write_one(again) == text
    # What an import has kept of the meetings is not written twice.
    assert write_one(replace(again, id=written.id), TeamRecords({written.id: (meeting,)})) == text


def test_pipes_and_newlines_stay_within_their_cell() -> None:
    text = write_one(
        incident(items=[item(action="cap | retries\nnow", owner="A|B", note="one\r\n|two")])
    )
    (row,) = section(text, "Action Items")[2:]
    assert row == "| cap \\| retries now | A\\|B | P2 |  | Open (one \\|two) | OPS-17 |"
    assert row.replace("\\|", "").count("|") == 7


def test_newlines_do_not_break_a_list_or_a_heading() -> None:
    text = write_one(
        incident(
            service="check\nout",
            symptom="# down",
            timeline=(event("other", at("09:00"), "one\n## two"),),
            factors=(factor(text="one\n- two"),),
        )
    )
    assert headings(text) == ["# Incident: check out # down on 2026-03-14", *HEADINGS]
    assert section(text, "Timeline (UTC)") == ["- 09:00 - one ## two"]
    assert section(text, "Contributing Factors") == ["1. **Made it possible:** one - two"]
