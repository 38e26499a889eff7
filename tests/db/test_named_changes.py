"""A change can have its id before it is made, so that a later start knows whether it was made."""

from contextvars import copy_context
from uuid import uuid4

import pytest

from db import vocabulary as w
from db.errors import Refused
from db.named_change import named_change
from db.store import Store
from tests.db.support import NOW, new_incident


def test_a_change_is_found_under_the_id_that_it_was_given(store: Store) -> None:
    incident, name, never_made = new_incident(store), uuid4(), uuid4()
    with named_change(name):
        store.timeline.add(incident.id, NOW, w.EventKind.OTHER, "pager").result()
    assert store.history.committed({name, never_made}).result() == {name}


def test_the_first_change_alone_gets_the_id(store: Store) -> None:
    incident, name = new_incident(store), uuid4()
    with named_change(name):
        for words in ("pager", "bridge"):
            store.timeline.add(incident.id, NOW, w.EventKind.OTHER, words).result()
    store.history.undo().result()
    left = store.incidents.get(incident.number).result().timeline
    assert [event.text for event in left] == ["pager"]


def test_a_change_that_is_refused_is_not_found(store: Store) -> None:
    incident, name = new_incident(store), uuid4()
    with named_change(name), pytest.raises(Refused):
        store.timeline.add(incident.id, NOW, w.EventKind.OTHER, "half a \ud800 character").result()
    assert store.history.committed({name}).result() == set()


def test_what_began_beside_the_change_does_not_get_the_id_later(store: Store) -> None:
    incident, name = new_incident(store), uuid4()
    with named_change(name):
        # A task or a timer that is made here runs in a copy of this context.
        begun_here = copy_context()
    begun_here.run(store.timeline.add, incident.id, NOW, w.EventKind.OTHER, "pager").result()
    assert store.history.committed({name}).result() == set()
