"""Markdown: an export that is imported again gives the same records, whatever its texts are.

All that Markdown has a place for is compared: an incident without its number and its ids, without
reviews and parked items, and without the times at which its rows were made.
"""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from db.records import Finding, Impact, Incident, Section
from db.vocabulary import ActionStatus, EventKind, FactorKind, FindingKind, Severity
from facilitator.documents.read.json import read as read_json
from facilitator.documents.read.markdown import read
from facilitator.documents.read.parsed_document import RemarkKind
from facilitator.documents.team_records import team_records
from facilitator.documents.write.json import JsonObject, dump
from facilitator.documents.write.markdown import write_one
from tests.support import at, event, factor, incident, item, same_causes
from tests.unit.whole_incidents import whole_incidents

NASTY = [
    "# Root Cause", "## Impact", "#", "####### seven", "===", "---", "- - -", "***", "--", "= =",
    "```", "```sh", "~~~", "  ```", "````", "```x``` y", "`# no`", "`", "``", "a ` b", "`\\.`",
    "\\", "\\\\", "\\# x", "\\-", "a\\|b", "|", "| a | b |", "|---|---|", "a | b", "`a|b`", "`\\|`",
    "<!-- hint", "-->", "<!-- x -->", "<div>", "</div>", "<script>", "<?", "<!X", "<https://a.b>",
    "**Root cause:**", "**Root cause:** x", "**Impact**", "__Lessons learned__:", "Timeline:",
    "Root cause:", "- Root cause:", "**Actions**: y", "1. **What went well**", "> # quoted",
    "- Duration: 5 minutes", "Duration: 5", "**Users affected:** 3", "* SLO budget: 3%",
    "First alert fired", "first alert fired: x", "On-call acknowledged", "All-clear declared:",
    "- [ ] box", "[x] box", "[foo]: /url \"title", "[foo]: <", "* a", "+ a", "1. a", "2) # b",
    "    code", "\tcode", "  two  ", "trailing  ", "...", "[Process failure]", "[Something]",
    "[1-2 paragraphs of genuine insight]", "HH:MM - First alert fired", "09:02 - late", "09:02",
    "2026-03-14 09:02 - x", "Severity: SEV1", "Date: 2020-01-01", "Open (x)", "Done", "(", ")",
    "@ana", "Owner: Ana", "on 2020-01-01", "#42", "Incident: x", "\\`", "&amp;", "a\xa0b", "\u200b",
]  # fmt: skip
lines = st.sampled_from(NASTY) | st.text("`\\#-=~<>*_|:. ab1[]()", max_size=8)
long_texts = st.lists(lines, max_size=7).map("\n".join)
one_liners = st.lists(lines, min_size=1, max_size=2).map(" ".join).filter(lambda text: text.strip())


def flat(text: str) -> str:
    return " ".join(text.split())


@st.composite
def nasty_incidents(draw: st.DrawFn) -> Incident:
    findings = st.tuples(st.sampled_from(FindingKind), one_liners)
    return incident(
        service=draw(one_liners),
        symptom=draw(one_liners),
        impact=Impact(duration_minutes=draw(st.none() | st.just(1_234)), summary=draw(long_texts)),
        timeline=tuple(
            replace(
                event(draw(st.sampled_from(EventKind)), "09:02", draw(one_liners)),
                link=draw(st.none() | one_liners),
            )
            for _ in range(draw(st.integers(0, 2)))
        ),
        severity=draw(st.none() | st.sampled_from(Severity)),
        external_id=draw(st.just("") | one_liners),
        cause=draw(st.none() | one_liners),
        duplicate_of=draw(st.none() | st.just(41)),
        themes=tuple(draw(st.lists(one_liners, max_size=2, unique_by=flat))),
        sections=tuple(
            Section(uuid4(), heading, text)
            for heading, text in draw(st.lists(st.tuples(one_liners, long_texts), max_size=3))
        ),
        root_cause=draw(long_texts),
        factors=tuple(
            factor(draw(st.sampled_from(FactorKind)), draw(one_liners))
            for _ in range(draw(st.integers(0, 2)))
        ),
        findings=tuple(
            Finding(event("other", "09:00").id, kind, text)
            for kind, text in draw(st.lists(findings, max_size=3))
        ),
        items=[
            item(
                slot,
                action=draw(one_liners),
                owner=draw(one_liners),
                ticket=draw(st.just("") | one_liners),
                status=status,
                note=note,
            )
            for slot in range(1, draw(st.integers(0, 3)) + 1)
            for status, note in [(draw(st.sampled_from(ActionStatus)), draw(one_liners))]
        ],
        lessons_learned=draw(long_texts),
    )


def in_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def comparable(original: Incident) -> dict[str, Any]:
    """The values of an incident that Markdown has a place for, with white space as it writes it."""
    impact = original.impact
    return {
        "facts": (
            flat(original.service),
            flat(original.symptom),
            original.date,
            original.severity,
            original.status,
            flat(original.external_id),
            original.ended_at,
            original.duplicate_of,
            original.cause and flat(original.cause.name),
        ),
        "impact": replace(impact, summary=in_lines(impact.summary)),
        "timeline": [
            (event.at, event.kind, flat(event.text), flat(event.link or ""))
            for event in original.timeline
        ],
        "paragraphs": (in_lines(original.root_cause), in_lines(original.lessons_learned)),
        "factors": [(factor.kind, flat(factor.text)) for factor in original.factors],
        "went well": [
            flat(finding.text) for finding in original.findings_of(FindingKind.WENT_WELL)
        ],
        "went wrong": [
            (finding.kind, flat(finding.text))
            for finding in original.findings
            if finding.kind is not FindingKind.WENT_WELL
        ],
        # The slots of a table are those of its rows: 1, 2 and 3.
        "actions": [
            (flat(item.action), flat(item.owner), item.priority, item.due, item.first_due,
             item.status, flat(item.note), flat(item.ticket), item.closed_at)
            for item in original.action_items
        ],
        "themes": list(dict.fromkeys(flat(theme) for theme in original.themes)),
        "sections": [
            (flat(section.heading), in_lines(section.text)) for section in original.sections
        ],
    }  # fmt: skip


def assert_same_again(original: Incident) -> None:
    text = write_one(original)
    document = read(text, "x.md")
    assert comparable(document.incident) == comparable(original)
    assert write_one(document.incident) == text
    guesses = [remark for remark in document.remarks if remark.kind is not RemarkKind.SECTION]
    assert guesses == []


@given(plain=whole_incidents(1))
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_any_incident_comes_back_the_same(plain: JsonObject) -> None:
    (one,) = read_json(dump(plain), "x.json")
    assert_same_again(one)


@given(nasty_incidents())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_texts_that_look_like_structure_come_back_the_same(original: Incident) -> None:
    assert_same_again(original)


@given(long_texts)
@example("```\n# in code\n```\n\n# not in code")
@example("- a\n```\n# b\n  ```")
@example("```\n````\n# x\n```")
@example("````\n```\nx")
@settings(max_examples=300)
def test_a_paragraph_stays_in_its_section(text: str) -> None:
    assert_same_again(incident(root_cause=text, lessons_learned=text, impact=Impact(summary=text)))


@pytest.mark.parametrize("text", NASTY)
def test_every_such_text_alone_comes_back_the_same(text: str) -> None:
    assert_same_again(incident(root_cause=text, factors=(factor(text=text),)))
    assert_same_again(
        incident(impact=Impact(summary=text), timeline=(event("other", "09:02", text),))
    )
    assert_same_again(
        incident(items=[item(action=text, owner=text, note=text, ticket=text)], symptom=text)
    )
    assert_same_again(
        incident(
            cause=text,
            external_id=text,
            service=text,
            themes=(text,),
            sections=(Section(uuid4(), text, text), Section(uuid4(), "Detection", text)),
            findings=(Finding(uuid4(), FindingKind.TECHNICAL, text),),
            timeline=(replace(event("other", "09:02", "x"), link=text),),
        )
    )


@pytest.mark.parametrize(
    "heading",
    [
        *("Root Cause", "timeline", "1. Impact", "Section: x", "Meetings", "Severity", "C #"),
        *("שלום 🎉", "x" * 200),
    ],
)
def test_a_section_of_any_heading_comes_back_as_a_section(heading: str) -> None:
    sections = (Section(uuid4(), heading, "SEV1"), Section(uuid4(), heading, ""))
    assert_same_again(incident(sections=sections))


@pytest.mark.parametrize(
    "text",
    [
        "Retries had no cap: `retry.py` doubled *every* call (p99 over 2 s).",
        "C:\\temp and \\\\host, 5 * 3 < 20, a_b, x | y, 50 % [1](https://a.b) <https://c.d>",
        "- one\n- two\n\n1. three\n\n> four\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        "```sh\n# a comment in code\nrm -rf '\\#'\n```",
    ],
)
def test_plain_text_is_not_escaped(text: str) -> None:
    written = write_one(incident(root_cause=text))
    assert text.replace("\\\\host", "\\\\\\host") in written


def test_what_a_meeting_and_a_tracker_add_is_read_back() -> None:
    written = item(
        due="2026-04-11", first_due="2026-03-28", status="done", closed="2026-04-02 14:05"
    )
    assert_same_again(
        incident(
            items=[written, item(2, ticket="")],
            severity=Severity.SEV1,
            external_id="INC-2024-0042",
            ended_at=at("10:20"),
            impact=Impact(began_at=at("08:59"), currency="EUR"),
            service="payment api",
        )
    )


def test_why_an_incident_came_back_is_worked_out_and_not_read_back() -> None:
    first = incident(1, "2026-03-01", cause="retries", items=[item(made="2026-03-02 10:00")])
    again = incident(2, "2026-03-22", cause="retries")
    text = write_one(again, team_records({}, [], same_causes(first, again)))
    assert "- Came back: #2 repeats #1 of 21 days before: its action “Cap retries”" in text
    document = read(text, "x.md")
    assert not document.incident.sections
    assert write_one(document.incident) == write_one(again)
    written_by_hand = text.replace("#2 repeats #1 of 21 days before", "yesterday, and nobody knows")
    kept = read(written_by_hand, "x.md").incident
    assert "yesterday, and nobody knows" in "".join(section.text for section in kept.sections)
