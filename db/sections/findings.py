"""Contributing factors, and findings of what went well or wrong."""

from uuid import UUID

from sqlalchemy import func
from sqlmodel import select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.operations import StoreSection, write_operation
from db.transaction import Transaction
from db.validation import clean_text, parse_enum


class Findings(StoreSection):
    """The operations on factors and findings, which keep the order in which they were added."""

    @write_operation
    def add_factor(
        self, tx: Transaction, incident_id: UUID, kind: w.FactorKind, text: str
    ) -> r.Factor:
        """Add a contributing factor."""
        tx.label = "new factor"
        row = m.FactorRow(
            incident_id=incident_id,
            kind=parse_enum(kind, w.FactorKind, "kind"),
            text=clean_text(text, "factor", w.LINE_TEXT, required=True),
            position=_next_position(tx, m.FactorRow, incident_id),
        )
        return mapping.to_record(r.Factor, tx.insert(row))

    @write_operation
    def edit_factor(self, tx: Transaction, factor_id: UUID, text: str, expected: str) -> r.Factor:
        """Change the text of a factor, if it still is the `expected` one.

        Raises:
            Conflict: Another window has changed it since.
        """
        tx.label = "factor"
        row = tx.get(m.FactorRow, factor_id)
        text = clean_text(text, "factor", w.LINE_TEXT, required=True)
        tx.compare_and_set(row, "text", expected, text)
        return mapping.to_record(r.Factor, row)

    @write_operation
    def delete_factor(self, tx: Transaction, factor_id: UUID) -> None:
        """Delete a factor; undo restores it."""
        tx.label = "deleted factor"
        tx.delete(tx.get(m.FactorRow, factor_id))

    @write_operation
    def add_finding(
        self, tx: Transaction, incident_id: UUID, kind: w.FindingKind, text: str
    ) -> r.Finding:
        """Add a finding of what went well or wrong."""
        tx.label = "new finding"
        row = m.FindingRow(
            incident_id=incident_id,
            kind=parse_enum(kind, w.FindingKind, "kind"),
            text=clean_text(text, "finding", w.LINE_TEXT, required=True),
            position=_next_position(tx, m.FindingRow, incident_id),
        )
        return mapping.to_record(r.Finding, tx.insert(row))

    @write_operation
    def edit_finding(
        self, tx: Transaction, finding_id: UUID, text: str, expected: str
    ) -> r.Finding:
        """Change the text of a finding, if it still is the `expected` one.

        Raises:
            Conflict: Another window has changed it since.
        """
        tx.label = "finding"
        row = tx.get(m.FindingRow, finding_id)
        text = clean_text(text, "finding", w.LINE_TEXT, required=True)
        tx.compare_and_set(row, "text", expected, text)
        return mapping.to_record(r.Finding, row)

    @write_operation
    def delete_finding(self, tx: Transaction, finding_id: UUID) -> None:
        """Delete a finding; undo restores it."""
        tx.label = "deleted finding"
        tx.delete(tx.get(m.FindingRow, finding_id))


def _next_position(
    tx: Transaction, model: type[m.FactorRow] | type[m.FindingRow], incident_id: UUID
) -> int:
    tx.get(m.IncidentRow, incident_id)
    query = select(func.max(model.position)).where(model.incident_id == incident_id)
    last = tx.session.exec(query).one()
    return 0 if last is None else last + 1
