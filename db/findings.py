"""Contributing factors, and what went well or wrong."""

from uuid import UUID

from sqlalchemy import func
from sqlmodel import select

from db import assemble
from db import models as m
from db import records as r
from db import words as w
from db.refusals import text, word
from db.section import Section, writing
from db.transaction import Transaction


class Findings(Section):
    """The short lines of a post-mortem, kept in the order they were added."""

    @writing
    def add_factor(
        self, tx: Transaction, incident_id: UUID, kind: w.FactorKind, what: str
    ) -> r.Factor:
        """A new contributing factor."""
        tx.label = "new factor"
        row = m.FactorRow(
            incident_id=incident_id,
            kind=word(kind, w.FactorKind, "kind"),
            text=text(what, "factor", w.LINE_TEXT, required=True),
            position=_next(tx, m.FactorRow, incident_id),
        )
        return assemble.factor(tx.insert(row))

    @writing
    def edit_factor(self, tx: Transaction, factor_id: UUID, what: str, base: str) -> r.Factor:
        """Another text of a factor, compare-and-set against `base`."""
        tx.label = "factor"
        row = tx.get(m.FactorRow, factor_id)
        tx.compare_and_set(row, "text", base, text(what, "factor", w.LINE_TEXT, required=True))
        return assemble.factor(row)

    @writing
    def delete_factor(self, tx: Transaction, factor_id: UUID) -> None:
        """Take a factor away; undo brings it back."""
        tx.label = "deleted factor"
        tx.delete(tx.get(m.FactorRow, factor_id))

    @writing
    def add_finding(
        self, tx: Transaction, incident_id: UUID, kind: w.FindingKind, what: str
    ) -> r.Finding:
        """Something more that went well or wrong."""
        tx.label = "new finding"
        row = m.FindingRow(
            incident_id=incident_id,
            kind=word(kind, w.FindingKind, "kind"),
            text=text(what, "finding", w.LINE_TEXT, required=True),
            position=_next(tx, m.FindingRow, incident_id),
        )
        return assemble.finding(tx.insert(row))

    @writing
    def edit_finding(self, tx: Transaction, finding_id: UUID, what: str, base: str) -> r.Finding:
        """Another text of a finding, compare-and-set against `base`."""
        tx.label = "finding"
        row = tx.get(m.FindingRow, finding_id)
        tx.compare_and_set(row, "text", base, text(what, "finding", w.LINE_TEXT, required=True))
        return assemble.finding(row)

    @writing
    def delete_finding(self, tx: Transaction, finding_id: UUID) -> None:
        """Take a finding away; undo brings it back."""
        tx.label = "deleted finding"
        tx.delete(tx.get(m.FindingRow, finding_id))


def _next(tx: Transaction, model: type[m.FactorRow] | type[m.FindingRow], incident_id: UUID) -> int:
    tx.get(m.IncidentRow, incident_id)
    query = select(func.max(model.position)).where(model.incident_id == incident_id)
    last = tx.session.exec(query).one()
    return 0 if last is None else last + 1
