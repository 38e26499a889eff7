"""Many losses of power, and what was lost of what the program had acknowledged."""

from __future__ import annotations

import contextlib
import random
import sqlite3
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from db.store import Store
from tests.db.powerloss.disk import after_power_loss
from tests.db.powerloss.recording import Act, Moment, record

ROUNDS_OF_A_RECORDING = 120
"""So often the program writes; on the way the log is copied into the database once, and at the end.

Each round is two commits.
"""
COMMITS_OF_A_ROUND = 2


@dataclass
class Losses:
    """What was found after losses of power.

    Attributes:
        points: How many losses there were.
        commits: How many commits were acknowledged before them, all taken together.
        faults: What was lost or damaged, each with the moment.
    """

    points: int = 0
    commits: int = 0
    faults: list[str] = field(default_factory=list)


def lose_power(points: int, seed: int = 0, synchronous: str = "FULL") -> Losses:
    """Record a program that writes, and look at the disk after so many losses of power.

    Args:
        points: How many moments to lose the power at.
        seed: Chooses the moments, and what the disk has done of its own accord.
        synchronous: How the engine waits for the disk; anything but FULL is no setting of ours.
    """
    chance, losses = random.Random(seed), Losses()
    with tempfile.TemporaryDirectory(prefix="powerloss-") as folder:
        database = Path(folder) / "used" / "team.db"
        database.parent.mkdir()
        store = Store.open(database)
        store.incidents.create("checkout", "5xx", date(2026, 3, 14)).result()
        store.close()
        before = {str(path): path.read_bytes() for path in database.parent.iterdir()}
        moments = record(database, ROUNDS_OF_A_RECORDING, synchronous)
        for point in range(points):
            end = chance.randint(1, len(moments))
            files = after_power_loss(before, moments[:end], chance)
            found = Path(folder) / f"found-{point}"
            found.mkdir()
            for path, content in files.items():
                (found / Path(path).name).write_bytes(content)
            losses.points += 1
            losses.commits += COMMITS_OF_A_ROUND * (_committed(moments[:end]) + 1)
            losses.faults += [
                f"point {point}, moment {end} of {len(moments)}: {fault}"
                for fault in _faults(found / "team.db", _committed(moments[:end]))
            ]
    return losses


def _committed(moments: Sequence[Moment]) -> int:
    """Return the number of the last acknowledged round, or -1 before the first."""
    acknowledged = [moment.offset for moment in moments if moment.act is Act.ACKNOWLEDGE]
    return max(acknowledged, default=-1)


def _faults(database: Path, committed: int) -> list[str]:
    """Return what is wrong in a database that has to hold so many rounds."""
    try:
        store = Store.open(database)
    except Exception as error:
        return [f"it can't be opened: {error}"]
    try:
        incident = store.incidents.get(1).result()
    finally:
        store.close()
    faults = []
    texts = {event.text for event in incident.timeline}
    missing = [number for number in range(committed + 1) if f"event {number}" not in texts]
    if missing:
        faults.append(f"the events {missing} are lost")
    number = int((incident.root_cause or "cause -1").split()[1])
    if number < committed:
        faults.append(f"the root cause is {number}, and {committed} was acknowledged")
    with contextlib.closing(sqlite3.connect(database)) as connection:
        integrity = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        foreign_keys = connection.execute("PRAGMA foreign_key_check").fetchall()
    if integrity != ["ok"] or foreign_keys:
        faults.append(f"integrity: {integrity}, foreign keys: {foreign_keys}")
    return faults
