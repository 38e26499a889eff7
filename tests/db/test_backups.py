"""Backups of a file: made, rotated, found again, and put in the place of the database."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.backups import backup_folder, backups_of, incident_count, make_backup
from db.errors import Unavailable
from db.restoring import restore
from db.store import Store
from tests.db.support import make_old_file, new_incident

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def path(tmp_path: Path, migrated_file: Path) -> Path:
    """Return the file of a database with one incident, which nobody has open."""
    path = Path(shutil.copy(migrated_file, tmp_path / "team.db"))
    add_incident(path)
    return path


def add_incident(path: Path) -> None:
    store = Store.open(path)
    new_incident(store)
    store.close()


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_a_backup_is_named_by_its_moment_and_incident_and_only_its_owner_reads_it(
    path: Path, root: Path
) -> None:
    made = make_backup(path, root, NOON, 42)
    assert made == backup_folder(root, path) / "2026-11-24-120000Z-incident-42.db"
    assert made.stat().st_mode & 0o777 == 0o600
    assert made.parent.stat().st_mode & 0o777 == 0o700
    assert incident_count(made) == 1


def test_two_backups_of_one_second_are_both_kept(path: Path, root: Path) -> None:
    first, second = make_backup(path, root, NOON), make_backup(path, root, NOON)
    assert first != second
    assert {backup.path for backup in backups_of(path, root)} == {first, second}


def test_databases_of_one_name_have_backups_of_their_own(path: Path, root: Path) -> None:
    (path.parent / "other").mkdir()
    other = Path(shutil.copy(path, path.parent / "other" / path.name))
    make_backup(path, root, NOON)
    assert backups_of(other, root) == []


def test_old_backups_make_room_and_other_files_in_the_folder_stay(path: Path, root: Path) -> None:
    for day in range(15):
        make_backup(path, root, NOON + timedelta(days=day), 42)
    folder = backup_folder(root, path)
    (folder / "2026-11-24-my-own.db").write_text("mine")
    (folder / ".2026-11-24-120000Z.db.1234.unfinished").write_text("half")
    (folder / ".2026-12-24-120000Z.db.1234.unfinished").write_text("half")
    os.utime(folder / ".2026-11-24-120000Z.db.1234.unfinished", (1, 1))
    make_backup(path, root, NOON + timedelta(days=15), 42)
    assert names(folder) == {
        # The last one of November, and the newest ten.
        *(f"2026-{day}-120000Z-incident-42.db" for day in ("11-30",)),
        *(f"2026-12-{day:02}-120000Z-incident-42.db" for day in range(1, 10)),
        "2026-11-24-my-own.db",
        ".2026-12-24-120000Z.db.1234.unfinished",
    }


def test_an_open_store_is_backed_up_with_what_it_committed_last(path: Path, root: Path) -> None:
    store = Store.open(path, now=lambda: NOON, backups=root)
    new_incident(store)
    made = store.back_up(7)
    assert made is not None
    assert incident_count(made) == 2
    store.close()


def test_without_a_folder_and_on_a_server_no_backup_is_made(store: Store, root: Path) -> None:
    assert store.back_up(7) is None
    assert not root.exists()


def test_the_last_room_of_a_disk_is_left_to_the_meeting(path: Path, small_disk: Path) -> None:
    store = Store.open(path, backups=small_disk)
    with pytest.raises(Unavailable, match="the disk is nearly full"):
        store.back_up(7)
    store.close()
    assert backups_of(path, small_disk) == []
    # Somebody who asks for a backup gets it as long as it fits.
    assert incident_count(make_backup(path, small_disk, NOON)) == 1


def test_a_folder_that_can_not_be_made_is_said(path: Path, root: Path) -> None:
    root.write_text("a file")
    with pytest.raises(Unavailable, match="backups/team-"):
        make_backup(path, root, NOON)


def test_backups_beside_the_database_are_listed_too_newest_first(path: Path, root: Path) -> None:
    rotating = make_backup(path, root, NOON)
    beside = [Path(shutil.copy(path, f"{path}.{end}")) for end in ("before-0009-1", "backup-2")]
    for file, day in zip(beside, (23, 25), strict=True):
        moment = NOON.replace(day=day).timestamp()
        os.utime(file, (moment, moment))
    found = [backup.path for backup in backups_of(path, root)]
    assert found == [beside[1], rotating, beside[0]]


def test_a_lost_file_with_rotating_backups_is_not_replaced_by_a_new_one(
    path: Path, root: Path
) -> None:
    made = make_backup(path, root, NOON)
    path.unlink()
    with pytest.raises(Unavailable, match=f"facilitator restore {made}"):
        Store.open(path, backups=root)
    assert not path.exists()


def test_a_restored_database_is_the_backup_and_the_one_before_stays(path: Path, root: Path) -> None:
    made = make_backup(path, root, NOON)
    add_incident(path)
    kept = restore(made, path, NOON)
    assert kept is not None
    assert kept in {backup.path for backup in backups_of(path, root)}
    assert (incident_count(path), incident_count(kept)) == (1, 2)
    assert path.stat().st_mode & 0o777 == 0o600
    add_incident(path)
    assert (incident_count(path), incident_count(kept), incident_count(made)) == (2, 2, 1)
    assert not [name for name in names(path.parent) if "restoring" in name]


def test_a_restored_database_can_be_exchanged_for_the_one_before(path: Path, root: Path) -> None:
    made = make_backup(path, root, NOON)
    add_incident(path)
    kept = restore(made, path, NOON)
    assert kept is not None
    again = restore(kept, path, NOON)
    assert again not in (None, kept)
    assert incident_count(path) == 2


def test_where_a_file_can_have_no_second_name_the_one_before_is_copied(
    path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_backup(path, root, NOON)
    add_incident(path)

    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError("this file system has no second names")

    monkeypatch.setattr(os, "link", refuse)
    kept = restore(made, path, NOON)
    assert kept is not None
    assert (incident_count(path), incident_count(kept)) == (1, 2)
    assert kept.stat().st_mode & 0o777 == 0o600


def test_where_the_file_can_not_be_replaced_everything_is_as_before(
    path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_backup(path, root, NOON)
    add_incident(path)
    before = names(path.parent)

    def refuse(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(Unavailable, match="can't be replaced: permission denied"):
        restore(made, path, NOON)
    assert names(path.parent) == before
    assert incident_count(path) == 2


def test_on_a_full_disk_the_database_stays_as_it_is(
    migrated_file: Path, small_disk: Path, root: Path
) -> None:
    path = Path(shutil.copy(migrated_file, small_disk / "team.db"))
    made = make_backup(path, root, NOON)
    free = shutil.disk_usage(small_disk).free
    (small_disk / "full").write_bytes(b"x" * (free - 8192))
    before = names(small_disk)
    with pytest.raises(Unavailable, match="the disk is full"):
        restore(made, path, NOON)
    assert names(small_disk) == before
    assert incident_count(path) == 0


def test_while_a_window_is_open_nothing_is_restored(path: Path, root: Path) -> None:
    made = make_backup(path, root, NOON)
    store = Store.open(path)
    new_incident(store)
    before = names(path.parent)
    with pytest.raises(Unavailable, match="another program has this database open"):
        restore(made, path, NOON)
    assert names(path.parent) == before
    new_incident(store)
    store.close()
    assert incident_count(path) == 3


def test_a_window_that_holds_no_lock_notices_that_its_file_was_replaced(
    path: Path, root: Path, tmp_path: Path
) -> None:
    # In a folder that is copied elsewhere there is no log, and so no lock while nobody writes.
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    shared = Path(shutil.copy(path, folder / path.name))
    made = make_backup(shared, root, NOON)
    store = Store.open(shared)
    new_incident(store)
    restore(made, shared, NOON)
    with pytest.raises(Unavailable, match="was moved, deleted or replaced"):
        new_incident(store)
    store.close()
    assert incident_count(shared) == 1


def damage_the_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[8192:-8192] = os.urandom(len(content) - 16384)
    path.write_bytes(content)


def write_a_diary(path: Path) -> None:
    path.write_text("Dear diary,\n" * 100)


@pytest.mark.parametrize("damage", [damage_the_middle, write_a_diary])
def test_a_damaged_database_is_replaced_and_kept_as_it_was(
    path: Path, root: Path, damage: Callable[[Path], None]
) -> None:
    made = make_backup(path, root, NOON)
    damage(path)
    before = path.read_bytes()
    kept = restore(made, path, NOON)
    assert kept is not None
    assert ".damaged-" in kept.name
    assert kept.read_bytes() == before
    assert incident_count(path) == 1
    # Nobody is told to restore what is damaged.
    assert kept not in {backup.path for backup in backups_of(path, root)}


@pytest.mark.parametrize("lose", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_the_log_of_a_lost_database_does_not_get_into_the_restored_one(
    path: Path, root: Path, lose: Callable[[Path], object]
) -> None:
    made = make_backup(path, root, NOON)
    store = Store.open(path)
    new_incident(store)
    log = path.with_name("team.db-wal").read_bytes()
    store.close()
    lose(path)
    path.with_name("team.db-wal").write_bytes(log)
    assert restore(made, path, NOON) is None
    assert incident_count(path) == 1
    (kept_log,) = path.parent.glob("team.db.damaged-*-wal")
    assert kept_log.read_bytes() == log


def test_a_backup_of_an_older_schema_is_restored_and_upgraded_when_it_is_opened(
    path: Path, tmp_path: Path
) -> None:
    old = tmp_path / "old.db"
    make_old_file(old, "0004")
    restore(old, path, NOON)
    store = Store.open(path)
    assert store.incidents.everything().result() == []
    store.close()


def make_it_newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")


def make_it_foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("PRAGMA application_id=7")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (make_it_newer, "was written by a newer Facilitator"),
        (make_it_foreign, "another program's database$"),
        (write_a_diary, "not a database$"),
        (damage_the_middle, "the database( file)? is damaged"),
        (lambda path: path.write_bytes(b""), "this file holds no database"),
        (Path.unlink, "there is no such file"),
    ],
)
def test_what_is_no_good_backup_is_refused_and_nothing_changes(
    path: Path, root: Path, spoil: Callable[[Path], object], message: str
) -> None:
    made = make_backup(path, root, NOON)
    spoil(made)
    before = path.read_bytes(), names(path.parent)
    with pytest.raises(Unavailable, match=message):
        restore(made, path, NOON)
    assert (path.read_bytes(), names(path.parent)) == before


def test_another_programs_database_is_not_replaced(path: Path, root: Path) -> None:
    made = make_backup(path, root, NOON)
    make_it_foreign(path)
    before = path.read_bytes()
    with pytest.raises(Unavailable, match="another program's database"):
        restore(made, path, NOON)
    assert path.read_bytes() == before


def test_a_database_is_no_backup_of_itself(path: Path) -> None:
    with pytest.raises(Unavailable, match="this is the database itself"):
        restore(path, path, NOON)
