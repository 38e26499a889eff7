"""Measure what `similar` finds: `python -m tests.bench.similar [FILE]`.

FILE has collected post-mortems with labels, one JSON object a line; the default is the collection
beside the project. For each incident the earlier ones of its organisation are ranked, as
`facilitator similar N` does it. Relevant are those that share one of its mechanisms.

Printed are hit@3, MRR and nDCG@10 over the incidents that have something relevant, beside a random
order, the cosine of TF-IDF, and BM25 of the same words; with the 95 % range of 2,000 resamples, and
with each organisation left out. Then for each band, over the three best of each incident: how many
it has, how many of them are right, and of the incidents with nothing relevant, how many show
something. All of that comes twice: for each organisation by itself, and for all of them taken for
one, which is the harder task. Last, how often the suggested categories are those of the labels.
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from db.records import Incident
from facilitator.documents.read.json import read
from facilitator.domain.similarity.bands import FEWEST_WORDS, Band
from facilitator.domain.similarity.categories import suggest_categories
from facilitator.domain.similarity.index import BEST, SimilarityIndex
from facilitator.domain.similarity.similar_incident import SimilarIncident, worth_showing
from facilitator.domain.similarity.terms import Query, query_of
from facilitator.domain.similarity.texts import texts_of
from facilitator.lexicon.reading import lexicon_with
from tests.convert_postmortems import convert
from tests.support import comparison_record

COLLECTION = Path(__file__).parents[3] / "shared" / "data" / "postmortems-dev.jsonl"
RESAMPLES = 2_000
LEXICON = lexicon_with({})


@dataclass(frozen=True)
class Case:
    """An incident, the earlier ones of its organisation, and which of them are relevant.

    Attributes:
        earlier: By number.
    """

    org: str
    incident: Incident
    query: Query
    earlier: Mapping[int, Query]
    relevant: frozenset[int]
    similar: Sequence[SimilarIncident]


@dataclass(frozen=True)
class Quality:
    """How good the ranking of one case is."""

    hit: float
    reciprocal_rank: float
    ndcg: float


def cases(lines: str) -> list[Case]:
    """Return a case for each incident that has an earlier one."""
    by_org: dict[str, list[str]] = defaultdict(list)
    for line in lines.splitlines():
        by_org[json.loads(line)["org"]].append(line)
    return [case for org, of_org in by_org.items() for case in _cases_of(org, of_org)]


def _cases_of(org: str, lines: Sequence[str]) -> Iterable[Case]:
    labels = sorted(map(json.loads, lines), key=lambda label: (label["date"], label["id"]))
    incidents = read(json.dumps(convert("\n".join(lines))), org)
    queries = {incident.number: query_of(texts_of(incident), LEXICON) for incident in incidents}
    records = [comparison_record(incident) for incident in incidents]
    index = SimilarityIndex(((record, queries[record.number].terms) for record in records), LEXICON)
    for incident, record, label in zip(incidents, records, labels, strict=True):
        before = (record.began_at, record.number)
        earlier = [
            (other.number, set(its["mech"]))
            for other, its in zip(records, labels, strict=True)
            if (other.began_at, other.number) < before
        ]
        if earlier:
            query = queries[incident.number]
            yield Case(
                org,
                incident,
                query,
                {number: queries[number] for number, _ in earlier},
                frozenset(number for number, mech in earlier if mech & set(label["mech"])),
                index.most_similar(query, before),
            )


def product_ranking(case: Case) -> list[int]:
    """Return the numbers as the program ranks them; those that share nothing stand last."""
    ranked = [similar.incident.number for similar in case.similar]
    return ranked + sorted(set(case.earlier) - set(ranked), reverse=True)


def tfidf_ranking(case: Case) -> list[int]:
    """Return the numbers by the cosine of their words, weighted by TF-IDF."""
    rarity = _rarity(case)

    def vector(query: Query) -> dict[str, float]:
        return {stem: tf * rarity.get(stem, 1.0) for stem, tf in query.terms.words.items()}

    own = vector(case.query)

    def cosine(number: int) -> float:
        other = vector(case.earlier[number])
        product = sum(weight * other.get(stem, 0.0) for stem, weight in own.items())
        lengths = math.hypot(*own.values()) * math.hypot(*other.values())
        return product / lengths if lengths else 0.0

    return sorted(case.earlier, key=lambda number: (-cosine(number), -number))


def bm25_ranking(case: Case) -> list[int]:
    """Return the numbers by BM25 of their words, with its usual constants 1.2 and 0.75."""
    rarity = _rarity(case)
    mean = sum(query.terms.length for query in case.earlier.values()) / len(case.earlier) or 1.0

    def score(number: int) -> float:
        terms = case.earlier[number].terms
        discount = 1.2 * (0.25 + 0.75 * terms.length / mean)
        return sum(
            rarity.get(stem, 1.0) * count / (count + discount)
            for stem, count in terms.words.items()
            if stem in case.query.terms.words
        )

    return sorted(case.earlier, key=lambda number: (-score(number), -number))


def random_ranking(case: Case) -> list[int]:
    """Return the numbers in an order that has nothing to do with the texts."""
    numbers = sorted(case.earlier)
    random.Random(case.incident.number).shuffle(numbers)
    return numbers


def _rarity(case: Case) -> dict[str, float]:
    having = Counter(stem for query in case.earlier.values() for stem in query.terms.words)
    count = len(case.earlier)
    return {stem: math.log(1 + (count - n + 0.5) / (n + 0.5)) for stem, n in having.items()}


def quality(case: Case, ranking: Sequence[int]) -> Quality:
    """Return how good a ranking of a case with relevant incidents is."""
    ranks = [rank for rank, number in enumerate(ranking, 1) if number in case.relevant]
    gained = sum(1 / math.log2(rank + 1) for rank in ranks if rank <= BEST)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(BEST, len(ranks)) + 1))
    return Quality(float(ranks[0] <= 3), 1 / ranks[0], gained / ideal)


def _mean(qualities: Sequence[Quality]) -> str:
    count = len(qualities)
    hit = sum(one.hit for one in qualities) / count
    mrr = sum(one.reciprocal_rank for one in qualities) / count
    ndcg = sum(one.ndcg for one in qualities) / count
    return f"hit@3 {hit:.2f}  MRR {mrr:.2f}  nDCG@10 {ndcg:.2f}"


def _print_rankings(answerable: Sequence[Case]) -> None:
    rankings: dict[str, Callable[[Case], list[int]]] = {
        "random": random_ranking,
        "TF-IDF cosine": tfidf_ranking,
        "BM25": bm25_ranking,
        "similar": product_ranking,
    }
    for name, rank in rankings.items():
        qualities = [quality(case, rank(case)) for case in answerable]
        _say(f"{name:14} {_mean(qualities)}")
    own = [quality(case, product_ranking(case)) for case in answerable]
    _say(f"{'95 % of it':14} {_ranges(own)}")
    orgs = {case.org for case in answerable}
    for org in sorted(orgs) if len(orgs) > 1 else ():
        rest = [one for one, case in zip(own, answerable, strict=True) if case.org != org]
        _say(f"  without {org:20} {_mean(rest)}")


def _ranges(qualities: Sequence[Quality]) -> str:
    """Return in which range 95 of 100 resamples lie."""
    draw = random.Random(1)
    means = [draw.choices(qualities, k=len(qualities)) for _ in range(RESAMPLES)]
    hits = sorted(sum(one.hit for one in sample) / len(sample) for sample in means)
    ranks = sorted(sum(one.reciprocal_rank for one in sample) / len(sample) for sample in means)
    low, high = int(0.025 * RESAMPLES), int(0.975 * RESAMPLES)
    return f"hit@3 {hits[low]:.2f}–{hits[high]:.2f}  MRR {ranks[low]:.2f}–{ranks[high]:.2f}"


def _print_bands(measured: Sequence[Case]) -> None:
    shown = [(case, worth_showing(case.similar, case.query)) for case in measured]
    for band in (Band.LIKELY, Band.POSSIBLE):
        right = [
            similar.incident.number in case.relevant
            for case, suggestions in shown
            for similar in suggestions
            if similar.band is band
        ]
        _say(f"{band:14} {_share(sum(right), len(right))} are right")
    found = [
        any(similar.incident.number in case.relevant for similar in suggestions)
        for case, suggestions in shown
        if case.relevant
    ]
    alarms = [bool(suggestions) for case, suggestions in shown if not case.relevant]
    short = sum(case.query.informative < FEWEST_WORDS for case in measured)
    _say(f"{'recall':14} {_share(sum(found), len(found))} show one that is right")
    _say(f"{'false alarms':14} {_share(sum(alarms), len(alarms))} with nothing similar show some")
    _say(f"{'too short':14} {_share(short, len(measured))}")


def _print_categories(lines: str) -> None:
    labels = [label for label in map(json.loads, lines.splitlines()) if label["cause"]]
    known = [label["cause"] for label in labels if label["cause"][0] != "unknown"]
    suggested = [
        suggest_categories(query_of(texts_of(incident), LEXICON).terms, LEXICON)
        for label in labels
        if label["cause"][0] != "unknown"
        for incident in read(json.dumps(convert(json.dumps(label))), label["id"])
    ]
    pairs = list(zip(suggested, known, strict=True))
    first = sum(found[:1] == its[:1] for found, its in pairs)
    either = sum(bool(set(found[:1]) & set(its)) for found, its in pairs)
    three = sum(its[0] in found[:3] for found, its in pairs)
    _say(f"{'category':14} {_share(first, len(known))} have the right one first")
    _say(f"{'':14} {_share(either, len(known))} have one of two right ones first")
    _say(f"{'':14} {_share(three, len(known))} have it among the first three")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _share(n: int, of: int) -> str:
    return f"{n} of {of} ({n / of:.2f})" if of else f"{n} of {of} (–)"


def _print_cases(measured: Sequence[Case]) -> None:
    _print_rankings([case for case in measured if case.relevant])
    _print_bands(measured)


def main() -> None:
    """Print everything about the collection that is named, or the one beside the project."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else COLLECTION
    lines = source.read_text(encoding="utf-8")
    _say("Each organisation by itself")
    _print_cases(cases(lines))
    _say("All of them taken for one organisation")
    labels = [json.loads(line) | {"org": "all of them"} for line in lines.splitlines()]
    _print_cases(cases("\n".join(map(json.dumps, labels))))
    _print_categories(lines)


if __name__ == "__main__":
    main()
