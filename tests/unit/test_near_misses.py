"""A near miss in documents and lists: it has no severity, and says what it is instead."""

from __future__ import annotations

from dataclasses import replace

from db.records import Cause, Incident
from db.vocabulary import CauseCategory, IncidentKind, Trigger
from facilitator.documents.read import markdown as read_markdown
from facilitator.documents.write import html, markdown
from facilitator.domain.readiness import checklist
from tests.support import incident


def near_miss() -> Incident:
    cause = Cause(incident().id, "config without a check", CauseCategory.CONFIG_CHANGE)
    return replace(
        incident(), severity=None, kind=IncidentKind.NEAR_MISS, trigger=Trigger.CONFIG_PUSH,
        cause=cause,
    )  # fmt: skip


def test_a_near_miss_is_written_and_read_again_as_one() -> None:
    text = markdown.write_one(near_miss())
    assert "- Kind: near miss\n" in text
    assert "- Trigger: config push\n" in text
    assert "- Cause category: config change\n" in text
    read = read_markdown.read(text, "x.md").incident
    assert (read.kind, read.trigger) == (IncidentKind.NEAR_MISS, Trigger.CONFIG_PUSH)
    assert read.cause is not None
    assert read.cause.category is CauseCategory.CONFIG_CHANGE


def test_an_incident_says_nothing_of_its_kind() -> None:
    text = markdown.write_one(incident())
    assert "Kind:" not in text
    assert "Trigger:" not in text


def test_a_kind_that_is_not_known_is_kept_as_text() -> None:
    text = markdown.write_one(near_miss()).replace("near miss", "accident")
    read = read_markdown.read(text, "x.md").incident
    assert read.kind is IncidentKind.INCIDENT
    assert any("accident" in section.text for section in read.sections)


def test_a_near_miss_needs_no_severity_to_be_ready() -> None:
    with_kind = {check.name: check.ok for check in checklist(near_miss())}
    without = {check.name: check.ok for check in checklist(replace(incident(), severity=None))}
    assert (with_kind["severity"], without["severity"]) == (True, False)


def test_a_page_says_that_it_is_a_near_miss() -> None:
    assert "Near miss" in html.write([near_miss()])
