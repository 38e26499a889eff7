"""The checklist of a post-mortem before its meeting."""

from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records import Finding, Impact, Incident
from db.vocabulary import FindingKind, ParkedKind, Severity
from facilitator.domain.attention import drafts_not_ready
from facilitator.domain.readiness import checklist, count_met_checks, section_progress
from facilitator.domain.template import TemplatePart
from tests.support import at, factor, incident, item, parked

KINDS = ("made_possible", "slowed_detection", "slowed_resolution")


def finding(kind: str, text: str = "x") -> Finding:
    return Finding(uuid4(), FindingKind(kind), text)


def whole() -> Incident:
    stamps = {"first_alert": "09:02", "acknowledged": "09:06", "recovered": "10:01"}
    return incident(
        stamps=stamps,
        severity=Severity.SEV1,
        impact=Impact(at("08:57"), 64, 12_000, None, None, 18.5),
        root_cause="Retries had no limit.",
        factors=tuple(factor(kind) for kind in KINDS),
        findings=(finding("went_well"), finding("process")),
        parked=(replace(parked("cap retries"), kind=ParkedKind.ACTION),),
    )


def missing(of: Incident) -> dict[str, str]:
    return {check.name: check.missing for check in checklist(of) if not check.ok}


def marks(of: Incident) -> dict[str, str]:
    return {progress.section.value: progress.mark for progress in section_progress(of)}


def test_a_blank_draft_misses_everything() -> None:
    blank = incident()
    assert count_met_checks(blank) == (0, 10)
    assert missing(blank)["milestones"] == (
        "add first alert fired, on-call acknowledged, service recovered"
    )
    assert missing(blank)["factors"] == (
        "none that made it possible or slowed detection or slowed resolution"
    )
    assert marks(blank) == {section.value: "–" for section in TemplatePart} | {"lessons": ""}


def test_a_whole_post_mortem_is_ready() -> None:
    assert missing(whole()) == {}
    assert count_met_checks(whole()) == (10, 10)
    begun = replace(whole(), severity=None)
    assert [(entry.draft, entry.met, entry.of) for entry in drafts_not_ready([whole(), begun])] == [
        (begun, 9, 10)
    ]
    assert marks(whole()) == {section.value: "✓" for section in TemplatePart} | {
        "impact": "3/4",
        "lessons": "",
    }


def test_missing_parts_are_named_and_marked_in_their_section() -> None:
    some = replace(
        whole(),
        impact=Impact(users_affected=0),
        factors=(factor("slowed_detection"),),
        parked=(),
        action_items=(item(),),
        lessons_learned="Retries are load.",
    )
    assert missing(some) == {
        "how long": "give a duration, or when the impact began",
        "factors": "none that made it possible or slowed resolution",
    }
    assert (marks(some)["impact"], marks(some)["factors"]) == ("1/4", "1/3")
    assert (marks(some)["actions"], marks(some)["lessons"]) == ("✓", "✓")


def test_a_negative_interval_is_named_as_out_of_order() -> None:
    stamps = {"first_alert": "09:06", "acknowledged": "09:02", "recovered": "10:01"}
    wrong = incident(stamps=stamps)
    assert missing(wrong)["times in order"] == "acknowledge is -4m"
    assert marks(wrong)["timeline"] == "3/4"


@pytest.mark.parametrize(
    ("impact", "is_known"),
    [
        (Impact(duration_minutes=0), True),
        (Impact(began_at=at("08:57")), True),
        (Impact(users_affected=3), False),
    ],
)
def test_a_duration_or_the_begin_of_the_impact_says_how_long(
    impact: Impact, is_known: bool
) -> None:
    assert ("how long" not in missing(incident(impact=impact))) is is_known


def test_two_milestones_at_one_moment_are_in_order() -> None:
    stamps = {"first_alert": "09:02", "acknowledged": "09:02", "recovered": "10:01"}
    assert "times in order" not in missing(incident(stamps=stamps))


def test_only_an_open_parked_action_is_a_candidate() -> None:
    resolved = replace(parked("x"), kind=ParkedKind.ACTION, resolved_at=at("10:00"))
    assert "a candidate action" in missing(replace(whole(), parked=(resolved,)))
    assert "a candidate action" in missing(replace(whole(), parked=(parked("an idea"),)))


def test_wording_does_not_count_for_readiness() -> None:
    blaming = replace(
        whole(),
        root_cause="Sam should have checked.",
        factors=tuple(factor(kind, "a careless push") for kind in KINDS),
        findings=(finding("went_well", "obviously"), finding("technical", "obviously")),
    )
    assert count_met_checks(blaming) == (10, 10)


@given(st.sets(st.sampled_from(["severity", "root_cause", "factors", "findings", "parked"])))
def test_removing_something_never_makes_a_post_mortem_readier(gone: set[str]) -> None:
    blank = incident()
    less = replace(whole(), **{name: getattr(blank, name) for name in gone})
    assert count_met_checks(less)[0] <= 10 - len(gone)
