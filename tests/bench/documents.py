"""`python -m tests.bench.documents`: documents of 1,000 incidents, as ratios to bare `json`.

The sample team's incidents, over and over. Reading and writing of the same bytes by the standard
library is the reference, measured in turns with ours in the same minute on the same machine.
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
from facilitator.documents.render import Form, render
from facilitator.sample import team

INCIDENTS = 1_000
ROUNDS = 5
Work = Callable[[], object]


def seconds(work: Work) -> float:
    """One run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Print the ratio of the medians of each pair."""
    known = islice(cycle(team(date(2026, 11, 24))), INCIDENTS)
    incidents = [replace(each, number=number) for number, each in enumerate(known, 1)]
    text = render(incidents, Form.JSON)
    plain = json.loads(text)
    sys.stdout.write(f"{INCIDENTS:,} incidents, {len(text.encode()) / 1e6:.1f} MB of JSON\n")

    def loads() -> object:
        return json.loads(text)

    def dumps() -> object:
        return json.dumps(plain, ensure_ascii=False, indent=2)

    with TemporaryDirectory() as folder:
        stores = (Path(folder) / f"{number}.db" for number in range(ROUNDS + 2))

        def import_all() -> None:
            store = Store.open(next(stores))
            store.documents.load(read(text, "team.json")).result()
            store.close()

        kept = Store.open(next(stores))
        kept.documents.load(read(text, "team.json")).result()

        def export_all() -> str:
            return render(kept.incidents.everything().result(), Form.JSON)

        pairs: list[tuple[str, Work, Work]] = [
            ("read JSON / json.loads", lambda: read(text, "team.json"), loads),
            ("import JSON into a database / json.loads", import_all, loads),
            ("write JSON / json.dumps", lambda: render(incidents, Form.JSON), dumps),
            ("export JSON from a database / json.dumps", export_all, dumps),
            ("write Markdown / json.dumps", lambda: render(incidents, Form.MARKDOWN), dumps),
            ("write HTML / json.dumps", lambda: render(incidents, Form.HTML), dumps),
            ("write CSV / json.dumps", lambda: render(incidents, Form.CSV), dumps),
        ]
        for name, ours, reference in pairs:
            rounds = [(seconds(ours), seconds(reference)) for _ in range(ROUNDS)]
            mine, least = (statistics.median(side) for side in zip(*rounds, strict=True))
            sys.stdout.write(
                f"{name}: {mine / least:.1f} ({mine * 1000:.0f} / {least * 1000:.0f} ms)\n"
            )
        kept.close()


if __name__ == "__main__":
    main()
