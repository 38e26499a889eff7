"""Several events are added at once: all or none of them, with one undo."""

from datetime import timedelta

import pytest

from db import records as r
from db import vocabulary as w
from db.errors import Refused
from db.store import Store
from tests.db.support import NOW, new_incident

NEW = [
    r.NewEvent(NOW + timedelta(minutes=9), w.EventKind.ACKNOWLEDGED, ""),
    r.NewEvent(NOW, w.EventKind.OTHER, "first", "https://g.example"),
    r.NewEvent(NOW, w.EventKind.OTHER, "second"),
]


def test_several_events_are_added_at_once_and_one_undo_removes_them(store: Store) -> None:
    incident = new_incident(store)
    store.timeline.add(incident.id, NOW, w.EventKind.FIRST_ALERT, "pager").result()
    before = store.incidents.get(incident.number).result()
    added = store.timeline.add_many(incident.id, NEW).result()
    assert [(event.at, event.kind, event.text, event.link) for event in added] == [
        (event.at, event.kind, event.text, event.link) for event in NEW
    ]
    after = store.incidents.get(incident.number).result()
    assert [event.text for event in after.timeline] == ["pager", "first", "second", ""]
    undone = store.history.undo().result()
    assert undone is not None
    assert (undone.label, undone.rows) == ("3 new timeline events", 3)
    assert store.incidents.get(incident.number).result() == before


def test_one_event_that_is_refused_stops_all_of_them(store: Store) -> None:
    incident = new_incident(store)
    bad = r.NewEvent(NOW, w.EventKind.OTHER, " ")
    with pytest.raises(Refused, match="event: write something"):
        store.timeline.add_many(incident.id, [*NEW, bad]).result()
    assert store.incidents.get(incident.number).result().timeline == ()
