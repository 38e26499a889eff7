"""An incident has at most three action items, also when several programs write at once."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from db.errors import Refused
from db.records import ActionItem
from db.store import Store
from tests.db.support import at_once, copy_row, new_incident, together

INCIDENTS = 8
ADDS = """
import sys
from db.errors import Refused
from db.store import Store

store = Store.open(sys.argv[1])
incidents = store.incidents.everything().result()
print("ready", flush=True)
sys.stdin.readline()
for incident in incidents:
    for n in range(2):
        try:
            store.actions.add(incident.id, f"do {n}").result()
            print("added")
        except Refused as refused:
            print(refused)
store.close()
"""


def add_item(store: Store, incident_id: UUID) -> ActionItem:
    return store.actions.add(incident_id, "do").result()


def test_windows_that_add_at_once_leave_three_items(window: Callable[[], Store]) -> None:
    stores = [window() for _ in range(5)]
    incidents = [new_incident(stores[0]) for _ in range(INCIDENTS)]
    for incident in incidents:
        answers = at_once([partial(add_item, store, incident.id) for store in stores])
        refused = [answer for answer in answers if isinstance(answer, Refused)]
        assert [str(error) for error in refused] == [
            "a post-mortem has at most three action items: replace one"
        ] * 2, answers
        items = stores[0].incidents.get(incident.number).result().action_items
        assert [item.slot for item in items] == [1, 2, 3]
        assert set(items) == set(answers) - set(refused)


def test_processes_that_add_at_once_leave_three_items(store: Store, target: str) -> None:
    for _ in range(INCIDENTS):
        new_incident(store)
    lines = [line for lines in together(ADDS, 3, target) for line in lines]
    assert lines.count("added") == 3 * INCIDENTS
    assert lines.count("a post-mortem has at most three action items: replace one") == (
        3 * INCIDENTS
    )
    for incident in store.incidents.everything().result():
        assert [item.slot for item in incident.action_items] == [1, 2, 3]


def test_programs_that_write_without_the_store_are_limited_too(
    store: Store, raw: Callable[[], Connection]
) -> None:
    incident = new_incident(store)
    store.actions.add(incident.id, "do").result()

    def force(slot: int) -> None:
        with raw() as connection, connection.begin():
            copy_row(connection, "action_item", slot=slot)

    answers = at_once([partial(force, slot) for slot in (1, 2, 2, 3, 3, 4)])
    assert answers.count(None) == 2
    assert all(isinstance(answer, DBAPIError) for answer in answers if answer is not None)
    with raw() as connection, connection.begin():
        slots = connection.scalars(text("SELECT slot FROM action_item ORDER BY slot")).all()
    assert slots == [1, 2, 3]
