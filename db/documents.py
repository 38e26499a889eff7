"""Whole post-mortems taken in at once: all of them, or none."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count
from uuid import UUID

from sqlmodel import select

from db import models as m
from db import records as r
from db import words as w
from db.errors import Refused
from db.incidents import HIGHEST, NONE_LEFT
from db.refusals import refuse_beyond, text
from db.section import Section, writing
from db.transaction import Transaction

ORDER: tuple[type[m.Row], ...] = (
    m.IncidentRow,
    m.ImpactRow,
    m.TimelineRow,
    m.FactorRow,
    m.FindingRow,
    m.ActionRow,
    m.ReviewRow,
    m.ThemeIncidentRow,
    m.ParkedRow,
    m.NoteRow,
)
"""The tables of an import, each after those that it points at."""


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
        catalogue = Catalogue(tx)
        rows: dict[type[m.Row], list[m.Row]] = defaultdict(list)
        for incident in numbered:
            for row in _rows(incident, catalogue):
                rows[type(row)].append(row)
        rows[m.NoteRow] = [_note(each) for each in notes]
        for model in ORDER:
            tx.insert_all(rows[model])
        return [incident.number for incident in numbered]


class Catalogue:
    """The causes and themes by their names; a new name becomes a new entry."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        causes = tx.session.exec(select(m.CauseRow.name, m.CauseRow.id))
        self._causes = {name.casefold(): row_id for name, row_id in causes}
        self._themes = dict(tx.session.exec(select(m.ThemeRow.name, m.ThemeRow.id)).all())

    def cause(self, name: str) -> UUID:
        """One whatever the case of its name."""
        name = text(name, "cause", w.SHORT_TEXT, required=True)
        if name.casefold() not in self._causes:
            self._causes[name.casefold()] = self._tx.insert(m.CauseRow(name=name)).id
        return self._causes[name.casefold()]

    def theme(self, name: str) -> UUID:
        """One for each spelling."""
        if name not in self._themes:
            row = m.ThemeRow(name=name, created_at=self._tx.at)
            self._themes[name] = self._tx.insert(row).id
        return self._themes[name]


def _numbered(tx: Transaction, incidents: Iterable[r.Incident], renumber: bool) -> list[r.Incident]:
    """Each with a number of its own: stated numbers are kept, the others follow the highest."""
    incidents = list(incidents)
    taken = set(tx.session.exec(select(m.IncidentRow.number)))
    keeps = set()
    for incident in incidents:
        if incident.number and incident.number not in taken:
            refuse_beyond(incident.number, "number", w.LARGEST)
            taken.add(incident.number)
            keeps.add(incident.id)
        elif incident.number and not renumber:
            raise Refused(f"incident #{incident.number} exists already: nothing was imported")
    highest = max(taken, default=0)
    if highest + len(incidents) - len(keeps) > w.LARGEST:
        raise Refused(NONE_LEFT)
    free = count(highest + 1)
    return [each if each.id in keeps else replace(each, number=next(free)) for each in incidents]


def _rows(incident: r.Incident, catalogue: Catalogue) -> Iterator[m.Row]:
    yield m.IncidentRow(
        id=incident.id,
        number=incident.number,
        service=incident.service,
        symptom=incident.symptom,
        date=incident.date,
        severity=None if incident.severity is None else incident.severity.value,
        status=incident.status.value,
        root_cause=incident.root_cause,
        cause_id=None if incident.cause is None else catalogue.cause(incident.cause.name),
        lessons_learned=incident.lessons_learned,
        created_at=incident.created_at,
    )
    if incident.impact != r.Impact():
        yield _impact(incident)
    for position, event in enumerate(incident.timeline):
        yield m.TimelineRow(
            id=event.id,
            incident_id=incident.id,
            at=event.at,
            kind=event.kind.value,
            text=event.text,
            link=event.link,
            position=position,
        )
    for position, factor in enumerate(incident.factors):
        yield m.FactorRow(
            id=factor.id,
            incident_id=incident.id,
            kind=factor.kind.value,
            text=factor.text,
            position=position,
        )
    for position, finding in enumerate(incident.findings):
        yield m.FindingRow(
            id=finding.id,
            incident_id=incident.id,
            kind=finding.kind.value,
            text=finding.text,
            position=position,
        )
    for item in incident.action_items:
        yield from _action(incident, item)
    for position, name in enumerate(incident.themes):
        yield m.ThemeIncidentRow(
            theme_id=catalogue.theme(name), incident_id=incident.id, position=position
        )
    for position, parked in enumerate(incident.parked):
        yield m.ParkedRow(
            id=parked.id,
            incident_id=incident.id,
            kind=parked.kind.value,
            text=parked.text,
            at=parked.at,
            resolved_at=parked.resolved_at,
            position=position,
        )


def _impact(incident: r.Incident) -> m.ImpactRow:
    impact = incident.impact
    for field, highest in HIGHEST.items():
        refuse_beyond(
            getattr(impact, field), f"#{incident.number}: {field.replace('_', ' ')}", highest
        )
    return m.ImpactRow(
        incident_id=incident.id,
        began_at=impact.began_at,
        duration_minutes=impact.duration_minutes,
        users_affected=impact.users_affected,
        revenue=impact.revenue,
        currency=impact.currency,
        slo_budget_percent=impact.slo_budget_percent,
        summary=impact.summary,
    )


def _action(incident: r.Incident, item: r.ActionItem) -> Iterator[m.Row]:
    yield m.ActionRow(
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
    for position, review in enumerate(item.reviews):
        yield m.ReviewRow(
            id=review.id,
            action_id=item.id,
            at=review.at,
            status=review.status.value,
            note=review.note,
            position=position,
        )


def _note(note: r.Note) -> m.NoteRow:
    return m.NoteRow(
        id=note.id,
        incident_id=note.incident_id,
        section=note.section,
        text=note.text,
        at=note.at,
    )
