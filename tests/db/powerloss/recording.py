"""A recording of what a program that writes into the database asks of the disk, call by call."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

ROOT = Path(__file__).parents[3]
WRITES = """
import sys
from datetime import UTC, date, datetime
from sqlalchemy import event
from db import vocabulary as w
from db.store import Store

path, rounds, synchronous = sys.argv[1:]
store = Store.open(path)
if synchronous != "FULL":
    raw = store._engine.raw_connection()
    raw.cursor().execute(f"PRAGMA synchronous={synchronous}")
    raw.close()
incident = store.incidents.get(1).result()
before = ""
at = datetime(2026, 3, 14, tzinfo=UTC)
for number in range(int(rounds)):
    store.timeline.add(incident.id, at, w.EventKind.OTHER, f"event {number}").result()
    text = f"cause {number} " + "word " * (number % 700)
    store.incidents.write(incident.id, "root_cause", before, text.strip()).result()
    before = text.strip()
    print(f"committed {number}", flush=True)
store.close()
"""
"""Adds an event and writes the root cause again and again, and says after each that it is done."""
CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat"
_BEGINS = re.compile(r"(?P<pid>\d+) +(?P<call>\w+)\((?P<rest>.*)")
_RESUMES = re.compile(r"(?P<pid>\d+) +<\.\.\. (?P<call>\w+) resumed>(?P<rest>.*)")
_FILE = re.compile(r"\d+<(?P<path>[^>]*)>")
_NUMBERS = re.compile(r", (\d+), (\d+)")
_DATA = re.compile(r'"(?P<data>(?:\\x[0-9a-f]{2})*)"')


class Act(Enum):
    """What the program asks of the disk, or says to its user."""

    CREATE = "create"
    WRITE = "write"
    TRUNCATE = "truncate"
    SYNC = "sync"
    REMOVE = "remove"
    ACKNOWLEDGE = "acknowledge"


@dataclass(frozen=True, slots=True)
class Moment:
    """One act of the program.

    Attributes:
        act: What it does.
        path: The file or the folder that it does it to.
        offset: Where in the file a write begins, or the size after a truncation, or the number
            that is acknowledged.
        data: What is written.
    """

    act: Act
    path: str = ""
    offset: int = 0
    data: bytes = b""


def record(database: Path, rounds: int, synchronous: str = "FULL") -> list[Moment]:
    """Run the writing program on a database, and return what it asked of the disk.

    Args:
        database: The file, which has an incident with the number 1.
        rounds: How often the program writes.
        synchronous: How the engine waits for the disk; anything but FULL is no setting of ours.
    """
    trace = database.with_name("trace")
    subprocess.run(
        [
            *("strace", "-f", "-y", "-xx", "-s", "100000", "-e", f"trace={CALLS}"),
            *("-o", str(trace), sys.executable, "-c", WRITES),
            *(str(database), str(rounds), synchronous),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    with trace.open(encoding="ascii", errors="replace") as lines:
        moments = list(_moments(lines, str(database.parent)))
    trace.unlink()
    return moments


def _moments(lines: Iterator[str], folder: str) -> Iterator[Moment]:
    """Yield the acts in the order in which they have happened.

    A call of one thread can be interrupted by those of others. A write may reach the disk as soon
    as it begins; what a call makes durable is so only once it has ended.
    """
    begun: dict[str, str] = {}
    for line in lines:
        if resumed := _RESUMES.match(line):
            rest = begun.pop(resumed["pid"], "")
            if resumed["call"] in ("fsync", "fdatasync"):
                yield from _moments_of(resumed["call"], rest, folder)
        elif found := _BEGINS.match(line):
            unfinished = "<unfinished ...>" in found["rest"]
            if unfinished:
                begun[found["pid"]] = found["rest"]
            if not (unfinished and found["call"] in ("fsync", "fdatasync")):
                yield from _moments_of(found["call"], found["rest"], folder)


def _moments_of(call: str, rest: str, folder: str) -> Iterator[Moment]:
    if call == "write" and rest.startswith("1<"):
        text = _bytes_in(rest).decode()
        if text.startswith("committed "):
            yield Moment(Act.ACKNOWLEDGE, offset=int(text.split()[1]))
        return
    path = _path_in(call, rest)
    if path != folder and not path.startswith(f"{folder}/"):
        return
    if path.endswith(("-shm", "trace")):
        # It is shared memory, and made anew after a loss of power.
        return
    if call == "openat" and "O_CREAT" in rest:
        yield Moment(Act.CREATE, path)
    elif call == "pwrite64":
        length, offset = (int(number) for number in _numbers_at_end(rest))
        data = _bytes_in(rest)
        assert len(data) == length, rest[-200:]
        yield Moment(Act.WRITE, path, offset, data)
    elif call == "ftruncate":
        yield Moment(Act.TRUNCATE, path, int(rest.rpartition(", ")[2].partition(")")[0]))
    elif call in ("fsync", "fdatasync"):
        yield Moment(Act.SYNC, path)
    elif call in ("unlink", "unlinkat"):
        yield Moment(Act.REMOVE, path)


def _path_in(call: str, rest: str) -> str:
    """Return the path that a call is about, whether it stands as a name or with its handle."""
    if call in ("openat", "unlink", "unlinkat"):
        return _bytes_in(rest).decode(errors="replace")
    found = _FILE.match(rest)
    return "" if found is None else bytes.fromhex(found["path"].replace("\\x", "")).decode()


def _bytes_in(rest: str) -> bytes:
    found = _DATA.search(rest)
    return b"" if found is None else bytes.fromhex(found["data"].replace("\\x", ""))


def _numbers_at_end(rest: str) -> tuple[str, str]:
    """Return the length and the offset of a write, which stand behind its data."""
    after_data = rest[rest.rindex('"') + 1 :]
    found = _NUMBERS.match(after_data)
    assert found is not None, after_data
    return found[1], found[2]
