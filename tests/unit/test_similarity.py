"""Earlier incidents of the same kind: how they are ranked, and why."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.records import Impact, Incident, Section
from facilitator.domain.similarity import index as index_module
from facilitator.domain.similarity.bands import FEWEST_WORDS, Band, band_of
from facilitator.domain.similarity.categories import categories_of_text
from facilitator.domain.similarity.index import SimilarityIndex
from facilitator.domain.similarity.passages import shared_passages
from facilitator.domain.similarity.similar_incident import (
    SimilarIncident,
    first_with_cause,
    worth_showing,
)
from facilitator.domain.similarity.terms import (
    Terms,
    count_terms,
    query_of,
    terms_from_text,
    terms_to_text,
    terms_version,
)
from facilitator.domain.similarity.texts import ComparedTexts, texts_of
from facilitator.lexicon.reading import lexicon_with
from tests.support import comparison_record, factor, incident

LEXICON = lexicon_with({})
STORM = "The retry storm exhausted the connection pool of the payment gateway"
OTHERS = [
    incident(1, "2026-01-01", root_cause="A retry storm exhausted the connection pool"),
    incident(2, "2026-01-02", root_cause="An expired certificate stopped the login page"),
    incident(3, "2026-01-03", root_cause="The disk of the search index was full"),
]
WORDS = [
    *("retry", "storm", "certificate", "expired", "disk", "full"),
    *("pool", "exhausted", "gateway", "node", "killed"),
]
texts = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


def index_of(incidents: Sequence[Incident]) -> SimilarityIndex:
    counted = [(comparison_record(one), count_terms(texts_of(one), LEXICON)) for one in incidents]
    return SimilarityIndex(counted, LEXICON)


def ranked(own: Incident, others: Sequence[Incident]) -> list[SimilarIncident]:
    query = query_of(texts_of(own), LEXICON)
    return index_of([own, *others]).most_similar(query, (own.began_at, own.number))


def found(text: str, others: Sequence[Incident] = OTHERS) -> list[SimilarIncident]:
    return ranked(incident(50, symptom="checkout slow", root_cause=text), others)


def numbers(similar: Sequence[SimilarIncident]) -> list[int]:
    return [entry.incident.number for entry in similar]


def test_the_incident_that_shares_most_comes_first_with_its_reasons() -> None:
    best = found(STORM)[0]
    assert best.incident.number == 1
    assert best.concepts == ("connection pool exhausted", "retry storm")
    assert best.because[:2] == best.concepts


def test_words_are_named_as_the_text_writes_them_and_not_those_of_a_named_concept() -> None:
    others = [incident(1, "2026-01-01", root_cause="A retry storm of KUBERNETES ingresses")]
    (only,) = found("A retry storm hit the Kubernetes ingress", others)
    assert only.concepts == ("retry storm",)
    assert {"Kubernetes", "ingress"} <= set(only.words)


def test_at_most_four_words_are_named() -> None:
    long = "alpha bravo charlie delta echo foxtrot"
    (only,) = found(long, [incident(1, "2026-01-01", root_cause=long)])
    assert len(only.words) == 4


def test_a_broader_concept_is_not_named_beside_the_narrower_one() -> None:
    others = [incident(1, "2026-01-01", root_cause="The pod was OOMKilled")]
    (only,) = found("Pods were killed by the OOM killer", others)
    assert "OOM kill" in only.concepts
    assert "memory exhausted" not in only.concepts


def test_incidents_that_share_a_concept_in_other_words_are_found() -> None:
    others = [
        incident(1, "2026-01-01", symptom="login", root_cause="Nobody renewed the TLS certificate"),
        incident(2, "2026-01-02", symptom="login", root_cause="The proxy dropped requests"),
    ]
    own = incident(9, symptom="x509", root_cause="the cert expired")
    assert ranked(own, others)[0].incident.number == 1


def test_rare_words_weigh_more_than_frequent_ones() -> None:
    others = [
        *(incident(n, "2026-01-01", symptom="ledger", root_cause="ledger") for n in range(1, 5)),
        incident(5, "2026-01-01", symptom="leapsecond", root_cause="leapsecond"),
    ]
    best = ranked(incident(9, symptom="ledger leapsecond"), others)[0]
    assert best.incident.number == 5


def test_only_incidents_that_began_earlier_are_found() -> None:
    own = incident(9, root_cause=STORM)
    others = [
        incident(10, root_cause=STORM),
        incident(1, "2026-03-15", root_cause=STORM),
        incident(8, root_cause=STORM),
        incident(99, "2026-03-13", root_cause=STORM),
    ]
    assert set(numbers(ranked(own, others))) == {8, 99}


def test_without_an_incident_all_are_found() -> None:
    query = query_of(ComparedTexts(root_cause=STORM), LEXICON)
    assert numbers(index_of(OTHERS).most_similar(query)) == [1]


def test_what_only_slows_a_repair_down_makes_no_incidents_similar() -> None:
    others = [incident(1, "2026-01-01", symptom="x", root_cause="No alert fired at night")]
    similar = ranked(
        incident(9, symptom="y", root_cause="Nothing was monitored, no alerts"), others
    )
    assert all(entry.concepts == () for entry in similar)


def test_common_words_make_no_incidents_similar() -> None:
    others = [incident(1, "2026-01-01", symptom="and", root_cause="it was not the root cause")]
    own = incident(9, symptom="what", root_cause="the incident was not there at 12:40")
    assert ranked(replace(own, service="x"), [replace(others[0], service="y")]) == []


def test_all_texts_of_an_incident_are_compared() -> None:
    word = "leapsecond"
    plain = incident(1, "2026-01-01", symptom="other", root_cause="other")
    for changed in (
        {"symptom": word},
        {"root_cause": word},
        {"impact": Impact(summary=word)},
        {"factors": (factor(text=word),)},
        {"lessons_learned": word},
        {"sections": (Section(plain.id, "Details", word),)},
    ):
        assert numbers(found(word, [replace(plain, **changed)])) == [1], changed


def test_at_most_ten_the_newest_of_equals_first() -> None:
    others = [incident(n, "2026-01-01", root_cause=STORM) for n in range(1, 15)]
    assert numbers(found(STORM, others)) == [*range(14, 4, -1)]


def test_nothing_is_similar_to_an_empty_text_or_without_earlier_incidents() -> None:
    assert found(STORM, []) == []
    assert found("", [incident(1, "2026-01-01", service="x", symptom="?!", root_cause="")]) == []
    assert index_of([]).most_similar(query_of(ComparedTexts(), LEXICON)) == []


def test_same_cause_passes_over_a_more_similar_incident_without_a_cause() -> None:
    incidents = [incident(1), incident(2, cause="retry storm"), incident(3, cause="retries")]
    chosen = first_with_cause(incidents)
    assert chosen is not None
    assert (chosen[0].number, chosen[1].name) == (2, "retry storm")
    assert first_with_cause(incidents[:1]) is None


@given(st.lists(texts, min_size=1, max_size=8), texts, st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter(
    causes: list[str], own: str, shuffle: random.Random
) -> None:
    others = [incident(n, "2026-01-01", root_cause=text) for n, text in enumerate(causes, 1)]
    expected = found(own, others)
    shuffle.shuffle(others)
    assert found(own, others) == expected


@given(st.lists(texts, min_size=1, max_size=8), texts)
def test_scores_lie_between_0_and_1_the_best_first(causes: list[str], own: str) -> None:
    others = [incident(n, "2026-01-01", root_cause=text) for n, text in enumerate(causes, 1)]
    scores = [entry.score for entry in found(own, others)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 for score in scores)


@given(st.lists(texts, min_size=1, max_size=8), texts.filter(bool))
def test_an_incident_with_the_same_text_shares_most(causes: list[str], own: str) -> None:
    """No other of the same length shares more; so the same text comes first, or as good as it."""
    others = [incident(n, "2026-01-01", root_cause=text) for n, text in enumerate(causes, 1)]
    twin = incident(60, "2026-01-02", symptom="checkout slow", root_cause=own)
    similar = found(own, [*others, twin])
    assert 60 in numbers(similar)
    shortest = min(len(text.split()) for text in [own, *causes])
    if shortest == len(own.split()):
        assert similar[0].incident.number == 60


@settings(max_examples=30)
@given(st.text(max_size=300))
def test_hostile_text_is_compared_like_any_other(text: str) -> None:
    own = incident(9, symptom="x", root_cause=text)
    for entry in ranked(own, [incident(1, "2026-01-01", symptom="x", root_cause=text)]):
        assert all(word in text or word in ("x", "checkout") for word in entry.words)


@given(st.text(max_size=200))
def test_highlighted_passages_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    spans = shared_passages(text, set(LEXICON.concepts), {"retry"}, LEXICON)
    assert all(0 <= start < end <= len(text) for start, end in spans)


def test_the_words_of_shared_concepts_and_shared_words_are_highlighted() -> None:
    text = "The cert had expired; the gateways refused it."
    spans = shared_passages(text, {"certificate expired"}, {"gateway"}, LEXICON)
    assert [text[start:end] for start, end in spans] == ["cert", "expired", "gateways"]


def test_in_a_large_index_the_frequent_words_still_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """Candidates are found by the rare words, and then compared by all of them."""
    others = [
        incident(n, "2026-01-01", root_cause=f"gateway {'storm' if n % 2 else 'full'} x{n}")
        for n in range(1, 40)
    ]
    own = "gateway storm x7 x8"
    expected = found(own, others)
    monkeypatch.setattr(index_module, "POSTINGS_READ", 4)
    assert found(own, others)[:2] == expected[:2]
    assert numbers(expected)[:2] == [7, 8]


def test_too_short_a_text_suggests_nothing() -> None:
    def of(number: int, prefix: str) -> Incident:
        words = " ".join(f"{prefix}{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
        return incident(number, "2026-01-01", root_cause=words)

    twins = [of(number, "twin") for number in range(1, 5)]
    fillers = [of(10 + number, f"other{letter}") for number, letter in enumerate("abcdefghijkl")]
    words = twins[0].root_cause
    index = index_of([*twins, *fillers])
    short = query_of(ComparedTexts(root_cause=" ".join(words.split()[: FEWEST_WORDS - 1])), LEXICON)
    long = query_of(ComparedTexts(root_cause=words), LEXICON)
    assert worth_showing(index.most_similar(short), short) == []
    shown = worth_showing(index.most_similar(long), long)
    assert len(shown) == 3
    assert all(entry.band is not Band.WEAK for entry in shown)


def test_the_bands_are_in_the_order_of_the_scores() -> None:
    bands = [band_of(score / 100) for score in range(101)]
    assert bands[0] is Band.WEAK
    assert bands[-1] is Band.LIKELY
    assert bands == sorted(bands, key=["weak", "possible", "likely"].index)


@given(st.lists(texts, max_size=3))
def test_kept_terms_are_read_back_as_they_were_counted(lines: list[str]) -> None:
    counted = count_terms(ComparedTexts(root_cause=" ".join(lines)), LEXICON)
    version = terms_version(LEXICON)
    assert terms_from_text(terms_to_text(counted, version), version) == counted


@pytest.mark.parametrize("kept", ["", "{}", "[", '["{version}"]', '["{version}",1,2]', "\x00"])
def test_terms_that_can_not_be_read_are_counted_again(kept: str) -> None:
    version = terms_version(LEXICON)
    assert terms_from_text(kept.replace("{version}", version), version) is None


def test_terms_of_another_lexicon_are_counted_again() -> None:
    own = lexicon_with({"till frozen": ["till frozen"]})
    kept = terms_to_text(Terms({"a": 1.0}, {}, 1.0), terms_version(LEXICON))
    assert terms_from_text(kept, terms_version(own)) is None


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("The wildcard certificate had expired", "certificate-or-credential"),
        ("A CNAME record pointed to the old load balancer", "dns"),
        ("The disk was full of logs", "capacity-limit"),
        ("An engineer accidentally deleted the namespace by hand", "manual-operation"),
        ("The upgrade to Kubernetes 1.22 removed the beta API", "upgrade-compatibility"),
        ("An attacker exploited a vulnerability", "security"),
        ("Leap second", "time"),
    ],
)
def test_the_category_that_a_text_speaks_of_is_suggested_first(text: str, category: str) -> None:
    assert categories_of_text(text, LEXICON)[0] == category


def test_nothing_is_suggested_for_a_text_that_says_nothing() -> None:
    assert categories_of_text("", LEXICON) == []
