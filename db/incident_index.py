"""The incident index: what lists and searches need of each incident, in the table `digest`.

An entry is computed from the whole incident, in the transaction that changed it, so that lists
always agree with the post-mortems.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, insert
from sqlmodel import Session, col, select

from db import mapping
from db import models as m
from db import records as r
from db.batches import batched


def update_index(session: Session, incident_ids: Iterable[UUID]) -> None:
    """Compute the index entries of these incidents again, and drop those of deleted incidents.

    The terms of an incident are kept while its texts are what they were.
    """
    for ids in batched(incident_ids, mapping.INCIDENTS_PER_QUERY):
        of_batch = col(m.IncidentIndexRow.incident_id).in_(ids)
        terms = _terms_by_text(session, of_batch)
        session.execute(delete(m.IncidentIndexRow).where(of_batch))
        rows = session.exec(select(m.IncidentRow).where(col(m.IncidentRow.id).in_(ids))).all()
        entries = [_entry(incident, terms) for incident in mapping.incidents(session, rows)]
        if entries:
            session.execute(insert(m.IncidentIndexRow), entries)


def _terms_by_text(session: Session, condition: ColumnElement[bool]) -> dict[tuple[UUID, str], str]:
    """Return the terms that were counted of incidents, by the incident's id and its text."""
    query = select(m.IncidentIndexRow).where(condition, m.IncidentIndexRow.terms != "")
    return {(row.incident_id, row.text): row.terms for row in session.exec(query)}


def rebuild_index(session: Session) -> None:
    """Compute every index entry again, which a migration makes necessary."""
    update_index(session, session.exec(select(m.IncidentRow.id)).all())


def owning_incidents(session: Session, rows: Sequence[m.Row]) -> list[UUID | None]:
    """Return the id of the incident that each row belongs to; None for what incidents share."""
    of_parents = _incidents_of_parents(session, rows)
    owners: list[UUID | None] = []
    for row in rows:
        match row:
            case m.IncidentRow():
                owners.append(row.id)
            case m.ReviewRow() | m.CheckRow() | m.TicketStepRow() | m.TicketRow():
                owners.append(of_parents.get(row.action_id))
            case m.ClockRow() | m.AttendeeRow():
                owners.append(of_parents.get(row.meeting_id))
            case _:
                owners.append(getattr(row, "incident_id", None))
    return owners


def _incidents_of_parents(session: Session, rows: Iterable[m.Row]) -> dict[UUID, UUID]:
    """Return the incidents of the action items and the meetings to which these rows belong."""
    action_ids, meeting_ids = set(), set()
    for row in rows:
        match row:
            case m.ReviewRow() | m.CheckRow() | m.TicketStepRow() | m.TicketRow():
                action_ids.add(row.action_id)
            case m.ClockRow() | m.AttendeeRow():
                meeting_ids.add(row.meeting_id)
    incident_ids: dict[UUID, UUID] = {}
    for model, parent_ids in ((m.ActionRow, action_ids), (m.MeetingRow, meeting_ids)):
        table: Any = model
        for ids in batched(parent_ids, mapping.INCIDENTS_PER_QUERY):
            query = select(table.id, table.incident_id).where(col(table.id).in_(ids))
            incident_ids.update(session.exec(query).all())
    return incident_ids


def affected_incidents(
    session: Session, rows: Iterable[m.Row], owners: Iterable[UUID | None]
) -> set[UUID]:
    """Return the ids of the incidents whose index entries depend on these rows.

    Args:
        session: The session in which the rows are.
        rows: The rows.
        owners: The incident that each of them belongs to, as `owning_incidents` returns it.
    """
    incident_ids: set[UUID] = set()
    for row, owner in zip(rows, owners, strict=True):
        match row:
            case m.CauseRow():
                of_cause = select(m.IncidentRow.id).where(m.IncidentRow.cause_id == row.id)
                incident_ids.update(session.exec(of_cause))
            case m.ThemeRow():
                of_theme = select(m.ThemeIncidentRow.incident_id).where(
                    m.ThemeIncidentRow.theme_id == row.id
                )
                incident_ids.update(session.exec(of_theme))
            case (
                m.IncidentRow()
                | m.ReviewRow()
                | m.CheckRow()
                | m.ImpactRow()
                | m.TimelineRow()
                | m.FactorRow()
                | m.FindingRow()
                | m.ActionRow()
                | m.ThemeIncidentRow()
                | m.SectionRow()
                | m.ParkedRow()
            ) if owner is not None:
                incident_ids.add(owner)
    return incident_ids


def _entry(incident: r.Incident, terms: Mapping[tuple[UUID, str], str]) -> dict[str, object]:
    """Return the values of a row of `IncidentIndexRow`."""
    text = searchable_text(incident)
    return {
        "incident_id": incident.id,
        "began_at": incident.began_at,
        "open_actions": incident.open_actions,
        "text": text,
        "terms": terms.get((incident.id, text), ""),
    }


def searchable_text(incident: r.Incident) -> str:
    """Return everything that people wrote about an incident, case-folded, without private notes."""
    return "\n".join(text for text in _searchable_texts(incident) if text).casefold()


def _searchable_texts(incident: r.Incident) -> Iterator[str]:
    yield f"#{incident.number} {incident.title}"
    yield incident.external_id
    yield incident.severity or ""
    yield incident.impact.summary
    for event in incident.timeline:
        yield event.text
        yield event.link or ""
    yield incident.root_cause
    yield "" if incident.cause is None else incident.cause.name
    yield from (factor.text for factor in incident.factors)
    yield from (finding.text for finding in incident.findings)
    for item in incident.action_items:
        yield from (item.action, item.owner, item.note, item.ticket)
        yield item.check_how
        yield from (review.note for review in item.reviews)
        yield from (check.note for check in item.checks)
    yield incident.lessons_learned
    for section in incident.sections:
        yield from (section.heading, section.text)
    yield from incident.themes
    yield from (parked.text for parked in incident.parked)
