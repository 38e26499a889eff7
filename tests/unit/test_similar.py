"""Earlier incidents that read alike."""

from collections.abc import Sequence

from db.records import Incident
from facilitator.domain.similar import Earlier, Similar
from tests.support import incident, item

STORM = "The retry storm exhausted the connection pool of the payment gateway"
OTHERS = [
    incident(1, "2026-01-01", root_cause="A retry storm exhausted the connection pool"),
    incident(2, "2026-01-02", root_cause="An expired certificate stopped the login page"),
    incident(3, "2026-01-03", root_cause="The disk of the search index was full"),
]


def found(text: str, others: object = OTHERS, **more: object) -> list[Similar]:
    return similar(incident(50, symptom="checkout slow", **more), text, others)  # type: ignore[arg-type]


def similar(own: Incident, text: str, others: Sequence[Incident]) -> list[Similar]:
    return Earlier(own, others).like(own.symptom, text)


def test_the_one_that_shares_most_comes_first_with_the_reason() -> None:
    best = found(STORM)[0]
    assert best.incident.number == 1
    assert 0 < best.score <= 1
    assert len(best.because) == 3
    assert set(best.because) <= {"retry", "storm", "exhausted", "connection", "pool"}
    scores = [each.score for each in found(STORM)]
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
    assert {each.incident.number for each in similar(own, STORM, others)} == {8, 99}


def test_the_linked_cause_is_read_too_and_a_plural_is_its_singular() -> None:
    others = [incident(1, "2026-01-01", symptom="slow", cause="expired certificates")]
    (only,) = similar(incident(9, symptom="down"), "the certificate", others)
    assert only.because == ("certificate",)


def test_the_reason_is_told_in_the_words_that_were_written() -> None:
    others = [incident(1, "2026-01-01", symptom="slow", root_cause="Kubernetes ingress")]
    (only,) = similar(incident(9, symptom="down"), "the kubernetes ingress", others)
    assert set(only.because) == {"kubernetes", "ingress"}


def test_common_words_and_short_ones_make_nothing_alike() -> None:
    others = [incident(1, "2026-01-01", symptom="and the db", root_cause="it was not the db")]
    assert [each for each in found("the db was not there", others) if each.score > 0] == []


def test_at_most_ten_the_newest_of_equals_first() -> None:
    others = [incident(n, "2026-01-01", root_cause=STORM) for n in range(1, 15)]
    assert [each.incident.number for each in found(STORM, others)] == [*range(14, 4, -1)]


def test_it_tells_how_many_action_items_are_open() -> None:
    items = [item(1), item(2, status="in_progress"), item(3, status="done")]
    (only,) = found(STORM, [incident(1, "2026-01-01", root_cause=STORM, items=items)])
    assert only.incident.open_actions == 2


def test_nothing_typed_and_nothing_known() -> None:
    assert found(STORM, []) == []
    assert found("", [incident(1, "2026-01-01", symptom="?!", root_cause="")]) == []
