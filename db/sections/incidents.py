"""Incidents, their impacts, and the paragraphs of their post-mortems."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.batches import batched
from db.errors import Conflict, Refused
from db.operations import read_operation, write_operation
from db.record_checks import HIGHEST
from db.sections.causes import cause_named
from db.sections.incident_corrections import IncidentCorrections
from db.transaction import Transaction
from db.validation import check_range, clean_text, parse_enum

PARAGRAPH_FIELDS = {"root_cause", "lessons_learned"}
REQUIRED_FIELDS = {"service", "symptom"}
INCIDENT_FIELDS = (
    PARAGRAPH_FIELDS | REQUIRED_FIELDS | {"severity", "date", "status", "external_id", "ended_at"}
)
IMPACT_FIELDS = {field.name for field in fields(r.Impact)}
NO_NUMBER_LEFT = (
    "number: the highest there can be is taken, so none follows it: give one that is free"
)


class Incidents(IncidentCorrections):
    """The operations on incidents and their impacts."""

    @read_operation
    def get(self, session: Session, number: int) -> r.Incident:
        """Return an incident with its whole post-mortem.

        Raises:
            Refused: There is no incident with that number.
        """
        query = select(m.IncidentRow).where(m.IncidentRow.number == number)
        row = session.exec(query).first() if abs(number) <= w.LARGEST else None
        if row is None:
            raise Refused(f"there is no incident #{number}; `facilitator incidents` lists them")
        return mapping.incidents(session, [row])[0]

    @read_operation
    def several(self, session: Session, numbers: Sequence[int]) -> list[r.Incident]:
        """Return these incidents with their whole post-mortems, in the order of the numbers.

        Incidents that do not exist are left out.
        """
        incidents = {}
        for batch in batched(numbers, mapping.INCIDENTS_PER_QUERY):
            query = select(m.IncidentRow).where(col(m.IncidentRow.number).in_(batch))
            for incident in mapping.incidents(session, session.exec(query).all()):
                incidents[incident.number] = incident
        return [incidents[number] for number in numbers if number in incidents]

    @read_operation
    def everything(self, session: Session) -> list[r.Incident]:
        """Return all incidents with their whole post-mortems, by number."""
        rows = session.exec(select(m.IncidentRow).order_by(col(m.IncidentRow.number))).all()
        return mapping.incidents(session, rows)

    @write_operation
    def create(
        self,
        tx: Transaction,
        service: str,
        symptom: str,
        on: date,
        number: int | None = None,
        severity: w.Severity | None = None,
        external_id: str = "",
        kind: w.IncidentKind = w.IncidentKind.INCIDENT,
    ) -> r.Incident:
        """Add an incident.

        Args:
            tx: The transaction.
            service: The service that was affected.
            symptom: What people noticed.
            on: The date of the incident.
            number: Its number; by default the one after the highest.
            severity: Its severity, if that is known.
            external_id: The id that it has elsewhere, such as `INC-2024-0042`, if it has one.
            kind: Whether it is an incident or a near miss.

        Raises:
            Refused: The number is taken or out of range, or a text can't be stored.
        """
        if number is None:
            highest = tx.session.exec(select(func.max(m.IncidentRow.number))).one()
            number = (highest or 0) + 1
            if number > w.LARGEST:
                raise Refused(NO_NUMBER_LEFT)
        elif not 1 <= number <= w.LARGEST:
            raise Refused(f"number: {number} is not from 1 to {w.LARGEST:,}")
        tx.label = f"new incident #{number}"
        row = tx.insert(
            m.IncidentRow(
                number=number,
                service=clean_text(service, "service", w.SHORT_TEXT, required=True),
                symptom=clean_text(symptom, "symptom", w.SHORT_TEXT, required=True),
                date=on,
                severity=severity,
                external_id=clean_text(external_id, "id", w.SHORT_TEXT),
                kind=kind,
                created_at=tx.at,
            )
        )
        return mapping.incidents(tx.session, [row])[0]

    @write_operation
    def write(
        self, tx: Transaction, incident_id: UUID, field: str, expected: Any, value: Any
    ) -> None:
        """Set one field of an incident or its impact, if it still holds the `expected` value.

        Raises:
            Conflict: Another window has changed it since.
            Refused: The value can't be stored, or there is no such field.
        """
        name = field.replace("_", " ")
        if field in PARAGRAPH_FIELDS or field == "summary":
            value = clean_text(value, name, w.LONG_TEXT)
        elif field in REQUIRED_FIELDS:
            value = clean_text(value, name, w.SHORT_TEXT, required=True)
        elif field == "external_id":
            name = "id"
            value = clean_text(value, name, w.SHORT_TEXT)
        elif field == "severity" and value is not None:
            value = parse_enum(value, w.Severity, name)
        elif field == "status":
            value = parse_enum(value, w.IncidentStatus, name)
        elif field in HIGHEST:
            check_range(value, name, HIGHEST[field])
        incident = tx.get(m.IncidentRow, incident_id)
        tx.label = f"{name} of #{incident.number}"
        if field in INCIDENT_FIELDS:
            tx.compare_and_set(incident, field, expected, value)
        elif field in IMPACT_FIELDS:
            tx.compare_and_set(_impact_row(tx, incident_id), field, expected, value)
        else:
            raise Refused(f"{field}: an incident has no such field")

    @write_operation
    def write_revenue(
        self,
        tx: Transaction,
        incident_id: UUID,
        expected: tuple[Decimal | None, str | None],
        value: tuple[Decimal | None, str | None],
    ) -> None:
        """Set the lost revenue and its currency at once, if both still hold the `expected` values.

        Raises:
            Conflict: Another window has changed one of them since.
            Refused: There is an amount without a currency.
        """
        check_range(value[0], "revenue", HIGHEST["revenue"])
        incident = tx.get(m.IncidentRow, incident_id)
        tx.label = f"revenue of #{incident.number}"
        edits = [("currency", expected[1], value[1]), ("revenue", expected[0], value[0])]
        # A constraint forbids an amount without a currency, also between the two updates.
        for field, before, after in edits if value[1] is not None else reversed(edits):
            tx.compare_and_set(_impact_row(tx, incident_id), field, before, after)

    @write_operation
    def set_cause(
        self,
        tx: Transaction,
        incident_id: UUID,
        name: str | None,
        original: r.Incident | None = None,
    ) -> r.Cause | None:
        """Link the incident to a cause of the catalogue, and return the cause.

        Args:
            tx: The transaction.
            incident_id: The incident.
            name: The name of the cause, whatever its case; a new name is added to the catalogue.
                None removes the link.
            original: The incident as the writer read it. Without it, any cause is overwritten.

        Raises:
            Conflict: Another window has linked it to another cause since.
        """
        incident = tx.get(m.IncidentRow, incident_id)
        if original is not None and incident.cause_id != (original.cause and original.cause.id):
            theirs = tx.session.get(m.CauseRow, incident.cause_id) if incident.cause_id else None
            raise Conflict("cause", theirs and mapping.to_record(r.Cause, theirs), name)
        tx.label = f"cause of #{incident.number}"
        if name is None:
            tx.change(incident, cause_id=None)
            return None
        row = cause_named(tx, name)
        tx.change(incident, cause_id=row.id)
        return mapping.to_record(r.Cause, row)

    @read_operation
    def last_currency(self, session: Session) -> str | None:
        """Return the currency of the newest incident that has one, or None."""
        query = (
            select(m.ImpactRow.currency)
            .join(m.IncidentRow, col(m.IncidentRow.id) == col(m.ImpactRow.incident_id))
            .where(col(m.ImpactRow.currency).is_not(None))
            .order_by(col(m.IncidentRow.number).desc())
            .limit(1)
        )
        return session.exec(query).first()


def _impact_row(tx: Transaction, incident_id: UUID) -> m.ImpactRow:
    """Return the impact of an incident, which is added where it has none."""
    query = select(m.ImpactRow).where(m.ImpactRow.incident_id == incident_id)
    row = tx.session.exec(query).first()
    return row or tx.insert(m.ImpactRow(incident_id=incident_id))
