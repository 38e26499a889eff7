"""A SQLite file is created private, and another program's file is never changed."""

import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from db.engine import connect, writer
from db.errors import Unavailable
from db.file_state import APPLICATION_ID
from db.store import Store
from tests.db.support import new_incident


@pytest.fixture
def no_umask() -> Iterator[None]:
    """Let new files be readable and writable by everybody, unless the program forbids it."""
    before = os.umask(0)
    yield
    os.umask(before)


def create_foreign_database(path: Path, *statements: str) -> None:
    """Create the database of another program."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in ("CREATE TABLE recipe (name)", *statements):
            connection.execute(statement)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_every_file_is_accessible_to_its_owner_only(tmp_path: Path, no_umask: None) -> None:
    folder = tmp_path / "made" / "on the way"
    store = Store.open(folder / "team.db")
    new_incident(store)
    modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert modes.keys() >= {"team.db", "team.db-wal", "team.db-shm"}
    store.close()
    modes |= {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert set(modes.values()) == {0o600}, modes
    assert folder.stat().st_mode & 0o077 == 0


def test_a_connection_has_the_pragmas_set(tmp_path: Path) -> None:
    engine = connect(tmp_path / "team.db")
    with engine.connect() as connection:
        found = {
            pragma: connection.scalar(text(f"PRAGMA {pragma}"))
            for pragma in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


def test_the_file_has_our_application_id(tmp_path: Path) -> None:
    path = tmp_path / "team.db"
    Store.open(path).close()
    assert int.from_bytes(path.read_bytes()[68:72], "big") == APPLICATION_ID


def test_a_second_window_opens_while_all_data_is_in_the_log(tmp_path: Path) -> None:
    path = tmp_path / "team.db"
    first = Store.open(path)
    assert int.from_bytes(path.read_bytes()[68:72], "big") == 0
    second = Store.open(path)
    incident = new_incident(first)
    assert second.incidents.get(incident.number).result() == incident
    first.close()
    second.close()


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "team.db"
    path.touch()
    Store.open(path).close()
    assert path.stat().st_size > 0


def test_opening_waits_for_another_program_that_creates_the_file(tmp_path: Path) -> None:
    path = tmp_path / "team.db"
    path.touch()
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as other,
        ThreadPoolExecutor() as pool,
    ):
        other.execute("BEGIN IMMEDIATE")
        opening = pool.submit(Store.open, path)
        with pytest.raises(FutureTimeout):
            opening.result(timeout=0.5)
        other.execute("ROLLBACK")
        store = opening.result(timeout=60)
    assert store.incidents.everything().result() == []
    store.close()


def test_a_reader_sees_one_moment_and_blocks_no_writer(tmp_path: Path) -> None:
    path = tmp_path / "team.db"
    store = Store.open(path)
    new_incident(store)
    engine = connect(path)
    with engine.connect() as connection, connection.begin():
        before = connection.scalar(text("SELECT count(*) FROM incident"))
        new_incident(store)
        assert connection.scalar(text("SELECT count(*) FROM incident")) == before == 1
    with writer(engine).connect() as connection, connection.begin():
        assert connection.scalar(text("SELECT count(*) FROM incident")) == 2
    engine.dispose()
    store.close()


@pytest.mark.parametrize(
    ("contents_before", "message"),
    [
        (b"Dear diary,\n", "not a database"),
        (b"\x00" * 4096, "not a database"),
        (b"SQLite format 3\x00", "not a database"),
        (b"SQLite format 3\x00" + b"\x07" * 4096, "not a database"),
    ],
)
def test_a_file_that_is_no_database_is_refused_unchanged(
    tmp_path: Path, contents_before: bytes, message: str
) -> None:
    path = tmp_path / "diary.txt"
    path.write_bytes(contents_before)
    with pytest.raises(Unavailable, match=message) as caught:
        Store.open(path)
    assert str(path) in str(caught.value)
    assert contents(tmp_path) == {"diary.txt": contents_before}


@pytest.mark.parametrize(
    ("statements", "message"),
    [
        ([], "not Facilitator's database"),
        (["PRAGMA application_id=77"], "another program's database"),
        (["PRAGMA journal_mode=WAL", "INSERT INTO recipe VALUES ('soup')"], "not Facilitator's"),
        (["PRAGMA journal_mode=WAL", "PRAGMA application_id=77"], "another program's"),
    ],
)
def test_another_program_s_database_is_refused_unchanged(
    tmp_path: Path, statements: list[str], message: str
) -> None:
    path = tmp_path / "recipes.db"
    create_foreign_database(path, *statements)
    before = path.read_bytes()
    with pytest.raises(Unavailable, match=f"{message}.*; choose another with --database"):
        Store.open(path)
    assert path.read_bytes() == before
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_another_program_s_database_in_use_is_refused_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "recipes.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE recipe (name)")
        log = tmp_path / "recipes.db-wal"
        before = path.read_bytes(), log.read_bytes()
        with pytest.raises(Unavailable, match="not Facilitator's database"):
            Store.open(path)
        assert (path.read_bytes(), log.read_bytes()) == before


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "is a folder"),
        ("file/team.db", "file exists|not a directory"),
        ("file/deeper/team.db", "file exists|not a directory"),
        ("x" * 300, "file name too long"),
        ("dangling", "no such file"),
    ],
)
def test_a_path_that_can_not_be_used_is_explained(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "file").write_text("here")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere" / "team.db")
    with pytest.raises(Unavailable, match=message) as caught:
        Store.open(tmp_path / name)
    assert "--database" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    assert (tmp_path / "file").read_text() == "here"


@pytest.mark.parametrize(
    "name", ["sqlite.db", "what?.db", "a%20b.db", "#1 ü.db", ":memory:", "file:x.db", "it's.db"]
)
def test_any_name_is_taken_as_a_file_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        store = Store.open(name)
        new_incident(store)
        store.close()
    assert {path.name for path in tmp_path.iterdir()} <= {name, f"{name}-checkpoint"}
    with closing(sqlite3.connect((tmp_path / name).as_uri(), uri=True)) as connection:
        assert connection.execute("SELECT count(*) FROM incident").fetchone() == (2,)


def test_a_url_can_name_a_file(tmp_path: Path) -> None:
    Store.open(f"sqlite:///{tmp_path}/team.db").close()
    assert (tmp_path / "team.db").exists()


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("sqlite://", "name a file"),
        ("sqlite:///", "name a file"),
        ("mysql://host/team", "mysql: only SQLite files and postgresql:// are known"),
        ("postgresql://host:port/team", "URL can't be read"),
        ("~no-such-person/team.db", "no user of that name"),
    ],
)
def test_a_target_that_can_not_be_read_is_explained(
    target: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Unavailable, match=message) as caught:
        Store.open(target)
    assert len(str(caught.value).splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_an_unreachable_server_is_reported_without_the_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(Unavailable) as caught:
        Store.open("postgresql://ana:hunter2@127.0.0.1:1/team")
    assert "hunter2" not in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
