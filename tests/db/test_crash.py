"""kill -9 at any moment: what was acknowledged is there."""

import itertools

from db.store import Store
from tests.db.support import start

WRITES = """
import sys
from datetime import UTC, date, datetime
from db import words as w
from db.store import Store

store = Store.open(sys.argv[1])
incident = store.incidents.create("checkout", "5xx", date(2026, 3, 14)).result()
n = 0
while True:
    at = datetime(2026, 3, 14, tzinfo=UTC)
    store.timeline.add(incident.id, at, w.EventKind.OTHER, f"{n}").result()
    print(n, flush=True)
    n += 1
"""


def test_what_was_acknowledged_is_there_after_a_kill(new_target: str) -> None:
    for run, lines in enumerate((1, 40, 250), start=1):
        process = start(WRITES, new_target)
        assert process.stdout is not None
        acknowledged = list(itertools.islice(process.stdout, lines))
        process.kill()
        acknowledged += process.communicate(timeout=60)[0].splitlines()
        assert len(acknowledged) >= lines
        store = Store.open(new_target)
        kept = store.incidents.get(run).result().timeline
        numbers = [int(event.text) for event in kept]
        assert numbers == list(range(len(numbers)))
        # One more may have been committed, and its line lost on the way.
        assert len(numbers) >= int(acknowledged[-1]) + 1
        store.incidents.write(
            store.incidents.get(run).result().id, "root_cause", "", "goes on"
        ).result()
        store.close()
