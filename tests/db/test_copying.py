"""A copy of a database has every row of it, on either engine, and spoils no other database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from db.copying import copy_database
from db.engine import connect
from db.errors import Unavailable
from db.models import METADATA
from db.store import Store
from facilitator.sample import fill
from tests.db.support import DAY, every_table_filled, migrate, new_incident

Rows = dict[str, list[tuple[object, ...]]]


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with the sample team, and a row in every table."""
    path = tmp_path_factory.mktemp("filled") / "team.db"
    store = Store.open(path, who="ana")
    fill(store, date(2026, 11, 24))
    every_table_filled(store)
    store.close()
    return path


def copy(source: str | Path, target: str | Path) -> int:
    """Copy a database, and return the number of its rows."""
    return copy_database(source, target, lambda done, steps: None).rows


def rows_of(database: str | Path) -> Rows:
    """Return every row of every table, in the order of the keys."""
    engine = connect(database, read_only=True)
    with engine.connect() as connection:
        rows = {
            table.name: [
                tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))
            ]
            for table in METADATA.sorted_tables
        }
    engine.dispose()
    return rows


def test_a_copy_there_and_back_has_the_same_rows(
    filled_file: Path, new_target: str, tmp_path: Path
) -> None:
    original = rows_of(filled_file)
    assert all(original.values()), "a table has no row to compare"
    back = tmp_path / "back.db"
    count = sum(map(len, original.values()))
    assert copy(filled_file, new_target) == count
    assert rows_of(new_target) == original
    assert copy(new_target, back) == count
    assert rows_of(back) == original


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_a_server_is_copied_to_a_server(filled_file: Path, target: str, new_target: str) -> None:
    copy(filled_file, target)
    copy(target, new_target)
    assert rows_of(new_target) == rows_of(filled_file)


def test_a_copy_is_used_like_its_original(filled_file: Path, new_target: str) -> None:
    copy(filled_file, new_target)
    store, original = Store.open(new_target), Store.open(filled_file, read_only=True)
    meetings = store.meetings.running().result()
    assert meetings
    assert meetings == original.meetings.running().result()
    newest = max(store.incidents.everything().result(), key=lambda incident: incident.number)
    store.incidents.write(newest.id, "root_cause", newest.root_cause, "the copy").result()
    assert store.history.undo().result() is not None
    assert store.incidents.get(newest.number).result().root_cause == newest.root_cause
    store.close()
    original.close()


def test_a_target_that_holds_something_is_refused_and_left_as_it_is(
    filled_file: Path, target: str, store: Store
) -> None:
    store.notes.write(new_incident(store).id, "", "", "private").result()
    before = rows_of(target)
    with pytest.raises(Unavailable, match=r"TO: this database is not empty.*name a file"):
        copy(filled_file, target)
    assert rows_of(target) == before


def test_a_target_of_an_older_schema_is_not_migrated_before_it_is_refused(
    filled_file: Path, target: str, store: Store, raw: Callable[[], Connection]
) -> None:
    new_incident(store)
    store.close()
    with raw() as connection, connection.begin():
        migrate(connection, "0004")
    with pytest.raises(Unavailable, match="not empty"):
        copy(filled_file, target)
    with raw() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0004"


def test_a_source_of_an_older_schema_is_refused_with_the_way_out(
    target: str, raw: Callable[[], Connection], tmp_path: Path
) -> None:
    with raw() as connection, connection.begin():
        migrate(connection, "0004")
    with pytest.raises(Unavailable, match=r"FROM: .*at schema 0004.*start `facilitator` on it"):
        copy(target, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_the_source_is_only_read_while_a_window_is_open_on_it(
    store: Store, target: str, tmp_path: Path
) -> None:
    new_incident(store)
    before = Path(target).read_bytes()
    copy(target, tmp_path / "copy.db")
    assert Path(target).read_bytes() == before
    assert store.incidents.create("checkout", "slow", DAY).result().number == 2


def test_a_copy_shows_its_source_at_one_moment_while_others_write(
    store: Store, target: str, tmp_path: Path
) -> None:
    new_incident(store)
    before = rows_of(target)

    def write_meanwhile(done: int, steps: int) -> None:
        new_incident(store)

    copy_database(target, tmp_path / "copy.db", write_meanwhile)
    assert rows_of(tmp_path / "copy.db") == before
    assert len(store.incidents.everything().result()) > 1


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_copy_that_differs_from_its_original_is_thrown_away(
    filled_file: Path, target: str, raw: Callable[[], Connection]
) -> None:
    with raw() as connection, connection.begin():
        connection.execute(
            text(
                "CREATE TRIGGER spoil AFTER INSERT ON cause BEGIN"
                " UPDATE cause SET name = name || ' (spoilt)' WHERE id = new.id; END"
            )
        )
    with pytest.raises(Unavailable, match="table cause did not arrive as it was"):
        copy(filled_file, target)
    assert not any(rows_of(target).values())


def test_a_new_file_is_not_left_behind_by_a_copy_that_was_stopped(
    filled_file: Path, tmp_path: Path
) -> None:
    def stop(done: int, steps: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_database(filled_file, tmp_path / "copy.db", stop)
    assert list(tmp_path.iterdir()) == []


def test_a_copy_goes_on_numbering_changes_where_the_original_was(
    filled_file: Path, new_target: str
) -> None:
    copy(filled_file, new_target)
    last = rows_of(filled_file)["change"][-1][0]
    store = Store.open(new_target)
    new_incident(store)
    store.close()
    added = [row[0] for row in rows_of(new_target)["change"]][len(rows_of(filled_file)["change"]) :]
    assert added
    assert isinstance(last, int)
    assert added[0] == last + 1


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_a_copy_may_take_longer_than_what_people_wait_for(
    filled_file: Path, target: str, raw: Callable[[], Connection]
) -> None:
    with raw() as connection, connection.begin():
        connection.execute(
            text(
                "CREATE FUNCTION refuse_limits() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                " IF current_setting('statement_timeout') <> '0' THEN"
                " RAISE 'limited'; END IF; RETURN new; END $$"
            )
        )
        connection.execute(
            text(
                "CREATE TRIGGER limits BEFORE INSERT ON cause"
                " FOR EACH ROW EXECUTE FUNCTION refuse_limits()"
            )
        )
    assert copy(filled_file, target)
