"""A file that is overwritten, moved or deleted while it is open is noticed; none is damaged."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db.errors import Unavailable
from db.store import Store
from tests.db.support import new_incident, start
from tests.db.test_change_watcher import Listener

WRITES_THEN_WAITS = """
import sys
from datetime import date
from db.errors import Unavailable
from db.store import Store

store = Store.open(sys.argv[1])
store.incidents.create("checkout", "mine", date(2026, 3, 14)).result()
print("ready", flush=True)
sys.stdin.readline()
try:
    store.incidents.create("checkout", "mine too", date(2026, 3, 14)).result()
except Unavailable as error:
    print(error, flush=True)
store.close()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "team.db"


@pytest.fixture
def open_store(path: Path) -> Iterator[Callable[[], Store]]:
    stores: list[Store] = []

    def open_one() -> Store:
        stores.append(Store.open(path))
        return stores[-1]

    yield open_one
    for store in stores:
        store.close()


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Return the database of another team, with one incident."""
    other_path = tmp_path / "other.db"
    store = Store.open(other_path)
    new_incident(store)
    store.close()
    return other_path


def write_over(path: Path, contents: bytes) -> None:
    """Replace what a file holds, as `cp` does: the file itself stays the same."""
    with path.open("r+b") as file:
        file.truncate()
        file.write(contents)


def symptoms(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [text for (text,) in raw.execute("SELECT symptom FROM incident ORDER BY number")]


@pytest.mark.parametrize("kind", ["another team's", "its own of before", "nothing", "no database"])
def test_a_file_that_was_written_over_is_noticed_before_the_next_write(
    path: Path, other: Path, open_store: Callable[[], Store], kind: str
) -> None:
    Store.open(path).close()
    own_before = path.read_bytes()
    with closing(open_store()) as first:
        new_incident(first)
    store = open_store()
    new_incident(store)
    contents = {
        "another team's": other.read_bytes(),
        "its own of before": own_before,
        "nothing": b"",
        "no database": b"Dear diary,\n" * 1000,
    }[kind]
    write_over(path, contents)
    with pytest.raises(Unavailable, match="another program wrote over the database file"):
        new_incident(store)
    with pytest.raises(Unavailable, match="another program wrote over the database file"):
        store.incidents.everything().result()
    store.close()
    assert path.read_bytes() == contents


def test_a_new_database_that_was_written_over_is_noticed_too(
    path: Path, other: Path, open_store: Callable[[], Store]
) -> None:
    store = open_store()
    write_over(path, other.read_bytes())
    with pytest.raises(Unavailable, match="another program wrote over the database file"):
        new_incident(store)


def test_it_is_noticed_without_a_write(
    path: Path, other: Path, open_store: Callable[[], Store]
) -> None:
    listener = Listener()
    listener.listen_to(open_store())
    write_over(path, other.read_bytes())
    assert "another program wrote over the database file" in listener.next()


def test_a_program_that_ends_puts_nothing_into_the_file_of_another_team(
    path: Path, other: Path
) -> None:
    process = start(WRITES_THEN_WAITS, str(path))
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    write_over(path, other.read_bytes())
    out, errors = process.communicate("go\n", timeout=60)
    assert "another program wrote over the database file" in out, errors
    assert process.returncode == 0
    assert path.read_bytes() == other.read_bytes()
    # The log of the lost database lies aside, where the next program does not take it for its own.
    assert symptoms(path) == ["5xx spike"]
    assert path.with_name("team.db-wal.set-aside").stat().st_size > 0


def test_a_program_that_ends_at_once_puts_nothing_into_the_file_either(
    path: Path, other: Path, open_store: Callable[[], Store]
) -> None:
    store = open_store()
    new_incident(store)
    write_over(path, other.read_bytes())
    store.close()
    assert path.read_bytes() == other.read_bytes()


def test_a_file_behind_a_link_is_watched_too(
    path: Path, other: Path, open_store: Callable[[], Store]
) -> None:
    store = open_store()
    new_incident(store)
    (path.parent / "links").mkdir()
    link = path.parent / "links" / "link.db"
    link.symlink_to(path)
    through_link = Store.open(link)
    assert through_link.notices == []
    assert new_incident(through_link).number == 2
    write_over(path, other.read_bytes())
    with pytest.raises(Unavailable, match="another program wrote over the database file"):
        new_incident(through_link)
    through_link.close()
    assert [file.name for file in link.parent.iterdir()] == ["link.db"]


def test_a_file_that_another_one_took_the_place_of_is_left_alone(
    path: Path, other: Path, open_store: Callable[[], Store]
) -> None:
    store = open_store()
    new_incident(store)
    path.rename(path.with_name("moved.db"))
    shutil.copy(other, path)
    with pytest.raises(Unavailable, match="moved, deleted or replaced"):
        new_incident(store)
    with closing(Store.open(path)) as of_other_team:
        assert len(of_other_team.incidents.everything().result()) == 1
        store.close()
    assert symptoms(path) == symptoms(other)


def test_a_file_that_was_moved_away_has_everything_that_was_saved(
    path: Path, open_store: Callable[[], Store]
) -> None:
    store = open_store()
    new_incident(store)
    moved = path.rename(path.with_name("moved.db"))
    with pytest.raises(Unavailable, match="moved, deleted or replaced"):
        new_incident(store)
    assert symptoms(Path(shutil.copy(moved, path.with_name("copy.db")))) == ["5xx spike"]
    moved.rename(path)
    assert new_incident(store).number == 2


def test_a_deleted_log_loses_nothing_that_was_saved(
    path: Path, open_store: Callable[[], Store]
) -> None:
    store = open_store()
    new_incident(store)
    path.with_name("team.db-wal").unlink()
    with pytest.raises(Unavailable, match="the log beside the database file was deleted"):
        new_incident(store)
    store.close()
    assert symptoms(path) == ["5xx spike"]


def test_a_log_that_is_copied_into_the_file_by_another_window_disturbs_nobody(
    path: Path, open_store: Callable[[], Store]
) -> None:
    store, other_window = open_store(), open_store()
    listener = Listener()
    listener.listen_to(store)
    for count in range(1, 4):
        new_incident(other_window)
        with closing(sqlite3.connect(path)) as raw:
            assert raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
        assert new_incident(store).number == 2 * count
    assert set(listener.rest()) == {"changed"}
