"""Several events at once: all or none, and one undo."""

from datetime import timedelta

import pytest

from db import records as r
from db import words as w
from db.errors import Refused
from db.store import Store
from tests.db.support import NOW, new_incident

NEW = [
    r.NewEvent(NOW + timedelta(minutes=9), w.EventKind.ACKNOWLEDGED, ""),
    r.NewEvent(NOW, w.EventKind.OTHER, "first", "https://g.example"),
    r.NewEvent(NOW, w.EventKind.OTHER, "second"),
]


def test_they_come_in_one_go_and_one_undo_takes_them_back(store: Store) -> None:
    incident = new_incident(store)
    store.timeline.add(incident.id, NOW, w.EventKind.FIRST_ALERT, "pager").result()
    before = store.incidents.get(incident.number).result()
    added = store.timeline.add_many(incident.id, NEW).result()
    assert [(each.at, each.kind, each.text, each.link) for each in added] == [
        (each.at, each.kind, each.text, each.link) for each in NEW
    ]
    after = store.incidents.get(incident.number).result()
    assert [each.text for each in after.timeline] == ["pager", "first", "second", ""]
    undone = store.history.undo().result()
    assert undone is not None
    assert (undone.label, undone.rows) == ("3 new timeline events", 3)
    assert store.incidents.get(incident.number).result() == before


def test_one_that_is_refused_takes_the_others_with_it(store: Store) -> None:
    incident = new_incident(store)
    bad = r.NewEvent(NOW, w.EventKind.OTHER, " ")
    with pytest.raises(Refused, match="event: write something"):
        store.timeline.add_many(incident.id, [*NEW, bad]).result()
    assert store.incidents.get(incident.number).result().timeline == ()
