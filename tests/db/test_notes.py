"""Private notes: one text for each section of an incident, which no writer overwrites unread."""

import pytest

from db.errors import Conflict, Refused
from db.store import Store
from db.vocabulary import LONG_TEXT
from tests.db.support import new_incident


def test_a_note_is_written_changed_and_deleted_when_it_is_emptied(store: Store) -> None:
    incident = new_incident(store)
    store.notes.write(incident.id, " Timeline ", "", "who paged?").result()
    store.notes.write(incident.id, "", "", "ask Priya").result()
    store.notes.write(incident.id, "", "ask Priya", "ask Sam").result()
    found = [(note.section, note.text) for note in store.notes.of_incident(incident.id).result()]
    assert found == [("", "ask Sam"), ("Timeline", "who paged?")]
    store.notes.write(incident.id, "", "ask Sam", " ").result()
    assert [note.section for note in store.notes.of_incident(incident.id).result()] == ["Timeline"]


def test_the_second_of_two_writers_gets_a_conflict(store: Store) -> None:
    incident = new_incident(store)
    store.notes.write(incident.id, "", "", "mine").result()
    for late in ("theirs", " "):
        with pytest.raises(Conflict) as caught:
            store.notes.write(incident.id, "", "", late).result()
        assert caught.value.theirs == "mine"
    assert store.notes.of_incident(incident.id).result()[0].text == "mine"


def test_a_note_that_is_too_long_is_refused(store: Store) -> None:
    incident = new_incident(store)
    with pytest.raises(Refused, match="note: 20,001 characters"):
        store.notes.write(incident.id, "", "", "x" * (LONG_TEXT + 1)).result()


def test_undo_restores_a_note(store: Store) -> None:
    incident = new_incident(store)
    store.notes.write(incident.id, "", "", "ask Priya").result()
    store.notes.write(incident.id, "", "ask Priya", "").result()
    store.history.undo().result()
    assert store.notes.of_incident(incident.id).result()[0].text == "ask Priya"
