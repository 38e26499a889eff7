"""The database itself enforces the rules: the tests break each of them in plain SQL."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import CheckConstraint, Connection, Engine, inspect, select, text
from sqlalchemy.exc import IntegrityError

from db.engine import connect, writer
from db.models import METADATA
from db.store import Store
from tests.db.conftest import migrated
from tests.db.support import copy_row, every_table_filled

LONGEST_TEXTS = {
    ("incident", "service"): 200,
    ("incident", "root_cause"): 20_000,
    ("incident", "lessons_learned"): 20_000,
    ("impact", "summary"): 20_000,
    ("timeline_event", "text"): 2_000,
    ("factor", "text"): 2_000,
    ("finding", "text"): 2_000,
    ("action_item", "action"): 2_000,
    ("action_item", "owner"): 200,
    ("action_item", "ticket"): 200,
    ("review", "note"): 2_000,
    ("parked", "text"): 2_000,
    ("theme", "name"): 200,
    ("cause", "name"): 200,
    ("attendee", "name"): 200,
    ("note", "text"): 20_000,
    ("section", "heading"): 200,
    ("section", "text"): 20_000,
    ("incident", "external_id"): 200,
}
LINKS = [
    (table.name, key.parent.name)
    for table in METADATA.sorted_tables
    for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Return a database with a row in every table, which no test changes."""
    for target in migrated(request.param, request, tmp_path_factory.mktemp("filled")):
        store = Store.open(target)
        every_table_filled(store)
        store.close()
        engine = writer(connect(target))
        yield engine
        engine.dispose()


@pytest.fixture
def filled(engine: Engine) -> Iterator[Connection]:
    """Return a connection whose transaction is rolled back."""
    with engine.connect() as connection, connection.begin() as transaction:
        yield connection
        transaction.rollback()


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("action_item", "slot = 4"),
        ("action_item", "slot = 0"),
        ("action_item", "slot = NULL"),
        ("action_item", "action = '  '"),
        ("action_item", "status = 'dropped', note = ' '"),
        ("action_item", "status = 'cancelled'"),
        ("action_item", "priority = 'P0'"),
        ("incident", "number = 0"),
        ("incident", "severity = 'SEV9'"),
        ("incident", "status = 'published'"),
        ("incident", "kind = 'accident'"),
        ("incident", "trigger = 'bad luck'"),
        ("cause", "category = 'gremlins'"),
        ("action_item", "kind = 'hope'"),
        ("action_check", "result = 'maybe'"),
        ("ticket_step", "step = 'delete'"),
        ("ticket_step", "state = 'lost'"),
        ("ticket_step", "attempts = -1"),
        ("ticket", "presence = 'maybe'"),
        ("ticket", "sprint = 'some'"),
        ("ticket", "key = ''"),
        ("tracker_person", "name = ' '"),
        ("found_term", "term = ' '"),
        ("found_term", "same_as = term"),
        ("incident", "service = ''"),
        ("incident", "symptom = ''"),
        ("impact", "revenue = '1.00', currency = NULL"),
        ("impact", "currency = 'EURO'"),
        ("impact", "duration_minutes = -1"),
        ("impact", "users_affected = -1"),
        ("impact", "slo_budget_percent = -0.5"),
        ("timeline_event", "kind = 'party'"),
        ("factor", "kind = 'weather'"),
        ("factor", "text = ''"),
        ("finding", "kind = 'so_so'"),
        ("meeting", "stage = 'lunch'"),
        ("meeting", "sub = 3"),
        ("meeting", "review_minutes = 0"),
        ("meeting_event", "kind = 'explode'"),
        ("review", "status = 'maybe'"),
        ("parked", "kind = 'car'"),
        ("parked", "text = ''"),
        ("theme", "name = ''"),
        ("cause", "name = ''"),
        ("attendee", "name = ' '"),
        ("note", "text = ''"),
    ],
)
def test_a_broken_rule_is_refused(filled: Connection, table: str, change: str) -> None:
    with pytest.raises(IntegrityError):
        filled.execute(text(f"UPDATE {table} SET {change}"))


@pytest.mark.parametrize(("table", "column"), LONGEST_TEXTS)
def test_a_text_that_is_too_long_is_refused(filled: Connection, table: str, column: str) -> None:
    bound = LONGEST_TEXTS[table, column]
    filled.execute(text(f"UPDATE {table} SET {column} = :text"), {"text": "ü" * bound})
    with pytest.raises(IntegrityError, match=f"{column}_length"):
        filled.execute(text(f"UPDATE {table} SET {column} = :text"), {"text": "ü" * (bound + 1)})


def test_a_slot_of_one_and_a_half_is_never_stored(filled: Connection) -> None:
    # PostgreSQL rounds it to an integer, as the column needs; SQLite would store it.
    if filled.dialect.name == "sqlite":
        with pytest.raises(IntegrityError, match="slot"):
            filled.execute(text("UPDATE action_item SET slot = 1.5"))
    else:
        filled.execute(text("UPDATE action_item SET slot = 1.5"))
        assert filled.scalar(text("SELECT slot FROM action_item")) == 2


@pytest.mark.parametrize("slot", [1, 2, 3, 4, 1.5, None])
def test_a_fourth_action_item_is_refused(filled: Connection, slot: float | None) -> None:
    copy_row(filled, "action_item", slot=2)
    copy_row(filled, "action_item", slot=3)
    with pytest.raises(IntegrityError):
        copy_row(filled, "action_item", slot=slot)


@pytest.mark.parametrize(
    ("table", "other"),
    [
        ("incident", {}),
        ("impact", {}),
        ("theme", {}),
        ("cause", {}),
        ("attendee", {}),
        ("meeting_event", {}),
        ("theme_incident", {}),
        ("duplicate", {}),
    ],
)
def test_a_second_row_with_a_unique_value_is_refused(
    filled: Connection, table: str, other: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        copy_row(filled, table, **other)


@pytest.mark.parametrize(("table", "column"), LINKS)
def test_a_link_to_a_row_that_does_not_exist_is_refused(
    filled: Connection, table: str, column: str
) -> None:
    # What is unique in a table, so that the copy of a row breaks no other rule.
    unique: dict[str, dict[str, object]] = {
        "incident": {"number": 99},
        "found_term": {"term": "word:other"},
    }
    other = dict(unique.get(table, {}))
    if (table, column) == ("duplicate", "original_id"):
        # An incident has one original at most, so another incident has to be the duplicate.
        other["incident_id"] = filled.scalar(select(METADATA.tables["duplicate"].c.original_id))
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        copy_row(filled, table, **other, **{column: uuid4()})


def test_deleting_an_incident_deletes_all_of_it_except_parked_items(filled: Connection) -> None:
    filled.execute(text("DELETE FROM incident"))
    row_counts = {
        table: filled.scalar(text(f"SELECT count(*) FROM {table}"))
        for table in METADATA.tables
        if table != "change"
    }
    assert {table for table, rows in row_counts.items() if rows} == {
        *("cause", "found_term", "parked", "theme", "tracker_person")
    }
    assert filled.execute(text("SELECT incident_id, meeting_id FROM parked")).one() == (None, None)


def test_every_check_of_the_models_is_in_the_database(filled: Connection) -> None:
    inspector = inspect(filled)
    for table in METADATA.sorted_tables:
        expected = {
            str(constraint.name)
            for constraint in table.constraints
            if isinstance(constraint, CheckConstraint)
        }
        checks = inspector.get_check_constraints(table.name)
        assert {check["name"] for check in checks} == expected
