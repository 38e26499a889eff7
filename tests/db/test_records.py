"""Records compute what follows from their fields."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from db import models as m
from db import records as r
from db.transaction import row_from_json, row_to_json
from db.vocabulary import EventKind
from tests.db.support import NOW
from tests.db.test_documents import document

LATER = NOW + timedelta(minutes=5)


def test_a_milestone_is_reached_by_its_first_event() -> None:
    events = [
        (EventKind.FIRST_ALERT, NOW),
        (EventKind.OTHER, NOW),
        (EventKind.FIRST_ALERT, LATER),
    ]
    assert r.first_milestones(events, None) == {EventKind.FIRST_ALERT: NOW}


def test_the_impact_began_as_the_timeline_says_and_otherwise_as_the_impact_says() -> None:
    event = [(EventKind.IMPACT_BEGAN, LATER)]
    assert r.first_milestones(event, NOW) == {EventKind.IMPACT_BEGAN: LATER}
    assert r.first_milestones([], NOW) == {EventKind.IMPACT_BEGAN: NOW}


def test_an_incident_began_with_its_impact_else_its_first_alert_else_at_midnight() -> None:
    alerted = r.TimelineEvent(uuid4(), LATER, EventKind.FIRST_ALERT, "", None)
    incident = replace(document(1), impact=r.Impact(began_at=NOW), timeline=(alerted,))
    assert incident.began_at == NOW
    without_impact = replace(incident, impact=r.Impact())
    assert without_impact.began_at == LATER
    midnight = datetime(2026, 3, 14, tzinfo=UTC)
    assert replace(without_impact, timeline=()).began_at == midnight


def test_a_stored_row_is_read_without_columns_that_were_dropped_since() -> None:
    row = m.CauseRow(name="retry storm")
    stored = json.dumps(json.loads(row_to_json(row)) | {"version": 3})
    assert row_from_json(m.CauseRow, stored).model_dump() == row.model_dump()
