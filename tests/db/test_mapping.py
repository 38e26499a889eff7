"""Rows and records are converted by the names of their fields."""

from dataclasses import fields

import pytest
from sqlmodel import SQLModel

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from tests.db.support import DAY, NOW

BY_NAME = [
    (r.Impact, m.ImpactRow, set()),
    (r.TimelineEvent, m.TimelineRow, set()),
    (r.Factor, m.FactorRow, set()),
    (r.Finding, m.FindingRow, set()),
    (r.Review, m.ReviewRow, set()),
    (r.ActionItem, m.ActionRow, {"reviews", "checks", "known_ticket", "steps"}),
    (r.Parked, m.ParkedRow, set()),
    (r.Note, m.NoteRow, set()),
    (r.Cause, m.CauseRow, set()),
    (r.Theme, m.ThemeRow, {"incidents"}),
    (r.Attendee, m.AttendeeRow, set()),
]
"""A record, its table, and the fields that the table does not have."""


@pytest.mark.parametrize(("record", "model", "others"), BY_NAME)
def test_every_field_of_a_record_is_a_column_or_given_by_name(
    record: type, model: type[SQLModel], others: set[str]
) -> None:
    names = {field.name for field in fields(record)}
    assert names - set(model.model_fields) == others


def test_a_row_becomes_a_record_and_a_row_again() -> None:
    row = m.ActionRow(
        incident_id=m.Row().id,
        slot=2,
        action="cap retries",
        owner="ana",
        priority=w.Priority.P1,
        due=DAY,
        first_due=DAY,
        created_at=NOW,
    )
    item = mapping.action_item(row)
    assert (item.id, item.slot, item.action, item.reviews) == (row.id, 2, "cap retries", ())
    assert mapping.to_row(m.ActionRow, item).model_dump() == row.model_dump()


def test_a_record_with_one_field_to_copy_is_built_too() -> None:
    row = m.CauseRow(name="retry storm")
    cause = mapping.to_record(r.Cause, row, name="bad deploy")
    assert cause == r.Cause(row.id, "bad deploy")


def test_a_field_that_neither_the_row_nor_the_caller_has_is_an_error() -> None:
    with pytest.raises(AttributeError, match="incidents"):
        mapping.to_record(r.Theme, m.ThemeRow(name="retries", created_at=NOW))
