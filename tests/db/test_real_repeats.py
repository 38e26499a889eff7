"""Three real post-mortems about the same symptom, classified as their texts say.

All services of a cluster answered 503 three times in ten days. The second document says that it
was the second occurrence, and that the fix was known and had not been applied. The third one says
that it had another root cause.
"""

from datetime import date
from pathlib import Path

import pytest

from db.store import Store
from facilitator.documents.read.files import read_all
from facilitator.domain.figure_types import RepeatRate, Verdict
from facilitator.domain.figures import compute_figures
from facilitator.domain.periods import days_between, needed_since
from facilitator.domain.verdict_words import finding_in_words

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "markdown" / "dfds"
DETACHED = "target groups detached while a network component is replaced"
CAUSES = {"PM2021-005": DETACHED, "PM2021-006": DETACHED, "PM2021-007": "provider upgrade"}


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the real documents are not here")
def test_of_three_incidents_that_look_alike_one_is_a_repeat(store: Store) -> None:
    paths = [path for name in CAUSES for path in FOLDER.glob(f"{name} *.md")]
    documents = [document.incident for _, document in read_all(paths).documents]
    store.documents.import_all(documents, renumber=True).result()
    for incident, cause in zip(store.incidents.everything().result(), CAUSES.values(), strict=True):
        store.incidents.set_cause(incident.id, cause).result()
    period = days_between(date(2021, 6, 1), date(2021, 7, 31))
    since = needed_since(period)
    numbers = store.overview.numbers_to_measure(since).result()
    figures = compute_figures(store.overview.measured_outlines(numbers, since).result(), period)
    assert figures.repeat == RepeatRate(1, 3, unclassified=0, preventable=1)
    (repeat,) = figures.repeats
    assert (repeat.number, repeat.finding.earlier) == (2, 1)
    # “We had seen this issue before, and knew the fix for it”: it was an open action item.
    assert repeat.finding.verdict is Verdict.OPEN
    assert "Revert to default of 300 seconds" in finding_in_words(2, repeat.finding)
    assert repeat.is_quick
    # The second document does not say when the impact began, so that nobody knows the hour.
    assert figures.groups["hour"][-1].name is None
