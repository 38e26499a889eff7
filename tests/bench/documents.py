"""Measure reading and writing documents of 1,000 incidents: `python -m tests.bench.documents`.

The incidents are those of the sample team, repeated. Each time is printed as a ratio to the time
that the standard library's `json` takes for the same text. The two are measured in turns, so that
the ratios can be compared between machines.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from db.store import Store
from facilitator.documents.read.json import read
from facilitator.documents.write.formats import DocumentFormat, render
from facilitator.sample import team

INCIDENTS = 1_000
ROUNDS = 5
Work = Callable[[], object]


def seconds(work: Work) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Print the ratio of the median times of each pair."""
    samples = islice(cycle(team(date(2026, 11, 24))), INCIDENTS)
    incidents = [replace(incident, number=number) for number, incident in enumerate(samples, 1)]
    text = render(incidents, DocumentFormat.JSON)
    values = json.loads(text)
    sys.stdout.write(f"{INCIDENTS:,} incidents, {len(text.encode()) / 1e6:.1f} MB of JSON\n")

    def loads() -> object:
        return json.loads(text)

    def dumps() -> object:
        return json.dumps(values, ensure_ascii=False, indent=2)

    def writes(document_format: DocumentFormat) -> Work:
        return lambda: render(incidents, document_format)

    with TemporaryDirectory() as folder:
        stores = (Path(folder) / f"{number}.db" for number in range(ROUNDS + 2))

        def import_all() -> None:
            store = Store.open(next(stores))
            store.documents.import_all(read(text, "team.json")).result()
            store.close()

        filled = Store.open(next(stores))
        filled.documents.import_all(read(text, "team.json")).result()

        def export_all() -> str:
            return render(filled.incidents.everything().result(), DocumentFormat.JSON)

        pairs: list[tuple[str, Work, Work]] = [
            ("read JSON / json.loads", lambda: read(text, "team.json"), loads),
            ("import JSON into a database / json.loads", import_all, loads),
            ("write JSON / json.dumps", writes(DocumentFormat.JSON), dumps),
            ("export JSON from a database / json.dumps", export_all, dumps),
            ("write Markdown / json.dumps", writes(DocumentFormat.MARKDOWN), dumps),
            ("write HTML / json.dumps", writes(DocumentFormat.HTML), dumps),
            ("write CSV / json.dumps", writes(DocumentFormat.CSV), dumps),
        ]
        for name, ours, reference in pairs:
            rounds = [(seconds(ours), seconds(reference)) for _ in range(ROUNDS)]
            ours_median, reference_median = (
                statistics.median(side) for side in zip(*rounds, strict=True)
            )
            ratio = ours_median / reference_median
            sys.stdout.write(
                f"{name}: {ratio:.1f}"
                f" ({ours_median * 1000:.0f} / {reference_median * 1000:.0f} ms)\n"
            )
        filled.close()


if __name__ == "__main__":
    main()
