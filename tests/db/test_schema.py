"""The schema: from nothing to the newest, by several at once, and never from a newer one."""

from collections.abc import Callable

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from db.engine import connect
from db.errors import Unavailable
from db.migrations import HEAD
from db.models import METADATA
from db.store import Store
from tests.db.support import at_once, new_incident, start, together

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


def test_the_newest_revision_is_known_without_alembic() -> None:
    config = Config()
    config.set_main_option("script_location", "db:migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_the_migrations_make_what_the_models_say(new_target: str) -> None:
    Store.open(new_target).close()
    engine = connect(new_target)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD
    engine.dispose()


def test_a_database_that_is_up_to_date_does_without_alembic(target: str) -> None:
    out, errors = start(OPENS_AND_LISTS_MODULES, target).communicate(timeout=60)
    assert out == "False\n", errors


def test_a_newer_schema_is_refused_in_words(
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


def test_threads_opening_one_new_database_at_once(new_target: str) -> None:
    stores = at_once([lambda: Store.open(new_target)] * 6)
    assert [type(each) for each in stores] == [Store] * 6, stores
    numbers = [new_incident(each).number for each in stores if isinstance(each, Store)]
    assert numbers == [1, 2, 3, 4, 5, 6]
    for each in stores:
        assert isinstance(each, Store)
        each.close()


def test_processes_opening_one_new_database_at_once(new_target: str) -> None:
    numbers = [int(line) for lines in together(OPENS, 4, new_target) for line in lines]
    assert sorted(numbers) == [1, 2, 3, 4]
