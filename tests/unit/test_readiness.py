"""The checklist of a post-mortem before its meeting."""

from dataclasses import replace
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from db.records import Finding, Impact, Incident
from db.words import FindingKind, ParkedKind, Severity
from facilitator.domain.attention import unready
from facilitator.domain.readiness import PrepSection, checklist, outline, ready
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
    return {each.section.value: each.mark for each in outline(of)}


def test_a_blank_page_says_everything_that_is_missing() -> None:
    blank = incident()
    assert ready(blank) == (0, 10)
    assert missing(blank)["milestones"] == (
        "no first alert fired, no on-call acknowledged, no service recovered"
    )
    assert missing(blank)["factors"] == (
        "nothing that made it possible, slowed detection, slowed resolution"
    )
    assert marks(blank) == {section.value: "–" for section in PrepSection} | {"lessons": ""}


def test_a_whole_one_is_ready() -> None:
    assert missing(whole()) == {}
    assert ready(whole()) == (10, 10)
    begun = replace(whole(), severity=None)
    assert [(each.draft, each.met, each.of) for each in unready([whole(), begun])] == [
        (begun, 9, 10)
    ]
    assert marks(whole()) == {section.value: "✓" for section in PrepSection} | {
        "impact": "3/4",
        "lessons": "",
    }


def test_what_is_missing_is_named_with_its_section() -> None:
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
        "factors": "nothing that made it possible, slowed resolution",
    }
    assert (marks(some)["impact"], marks(some)["factors"]) == ("1/4", "1/3")
    assert (marks(some)["actions"], marks(some)["lessons"]) == ("✓", "✓")


def test_a_negative_interval_is_no_order() -> None:
    stamps = {"first_alert": "09:06", "acknowledged": "09:02", "recovered": "10:01"}
    wrong = incident(stamps=stamps)
    assert missing(wrong)["times in order"] == "acknowledge is -4m"
    assert marks(wrong)["timeline"] == "3/4"


def test_only_an_open_candidate_counts() -> None:
    settled = replace(parked("x"), kind=ParkedKind.ACTION, resolved_at=at("10:00"))
    assert "a candidate action" in missing(replace(whole(), parked=(settled,)))
    assert "a candidate action" in missing(replace(whole(), parked=(parked("an idea"),)))


def test_wording_is_no_check() -> None:
    blaming = replace(
        whole(),
        root_cause="Sam should have checked.",
        factors=tuple(factor(kind, "a careless push") for kind in KINDS),
        findings=(finding("went_well", "obviously"), finding("technical", "obviously")),
    )
    assert ready(blaming) == (10, 10)


@given(st.sets(st.sampled_from(["severity", "root_cause", "factors", "findings", "parked"])))
def test_taking_something_away_never_makes_it_readier(gone: set[str]) -> None:
    blank = incident()
    less = replace(whole(), **{name: getattr(blank, name) for name in gone})
    assert ready(less)[0] <= 10 - len(gone)
