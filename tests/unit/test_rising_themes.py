"""Themes that are found: what rises, what is chance, and what a team has decided about it."""

import random
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.themes.chance import ChanceOfRising
from facilitator.domain.themes.comparison import Counts
from facilitator.domain.themes.features import Feature, FeaturedIncident, FeatureKind, feature_of
from facilitator.domain.themes.found import FALSE_NAMED, Decisions, FoundTheme, found_themes

AS_OF = date(2026, 6, 30)
MONTHS = 6
RECENT, BEFORE, EARLIER = date(2026, 3, 1), date(2025, 9, 1), date(2025, 2, 1)
EXPIRED = Feature(FeatureKind.CONCEPT, "certificate expired")
STORM = Feature(FeatureKind.CONCEPT, "retry storm")
CERTIFICATE = Feature(FeatureKind.WORD, "certif")
TYPED = Feature(FeatureKind.THEME, "certificates have no owner")
BILLING = Feature(FeatureKind.SERVICE, "billing")


def incidents(having: Mapping[date, tuple[int, int]], *features: Feature) -> list[FeaturedIncident]:
    """Return incidents of some days, so many of so many of which have these features."""
    days = [(on, at < some) for on, (some, of) in having.items() for at in range(of)]
    return [
        FeaturedIncident(number, on, {each: each.key for each in features} if has else {})
        for number, (on, has) in enumerate(days, 1)
    ]


def together(*groups: Iterable[FeaturedIncident]) -> list[FeaturedIncident]:
    """Return incidents that have the features that those of the same number have in any group."""
    merged: dict[int, FeaturedIncident] = {}
    for incident in (incident for group in groups for incident in group):
        known = merged.get(incident.number, incident)
        features = {**known.features, **incident.features}
        merged[incident.number] = FeaturedIncident(incident.number, incident.date, features)
    return list(merged.values())


RISING = {RECENT: (7, 20), BEFORE: (1, 20), EARLIER: (0, 40)}


def found(
    known: Iterable[FeaturedIncident], decisions: Decisions | None = None
) -> list[FoundTheme]:
    return found_themes(known, AS_OF, MONTHS, decisions)


def names(known: Iterable[FeaturedIncident], decisions: Decisions | None = None) -> list[str]:
    return [theme.name for theme in found(known, decisions)]


def test_a_rise_is_shown_with_its_counts_in_both_windows_and_all_its_incidents() -> None:
    (theme,) = found(incidents({RECENT: (6, 20), BEFORE: (1, 20), EARLIER: (1, 40)}, EXPIRED))
    assert (theme.feature, theme.name) == (EXPIRED, "certificate expired")
    assert theme.counts == Counts(recent=6, of_recent=20, before=1, of_before=20)
    assert theme.incidents == (6, 5, 4, 3, 2, 1, 21, 41)


@pytest.mark.parametrize(
    "having",
    [
        {RECENT: (2, 3), BEFORE: (0, 20), EARLIER: (0, 40)},
        {RECENT: (3, 20), BEFORE: (2, 20), EARLIER: (4, 40)},
        {RECENT: (1, 7), BEFORE: (8, 15)},
        {RECENT: (20, 20), BEFORE: (20, 20)},
        {RECENT: (6, 20)},
        {BEFORE: (6, 20)},
        {RECENT: (1, 1)},
        {},
    ],
    ids=["two", "by chance", "falls", "always", "nothing before", "nothing recent", "one", "none"],
)
def test_nothing_is_shown_without_a_rise_of_three_incidents_beyond_chance(
    having: dict[date, tuple[int, int]],
) -> None:
    assert found(incidents(having, EXPIRED)) == []


def test_what_was_as_frequent_in_the_window_before_does_not_rise() -> None:
    assert found(incidents({RECENT: (7, 20), BEFORE: (7, 20), EARLIER: (0, 40)}, EXPIRED)) == []
    assert found(incidents({RECENT: (7, 20), EARLIER: (0, 60)}, EXPIRED)) != []


def test_incidents_after_the_day_or_before_the_baseline_do_not_count() -> None:
    (theme,) = found(incidents(RISING, EXPIRED))
    late = [FeaturedIncident(900, date(2026, 7, 1), {EXPIRED: "x"})]
    old = [FeaturedIncident(901, date(2024, 6, 30), {EXPIRED: "x"})]
    assert found([*late, *incidents(RISING, EXPIRED), *old]) == [theme]


def test_what_has_the_same_incidents_is_shown_once_concepts_before_words() -> None:
    assert names(incidents(RISING, CERTIFICATE, EXPIRED)) == ["certificate expired"]
    assert names(incidents({RECENT: (12, 20), BEFORE: (0, 60)}, CERTIFICATE)) == ["certif"]


def test_other_incidents_make_another_theme() -> None:
    expired = incidents(RISING, EXPIRED)
    storm = [
        FeaturedIncident(incident.number, incident.date, {STORM: "retry storm"})
        for incident in incidents({RECENT: (20, 20), BEFORE: (0, 60)})
        if 10 < incident.number <= 18
    ]
    assert names(together(expired, storm)) == ["retry storm", "certificate expired"]


def test_a_hidden_theme_stays_hidden_and_does_not_come_back_as_its_words() -> None:
    known = incidents({RECENT: (12, 20), BEFORE: (0, 60)}, CERTIFICATE, EXPIRED)
    assert names(known, Decisions(hidden={EXPIRED.term})) == []
    assert names(known, Decisions(kept={EXPIRED.term})) == []
    assert names(known, Decisions(hidden={CERTIFICATE.term})) == ["certificate expired"]


def test_what_the_team_has_typed_as_a_theme_is_not_found_under_another_name() -> None:
    assert names(incidents(RISING, TYPED, EXPIRED)) == []


def test_merged_themes_count_as_one_by_the_name_of_the_one_that_stays() -> None:
    one = incidents({RECENT: (4, 20), BEFORE: (0, 60)}, STORM)
    other = [
        FeaturedIncident(incident.number, incident.date, {EXPIRED: "certificate expired"})
        for incident in one
        if 3 < incident.number <= 9
    ]
    decisions = Decisions(same_as={EXPIRED.term: STORM.term})
    (theme,) = found(together(one, other), decisions)
    assert (theme.name, theme.counts.recent) == ("retry storm", 9)
    assert theme.merged == (EXPIRED.term,)
    hidden = Decisions(hidden={STORM.term}, same_as={EXPIRED.term: STORM.term})
    assert names(together(one, other), hidden) == []


def test_a_circle_of_merged_themes_counts_as_one_of_them() -> None:
    circle = Decisions(same_as={EXPIRED.term: STORM.term, STORM.term: EXPIRED.term})
    assert circle.canonical(EXPIRED.term) == circle.canonical(STORM.term) == EXPIRED.term
    assert names(incidents(RISING, STORM), circle) == ["retry storm"]


def test_a_term_reads_back_as_its_feature() -> None:
    service = Feature(FeatureKind.SERVICE, "a:b")
    assert feature_of(service.term) == service
    assert feature_of("no such kind") is None


@pytest.mark.parametrize("having", [3, 4, 6])
def test_the_chance_of_a_rise_is_its_share_of_all_shuffles_of_the_dates(having: int) -> None:
    of_recent, of_before = 5, 6
    counts = Counts(3, of_recent, having - 3, of_before)
    shuffles = [
        sum(place < of_recent for place in places)
        for places in combinations(range(of_recent + of_before), having)
    ]
    share = sum(recent >= 3 for recent in shuffles) / len(shuffles)
    chance = ChanceOfRising([counts, counts], at_least=3)
    assert chance.expected_from(counts.z) == pytest.approx(2 * share)
    assert chance.largest_up_to(99) == pytest.approx(2 * share)
    assert chance.largest_up_to(0) == 0


def test_shuffled_dates_show_no_more_false_themes_than_is_accepted() -> None:
    false = 0
    rounds = 100
    for seed in range(rounds):
        chance = random.Random(seed)
        features = [Feature(FeatureKind.CONCEPT, f"concept {number}") for number in range(60)]
        known = [
            FeaturedIncident(
                number,
                chance.choice([RECENT, BEFORE, EARLIER, EARLIER]),
                {each: each.key for each in chance.sample(features, 5)},
            )
            for number in range(80)
        ]
        false += len(found(known))
    assert 0 < false / rounds <= FALSE_NAMED


FEATURES = st.builds(
    Feature, st.sampled_from(FeatureKind), st.text(st.characters(codec="utf-8"), max_size=3)
)
KNOWN = st.lists(
    st.builds(
        FeaturedIncident,
        st.integers(1, 40),
        st.dates(date(2024, 1, 1), date(2026, 8, 1)),
        st.dictionaries(FEATURES, st.text(max_size=5), max_size=4),
    ),
    max_size=40,
    unique_by=lambda incident: incident.number,
)
TERMS = st.builds(lambda feature: feature.term, FEATURES) | st.text(max_size=6)
DECISIONS = st.builds(
    Decisions,
    st.frozensets(TERMS, max_size=3),
    st.frozensets(TERMS, max_size=3),
    st.dictionaries(TERMS, TERMS, max_size=6),
)


@given(KNOWN, DECISIONS, st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter_whatever_people_typed(
    known: list[FeaturedIncident], decisions: Decisions, chance: random.Random
) -> None:
    themes = found(known, decisions)
    shuffled = [
        FeaturedIncident(
            incident.number,
            incident.date,
            dict(chance.sample(list(incident.features.items()), len(incident.features))),
        )
        for incident in chance.sample(known, len(known))
    ]
    assert found(shuffled, decisions) == themes
    for theme in themes:
        assert theme.counts.recent >= 3
        assert theme.feature.term not in decisions.hidden
