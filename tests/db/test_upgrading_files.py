"""A database file of an earlier program is copied, then upgraded, whatever happens meanwhile."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db.errors import Unavailable
from db.migrations import HEAD
from db.notices import NoticeKind
from db.store import Store
from tests.db.support import at_once, make_old_file, results_of, start, together

OLD = "0004"
INCIDENTS = 60
OPENS = """
import sys
from db.store import Store

print("ready", flush=True)
sys.stdin.readline()
store = Store.open(sys.argv[1])
print(len(store.incidents.everything().result()), flush=True)
print(*[notice.text for notice in store.notices], sep="\\n", flush=True)
store.close()
"""


@pytest.fixture(scope="module")
def old_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of an earlier revision with many incidents, to copy."""
    path = tmp_path_factory.mktemp("old") / "old.db"
    make_old_file(path, OLD)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.executemany(
            "INSERT INTO incident (id, number, service, symptom, date, status, root_cause,"
            " lessons_learned, created_at)"
            " VALUES (?, ?, 'checkout', '5xx', '2026-03-14', 'draft', ?, '',"
            " '2026-03-14 09:00:00.000000')",
            [(f"{number:032x}", number, "retries " * 50) for number in range(1, INCIDENTS + 1)],
        )
    return path


@pytest.fixture
def old(old_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(old_file, tmp_path / "team.db"))


def backups(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.name}.before-*"))


def revision(path: Path) -> str:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as raw:
        return str(raw.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_a_copy_of_the_old_file_stays_beside_it_and_is_named_once(old: Path) -> None:
    before = old.read_bytes()
    store = Store.open(old)
    assert len(store.incidents.everything().result()) == INCIDENTS
    (copy,) = backups(old)
    (notice,) = store.notices
    assert notice.kind is NoticeKind.EVENT
    assert str(copy) in notice.text
    store.close()
    assert copy.name.startswith(f"team.db.before-{HEAD}-")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert revision(copy) == OLD
    assert len(copy.read_bytes()) == len(before)
    again = Store.open(old)
    assert again.notices == []
    again.close()
    assert backups(old) == [copy]


def test_programs_that_start_at_once_all_open_it_and_make_one_copy(old: Path) -> None:
    answers = together(OPENS, 4, str(old))
    assert [answer[0] for answer in answers] == [str(INCIDENTS)] * 4
    assert len(backups(old)) == 1
    assert sum(len(answer) > 1 and "is in" in answer[1] for answer in answers) == 1
    # Of programs that end at the same moment, none may be the one that deletes SQLite's own log.
    expected = {old.name, f"{old.name}-checkpoint", f"{old.name}-wal", f"{old.name}-shm"}
    assert {path.name for path in old.parent.iterdir()} <= expected | {backups(old)[0].name}


def test_threads_that_open_it_at_once_make_one_copy(old: Path) -> None:
    for store in results_of(at_once([lambda: Store.open(old)] * 4)):
        store.close()
    assert len(backups(old)) == 1


def test_a_kill_at_any_moment_leaves_a_file_that_opens_with_all_its_rows(
    old_file: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(old_file, tmp_path / "team.db"))
    full_seconds = _seconds_to_open(path)
    for part in range(12):
        for leftover in tmp_path.glob("team.db*"):
            leftover.unlink()
        shutil.copy(old_file, path)
        process = start(OPENS, str(path))
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.stdin.write("go\n")
        process.stdin.flush()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=full_seconds * part / 12)
        process.kill()
        process.communicate()
        store = Store.open(path)
        assert len(store.incidents.everything().result()) == INCIDENTS
        store.close()
        assert revision(path) == HEAD
        assert {revision(copy) for copy in backups(path)} == {OLD}
        assert not list(tmp_path.glob("*.unfinished*"))


def _seconds_to_open(path: Path) -> float:
    process = start(OPENS, str(path))
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdout.readline()
    began = time.monotonic()
    process.stdin.write("go\n")
    process.stdin.flush()
    process.stdout.readline()
    seconds = time.monotonic() - began
    process.communicate()
    return seconds


def make_the_migration_fail(path: Path) -> None:
    # The migration makes this table itself, and nobody else has one of that name.
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("CREATE TABLE _alembic_tmp_meeting_event (in_the_way)")
        raw.execute("CREATE TABLE _alembic_tmp_meeting (in_the_way)")


def test_an_upgrade_that_fails_changes_nothing_and_names_the_copy(old: Path) -> None:
    make_the_migration_fail(old)
    before = old.read_bytes()
    with pytest.raises(Unavailable, match="could not be upgraded, and is as it was") as caught:
        Store.open(old)
    (copy,) = backups(old)
    assert str(copy) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert old.read_bytes() == before
    assert revision(old) == revision(copy) == OLD


def test_without_room_for_the_copy_nothing_is_upgraded(old_file: Path, small_disk: Path) -> None:
    path = Path(shutil.copy(old_file, small_disk / "team.db"))
    room = shutil.disk_usage(small_disk).free
    (small_disk / "filling").write_bytes(b"x" * (room - 64 * 1024))
    before = path.read_bytes()
    with pytest.raises(
        Unavailable, match=r"no copy of it could be made.*disk is full.*nothing was"
    ):
        Store.open(path)
    assert path.read_bytes() == before
    (small_disk / "filling").unlink()
    Store.open(path).close()
    assert revision(path) == HEAD


def a_newer_one(path: Path) -> None:
    Store.open(path).close()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.execute("PRAGMA journal_mode=DELETE")


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_a_newer_file_is_refused_without_a_trace(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "team.db"
    a_newer_one(path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"PRAGMA journal_mode={mode}")
    folder_before = {file.name: file.stat().st_mtime_ns for file in tmp_path.iterdir()}
    before = path.read_bytes()
    with pytest.raises(Unavailable, match=r"newer Facilitator \(schema 9999\): upgrade this one"):
        Store.open(path)
    assert path.read_bytes() == before
    assert {file.name: file.stat().st_mtime_ns for file in tmp_path.iterdir()} == folder_before


@pytest.mark.parametrize("lose", [Path.touch, lambda path: None], ids=["emptied", "deleted"])
def test_a_lost_file_with_backups_beside_it_is_not_replaced_by_a_new_one(
    migrated_file: Path, tmp_path: Path, lose: Callable[[Path], object]
) -> None:
    path = tmp_path / "team.db"
    lose(path)
    for day in (25, 26):
        backup = shutil.copy(migrated_file, tmp_path / f"team.db.before-0009-202611{day}-101500")
        os.utime(backup, (day, day))
    before = {file.name for file in tmp_path.iterdir()}
    with pytest.raises(Unavailable, match=r"restore .*before-0009-20261126-101500`") as caught:
        Store.open(path)
    assert "there are backups of a database that was here" in str(caught.value)
    assert {file.name for file in tmp_path.iterdir()} == before


def test_a_lost_file_whose_log_is_there_is_not_replaced_by_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "team.db"
    (tmp_path / "team.db-wal").write_bytes(b"what was saved last")
    with pytest.raises(Unavailable, match=r"is missing, but its log team\.db-wal is there"):
        Store.open(path)
    assert [file.name for file in tmp_path.iterdir()] == ["team.db-wal"]
