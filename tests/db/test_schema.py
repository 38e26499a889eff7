"""The schema: it is created and migrated, also by several programs at once; never from newer."""

from collections.abc import Callable

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, bindparam, insert, literal, select, text
from sqlalchemy.exc import IntegrityError

from db.engine import connect, mark_as_ours
from db.errors import Unavailable
from db.migrations import HEAD
from db.models import METADATA
from db.store import Store
from db.vocabulary import ActionStatus
from tests.db.support import (
    PLAN,
    at_once,
    copy_row,
    everything_filled,
    migrate,
    new_incident,
    start,
    together,
)

OPENS = """
import sys
from datetime import date
from db.store import Store

print("ready", flush=True)
sys.stdin.readline()
store = Store.open(sys.argv[1])
print(store.incidents.create("checkout", "5xx", date(2026, 3, 14)).result().number)
store.close()
"""
OPENS_AND_LISTS_MODULES = """
import sys
from db.store import Store

Store.open(sys.argv[1]).close()
print("alembic" in sys.modules)
"""


def delete_a_reviewed_incident(store: Store) -> None:
    """Leave nothing but the changes of an incident with an action item and a meeting."""
    incident = new_incident(store)
    item = store.actions.add(incident.id, "cap retries").result()
    meeting = store.meetings.begin(incident.id, PLAN).result()
    store.meetings.add_attendee(meeting.id, "ana").result()
    store.actions.review(item.id, meeting.id, ActionStatus.DONE).result()
    store.meetings.cancel(meeting.id, keep=False).result()
    store.incidents.delete(incident.id).result()


def test_the_newest_revision_is_known_without_alembic() -> None:
    config = Config()
    config.set_main_option("script_location", "db:migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_the_migrations_create_the_tables_of_the_models(new_target: str) -> None:
    Store.open(new_target).close()
    engine = connect(new_target)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD
    engine.dispose()


def test_opening_an_up_to_date_database_does_not_import_alembic(target: str) -> None:
    out, errors = start(OPENS_AND_LISTS_MODULES, target).communicate(timeout=60)
    assert out == "False\n", errors


def test_a_newer_schema_is_refused_and_left_alone(
    store: Store, target: str, raw: Callable[[], Connection]
) -> None:
    incident = new_incident(store)
    with raw() as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Unavailable, match=r"newer Facilitator \(schema 9999\): upgrade this one"):
        Store.open(target)
    assert store.incidents.everything().result() == [incident]
    with raw() as connection, connection.begin():
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


@pytest.mark.parametrize("revision", [f"{number:04}" for number in range(1, int(HEAD))])
def test_a_database_of_an_earlier_revision_is_upgraded_with_all_its_rows(
    store: Store, raw: Callable[[], Connection], new_target: str, revision: str
) -> None:
    incident = everything_filled(store)
    store.notes.write(incident.id, "", "", "private").result()
    delete_a_reviewed_incident(store)
    with raw() as connection, connection.begin():
        rows = {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in METADATA.sorted_tables
        }
    empty = {name for name, found in rows.items() if not found}
    assert empty == {
        *("section", "duplicate", "action_check", "found_term"),
        *("ticket_step", "ticket", "tracker_person"),
    }
    old_engine = connect(new_target)
    with old_engine.connect() as connection, connection.begin():
        migrate(connection, revision)
        old_tables = MetaData()
        old_tables.reflect(connection)
        for table in METADATA.sorted_tables:
            if table.name not in old_tables.tables:
                continue
            columns = old_tables.tables[table.name].c
            has_version = "version" in columns
            had_version = revision in ("0001", "0002") and table.name not in ("change", "digest")
            assert has_version == had_version
            # The new columns' types write the values, and columns that are gone get some number.
            gone = {column.name: literal(3) for column in columns if column.name not in table.c}
            for row in rows[table.name]:
                values = {
                    name: bindparam(None, row[name], table.c[name].type)
                    for name in row
                    if name in columns
                }
                connection.execute(insert(old_tables.tables[table.name]).values(values | gone))
        mark_as_ours(connection)
    old_engine.dispose()
    upgraded = Store.open(new_target)
    assert upgraded.incidents.everything().result() == [incident]
    assert upgraded.meetings.running().result() == store.meetings.running().result()
    upgraded.close()
    engine = connect(new_target)
    with engine.connect() as connection:
        for table in METADATA.sorted_tables:
            upgraded_rows = [dict(row) for row in connection.execute(select(table)).mappings()]
            assert sorted(upgraded_rows, key=repr) == sorted(rows[table.name], key=repr)
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        # Autogenerate does not compare the conditions, which the upgraded tables have to have too.
        copy_row(connection, "meeting_event", position=1, kind="part", part=2)
        with pytest.raises(IntegrityError):
            copy_row(connection, "meeting_event", position=2, kind="part", part=3)
        connection.rollback()
        for name in ("incident", "action_item"):
            with pytest.raises(IntegrityError):
                connection.execute(text(f"UPDATE {name} SET kind = 'accident'"))
            connection.rollback()
    engine.dispose()


def test_threads_opening_one_new_database_at_once(new_target: str) -> None:
    stores = at_once([lambda: Store.open(new_target)] * 6)
    assert [type(store) for store in stores] == [Store] * 6, stores
    numbers = [new_incident(store).number for store in stores if isinstance(store, Store)]
    assert numbers == [1, 2, 3, 4, 5, 6]
    for store in stores:
        assert isinstance(store, Store)
        store.close()


def test_processes_opening_one_new_database_at_once(new_target: str) -> None:
    numbers = [int(line) for lines in together(OPENS, 4, new_target) for line in lines]
    assert sorted(numbers) == [1, 2, 3, 4]
