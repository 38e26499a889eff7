"""Measure how well rising themes are found: `python -m tests.bench.themes [FILE]`.

Among 80 incidents, 20 of them recent, some show one mechanism, each in the words of another
engineer; the others are real incidents whose dates are shuffled. Printed are, for rises of several
strengths, how many are shown and how many other themes a screen shows, with concepts and words and
with words alone; and how many it shows where nothing was planted. FILE holds post-mortems as
objects, one a line; by default it is that of `../shared/data`, or else the incidents of the tests.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from facilitator.domain.similarity.terms import count_terms
from facilitator.domain.similarity.texts import ComparedTexts
from facilitator.domain.themes.features import Feature, FeaturedIncident
from facilitator.domain.themes.found import FoundTheme, found_themes
from facilitator.domain.themes.term_features import term_features
from facilitator.lexicon.concepts import Lexicon
from facilitator.lexicon.reading import lexicon_with
from tests.bench.planted_rises import LABELS, WORDINGS

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data" / "postmortems-dev.jsonl"
OWN = ROOT / "tests" / "data" / "incidents.jsonl"
TODAY, MONTHS = date(2026, 11, 24), 6
RECENT, BEFORE = 20, 60
NOTHING = (0, 0)
STRENGTHS = ((8, 1), (7, 2), (6, 1), (6, 3), NOTHING)
"""How many incidents show the mechanism: of the recent ones, and of those before."""
ROUNDS = 10
"""How often each mechanism is planted, each time in other incidents."""


@dataclass(frozen=True, slots=True)
class Background:
    """A real incident among which rises are planted.

    Attributes:
        texts: What is written about it.
        mechanisms: The labels of what happened, where a reader has given it any.
    """

    texts: ComparedTexts
    mechanisms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a screen showed.

    Attributes:
        found: Whether the planted rise was among it.
        false: How many other themes were.
    """

    found: bool
    false: int


def read_background(path: Path) -> list[Background]:
    """Return the incidents of a file."""
    rows = [json.loads(row) for row in path.read_text("utf-8").splitlines()]
    return [
        Background(
            ComparedTexts(
                title=f"{_text(row, 'title')}\n{_text(row, 'symptom')}",
                root_cause=_text(row, "root_cause"),
                factors=_text(row, "factors"),
                body=_text(row, "details"),
            ),
            frozenset(row.get("mech", ())),
        )
        for row in rows
    ]


def _text(row: Mapping[str, object], name: str) -> str:
    """Return a text of a row, or the texts of a list one below the other."""
    value = row.get(name) or ""
    parts = value if isinstance(value, list) else [value]
    return "\n".join(str(part["text"] if isinstance(part, dict) else part) for part in parts)


def dates(chance: random.Random) -> list[date]:
    """Return the days of the incidents, the recent ones first."""
    recent = [TODAY - timedelta(days=chance.randrange(180)) for _ in range(RECENT)]
    return recent + [TODAY - timedelta(days=185 + chance.randrange(175)) for _ in range(BEFORE)]


@cache
def features(texts: ComparedTexts, lexicon: Lexicon) -> Mapping[Feature, str]:
    """Return the features of some texts, which are counted once."""
    return term_features(count_terms(texts, lexicon))


def shown(
    texts: Sequence[ComparedTexts], days: Sequence[date], lexicon: Lexicon
) -> list[FoundTheme]:
    """Return the themes that a screen shows for incidents with these texts and days."""
    incidents = [
        FeaturedIncident(number, day, features(text, lexicon))
        for number, (text, day) in enumerate(zip(texts, days, strict=True))
    ]
    return found_themes(incidents, TODAY, MONTHS)


def plant(
    background: Sequence[Background],
    mechanism: str,
    strength: tuple[int, int],
    seed: int,
    lexicon: Lexicon,
) -> Outcome:
    """Plant a mechanism among shuffled incidents without it, and look at what a screen shows.

    Args:
        background: The incidents.
        mechanism: What to plant.
        strength: In how many incidents, of the recent ones and of those before.
        seed: The seed of the shuffle.
        lexicon: The concepts to find.
    """
    chance = random.Random(f"{seed} {mechanism}")
    planted = chance.sample(range(RECENT), strength[0])
    earlier = chance.sample(range(RECENT, RECENT + BEFORE), strength[1])
    labels = LABELS.get(mechanism, frozenset()) if planted else frozenset()
    others = [incident.texts for incident in background if not incident.mechanisms & labels]
    wordings = chance.sample(WORDINGS[mechanism], len(planted) + len(earlier))
    planted_texts = {
        place: ComparedTexts(root_cause=wording)
        for place, wording in zip([*planted, *earlier], wordings, strict=True)
    }
    unplanted = iter(chance.sample(others, RECENT + BEFORE - len(planted_texts)))
    texts = [planted_texts.get(place) or next(unplanted) for place in range(RECENT + BEFORE)]
    hits = []
    for theme in shown(texts, dates(chance), lexicon):
        recent = {number for number in theme.incidents if number < RECENT}
        hits.append(2 * len(recent & set(planted)) >= max(len(recent), len(planted)))
    return Outcome(any(hits), hits.count(False))


def measure(
    background: Sequence[Background], strength: tuple[int, int], lexicon: Lexicon
) -> list[Outcome]:
    """Plant every mechanism several times."""
    return [
        plant(background, mechanism, strength, seed, lexicon)
        for mechanism in WORDINGS
        for seed in range(ROUNDS)
    ]


def main() -> None:
    """Print how many planted rises are found, and how many false ones a screen shows."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED if SHARED.exists() else OWN
    background = read_background(path)
    while len(background) < 2 * (RECENT + BEFORE) and path != SHARED:
        background *= 2
    for name, lexicon in (("concepts and words", lexicon_with({})), ("words alone", Lexicon(()))):
        sys.stdout.write(f"{name:<22} {'found':>12} {'false a screen':>15}\n")
        for strength in STRENGTHS:
            outcomes = measure(background, strength, lexicon)
            false = sum(outcome.false for outcome in outcomes) / len(outcomes)
            recent, before = strength
            words, found = "nothing planted", "–"
            if recent:
                words = f"{recent} of {RECENT}, was {before} of {BEFORE}"
                found = f"{sum(outcome.found for outcome in outcomes)} of {len(outcomes)}"
            sys.stdout.write(f"  {words:<20} {found:>12} {false:>15.2f}\n")


if __name__ == "__main__":
    main()
