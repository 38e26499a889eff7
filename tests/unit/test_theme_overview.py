"""The themes of a team at one time, and what those are called that were found as stems."""

from datetime import date
from uuid import UUID, uuid4

from db.records import Cause, FoundTerm, Incident, Occurrence
from db.vocabulary import FactorKind
from facilitator.domain.similarity.terms import Terms
from facilitator.domain.themes.comparison import Counts
from facilitator.domain.themes.features import Feature, FeatureKind
from facilitator.domain.themes.found import FoundTheme
from facilitator.domain.themes.spelling import spelled
from facilitator.domain.themes.term_features import featured_incident, term_features
from facilitator.domain.themes.theme_overview import ThemeOverview, decisions_of, theme_overview
from tests.support import factor, incident, theme

AS_OF = date(2026, 6, 30)
RECENT, BEFORE = date(2026, 3, 1), date(2025, 9, 1)


def occurrence(number: int, on: date, service: str = "checkout") -> Occurrence:
    return Occurrence(number, service, on, None, ())


def found_word(stem: str) -> FoundTheme:
    return FoundTheme(Feature(FeatureKind.WORD, stem), stem, Counts(3, 9, 0, 9), 2.0, (1, 2, 3))


def decided(term: str, *, hidden: bool = False, theme_id: UUID | None = None) -> FoundTerm:
    return FoundTerm(uuid4(), term, hidden, "", theme_id)


def test_terms_that_are_only_mentioned_are_no_features() -> None:
    terms = Terms({"certif": 2.0, "gateway": 0.5, "ip": 2.0}, {"DNS": 0.25, "disk full": 1.0}, 4.5)
    assert term_features(terms) == {
        Feature(FeatureKind.CONCEPT, "disk full"): "disk full",
        Feature(FeatureKind.WORD, "certif"): "certif",
    }


def test_an_incident_has_each_kind_of_factor_once_and_its_cause_by_id() -> None:
    cause = Cause(uuid4(), "retry storm")
    kinds = (FactorKind.MADE_POSSIBLE, FactorKind.MADE_POSSIBLE, FactorKind.SLOWED_DETECTION)
    featured = featured_incident(Occurrence(7, "checkout", RECENT, cause, kinds), {}, ["budgets"])
    assert {feature.term: name for feature, name in featured.features.items()} == {
        "service:checkout": "checkout",
        f"cause:{cause.id}": "retry storm",
        "factor:made_possible": "made it possible",
        "factor:slowed_detection": "slowed detection",
        "theme:budgets": "budgets",
    }


def overview(*decisions: FoundTerm) -> ThemeOverview:
    """Twenty incidents of late, seven of them of billing, and forty before."""
    known = [occurrence(n, RECENT, "billing" if n <= 7 else f"s{n}") for n in range(1, 21)]
    known += [occurrence(n, BEFORE, f"s{n}") for n in range(21, 61)]
    themes = [theme("budgets", incidents=(1, 2, 30)), theme("alerts", incidents=(31, 32, 33, 34))]
    return theme_overview(known, {}, themes, decisions, AS_OF, 6)


def test_found_and_named_themes_have_the_counts_of_both_windows() -> None:
    seen = overview()
    assert [found.name for found in seen.found] == ["billing"]
    assert [(named.theme.name, named.counts) for named in seen.named] == [
        ("alerts", Counts(0, 20, 4, 40)),
        ("budgets", Counts(2, 20, 1, 40)),
    ]
    assert (seen.recent, seen.before, seen.has_enough) == (20, 40, True)
    assert not theme_overview([], {}, [], [], AS_OF, 6).has_enough


def test_what_was_hidden_or_kept_is_not_found_again() -> None:
    hidden = decided("service:billing", hidden=True)
    assert overview(hidden).found == ()
    assert overview(hidden).decided == (hidden,)
    kept = decided("service:billing", theme_id=uuid4())
    assert overview(kept).found == ()
    assert overview(kept).decided == ()
    assert decisions_of([kept]).kept == {"service:billing"}


def caused_by(*texts: str) -> list[Incident]:
    return [incident(number, root_cause=text) for number, text in enumerate(texts, 1)]


def test_a_stem_is_called_by_the_phrase_that_most_incidents_have_it_in() -> None:
    texts = ("The token bucket ran dry", "our token buckets were empty", "A bucket leaked")
    assert spelled(found_word("bucket"), caused_by(*texts)).name == "token bucket"


def test_a_stem_without_a_phrase_is_called_by_its_commonest_spelling() -> None:
    texts = ("Replicas lagged", "the Replicas drifted", "A replica died")
    assert spelled(found_word("replica"), caused_by(*texts)).name == "replicas"
    assert spelled(found_word("replica"), []).name == "replica"


def test_a_factor_spells_a_stem_and_a_concept_keeps_its_name() -> None:
    known = [incident(number, factors=(factor(text="No BUDGETS"),)) for number in (1, 2, 3)]
    assert spelled(found_word("budget"), known).name == "budgets"
    concept = FoundTheme(Feature(FeatureKind.CONCEPT, "budget"), "x", Counts(3, 9, 0, 9), 2.0, ())
    assert spelled(concept, known) == concept
