"""Reads of many incidents for figures and comparisons, without their whole post-mortems."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, update
from sqlmodel import Session, col, select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.incident_index import searchable_text
from db.operations import read_operation, write_operation
from db.sections.figure_reads import FigureReads, reviewed_outlines
from db.sections.selections import select_only
from db.transaction import Transaction

PAGE = 500
"""How many incidents one read returns, so that no write waits long behind it."""


class Overview(FigureReads):
    """The reads of many incidents, each of which returns no more than its purpose needs."""

    @read_operation
    def occurrences(self, session: Session, after: int = 0) -> list[r.Occurrence]:
        """Return what may recur of the next `PAGE` incidents after a number, by number."""
        columns = (m.IncidentRow.number, m.IncidentRow.service, m.IncidentRow.date)
        rows = session.execute(_select_page((*columns, m.IncidentRow.cause_id), after)).all()
        factor_kinds: dict[int, list[w.FactorKind]] = defaultdict(list)
        if rows:
            query = (
                select_only((m.IncidentRow.number, m.FactorRow.kind))
                .join(m.FactorRow, col(m.FactorRow.incident_id) == col(m.IncidentRow.id))
                .where(col(m.IncidentRow.number).between(rows[0].number, rows[-1].number))
            )
            for number, kind in session.execute(query):
                factor_kinds[number].append(kind)
        causes = _causes(session, rows)
        return [
            mapping.to_record(
                r.Occurrence,
                row,
                cause=causes.get(row.cause_id),
                factor_kinds=tuple(factor_kinds.get(row.number, ())),
            )
            for row in rows
        ]

    @read_operation
    def comparison_records(self, session: Session, after: int = 0) -> list[r.ComparisonRecord]:
        """Return what similar incidents are found by, of the next `PAGE` after a number."""
        columns = (
            m.IncidentRow.number,
            m.IncidentRow.service,
            m.IncidentRow.symptom,
            m.IncidentRow.date,
            m.IncidentRow.cause_id,
            m.IncidentIndexRow.began_at,
            m.IncidentIndexRow.open_actions,
            m.IncidentIndexRow.terms,
        )
        query = _select_page(columns, after).join(
            m.IncidentIndexRow, col(m.IncidentIndexRow.incident_id) == col(m.IncidentRow.id)
        )
        rows = session.execute(query).all()
        causes = _causes(session, rows)
        return [
            mapping.to_record(r.ComparisonRecord, row, cause=causes.get(row.cause_id))
            for row in rows
        ]

    @write_operation
    def keep_terms(self, tx: Transaction, counted: Sequence[tuple[r.Incident, str]]) -> None:
        """Keep the terms that were counted of incidents, for the next program that needs them.

        Nobody has changed anything by this, so that it has no history and can't be undone. The
        terms of an incident whose texts have changed since it was read are not kept.

        Args:
            tx: The transaction of the store.
            counted: Each incident as it was read, with its terms as the program wants them kept.
        """
        for incident, terms in counted:
            tx.session.execute(
                update(m.IncidentIndexRow)
                .where(
                    col(m.IncidentIndexRow.incident_id) == incident.id,
                    col(m.IncidentIndexRow.text) == searchable_text(incident),
                )
                .values(terms=terms)
            )

    @read_operation
    def outlines_of_cause(
        self, session: Session, cause_id: UUID, after: int = 0
    ) -> list[r.IncidentOutline]:
        """Return the outlines of the next `PAGE` incidents of a cause after a number, by number.

        They have all of their action items, with the reviews of these.
        """
        page = (
            select(m.IncidentRow.number)
            .where(col(m.IncidentRow.cause_id) == cause_id, col(m.IncidentRow.number) > after)
            .order_by(col(m.IncidentRow.number))
            .limit(PAGE)
        )
        of_page = col(m.IncidentRow.number).in_(session.exec(page).all())
        return reviewed_outlines(session, of_page)


def _select_page(columns: Iterable[Any], after: int) -> Select[Any]:
    """Return a query for these columns of the next `PAGE` incidents after a number."""
    return (
        select_only(columns)
        .where(col(m.IncidentRow.number) > after)
        .order_by(col(m.IncidentRow.number))
        .limit(PAGE)
    )


def _causes(session: Session, rows: Iterable[Any]) -> dict[UUID | None, r.Cause]:
    """Return the causes to which these rows are linked, by their ids."""
    ids = {row.cause_id for row in rows} - {None}
    query = select(m.CauseRow).where(col(m.CauseRow.id).in_(ids))
    return {row.id: mapping.to_record(r.Cause, row) for row in session.exec(query)}
