"""Whole post-mortems taken in at once: all of them, or none."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import count

from sqlmodel import select

from db import models as m
from db import records as r
from db.errors import Refused
from db.incidents import HIGHEST, cause_named
from db.refusals import refuse_beyond, refuse_unstorable
from db.section import Section, writing
from db.transaction import Transaction


class Documents(Section):
    """What an import writes."""

    @writing
    def load(
        self,
        tx: Transaction,
        incidents: Iterable[r.Incident],
        notes: Iterable[r.Note] = (),
        *,
        renumber: bool = False,
    ) -> list[int]:
        """Store these incidents, and private notes on them; the numbers they have got.

        An incident whose number is 0 states none, and takes the next free one.
        renumber: give the next free number to those whose own is taken, too.

        Raises:
            Refused: a number is taken, or a value breaks a rule; nothing is stored then.
        """
        tx.label, tx.undoable = "import", False
        numbered = _numbered(tx, incidents, renumber)
        for incident in numbered:
            _load(tx, incident)
        for note in notes:
            tx.insert(
                m.NoteRow(
                    id=note.id,
                    incident_id=note.incident_id,
                    section=note.section,
                    text=note.text,
                    at=note.at,
                )
            )
        return [incident.number for incident in numbered]


def _numbered(tx: Transaction, incidents: Iterable[r.Incident], renumber: bool) -> list[r.Incident]:
    """Each with a number of its own: stated numbers are kept, the others follow the highest."""
    incidents = list(incidents)
    taken = set(tx.session.exec(select(m.IncidentRow.number)))
    keeps = set()
    for incident in incidents:
        if incident.number and incident.number not in taken:
            refuse_beyond(incident.number, "number", r.LARGEST)
            taken.add(incident.number)
            keeps.add(incident.id)
        elif incident.number and not renumber:
            raise Refused(f"incident #{incident.number} exists already: nothing was imported")
    free = count(max(taken, default=0) + 1)
    return [each if each.id in keeps else replace(each, number=next(free)) for each in incidents]


def _load(tx: Transaction, incident: r.Incident) -> None:
    cause = None if incident.cause is None else cause_named(tx, incident.cause.name)
    tx.insert(
        m.IncidentRow(
            id=incident.id,
            number=incident.number,
            service=incident.service,
            symptom=incident.symptom,
            date=incident.date,
            severity=None if incident.severity is None else incident.severity.value,
            status=incident.status.value,
            root_cause=incident.root_cause,
            cause_id=None if cause is None else cause.id,
            lessons_learned=incident.lessons_learned,
            created_at=incident.created_at,
        )
    )
    if incident.impact != r.Impact():
        _impact(tx, incident)
    for position, event in enumerate(incident.timeline):
        tx.insert(
            m.TimelineRow(
                id=event.id,
                incident_id=incident.id,
                at=event.at,
                kind=event.kind.value,
                text=event.text,
                link=event.link,
                position=position,
            )
        )
    for position, factor in enumerate(incident.factors):
        tx.insert(
            m.FactorRow(
                id=factor.id,
                incident_id=incident.id,
                kind=factor.kind.value,
                text=factor.text,
                position=position,
            )
        )
    for position, finding in enumerate(incident.findings):
        tx.insert(
            m.FindingRow(
                id=finding.id,
                incident_id=incident.id,
                kind=finding.kind.value,
                text=finding.text,
                position=position,
            )
        )
    for item in incident.action_items:
        _action(tx, incident, item)
    for position, name in enumerate(incident.themes):
        _theme(tx, incident, name, position)
    for position, parked in enumerate(incident.parked):
        tx.insert(
            m.ParkedRow(
                id=parked.id,
                incident_id=incident.id,
                kind=parked.kind.value,
                text=parked.text,
                at=parked.at,
                resolved_at=parked.resolved_at,
                position=position,
            )
        )


def _impact(tx: Transaction, incident: r.Incident) -> None:
    impact = incident.impact
    for field, highest in HIGHEST.items():
        refuse_beyond(
            getattr(impact, field), f"#{incident.number}: {field.replace('_', ' ')}", highest
        )
    tx.insert(
        m.ImpactRow(
            incident_id=incident.id,
            began_at=impact.began_at,
            duration_minutes=impact.duration_minutes,
            users_affected=impact.users_affected,
            revenue=impact.revenue,
            currency=impact.currency,
            slo_budget_percent=impact.slo_budget_percent,
            summary=impact.summary,
        )
    )


def _action(tx: Transaction, incident: r.Incident, item: r.ActionItem) -> None:
    tx.insert(
        m.ActionRow(
            id=item.id,
            incident_id=incident.id,
            slot=item.slot,
            action=item.action,
            owner=item.owner,
            priority=item.priority.value,
            due=item.due,
            first_due=item.first_due,
            status=item.status.value,
            note=item.note,
            ticket=item.ticket,
            ticket_verified=item.ticket_verified,
            created_at=item.created_at,
            closed_at=item.closed_at,
        )
    )
    for position, review in enumerate(item.reviews):
        tx.insert(
            m.ReviewRow(
                id=review.id,
                action_id=item.id,
                at=review.at,
                status=review.status.value,
                note=review.note,
                position=position,
            )
        )


def _theme(tx: Transaction, incident: r.Incident, name: str, position: int) -> None:
    refuse_unstorable(name, "theme")
    query = select(m.ThemeRow).where(m.ThemeRow.name == name)
    theme = tx.session.exec(query).first()
    if theme is None:
        theme = tx.insert(m.ThemeRow(name=name, created_at=tx.at))
    tx.insert(m.ThemeIncidentRow(theme_id=theme.id, incident_id=incident.id, position=position))
