"""The column types store values in one form, and refuse what is a mistake of the program."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import StatementError
from sqlmodel import col

from db import models as m
from db import vocabulary as w
from db.store import Store
from db.types import EnumText
from tests.db.support import DAY, new_incident


def test_an_enum_is_stored_as_its_value_and_read_as_its_member(
    store: Store, raw: Callable[[], Connection]
) -> None:
    store.incidents.create("checkout", "5xx spike", DAY, severity=w.Severity.SEV2).result()
    with raw() as connection:
        stored = connection.execute(text("SELECT severity, status FROM incident")).one()
        columns = select(col(m.IncidentRow.severity), col(m.IncidentRow.status))
        severity, status = connection.execute(columns).one()
    assert [type(value) for value in stored] == [str, str]
    assert tuple(stored) == ("SEV2", "draft")
    assert severity is w.Severity.SEV2
    assert status is w.IncidentStatus.DRAFT


def test_a_word_that_the_enum_does_not_have_is_refused_by_name(
    store: Store, raw: Callable[[], Connection]
) -> None:
    new_incident(store)
    expected = "'SEV9' is not a Severity: expected one of SEV1, SEV2, SEV3, SEV4"
    with raw() as connection:
        query = select(col(m.IncidentRow.number)).where(col(m.IncidentRow.severity) == "SEV9")
        with pytest.raises(StatementError, match=expected):
            connection.execute(query)
        with pytest.raises(ValueError, match=expected):
            EnumText(w.Severity).process_result_value("SEV9", connection.dialect)


def test_a_time_without_a_zone_is_refused(store: Store, raw: Callable[[], Connection]) -> None:
    naive = datetime(2026, 3, 14, 9, 0)  # noqa: DTZ001
    with raw() as connection:
        query = select(col(m.IncidentRow.number)).where(col(m.IncidentRow.created_at) == naive)
        with pytest.raises(StatementError, match="a time without a zone can't be stored"):
            connection.execute(query)
