"""Copies of a database file: whole and private, or not there at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db.errors import Unavailable
from db.file_copy import copy_file
from db.store import Store
from tests.db.support import new_incident


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_copy_of_an_open_database_holds_what_is_still_in_its_log(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "team.db")
    incident = new_incident(store)
    copy_file(tmp_path / "team.db", tmp_path / "copy.db")
    store.close()
    copied = Store.open(tmp_path / "copy.db")
    assert copied.incidents.everything().result() == [incident]
    copied.close()


def test_a_copy_of_a_closed_database_leaves_one_private_file(
    migrated_file: Path, tmp_path: Path
) -> None:
    before = names(migrated_file.parent)
    copy_file(migrated_file, tmp_path / "copy.db")
    assert names(tmp_path) == {"copy.db"}
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600
    assert names(migrated_file.parent) == before


def test_a_copy_never_takes_the_place_of_a_file(migrated_file: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("mine")
    (tmp_path / "link.db").symlink_to(tmp_path / "nowhere.db")
    for name in ("copy.db", "link.db"):
        with pytest.raises(Unavailable, match="there is a file of this name already"):
            copy_file(migrated_file, tmp_path / name)
    assert (tmp_path / "copy.db").read_text() == "mine"
    assert names(tmp_path) == {"copy.db", "link.db"}


def cut_the_end(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-8192])


def write_a_diary(path: Path) -> None:
    path.write_text("Dear diary,\n" * 100)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (cut_the_end, "the database is damaged"),
        (write_a_diary, "it is not a database"),
        (Path.unlink, "there is no such database"),
    ],
)
def test_what_can_not_be_copied_whole_is_not_copied(
    migrated_file: Path, tmp_path: Path, damage: Callable[[Path], None], message: str
) -> None:
    path = tmp_path / "team.db"
    path.write_bytes(migrated_file.read_bytes())
    damage(path)
    with pytest.raises(Unavailable, match=message):
        copy_file(path, tmp_path / "copy.db")
    assert not [name for name in names(tmp_path) if "copy" in name]


def test_a_copy_into_a_missing_folder_says_so(migrated_file: Path, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="that folder does not exist"):
        copy_file(migrated_file, tmp_path / "nowhere" / "copy.db")
    assert names(tmp_path) == set()


def test_a_copy_on_a_full_disk_says_so_and_leaves_nothing(
    migrated_file: Path, small_disk: Path
) -> None:
    (small_disk / "filling").write_bytes(b"x" * (700 * 1024))
    with pytest.raises(Unavailable, match="the disk is full"):
        copy_file(migrated_file, small_disk / "copy.db")
    assert names(small_disk) == {"filling"}


def test_a_busy_source_is_waited_for(tmp_path: Path, migrated_file: Path) -> None:
    path = tmp_path / "team.db"
    path.write_bytes(migrated_file.read_bytes())
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        copy_file(path, tmp_path / "copy.db")
        other.execute("ROLLBACK")
    assert (tmp_path / "copy.db").stat().st_size > 0
