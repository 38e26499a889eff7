"""The import of whole post-mortems: all of them, or none."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count
from uuid import UUID

from sqlmodel import Session, col, select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.batches import batched
from db.errors import Refused
from db.operations import StoreSection, read_operation, write_operation
from db.record_checks import UnstorableRecord, check_incident, check_meetings
from db.sections.document_rows import Catalogue, incident_row, meeting_rows, rows_of_contents
from db.sections.incidents import NO_NUMBER_LEFT
from db.sections.meeting_reads import meeting_record
from db.sections.replaced_incidents import keep_history, make_room, stored_meetings
from db.transaction import Transaction

INSERT_ORDER: tuple[type[m.Row], ...] = (
    m.IncidentRow,
    m.DuplicateRow,
    m.MeetingRow,
    m.ClockRow,
    m.AttendeeRow,
    m.ImpactRow,
    m.TimelineRow,
    m.FactorRow,
    m.FindingRow,
    m.SectionRow,
    m.ActionRow,
    m.ReviewRow,
    m.CheckRow,
    m.ThemeIncidentRow,
    m.ParkedRow,
)
"""The tables of an import, each after those to which it refers."""


class Documents(StoreSection):
    """The operations that import post-mortems, and that read the meetings for an export."""

    @write_operation
    def import_all(
        self,
        tx: Transaction,
        incidents: Iterable[r.Incident],
        *,
        renumber: bool = False,
        meetings: Mapping[UUID, Sequence[r.Meeting]] | None = None,
        themes: Iterable[r.Theme] = (),
        replacing: Mapping[UUID, int] | None = None,
    ) -> list[int]:
        """Store incidents with their whole post-mortems, and return their numbers.

        An import can be undone only where it replaces incidents. An incident that is marked as a
        duplicate of one that is neither stored nor imported is stored without the mark.

        Args:
            tx: The transaction.
            incidents: The incidents. One whose number is 0 gets a number after the highest.
            renumber: Whether an incident whose number is taken gets a new number as well.
            meetings: The meetings about these incidents by the incident's id. Reviews and parked
                items may refer to them.
            themes: The systemic issues of the incidents' themes. A theme that has an issue already
                keeps it.
            replacing: The numbers of the stored incidents whose places some of the incidents take,
                by the ids of these incidents. What stays is said in `replaced_incidents`.

        Raises:
            Refused: A number is taken, or a value breaks a rule; nothing is stored then.
        """
        incidents, meetings, replacing = list(incidents), meetings or {}, replacing or {}
        tx.label, tx.undoable = _label(replacing), bool(replacing)
        _check(incidents, meetings)
        numbered = _with_numbers(tx, incidents, renumber, replacing)
        rows: dict[type[m.Row], list[m.Row]] = defaultdict(list)
        stored = _sort_in_all(tx, numbered, meetings, replacing, Catalogue(tx, themes), rows)
        rows[m.DuplicateRow] = _duplicates(tx, incidents, stored)
        for model in INSERT_ORDER:
            tx.insert_all(rows[model])
        return [incident.number for incident in stored]

    @read_operation
    def past_meetings(
        self, session: Session, incident_ids: Iterable[UUID]
    ) -> dict[UUID, tuple[r.Meeting, ...]]:
        """Return the finished and the cancelled meetings of incidents by their ids, oldest first.

        Incidents without such meetings are left out.
        """
        meetings: dict[UUID, tuple[r.Meeting, ...]] = {}
        for ids in batched(list(incident_ids), mapping.INCIDENTS_PER_QUERY):
            query = (
                select(m.MeetingRow)
                .where(
                    col(m.MeetingRow.incident_id).in_(ids),
                    col(m.MeetingRow.finished_at).is_not(None),
                )
                .order_by(col(m.MeetingRow.finished_at), col(m.MeetingRow.id))
            )
            for row in session.exec(query).all():
                others = meetings.get(row.incident_id, ())
                meetings[row.incident_id] = (*others, meeting_record(session, row))
        return meetings


def _label(replacing: Mapping[UUID, int]) -> str:
    numbers = ", ".join(f"#{number}" for number in sorted(replacing.values()))
    return f"import in place of {numbers}" if numbers else "import"


def _check(incidents: Iterable[r.Incident], meetings: Mapping[UUID, Sequence[r.Meeting]]) -> None:
    """Refuse an incident that breaks a rule of the database, by its number and the value."""
    for incident in incidents:
        try:
            check_incident(incident)
            check_meetings(meetings.get(incident.id, ()))
        except UnstorableRecord as error:
            raise Refused(f"#{incident.number}: {error}; nothing was imported") from None


def _sort_in_all(
    tx: Transaction,
    incidents: Iterable[r.Incident],
    meetings: Mapping[UUID, Sequence[r.Meeting]],
    replacing: Mapping[UUID, int],
    catalogue: Catalogue,
    rows: dict[type[m.Row], list[m.Row]],
) -> list[r.Incident]:
    """Add the rows of all incidents to `rows`, and return the incidents as they are stored."""
    meeting_ids: dict[UUID, UUID] = {}
    stored = []
    for incident in incidents:
        of_incident = meetings.get(incident.id, ())
        if incident.id in replacing:
            stored.append(_take_place(tx, incident, of_incident, catalogue, meeting_ids))
        else:
            stored.append(incident)
            rows[m.IncidentRow].append(incident_row(incident, catalogue))
        for meeting in of_incident:
            if meeting.id not in meeting_ids:
                meeting_ids[meeting.id] = meeting.id
                _sort_in(rows, meeting_rows(meeting, stored[-1].id))
    # A review may refer to the meeting about any of the incidents.
    for incident in stored:
        _sort_in(rows, rows_of_contents(incident, catalogue, meeting_ids))
    return stored


def _sort_in(rows: dict[type[m.Row], list[m.Row]], new_rows: Iterable[m.Row]) -> None:
    for row in new_rows:
        rows[type(row)].append(row)


def _with_numbers(
    tx: Transaction,
    incidents: Sequence[r.Incident],
    renumber: bool,
    replacing: Mapping[UUID, int],
) -> list[r.Incident]:
    """Return the incidents with their final numbers.

    An incident that takes the place of another takes its number, and one whose number is free
    keeps it. The other incidents get the numbers after the highest.
    """
    if len(set(replacing.values())) < len(replacing):
        raise Refused("two documents would take the place of one incident: nothing was imported")
    taken = set(tx.session.exec(select(m.IncidentRow.number)))
    final = dict(replacing)
    for incident in incidents:
        if incident.id in final:
            continue
        if incident.number and incident.number not in taken:
            taken.add(incident.number)
            final[incident.id] = incident.number
        elif incident.number and not renumber:
            raise Refused(f"incident #{incident.number} exists already: nothing was imported")
    highest = max(taken, default=0)
    if highest + len(incidents) - len(final) > w.LARGEST:
        raise Refused(NO_NUMBER_LEFT)
    free = count(highest + 1)
    return [
        replace(incident, number=final[incident.id] if incident.id in final else next(free))
        for incident in incidents
    ]


def _take_place(
    tx: Transaction,
    incident: r.Incident,
    meetings: Sequence[r.Meeting],
    catalogue: Catalogue,
    meeting_ids: dict[UUID, UUID],
) -> r.Incident:
    """Empty the stored incident of that number, and return the one that is written into its row.

    Args:
        tx: The transaction.
        incident: The incident of the document, with the number of the stored one.
        meetings: The meetings of the document.
        catalogue: The causes.
        meeting_ids: Gets the ids of the stored meetings by those of the document's.
    """
    query = select(m.IncidentRow).where(m.IncidentRow.number == incident.number)
    row = tx.session.exec(query).first()
    if row is None:
        raise Refused(f"there is no incident #{incident.number}: nothing was imported")
    meeting_ids.update(stored_meetings(tx, row.id, meetings))
    before = mapping.incidents(tx.session, [row])[0]
    incident = keep_history(before, incident)
    make_room(tx, row)
    new_row = incident_row(incident, catalogue)
    values = {name: getattr(new_row, name) for name in m.IncidentRow.model_fields if name != "id"}
    tx.change(row, **values)
    return incident


def _duplicates(
    tx: Transaction, written: Sequence[r.Incident], stored: Sequence[r.Incident]
) -> list[m.Row]:
    """Return the rows that mark incidents as duplicates.

    Args:
        tx: The transaction.
        written: The incidents with the numbers that the documents state, which their references
            to each other use.
        stored: The same incidents with their ids and numbers in the database.
    """
    ids = {row.number: row.id for row in tx.session.exec(select(m.IncidentRow)).all()}
    ids |= {before.number: after.id for before, after in zip(written, stored, strict=True)}
    marked = set(tx.session.exec(select(m.DuplicateRow.incident_id)))
    marked |= {incident.id for incident in stored if incident.duplicate_of in ids}
    return [
        m.DuplicateRow(incident_id=incident.id, original_id=ids[incident.duplicate_of])
        for incident in stored
        # An original is never a duplicate itself.
        if incident.duplicate_of is not None
        and ids.get(incident.duplicate_of, incident.id) not in marked | {incident.id}
    ]
