"""A program of its own that works off an outbox: to be killed, or to run beside another one.

Its arguments are the file of the database, the address of a Jira Cloud, and the present moment.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from db.store import Store
from facilitator.outbox.worker import OutboxWorker
from tests.tracker.asking import ask


def main(database: str, url: str, now: str) -> None:
    store = Store.open(Path(database))
    try:
        OutboxWorker(store, ask(url), lambda: datetime.fromisoformat(now)).work()
    finally:
        store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
