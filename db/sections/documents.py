"""The import of whole post-mortems: all of them, or none."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count
from uuid import UUID

from sqlmodel import select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.errors import Refused
from db.operations import StoreSection, write_operation
from db.sections.incidents import HIGHEST, NO_NUMBER_LEFT
from db.transaction import Transaction
from db.validation import check_range, clean_text

INSERT_ORDER: tuple[type[m.Row], ...] = (
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
"""The tables of an import, each after those to which it refers."""


class Documents(StoreSection):
    """The operation that imports post-mortems."""

    @write_operation
    def import_all(
        self,
        tx: Transaction,
        incidents: Iterable[r.Incident],
        notes: Iterable[r.Note] = (),
        *,
        renumber: bool = False,
    ) -> list[int]:
        """Store incidents with their whole post-mortems, and return their numbers.

        Args:
            tx: The transaction.
            incidents: The incidents. One whose number is 0 gets a number after the highest.
            notes: Private notes on these incidents.
            renumber: Whether an incident whose number is taken gets a new number as well.

        Raises:
            Refused: A number is taken, or a value breaks a rule; nothing is stored then.
        """
        tx.label, tx.undoable = "import", False
        numbered = _with_numbers(tx, incidents, renumber)
        catalogue = Catalogue(tx)
        rows: dict[type[m.Row], list[m.Row]] = defaultdict(list)
        for incident in numbered:
            for row in _rows(incident, catalogue):
                rows[type(row)].append(row)
        rows[m.NoteRow] = [mapping.to_row(m.NoteRow, note) for note in notes]
        for model in INSERT_ORDER:
            tx.insert_all(rows[model])
        return [incident.number for incident in numbered]


class Catalogue:
    """The ids of causes and themes by their names; a new name is added to its table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        causes = tx.session.exec(select(m.CauseRow.name, m.CauseRow.id))
        self._causes = {name.casefold(): row_id for name, row_id in causes}
        self._themes = dict(tx.session.exec(select(m.ThemeRow.name, m.ThemeRow.id)).all())

    def cause(self, name: str) -> UUID:
        """Return the id of the cause with this name, whatever its case."""
        name = clean_text(name, "cause", w.SHORT_TEXT, required=True)
        if name.casefold() not in self._causes:
            self._causes[name.casefold()] = self._tx.insert(m.CauseRow(name=name)).id
        return self._causes[name.casefold()]

    def theme(self, name: str) -> UUID:
        """Return the id of the theme with exactly this name."""
        if name not in self._themes:
            row = m.ThemeRow(name=name, created_at=self._tx.at)
            self._themes[name] = self._tx.insert(row).id
        return self._themes[name]


def _with_numbers(
    tx: Transaction, incidents: Iterable[r.Incident], renumber: bool
) -> list[r.Incident]:
    """Return the incidents with their final numbers.

    A number that is free is kept. The other incidents get the numbers after the highest.
    """
    incidents = list(incidents)
    taken = set(tx.session.exec(select(m.IncidentRow.number)))
    ids_with_own_number = set()
    for incident in incidents:
        if incident.number and incident.number not in taken:
            check_range(incident.number, "number", w.LARGEST)
            taken.add(incident.number)
            ids_with_own_number.add(incident.id)
        elif incident.number and not renumber:
            raise Refused(f"incident #{incident.number} exists already: nothing was imported")
    highest = max(taken, default=0)
    if highest + len(incidents) - len(ids_with_own_number) > w.LARGEST:
        raise Refused(NO_NUMBER_LEFT)
    free = count(highest + 1)
    return [
        incident if incident.id in ids_with_own_number else replace(incident, number=next(free))
        for incident in incidents
    ]


def _rows(incident: r.Incident, catalogue: Catalogue) -> Iterator[m.Row]:
    """Yield the rows of an incident and its post-mortem, except for private notes."""
    cause = incident.cause
    yield mapping.to_row(
        m.IncidentRow,
        incident,
        cause_id=None if cause is None else catalogue.cause(cause.name),
    )
    if incident.impact != r.Impact():
        yield _impact_row(incident)
    of_incident = {"incident_id": incident.id}
    for position, event in enumerate(incident.timeline):
        yield mapping.to_row(m.TimelineRow, event, **of_incident, position=position)
    for position, factor in enumerate(incident.factors):
        yield mapping.to_row(m.FactorRow, factor, **of_incident, position=position)
    for position, finding in enumerate(incident.findings):
        yield mapping.to_row(m.FindingRow, finding, **of_incident, position=position)
    for item in incident.action_items:
        yield mapping.to_row(m.ActionRow, item, **of_incident)
        # The meetings of an imported post-mortem are not imported, so nothing can refer to them.
        for position, review in enumerate(item.reviews):
            yield mapping.to_row(
                m.ReviewRow, review, action_id=item.id, meeting_id=None, position=position
            )
    for position, name in enumerate(incident.themes):
        theme_id = catalogue.theme(name)
        yield m.ThemeIncidentRow(theme_id=theme_id, incident_id=incident.id, position=position)
    for position, parked in enumerate(incident.parked):
        yield mapping.to_row(m.ParkedRow, parked, **of_incident, meeting_id=None, position=position)


def _impact_row(incident: r.Incident) -> m.ImpactRow:
    for field, highest in HIGHEST.items():
        name = f"#{incident.number}: {field.replace('_', ' ')}"
        check_range(getattr(incident.impact, field), name, highest)
    return mapping.to_row(m.ImpactRow, incident.impact, incident_id=incident.id)
