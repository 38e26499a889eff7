"""Markdown: an export that is imported and exported again is the same, whatever its texts are."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from db.records import Finding, Impact, Incident
from db.vocabulary import ActionStatus, EventKind, FindingKind
from facilitator.documents.read.json import read as read_json
from facilitator.documents.read.markdown import read
from facilitator.documents.write.json import JsonObject, dump
from facilitator.documents.write.markdown import write_one
from tests.support import event, factor, incident, item
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


@st.composite
def nasty_incidents(draw: st.DrawFn) -> Incident:
    findings = st.tuples(st.sampled_from(FindingKind), one_liners)
    return incident(
        service=draw(one_liners),
        symptom=draw(one_liners),
        impact=Impact(duration_minutes=draw(st.none() | st.just(1_234)), summary=draw(long_texts)),
        timeline=tuple(
            event(draw(st.sampled_from(EventKind)), "09:02", draw(one_liners))
            for _ in range(draw(st.integers(0, 2)))
        ),
        root_cause=draw(long_texts),
        factors=tuple(factor(text=draw(one_liners)) for _ in range(draw(st.integers(0, 2)))),
        findings=tuple(
            Finding(event("other", "09:00").id, kind, text)
            for kind, text in draw(st.lists(findings, max_size=3))
        ),
        items=[
            item(slot, action=draw(one_liners), owner=draw(one_liners), status=status, note=note)
            for slot in range(1, draw(st.integers(0, 3)) + 1)
            for status, note in [(draw(st.sampled_from(ActionStatus)), draw(one_liners))]
        ],
        lessons_learned=draw(long_texts),
    )


def imported_again(original: Incident) -> Incident:
    return read(write_one(original), "x.md").incident


def flat(text: str) -> str:
    return " ".join(text.split())


def template_values(original: Incident) -> dict[str, Any]:
    """The values of an incident that the template has sections for."""
    impact = original.impact
    return {
        "title": flat(original.title),
        "impact": (
            impact.duration_minutes,
            impact.users_affected,
            impact.revenue,
            impact.slo_budget_percent,
            impact.summary.replace("\r\n", "\n").replace("\r", "\n").strip(),
        ),
        "timeline": [
            (event.at.replace(microsecond=0), event.kind, flat(event.text))
            for event in original.timeline
        ],
        "root cause": original.root_cause.replace("\r\n", "\n").replace("\r", "\n").strip(),
        "factors": [flat(factor.text) for factor in original.factors],
        "went well": [
            flat(finding.text) for finding in original.findings_of(FindingKind.WENT_WELL)
        ],
        "went wrong": [
            flat(finding.text)
            for finding in original.findings
            if finding.kind is not FindingKind.WENT_WELL
        ],
        "actions": [
            (flat(item.action), flat(item.owner), item.priority, item.due)
            for item in original.action_items
        ],
        "statuses": [(item.status, flat(item.note)) for item in original.action_items],
        "lessons": original.lessons_learned.replace("\r\n", "\n").replace("\r", "\n").strip(),
    }


def assert_same_again(original: Incident) -> None:
    document = read(write_one(original), "x.md")
    assert template_values(document.incident) == template_values(original)
    assert write_one(document.incident) == write_one(original)
    assert document.notes == ()


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
    assert_same_again(incident(items=[item(action=text, owner=text, note=text)], symptom=text))


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


def test_what_is_not_in_the_template_is_not_in_the_markdown() -> None:
    original = incident(items=[item(ticket="OPS-17")], severity="SEV1", themes=("retries",))
    expected = template_values(replace(original, severity=None))
    assert template_values(imported_again(original)) == expected
    assert "OPS-17" not in write_one(original)
