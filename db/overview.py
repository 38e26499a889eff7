"""What figures and comparisons need of many incidents, without reading their documents."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from db import assemble
from db import models as m
from db import records as r
from db import words as w
from db.actions import STILL_OPEN
from db.batches import batched
from db.outlines import items, outline, outlined, picked
from db.section import Section, reading

PAGE = 500
"""How many incidents one read tells of, so that no write waits long behind it."""


class Overview(Section):
    """Many incidents at once, each with no more than is asked for."""

    @reading
    def counting(self, session: Session, since: datetime) -> list[int]:
        """The numbers of the incidents that count for the rates of a window that begins then.

        Those that began since or are the first of their cause, or have an action item that is open
        or was made or closed since.
        """
        query = _counting(since, _standing(since)).order_by(col(m.IncidentRow.number))
        return list(session.scalars(query))

    @reading
    def outlines(
        self, session: Session, numbers: Sequence[int], since: datetime
    ) -> list[r.Incident]:
        """Of these incidents, by number, what the rates of a window that begins then need.

        Each with its cause, when it began, and its action items that are open or were made or
        closed since, without their reviews. All else of them is left empty.
        """
        found: list[r.Incident] = []
        for some in batched(numbers):
            these = col(m.IncidentRow.number).in_(some)
            found += _outlines(session, these, _standing(since))
        return found

    @reading
    def measured(self, session: Session, since: datetime) -> list[r.Incident]:
        """The outlines that all figures of a window that begins then need, by number.

        Of action items those too that were first due or first reviewed since, of which the reviews
        are told; of incidents that began since, the stamps of their milestones.
        """
        reviewed = (
            select(m.ReviewRow.action_id)
            .group_by(col(m.ReviewRow.action_id))
            .having(func.min(m.ReviewRow.at) >= since)
        )
        wanted = or_(
            _standing(since),
            col(m.ActionRow.first_due) >= since.date(),
            col(m.ActionRow.id).in_(reviewed),
        )
        these = col(m.IncidentRow.number).in_(_counting(since, wanted))
        said = assemble.reviews(session, col(m.ReviewRow.action_id).in_(reviewed))
        stamps = _stamps(session, since)
        began = _impacts_began(session, since)
        return [
            replace(
                each,
                impact=began.get(each.id, r.Impact()) if each.began >= since else each.impact,
                timeline=tuple(stamps[each.id]),
                action_items=tuple(
                    replace(item, reviews=tuple(said[item.id])) for item in each.action_items
                ),
            )
            for each in _outlines(session, these, wanted)
        ]

    @reading
    def occurrences(self, session: Session, after: int = 0) -> list[r.Occurrence]:
        """What recurs, of the next `PAGE` incidents after a number, by number."""
        columns = (m.IncidentRow.number, m.IncidentRow.service, m.IncidentRow.date)
        rows = session.execute(_page((*columns, m.IncidentRow.cause_id), after)).all()
        kinds: dict[int, list[w.FactorKind]] = defaultdict(list)
        if rows:
            query = (
                picked((m.IncidentRow.number, m.FactorRow.kind))
                .join(m.FactorRow, col(m.FactorRow.incident_id) == col(m.IncidentRow.id))
                .where(col(m.IncidentRow.number).between(rows[0].number, rows[-1].number))
            )
            for number, kind in session.execute(query):
                kinds[number].append(w.FactorKind(kind))
        causes = _causes(session, rows)
        return [
            r.Occurrence(
                number=row.number,
                service=row.service,
                date=row.date,
                cause=causes.get(row.cause_id),
                factor_kinds=tuple(kinds.get(row.number, ())),
            )
            for row in rows
        ]

    @reading
    def past(self, session: Session, after: int = 0) -> list[r.Past]:
        """What an incident is compared by, of the next `PAGE` after a number, by number."""
        columns = (
            m.IncidentRow.number,
            m.IncidentRow.service,
            m.IncidentRow.symptom,
            m.IncidentRow.date,
            m.IncidentRow.root_cause,
            m.IncidentRow.cause_id,
            m.DigestRow.open_actions,
        )
        query = _page(columns, after)
        digests = col(m.DigestRow.incident_id) == col(m.IncidentRow.id)
        rows = session.execute(query.join(m.DigestRow, digests)).all()
        causes = _causes(session, rows)
        return [
            r.Past(
                number=row.number,
                service=row.service,
                symptom=row.symptom,
                date=row.date,
                root_cause=row.root_cause,
                cause=causes.get(row.cause_id),
                open_actions=row.open_actions,
            )
            for row in rows
        ]

    @reading
    def of_cause(self, session: Session, cause: UUID, after: int = 0) -> list[r.Incident]:
        """The outlines of the next `PAGE` incidents of a cause after a number, by number.

        Without action items.
        """
        query = (
            outlined()
            .where(col(m.IncidentRow.cause_id) == cause, col(m.IncidentRow.number) > after)
            .order_by(col(m.IncidentRow.number))
            .limit(PAGE)
        )
        return [outline(row) for row in session.execute(query)]


def _page(columns: Iterable[Any], after: int) -> Select[Any]:
    """The next `PAGE` incidents after a number, by number."""
    return (
        picked(columns)
        .where(col(m.IncidentRow.number) > after)
        .order_by(col(m.IncidentRow.number))
        .limit(PAGE)
    )


def _causes(session: Session, rows: Iterable[Any]) -> dict[UUID | None, r.Cause]:
    """Those that these rows are linked to, each read once."""
    ids = {row.cause_id for row in rows} - {None}
    query = select(m.CauseRow).where(col(m.CauseRow.id).in_(ids))
    return {row.id: assemble.cause(row) for row in session.exec(query)}


def _standing(since: datetime) -> ColumnElement[bool]:
    """Action items that are open, or were made or closed since."""
    return or_(
        col(m.ActionRow.status).in_(STILL_OPEN),
        col(m.ActionRow.created_at) >= since,
        col(m.ActionRow.closed_at) >= since,
    )


def _counting(since: datetime, wanted: ColumnElement[bool]) -> Select[int]:
    """The incidents that began since or are the first of their cause, or have such an item."""
    firsts = (
        select_columns(
            col(m.IncidentRow.cause_id).label("cause_id"),
            func.min(m.DigestRow.began_at).label("began_at"),
        )
        .join(m.DigestRow, col(m.DigestRow.incident_id) == col(m.IncidentRow.id))
        .group_by(col(m.IncidentRow.cause_id))
        .subquery()
    )
    return (
        select_columns(col(m.IncidentRow.number))
        .join(m.DigestRow, col(m.DigestRow.incident_id) == col(m.IncidentRow.id))
        .outerjoin(firsts, firsts.c.cause_id == col(m.IncidentRow.cause_id))
        .where(
            or_(
                col(m.DigestRow.began_at) >= since,
                col(m.DigestRow.began_at) == firsts.c.began_at,
                col(m.IncidentRow.id).in_(select(m.ActionRow.incident_id).where(wanted)),
            )
        )
    )


def _outlines(
    session: Session, these: ColumnElement[bool], wanted: ColumnElement[bool]
) -> list[r.Incident]:
    """Of these incidents, by number, with the action items that are wanted."""
    query = outlined().where(these).order_by(col(m.IncidentRow.number))
    rows = session.execute(query).all()
    of_these = col(m.ActionRow.incident_id).in_(select(m.IncidentRow.id).where(these))
    having = items(session, of_these, wanted)
    return [outline(row, having[row.id]) for row in rows]


def _stamps(session: Session, since: datetime) -> dict[UUID, list[r.TimelineEvent]]:
    """The milestones of the incidents that began since, each timeline in its order."""
    columns = (
        m.TimelineRow.id,
        m.TimelineRow.incident_id,
        m.TimelineRow.at,
        m.TimelineRow.kind,
    )
    query = (
        picked(columns)
        .join(m.DigestRow, col(m.DigestRow.incident_id) == col(m.TimelineRow.incident_id))
        .where(
            col(m.DigestRow.began_at) >= since,
            col(m.TimelineRow.kind) != w.EventKind.OTHER.value,
        )
        .order_by(col(m.TimelineRow.at), col(m.TimelineRow.position), col(m.TimelineRow.id))
    )
    found: dict[UUID, list[r.TimelineEvent]] = defaultdict(list)
    for row in session.execute(query):
        stamp = r.TimelineEvent(row.id, row.at, w.EventKind(row.kind), "", None)
        found[row.incident_id].append(stamp)
    return found


def _impacts_began(session: Session, since: datetime) -> dict[UUID, r.Impact]:
    """When the impact began, of the incidents that began since, as their documents say it."""
    query = (
        picked((m.ImpactRow.incident_id, m.ImpactRow.began_at))
        .join(m.DigestRow, col(m.DigestRow.incident_id) == col(m.ImpactRow.incident_id))
        .where(col(m.DigestRow.began_at) >= since)
    )
    return {row.incident_id: r.Impact(began_at=row.began_at) for row in session.execute(query)}
