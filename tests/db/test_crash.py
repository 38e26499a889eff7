"""After kill -9 at any moment, everything that was acknowledged is in the database."""

import itertools

from db.store import Store
from tests.db.support import start

WRITES = """
import sys
from datetime import UTC, date, datetime
from db import vocabulary as w
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


def test_acknowledged_writes_survive_a_kill(new_target: str) -> None:
    for run, lines in enumerate((1, 40, 250), start=1):
        process = start(WRITES, new_target)
        assert process.stdout is not None
        acknowledged = list(itertools.islice(process.stdout, lines))
        process.kill()
        acknowledged += process.communicate(timeout=60)[0].splitlines()
        assert len(acknowledged) >= lines
        store = Store.open(new_target)
        timeline = store.incidents.get(run).result().timeline
        numbers = [int(event.text) for event in timeline]
        assert numbers == list(range(len(numbers)))
        # One more write may have been committed, whose line was not printed any more.
        assert len(numbers) >= int(acknowledged[-1]) + 1
        store.incidents.write(
            store.incidents.get(run).result().id, "root_cause", "", "goes on"
        ).result()
        store.close()
