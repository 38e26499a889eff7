"""Incidents and the paragraphs of their post-mortems."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from db import assemble
from db import models as m
from db import records as r
from db import words as w
from db.batches import batched
from db.errors import Conflict, Refused
from db.refusals import refuse_beyond, text, word
from db.section import Section, reading, writing
from db.transaction import Transaction

LONG_FIELDS = {"root_cause", "lessons_learned", "summary"}
NAME_FIELDS = {"service", "symptom"}
INCIDENT_FIELDS = LONG_FIELDS - {"summary"} | NAME_FIELDS | {"severity", "date", "status"}
IMPACT_FIELDS = {
    "began_at",
    "duration_minutes",
    "users_affected",
    "revenue",
    "currency",
    "slo_budget_percent",
    "summary",
}
HIGHEST = {
    "duration_minutes": w.LARGEST,
    "users_affected": w.LARGEST,
    "revenue": w.LARGEST_AMOUNT,
    "slo_budget_percent": w.LARGEST,
}
"""The numbers of an impact, and their upper bounds."""
NONE_LEFT = "number: the highest there can be is taken, so none follows it: give one that is free"


class Incidents(Section):
    """Everything about incidents as such."""

    @reading
    def get(self, session: Session, number: int) -> r.Incident:
        """One incident with its whole post-mortem.

        Raises:
            Refused: there is none with that number.
        """
        query = select(m.IncidentRow).where(m.IncidentRow.number == number)
        row = session.exec(query).first() if abs(number) <= w.LARGEST else None
        if row is None:
            raise Refused(f"there is no incident #{number}; `facilitator incidents` lists them")
        return assemble.incidents(session, [row])[0]

    @reading
    def several(self, session: Session, numbers: Sequence[int]) -> list[r.Incident]:
        """The incidents of these numbers with their post-mortems, in this order; those left."""
        found = {}
        for some in batched(numbers, assemble.BY_IDS):
            query = select(m.IncidentRow).where(col(m.IncidentRow.number).in_(some))
            for each in assemble.incidents(session, session.exec(query).all()):
                found[each.number] = each
        return [found[number] for number in numbers if number in found]

    @reading
    def everything(self, session: Session) -> list[r.Incident]:
        """All incidents with their post-mortems, by number."""
        rows = session.exec(select(m.IncidentRow).order_by(col(m.IncidentRow.number))).all()
        return assemble.incidents(session, rows)

    @writing
    def create(
        self,
        tx: Transaction,
        service: str,
        symptom: str,
        on: date,
        number: int | None = None,
        severity: w.Severity | None = None,
    ) -> r.Incident:
        """A new incident; without a number, the next free one."""
        if number is None:
            highest = tx.session.exec(select(func.max(m.IncidentRow.number))).one()
            number = (highest or 0) + 1
            if number > w.LARGEST:
                raise Refused(NONE_LEFT)
        elif not 1 <= number <= w.LARGEST:
            raise Refused(f"number: {number} is not from 1 to {w.LARGEST:,}")
        tx.label = f"new incident #{number}"
        row = tx.insert(
            m.IncidentRow(
                number=number,
                service=text(service, "service", w.SHORT_TEXT, required=True),
                symptom=text(symptom, "symptom", w.SHORT_TEXT, required=True),
                date=on,
                severity=None if severity is None else severity.value,
                created_at=tx.at,
            )
        )
        return assemble.incidents(tx.session, [row])[0]

    @writing
    def write(self, tx: Transaction, incident_id: UUID, field: str, base: Any, value: Any) -> None:
        """Set one field, compare-and-set against what the writer saw.

        Raises:
            Conflict: it was changed elsewhere. Refused: the value can't be stored.
        """
        if field in LONG_FIELDS:
            value = text(value, field.replace("_", " "), w.LONG_TEXT)
        elif field in NAME_FIELDS:
            value = text(value, field, w.SHORT_TEXT, required=True)
        elif field == "severity" and value is not None:
            value = word(value, w.Severity, field)
        elif field == "status":
            value = word(value, w.IncidentStatus, field)
        elif field in HIGHEST:
            refuse_beyond(value, field.replace("_", " "), HIGHEST[field])
        incident = tx.get(m.IncidentRow, incident_id)
        tx.label = f"{field.replace('_', ' ')} of #{incident.number}"
        if field in INCIDENT_FIELDS:
            tx.compare_and_set(incident, field, base, value)
        elif field in IMPACT_FIELDS:
            tx.compare_and_set(_impact(tx, incident_id), field, base, value)
        else:
            raise Refused(f"{field}: an incident has no such field")

    @writing
    def edit(
        self,
        tx: Transaction,
        seen: r.IncidentLine,
        *,
        service: str,
        symptom: str,
        date: date,
        severity: w.Severity | None,
    ) -> None:
        """Other facts of an incident, handed in as it was read; all of them or none.

        Raises:
            Conflict: what is changed here was changed elsewhere too.
        """
        row = tx.get(m.IncidentRow, seen.id)
        tx.label = f"facts of #{row.number}"
        tx.edit(
            row,
            seen,
            service=text(service, "service", w.SHORT_TEXT, required=True),
            symptom=text(symptom, "symptom", w.SHORT_TEXT, required=True),
            date=date,
            severity=None if severity is None else severity.value,
        )

    @writing
    def write_revenue(
        self,
        tx: Transaction,
        incident_id: UUID,
        base: tuple[Decimal | None, str | None],
        value: tuple[Decimal | None, str | None],
    ) -> None:
        """Set the revenue lost and its currency in one, compare-and-set against what was seen.

        Raises:
            Conflict: one of them was changed elsewhere. Refused: an amount without a currency.
        """
        refuse_beyond(value[0], "revenue", HIGHEST["revenue"])
        incident = tx.get(m.IncidentRow, incident_id)
        tx.label = f"revenue of #{incident.number}"
        fields = [("currency", base[1], value[1]), ("revenue", base[0], value[0])]
        # No amount may stand without a currency, at no moment.
        for field, seen, wanted in fields if value[1] is not None else reversed(fields):
            tx.compare_and_set(_impact(tx, incident_id), field, seen, wanted)

    @writing
    def set_cause(
        self,
        tx: Transaction,
        incident_id: UUID,
        name: str | None,
        seen: r.Incident | None = None,
    ) -> r.Cause | None:
        """Link the incident to a cause of the catalogue, which grows where the name is new.

        seen: the incident as it was read; without it whatever stands there gives way.

        Raises:
            Conflict: somebody has linked it to another one since.
        """
        incident = tx.get(m.IncidentRow, incident_id)
        if seen is not None and incident.cause_id != (seen.cause and seen.cause.id):
            theirs = tx.session.get(m.CauseRow, incident.cause_id) if incident.cause_id else None
            raise Conflict("cause", theirs and assemble.cause(theirs), name)
        tx.label = f"cause of #{incident.number}"
        if name is None:
            tx.change(incident, cause_id=None)
            return None
        row = cause_named(tx, name)
        tx.change(incident, cause_id=row.id)
        return assemble.cause(row)

    @reading
    def last_currency(self, session: Session) -> str | None:
        """The currency in which the newest incident with a cost tells it."""
        query = (
            select(m.ImpactRow.currency)
            .join(m.IncidentRow, col(m.IncidentRow.id) == col(m.ImpactRow.incident_id))
            .where(col(m.ImpactRow.currency).is_not(None))
            .order_by(col(m.IncidentRow.number).desc())
            .limit(1)
        )
        return session.exec(query).first()

    @reading
    def causes(self, session: Session) -> list[r.Cause]:
        """The catalogue, by name."""
        rows = session.exec(select(m.CauseRow).order_by(col(m.CauseRow.name)))
        return [assemble.cause(row) for row in rows]


def cause_named(tx: Transaction, name: str) -> m.CauseRow:
    """The catalogue's entry of that name, whatever its case, made where there is none."""
    name = text(name, "cause", w.SHORT_TEXT, required=True)
    known = tx.session.exec(select(m.CauseRow)).all()
    found = next((row for row in known if row.name.casefold() == name.casefold()), None)
    return found or tx.insert(m.CauseRow(name=name))


def _impact(tx: Transaction, incident_id: UUID) -> m.ImpactRow:
    query = select(m.ImpactRow).where(m.ImpactRow.incident_id == incident_id)
    found = tx.session.exec(query).first()
    return found or tx.insert(m.ImpactRow(incident_id=incident_id))
