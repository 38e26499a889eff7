"""A disk that is full or fails is explained, loses nothing that was saved, and can be mended."""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from db.errors import Unavailable
from db.store import Store
from tests.db.support import ROOT, new_incident

WRITES = """
import os
import sys
from datetime import date
from db.errors import Unavailable
from db.store import Store

store = Store.open(sys.argv[1])
store.incidents.create("checkout", "before", date(2026, 3, 14)).result()
print("ready", os.getpid(), flush=True)
sys.stdin.readline()
try:
    store.incidents.create("checkout", "meanwhile", date(2026, 3, 14)).result()
except Unavailable as error:
    print(error, flush=True)
else:
    print("saved", flush=True)
sys.stdin.readline()
store.incidents.create("checkout", "after", date(2026, 3, 14)).result()
print("saved", flush=True)
store.close()
"""


def fill_up(file: Path) -> None:
    """Write a file until its disk is full."""
    with contextlib.suppress(OSError), file.open("wb", buffering=0) as filling:
        while filling.write(b"x" * 4096):
            pass


def symptoms(path: Path) -> list[str]:
    store = Store.open(path)
    found = [incident.symptom for incident in store.incidents.everything().result()]
    store.close()
    return found


def test_a_full_disk_is_named_and_saving_goes_on_when_there_is_room(
    migrated_file: Path, small_disk: Path
) -> None:
    path = Path(shutil.copy(migrated_file, small_disk / "team.db"))
    store = Store.open(path)
    incident = new_incident(store)
    filling = small_disk / "filling"
    fill_up(filling)
    long_text = "what was typed, " * 1200 + "all of it"
    with pytest.raises(Unavailable, match="the disk is full: make room"):
        store.incidents.write(incident.id, "root_cause", "", long_text).result()
    assert store.incidents.get(incident.number).result().root_cause == ""
    filling.unlink()
    store.incidents.write(incident.id, "root_cause", "", long_text).result()
    store.close()
    again = Store.open(path)
    assert again.incidents.get(incident.number).result().root_cause == long_text
    again.close()


@pytest.mark.skipif(not shutil.which("strace"), reason="strace makes system calls fail")
@pytest.mark.parametrize("call", ["fdatasync,fsync", "pwrite64"])
def test_a_disk_that_fails_is_named_and_what_was_saved_before_is_kept(
    tmp_path: Path, call: str
) -> None:
    path = tmp_path / "team.db"
    process = subprocess.Popen(
        [sys.executable, "-c", WRITES, str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    ready, pid = process.stdout.readline().split()
    assert ready == "ready"
    strace = subprocess.Popen(
        ["strace", "-f", "-p", pid, "-e", f"trace={call}", "-e", f"inject={call}:error=EIO"],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert strace.stderr is not None
    if "attached" not in strace.stderr.readline():
        process.kill()
        pytest.skip("strace may not be used here")
    process.stdin.write("go\n")
    process.stdin.flush()
    answer = process.stdout.readline()
    strace.send_signal(signal.SIGINT)
    strace.communicate()
    assert "the disk reports an error, so it is not saved" in answer
    out, _ = process.communicate("go\n", timeout=60)
    assert out == "saved\n"
    assert symptoms(path) == ["before", "after"]


def test_a_file_on_a_disk_that_can_only_be_read_opens_for_reading(
    migrated_file: Path, read_only_disk: Callable[[Path], Path]
) -> None:
    path = read_only_disk(migrated_file)
    store = Store.open(path)
    assert store.read_only
    assert any("may not be written by you" in notice.text for notice in store.notices)
    assert store.incidents.everything().result() == []
    store.close()
    with pytest.raises(Unavailable, match="read-only file system; choose another"):
        Store.open(path.with_name("new.db"))
    assert list(path.parent.iterdir()) == [path]
