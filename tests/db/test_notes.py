"""Private notes: one text an incident and section, compare-and-set."""

import pytest

from db.errors import Conflict, Refused
from db.store import Store
from db.words import LONG_TEXT
from tests.db.support import new_incident


def test_a_note_is_written_changed_and_goes_away_when_it_is_emptied(store: Store) -> None:
    incident = new_incident(store)
    store.notes.write(incident.id, "", "", "ask Priya").result()
    store.notes.write(incident.id, "Timeline", "", "who paged?").result()
    store.notes.write(incident.id, "", "ask Priya", "ask Sam").result()
    found = [(each.section, each.text) for each in store.notes.of(incident.id).result()]
    assert found == [("", "ask Sam"), ("Timeline", "who paged?")]
    store.notes.write(incident.id, "", "ask Sam", " ").result()
    assert [each.section for each in store.notes.of(incident.id).result()] == ["Timeline"]


def test_the_later_of_two_is_told_and_nothing_is_overwritten(store: Store) -> None:
    incident = new_incident(store)
    store.notes.write(incident.id, "", "", "mine").result()
    for late in ("theirs", " "):
        with pytest.raises(Conflict) as told:
            store.notes.write(incident.id, "", "", late).result()
        assert told.value.theirs == "mine"
    assert store.notes.of(incident.id).result()[0].text == "mine"


def test_a_note_that_is_too_long_is_refused(store: Store) -> None:
    incident = new_incident(store)
    with pytest.raises(Refused, match="note: 20,001 characters"):
        store.notes.write(incident.id, "", "", "x" * (LONG_TEXT + 1)).result()


def test_undo_brings_a_note_back(store: Store) -> None:
    incident = new_incident(store)
    store.notes.write(incident.id, "", "", "ask Priya").result()
    store.notes.write(incident.id, "", "ask Priya", "").result()
    store.history.undo().result()
    assert store.notes.of(incident.id).result()[0].text == "ask Priya"
