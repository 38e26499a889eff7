"""Earlier incidents whose root cause reads alike."""

from collections.abc import Sequence

import pytest

from db.records import Incident
from facilitator.domain.similarity import EarlierIncidents, SimilarIncident, first_with_cause
from tests.support import incident, item

STORM = "The retry storm exhausted the connection pool of the payment gateway"
OTHERS = [
    incident(1, "2026-01-01", root_cause="A retry storm exhausted the connection pool"),
    incident(2, "2026-01-02", root_cause="An expired certificate stopped the login page"),
    incident(3, "2026-01-03", root_cause="The disk of the search index was full"),
]


def found(text: str, others: Sequence[Incident] = OTHERS) -> list[SimilarIncident]:
    return similar(incident(50, symptom="checkout slow"), text, others)


def similar(own: Incident, text: str, others: Sequence[Incident]) -> list[SimilarIncident]:
    return EarlierIncidents(own, others).most_similar(own.symptom, text)


def test_the_incident_that_shares_most_comes_first_with_its_reason() -> None:
    best = found(STORM)[0]
    assert best.incident.number == 1
    assert 0 < best.score <= 1
    assert len(best.because) == 3
    assert set(best.because) <= {"retry", "storm", "exhausted", "connection", "pool"}
    scores = [entry.score for entry in found(STORM)]
    assert scores == sorted(scores, reverse=True)


def test_rare_words_weigh_more_than_frequent_ones() -> None:
    others = [
        *(incident(n, "2026-01-01", symptom="timeout", root_cause="timeout") for n in range(1, 5)),
        incident(5, "2026-01-01", symptom="leapsecond", root_cause="leapsecond"),
    ]
    ranked = similar(incident(9, symptom="timeout leapsecond"), "", others)
    assert ranked[0].incident.number == 5
    assert ranked[0].because == ("leapsecond",)


def test_only_earlier_incidents_are_found() -> None:
    own = incident(9, root_cause=STORM)
    others = [
        own,
        incident(10, root_cause=STORM),
        incident(1, "2026-03-15", root_cause=STORM),
        incident(8, root_cause=STORM),
        incident(99, "2026-03-13", root_cause=STORM),
    ]
    assert {entry.incident.number for entry in similar(own, STORM, others)} == {8, 99}


def test_the_linked_cause_is_read_too_and_a_plural_is_its_singular() -> None:
    others = [incident(1, "2026-01-01", symptom="slow", cause="expired certificates")]
    (only,) = similar(incident(9, symptom="down"), "the certificate", others)
    assert only.because == ("certificate",)


def test_the_reason_has_the_words_as_they_were_typed() -> None:
    others = [incident(1, "2026-01-01", symptom="slow", root_cause="Kubernetes ingress")]
    (only,) = similar(incident(9, symptom="down"), "the kubernetes ingress", others)
    assert set(only.because) == {"kubernetes", "ingress"}


def test_common_and_short_words_make_no_incidents_similar() -> None:
    others = [incident(1, "2026-01-01", symptom="and the db", root_cause="it was not the db")]
    assert [entry for entry in found("the db was not there", others) if entry.score > 0] == []


@pytest.mark.parametrize(
    ("theirs", "ours", "is_shared"),
    [
        ("disk", "disks", True),
        ("disks", "disk", True),
        ("pod", "pods", False),
        ("loss", "los", False),
    ],
)
def test_the_s_of_a_plural_is_dropped_from_words_of_five_letters_on(
    theirs: str, ours: str, is_shared: bool
) -> None:
    """The last letter of a word such as *loss* is no plural."""
    others = [incident(1, "2026-01-01", symptom="slow", root_cause=theirs)]
    assert bool(similar(incident(9, symptom="down"), ours, others)) is is_shared


def test_same_cause_passes_over_a_more_similar_incident_without_a_cause() -> None:
    others = [
        incident(1, "2026-01-01", root_cause=STORM),
        incident(2, "2026-01-02", root_cause="A retry storm", cause="retry storm"),
        incident(3, "2026-01-03", root_cause="A retry", cause="retries"),
    ]
    similar_incidents = found(STORM, others)
    assert [entry.incident.number for entry in similar_incidents] == [1, 2, 3]
    chosen = first_with_cause(similar_incidents)
    assert chosen is not None
    assert (chosen[0].number, chosen[1].name) == (2, "retry storm")
    assert first_with_cause(similar_incidents[:1]) is None


def test_at_most_ten_the_newest_of_equals_first() -> None:
    others = [incident(n, "2026-01-01", root_cause=STORM) for n in range(1, 15)]
    assert [entry.incident.number for entry in found(STORM, others)] == [*range(14, 4, -1)]


def test_a_similar_incident_has_the_number_of_its_open_action_items() -> None:
    items = [item(1), item(2, status="in_progress"), item(3, status="done")]
    (only,) = found(STORM, [incident(1, "2026-01-01", root_cause=STORM, items=items)])
    assert only.incident.open_actions == 2


def test_nothing_is_similar_to_an_empty_text_or_without_earlier_incidents() -> None:
    assert found(STORM, []) == []
    assert found("", [incident(1, "2026-01-01", symptom="?!", root_cause="")]) == []
