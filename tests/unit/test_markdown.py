"""Markdown: the article's template, heading for heading."""

from decimal import Decimal
from uuid import uuid4

from db.records import Finding, Impact
from db.vocabulary import FindingKind, Priority
from facilitator.documents.write.markdown import write_one
from tests.support import at, event, factor, incident, item

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
    assert section(text, "Contributing Factors") == ["1. no cap", "2. no alert"]
    assert section(text, "What Went Well") == ["- went_well"]
    assert section(text, "What Went Wrong") == ["- technical", "- process"]
    assert section(text, "Action Items")[2:] == [
        "| Cap retries | Ana | P1 | 2026-03-28 | Open |",
        "| Cap retries |  | P2 |  | In progress (blocked on CI) |",
    ]
    assert section(text, "Lessons Learned") == ["One.", "Two."]


def test_pipes_and_newlines_stay_within_their_cell() -> None:
    text = write_one(
        incident(items=[item(action="cap | retries\nnow", owner="A|B", note="one\r\n|two")])
    )
    (row,) = section(text, "Action Items")[2:]
    assert row == "| cap \\| retries now | A\\|B | P2 |  | Open (one \\|two) |"
    assert row.replace("\\|", "").count("|") == 6


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
    assert section(text, "Contributing Factors") == ["1. one - two"]
