"""The digest of an incident: what lists and searches need of it, kept beside it.

It is worked out from the incident as it is read, in the transaction that changed it, so that
no list ever disagrees with a document.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from db import assemble
from db import models as m
from db import records as r
from db import words as w
from db.batches import batched


def renew(session: Session, incident_ids: Iterable[UUID]) -> None:
    """Work out the digests of these incidents anew; those that are gone lose theirs."""
    for some in batched(incident_ids, assemble.BY_IDS):
        session.execute(delete(m.DigestRow).where(col(m.DigestRow.incident_id).in_(some)))
        rows = session.exec(select(m.IncidentRow).where(col(m.IncidentRow.id).in_(some))).all()
        digests = [_digest(each) for each in assemble.incidents(session, rows)]
        if digests:
            session.execute(insert(m.DigestRow), digests)


def renew_all(session: Session) -> None:
    """Work out every digest: after a migration that brought the table."""
    renew(session, session.exec(select(m.IncidentRow.id)).all())


def touched(session: Session, rows: Iterable[m.Row]) -> set[UUID]:
    """The incidents whose digests may change with these rows."""
    found: set[UUID] = set()
    actions = set()
    for row in rows:
        match row:
            case m.IncidentRow():
                found.add(row.id)
            case m.ReviewRow():
                actions.add(row.action_id)
            case m.CauseRow():
                linked = select(m.IncidentRow.id).where(m.IncidentRow.cause_id == row.id)
                found.update(session.exec(linked))
            case m.ThemeRow():
                of_theme = m.ThemeIncidentRow.theme_id == row.id
                found.update(session.exec(select(m.ThemeIncidentRow.incident_id).where(of_theme)))
            case (
                m.ImpactRow()
                | m.TimelineRow()
                | m.FactorRow()
                | m.FindingRow()
                | m.ActionRow()
                | m.ThemeIncidentRow()
            ):
                found.add(row.incident_id)
            case m.ParkedRow(incident_id=UUID() as incident_id):
                found.add(incident_id)
    for some in batched(actions, assemble.BY_IDS):
        reviewed = select(m.ActionRow.incident_id).where(col(m.ActionRow.id).in_(some))
        found.update(session.exec(reviewed))
    return found


def _digest(incident: r.Incident) -> dict[str, object]:
    return {
        "incident_id": incident.id,
        "began_at": incident.began,
        "filled": _filled(incident),
        "open_actions": incident.open_actions,
        "text": "\n".join(text for text in _texts(incident) if text).casefold(),
    }


def _filled(incident: r.Incident) -> int:
    well = incident.findings_of(w.FindingKind.WENT_WELL)
    return sum(
        (
            incident.impact != r.Impact(),
            bool(incident.timeline),
            bool(incident.root_cause),
            incident.cause is not None,
            bool(incident.factors),
            bool(well),
            len(incident.findings) > len(well),
            bool(incident.action_items),
            bool(incident.lessons_learned),
            incident.severity is not None,
        )
    )


def _texts(incident: r.Incident) -> Iterator[str]:
    """Everything that people wrote of it, but for private notes."""
    yield f"#{incident.number} {incident.title}"
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
        yield from (review.note for review in item.reviews)
    yield incident.lessons_learned
    yield from incident.themes
    yield from (parked.text for parked in incident.parked)
