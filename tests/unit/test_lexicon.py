"""The lexicon: its data, and how its concepts are found in texts."""

from collections import Counter
from importlib import resources
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from snowballstemmer.english_stemmer import EnglishStemmer

from db.vocabulary import CauseCategory
from facilitator.lexicon.concepts import Concept, Lexicon
from facilitator.lexicon.patterns import GAP, parse_pattern
from facilitator.lexicon.reading import known_concepts, lexicon_with
from facilitator.lexicon.stems import NOUNS_APART, stem_of
from facilitator.lexicon.stop_words import is_informative
from facilitator.lexicon.words import words_of

LEXICON = lexicon_with({})
STEMMER = EnglishStemmer()


def found(text: str, lexicon: Lexicon = LEXICON) -> list[str]:
    return [entry.concept.name for entry in lexicon.find(list(words_of(text)))]


def test_there_are_at_least_350_concepts_and_no_name_is_used_twice() -> None:
    names = Counter(concept.name for concept in known_concepts())
    assert len(names) >= 350
    assert [name for name, count in names.items() if count > 1] == []


def test_every_category_has_a_file() -> None:
    files = resources.files("facilitator.lexicon") / "concepts"
    assert {file.name.removesuffix(".toml") for file in files.iterdir()} == set(CauseCategory)


@pytest.mark.parametrize("concept", known_concepts(), ids=lambda concept: str(concept.name))
def test_every_concept_is_found_in_its_example(concept: Concept) -> None:
    assert concept.name in found(concept.example)


@pytest.mark.parametrize("concept", known_concepts(), ids=lambda concept: str(concept.name))
def test_every_pattern_can_match(concept: Concept) -> None:
    for pattern in concept.patterns:
        # One phrase of each part, such that none of them is the same.
        choices = product(*(sorted(part) for part in pattern.parts))
        phrases = next(choice for choice in choices if len(set(choice)) == len(choice))
        words = [
            word for phrase in phrases for stem in phrase for word in words_of(stem) if word.stem
        ]
        stems = [stem for phrase in phrases for stem in phrase]
        placed = [
            word._replace(stem=stem, position=position)
            for position, (word, stem) in enumerate(zip(words, stems, strict=True))
        ]
        assert concept.name in [entry.concept.name for entry in LEXICON.find(placed)]


def test_every_broader_concept_exists() -> None:
    names = {concept.name for concept in known_concepts()}
    assert {concept.broader for concept in known_concepts()} - {None} <= names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The SSL certificate for `beta.example.org` was going to expire", "certificate expired"),
        ("kubelet: OOMKilled", "OOM kill"),
        ("pods went into CrashLoopBackOff", "crash loop"),
        ("MySQL crashed", "database down"),
        ("no space left on device", "disk full"),
        ("the client retried without any backoff", "retry storm"),
        ("NXDOMAIN for every service", "DNS lookups failed"),
    ],
)
def test_ordinary_wordings_are_found(text: str, name: str) -> None:
    assert name in found(text)


def test_a_narrow_concept_brings_its_broader_one() -> None:
    assert {"OOM kill", "memory exhausted"} <= set(found("the OOM killer struck"))


def test_no_pattern_reaches_into_the_next_sentence() -> None:
    assert "certificate expired" not in found("We bought a certificate. The lease expired.")


def test_words_that_stand_far_apart_do_not_match() -> None:
    lexicon = Lexicon([Concept("own", None, (parse_pattern("alpha beta"),))])
    near = " ".join(["alpha", *["x"] * GAP, "beta"])
    far = " ".join(["alpha", *["x"] * (GAP + 1), "beta"])
    assert found(near, lexicon) == ["own"]
    assert found(far, lexicon) == []


@given(st.lists(st.sampled_from(["red", "green", "blue", "x"]), max_size=12))
def test_a_pattern_of_two_words_agrees_with_a_plain_search(text: list[str]) -> None:
    lexicon = Lexicon([Concept("own", None, (parse_pattern("red|green blue"),))])
    first = [index for index, word in enumerate(text) if word in ("red", "green")]
    second = [index for index, word in enumerate(text) if word == "blue"]
    expected = any(abs(one - two) <= GAP + 1 for one in first for two in second)
    assert bool(found(" ".join(text), lexicon)) == expected


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    words = list(words_of(text))
    for entry in LEXICON.find(words):
        assert all(0 <= index < len(words) for match in entry.matches for index in match)


@given(st.text())
def test_words_stand_in_the_text_where_they_say(text: str) -> None:
    for word in words_of(text):
        assert text[word.start : word.start + len(word.spelling)] == word.spelling


def test_a_team_adds_concepts_and_patterns() -> None:
    lexicon = lexicon_with({"till frozen": ["till frozen|froze"], "disk full": ["floppy stuffed"]})
    assert "till frozen" in found("the tills froze at noon", lexicon)
    assert "disk full" in found("a stuffed floppy", lexicon)
    assert "disk full" in found("the disk was full", lexicon)


@pytest.mark.parametrize("pattern", ["", "   ", "a||b", "_", "a b c d e f", "x" * 500, "a-b", "|"])
def test_what_is_no_pattern_is_refused_in_one_line(pattern: str) -> None:
    with pytest.raises(ValueError, match="expected words") as error:
        parse_pattern(pattern)
    assert "\n" not in str(error.value)


def test_stop_words_numbers_and_ids_are_not_informative() -> None:
    text = "The incident at 12:40 hit 4f9c2ab17 with x509 errors of the proxy"
    assert [word.spelling for word in words_of(text) if is_informative(word)] == [
        "hit", "x509", "errors", "proxy",
    ]  # fmt: skip


def test_forms_of_a_word_have_one_stem() -> None:
    assert stem_of("expires") == stem_of("expired") == stem_of("expiration")


def test_a_part_of_a_system_has_another_stem_than_an_everyday_word() -> None:
    assert stem_of("containers") == stem_of("container") != stem_of("contains")
    assert stem_of("resolver") != stem_of("resolved")


@given(st.text("abcdefgilmnorstuy'é", min_size=1, max_size=9))
def test_a_word_that_is_not_kept_apart_has_the_stem_of_the_stemmer(word: str) -> None:
    assume(word.removesuffix("s") not in NOUNS_APART)
    assert stem_of(word) == STEMMER.stemWord(word)


def test_an_apostrophe_may_be_a_typographic_one() -> None:
    assert "failover did not happen" in found("the standby didn’t take over in the failover")
