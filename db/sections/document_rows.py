"""The rows of an imported post-mortem."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from sqlmodel import select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.transaction import Transaction
from db.validation import clean_text


class Catalogue:
    """The ids of causes and themes by their names; a new name is added to its table."""

    def __init__(self, tx: Transaction, themes: Iterable[r.Theme] = ()) -> None:
        """Read the catalogue.

        Args:
            tx: The transaction of the import.
            themes: The systemic issues that the documents state, by the names of their themes.
        """
        self._tx = tx
        causes = tx.session.exec(select(m.CauseRow.name, m.CauseRow.id))
        self._causes = {name.casefold(): row_id for name, row_id in causes}
        self._themes = dict(tx.session.exec(select(m.ThemeRow.name, m.ThemeRow.id)).all())
        self._issues = {theme.name: theme for theme in themes}

    def cause(self, cause: r.Cause) -> UUID:
        """Return the id of the cause with the name of this one, whatever its case.

        It gets the category of this one where it has none yet.
        """
        name = clean_text(cause.name, "cause", w.SHORT_TEXT, required=True)
        if name.casefold() not in self._causes:
            new_row = m.CauseRow(name=name, category=cause.category)
            self._causes[name.casefold()] = self._tx.insert(new_row).id
        row_id = self._causes[name.casefold()]
        if cause.category is not None:
            row = self._tx.get(m.CauseRow, row_id)
            if row.category is None:
                self._tx.change(row, category=cause.category)
        return row_id

    def theme(self, name: str) -> UUID:
        """Return the id of the theme with exactly this name, with the issue of the documents.

        An issue that is stored already stays.
        """
        if name not in self._themes:
            row = m.ThemeRow(name=name, created_at=self._tx.at)
            self._themes[name] = self._tx.insert(row).id
        issue = self._issues.pop(name, None)
        if issue is not None:
            row = self._tx.get(m.ThemeRow, self._themes[name])
            if not row.systemic and not row.owner:
                self._tx.change(
                    row,
                    systemic=clean_text(issue.systemic, "systemic issue", w.LINE_TEXT),
                    owner=clean_text(issue.owner, "owner", w.SHORT_TEXT),
                    decided_on=issue.decided_on,
                )
        return self._themes[name]


def incident_row(incident: r.Incident, catalogue: Catalogue) -> m.IncidentRow:
    """Return the row of an incident itself."""
    cause = incident.cause
    cause_id = None if cause is None else catalogue.cause(cause)
    return mapping.to_row(m.IncidentRow, incident, cause_id=cause_id)


def meeting_rows(meeting: r.Meeting, incident_id: UUID) -> Iterator[m.Row]:
    """Yield the rows of a meeting, its clock and its attendees."""
    alive = meeting.last_alive
    yield mapping.to_row(
        m.MeetingRow,
        meeting,
        incident_id=incident_id,
        review_minutes=meeting.plan[0],
        incident_minutes=meeting.plan[1],
        patterns_minutes=meeting.plan[2],
        seen_at=alive and alive.wall,
        seen_uptime=alive.uptime if alive else 0.0,
        seen_boot=alive.boot if alive else "",
    )
    for position, event in enumerate(meeting.events):
        yield m.ClockRow(
            meeting_id=meeting.id,
            position=position,
            kind=event.kind,
            at=event.at.wall,
            uptime=event.at.uptime,
            boot=event.at.boot,
            seconds=event.seconds,
            moves_end=event.moves_end,
            part=event.part,
        )
    for position, attendee in enumerate(meeting.attendees):
        yield mapping.to_row(m.AttendeeRow, attendee, meeting_id=meeting.id, position=position)


def rows_of_contents(
    incident: r.Incident, catalogue: Catalogue, meeting_ids: Mapping[UUID, UUID]
) -> Iterator[m.Row]:
    """Yield the rows of a post-mortem, except for the incident's own and for private notes.

    Args:
        incident: The incident.
        catalogue: The themes.
        meeting_ids: The ids of the stored meetings to which reviews and parked items may refer, by
            the ids that the records use.
    """
    of_incident = {"incident_id": incident.id}
    if incident.impact != r.Impact():
        yield mapping.to_row(m.ImpactRow, incident.impact, **of_incident)
    for position, event in enumerate(incident.timeline):
        yield mapping.to_row(m.TimelineRow, event, **of_incident, position=position)
    for position, factor in enumerate(incident.factors):
        yield mapping.to_row(m.FactorRow, factor, **of_incident, position=position)
    for position, finding in enumerate(incident.findings):
        yield mapping.to_row(m.FindingRow, finding, **of_incident, position=position)
    for position, section in enumerate(incident.sections):
        yield mapping.to_row(m.SectionRow, section, **of_incident, position=position)
    for item in incident.action_items:
        yield mapping.to_row(m.ActionRow, item, **of_incident)
        yield from _rows_of_item(m.ReviewRow, item.id, item.reviews, meeting_ids)
        yield from _rows_of_item(m.CheckRow, item.id, item.checks, meeting_ids)
    for position, name in enumerate(incident.themes):
        theme_id = catalogue.theme(name)
        yield m.ThemeIncidentRow(theme_id=theme_id, incident_id=incident.id, position=position)
    for position, parked in enumerate(incident.parked):
        yield mapping.to_row(
            m.ParkedRow,
            parked,
            **of_incident,
            meeting_id=_known(parked.meeting_id, meeting_ids),
            position=position,
        )


def _rows_of_item(
    model: type[m.Row],
    item_id: UUID,
    said: Sequence[r.Review | r.Check],
    meeting_ids: Mapping[UUID, UUID],
) -> Iterator[m.Row]:
    """Yield the rows of what was said of an action item, in its order."""
    for position, one in enumerate(said):
        meeting_id = _known(one.meeting_id, meeting_ids)
        yield mapping.to_row(
            model, one, action_id=item_id, meeting_id=meeting_id, position=position
        )


def _known(meeting_id: UUID | None, meeting_ids: Mapping[UUID, UUID]) -> UUID | None:
    """Return the id of the stored meeting; None for a meeting that is not stored."""
    return None if meeting_id is None else meeting_ids.get(meeting_id)
