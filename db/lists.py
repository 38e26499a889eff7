"""What lists read of many incidents at once, without reading their documents."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from db import models as m
from db import records as r
from db import words as w
from db.actions import STILL_OPEN
from db.batches import batched
from db.errors import Refused
from db.refusals import refuse_unstorable
from db.section import Section, reading

PAGE = 500
"""How many incidents one read tells of, so that no write waits long behind it."""
LONGEST_WORD = 10_000
"""Upper bound, in characters, of a word that is looked for: what every engine can match."""


class Lists(Section):
    """Which incidents are wanted, and what a row shows of each."""

    @reading
    def numbers(self, session: Session, wanted: r.Wanted) -> list[int]:
        """The numbers of the incidents that are wanted, newest first."""
        query = (
            select(m.IncidentRow.number)
            .where(*_conditions(wanted))
            .order_by(col(m.IncidentRow.date).desc(), col(m.IncidentRow.number).desc())
        )
        return list(session.exec(query))

    @reading
    def lines(self, session: Session, numbers: Sequence[int]) -> list[r.IncidentLine]:
        """The incidents of these numbers as a list shows them, in this order; those left."""
        earlier, earlier_digest = aliased(m.IncidentRow), aliased(m.DigestRow)
        repeat = exists().where(
            col(earlier.cause_id) == col(m.IncidentRow.cause_id),
            col(earlier_digest.incident_id) == col(earlier.id),
            col(earlier_digest.began_at) < col(m.DigestRow.began_at),
        )
        columns = (
            m.IncidentRow.id,
            m.IncidentRow.number,
            m.IncidentRow.service,
            m.IncidentRow.symptom,
            m.IncidentRow.date,
            m.IncidentRow.severity,
            m.IncidentRow.status,
            m.CauseRow.name,
            m.DigestRow.open_actions,
            m.DigestRow.filled,
        )
        query = (
            select_columns(*(col(column) for column in columns), repeat.label("repeats"))
            .join(m.DigestRow, col(m.DigestRow.incident_id) == col(m.IncidentRow.id))
            .outerjoin(m.CauseRow, col(m.CauseRow.id) == col(m.IncidentRow.cause_id))
        )
        found = {
            row.number: r.IncidentLine(
                id=row.id,
                number=row.number,
                service=row.service,
                symptom=row.symptom,
                date=row.date,
                severity=None if row.severity is None else w.Severity(row.severity),
                status=w.IncidentStatus(row.status),
                cause=row.name,
                open_actions=row.open_actions,
                filled=row.filled,
                repeat=row.repeats,
            )
            for some in batched(numbers)
            for row in session.execute(query.where(col(m.IncidentRow.number).in_(some)))
        }
        return [found[number] for number in numbers if number in found]

    @reading
    def facets(self, session: Session) -> r.Facets:
        """What incidents can be told apart by, with how many there are of each."""
        services = select(m.IncidentRow.service, func.count()).group_by(m.IncidentRow.service)
        severities = (
            select(m.IncidentRow.severity, func.count())
            .where(col(m.IncidentRow.severity).is_not(None))
            .group_by(col(m.IncidentRow.severity))
        )
        causes = (
            select(m.CauseRow.name, func.count())
            .join(m.IncidentRow, col(m.IncidentRow.cause_id) == col(m.CauseRow.id))
            .group_by(m.CauseRow.name)
        )
        themes = (
            select(m.ThemeRow.name, func.count())
            .join(m.ThemeIncidentRow, col(m.ThemeIncidentRow.theme_id) == col(m.ThemeRow.id))
            .group_by(m.ThemeRow.name)
        )
        return r.Facets(
            services=_most_first(session.exec(services).all()),
            severities=tuple(
                (w.Severity(name), count)
                for name, count in sorted(session.exec(severities))
                if name is not None
            ),
            causes=_most_first(session.exec(causes).all()),
            themes=_most_first(session.exec(themes).all()),
        )

    @reading
    def outlines(self, session: Session, since: datetime) -> list[r.Incident]:
        """What the figures of a window that begins then need, by number; no whole documents.

        Those that began since or are the first of their cause, or have one of these action
        items; each with its cause, when it began, and its action items that are open or were
        made or closed since, without their reviews. All else of them is left empty.
        """
        wanted = or_(
            col(m.ActionRow.status).in_(STILL_OPEN),
            col(m.ActionRow.created_at) >= since,
            col(m.ActionRow.closed_at) >= since,
        )
        items: dict[UUID, list[r.ActionItem]] = {}
        for item in _items(session, wanted):
            items.setdefault(item.incident_id, []).append(item)
        firsts = (
            select_columns(
                col(m.IncidentRow.cause_id).label("cause_id"),
                func.min(m.DigestRow.began_at).label("began_at"),
            )
            .join(m.DigestRow, col(m.DigestRow.incident_id) == col(m.IncidentRow.id))
            .group_by(col(m.IncidentRow.cause_id))
            .subquery()
        )
        having = select(m.ActionRow.incident_id).where(wanted)
        query = (
            _outlines()
            .outerjoin(firsts, firsts.c.cause_id == col(m.IncidentRow.cause_id))
            .where(
                or_(
                    col(m.DigestRow.began_at) >= since,
                    col(m.DigestRow.began_at) == firsts.c.began_at,
                    col(m.IncidentRow.id).in_(having),
                )
            )
            .order_by(col(m.IncidentRow.number))
        )
        return [_outline(row, items.get(row.id, ())) for row in session.execute(query)]

    @reading
    def told(self, session: Session, after: int = 0, cause: UUID | None = None) -> list[r.Incident]:
        """What an incident is compared by, of the next `PAGE` after a number, by number.

        Each with its root cause and the cause it is linked to, when it began, the currency of its
        cost, its factors, and its action items without their reviews. All else is left empty.
        cause: only those linked to it.
        """
        wanted = [col(m.IncidentRow.number) > after]
        if cause is not None:
            wanted.append(col(m.IncidentRow.cause_id) == cause)
        query = (
            _outlines(m.IncidentRow.root_cause, m.ImpactRow.currency)
            .outerjoin(m.ImpactRow, col(m.ImpactRow.incident_id) == col(m.IncidentRow.id))
            .where(*wanted)
            .order_by(col(m.IncidentRow.number))
            .limit(PAGE)
        )
        rows = session.execute(query).all()
        ids = [row.id for row in rows]
        items: dict[UUID, list[r.ActionItem]] = {}
        factors: dict[UUID, list[r.Factor]] = {}
        for some in batched(ids):
            for item in _items(session, col(m.ActionRow.incident_id).in_(some)):
                items.setdefault(item.incident_id, []).append(item)
            for own, each in _factors(session, some):
                factors.setdefault(own, []).append(each)
        return [
            replace(
                _outline(row, items.get(row.id, ())),
                impact=r.Impact(began_at=row.began_at, currency=row.currency),
                root_cause=row.root_cause,
                factors=tuple(factors.get(row.id, ())),
            )
            for row in rows
        ]


def _conditions(wanted: r.Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.service:
        found.append(col(m.IncidentRow.service) == wanted.service)
    if wanted.severity is not None:
        found.append(col(m.IncidentRow.severity) == wanted.severity.value)
    if wanted.draft:
        found.append(col(m.IncidentRow.status) == w.IncidentStatus.DRAFT.value)
    if wanted.cause:
        named = select(m.CauseRow.id).where(m.CauseRow.name == wanted.cause)
        found.append(col(m.IncidentRow.cause_id).in_(named))
    if wanted.theme:
        shown = (
            select(m.ThemeIncidentRow.incident_id)
            .join(m.ThemeRow, col(m.ThemeRow.id) == col(m.ThemeIncidentRow.theme_id))
            .where(m.ThemeRow.name == wanted.theme)
        )
        found.append(col(m.IncidentRow.id).in_(shown))
    words = wanted.search.casefold().split()
    if words:
        holding = select(m.DigestRow.incident_id).where(*(_holds(word) for word in words))
        found.append(col(m.IncidentRow.id).in_(holding))
    return found


def _holds(word: str) -> ColumnElement[bool]:
    """That the word occurs; a number such as #42 does not occur in #421."""
    try:
        refuse_unstorable(word, "search")
    except Refused:
        return false()
    if len(word) > LONGEST_WORD:
        return false()
    text = col(m.DigestRow.text)
    occurs = text.contains(word, autoescape=True)
    if word[0] == "#" and word[1:].isdecimal() and word.isascii():
        return and_(occurs, text.regexp_match(f"{word}([^0-9]|$)"))
    return occurs


def _most_first(counts: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts, key=lambda pair: (-pair[1], pair[0])))


def _items(session: Session, wanted: ColumnElement[bool]) -> list[r.ActionItem]:
    columns = (
        m.ActionRow.id,
        m.ActionRow.incident_id,
        m.ActionRow.slot,
        m.ActionRow.action,
        m.ActionRow.owner,
        m.ActionRow.priority,
        m.ActionRow.due,
        m.ActionRow.first_due,
        m.ActionRow.status,
        m.ActionRow.note,
        m.ActionRow.ticket,
        m.ActionRow.ticket_verified,
        m.ActionRow.created_at,
        m.ActionRow.closed_at,
    )
    query = (
        select_columns(*(col(column) for column in columns))
        .where(wanted)
        .order_by(col(m.ActionRow.incident_id), col(m.ActionRow.slot))
    )
    return [
        r.ActionItem(
            **{
                **row._mapping,
                "priority": w.Priority(row.priority),
                "status": w.ActionStatus(row.status),
            }
        )
        for row in session.execute(query)
    ]


def _factors(session: Session, incident_ids: Sequence[UUID]) -> Iterator[tuple[UUID, r.Factor]]:
    columns = (m.FactorRow.incident_id, m.FactorRow.id, m.FactorRow.kind, m.FactorRow.text)
    query = (
        select_columns(*(col(column) for column in columns))
        .where(col(m.FactorRow.incident_id).in_(incident_ids))
        .order_by(col(m.FactorRow.position), col(m.FactorRow.id))
    )
    for row in session.execute(query):
        yield row.incident_id, r.Factor(row.id, w.FactorKind(row.kind), row.text)


def _outlines(*more: Any) -> Select[Any]:
    """The columns of which outlines are made, and these."""
    columns = (
        m.IncidentRow.id,
        m.IncidentRow.number,
        m.IncidentRow.service,
        m.IncidentRow.symptom,
        m.IncidentRow.date,
        m.IncidentRow.severity,
        m.IncidentRow.status,
        m.IncidentRow.created_at,
        m.IncidentRow.cause_id,
        m.CauseRow.name,
        m.DigestRow.began_at,
        *more,
    )
    return (
        select_columns(*(col(column) for column in columns))
        .join(m.DigestRow, col(m.DigestRow.incident_id) == col(m.IncidentRow.id))
        .outerjoin(m.CauseRow, col(m.CauseRow.id) == col(m.IncidentRow.cause_id))
    )


def _outline(row: Any, items: Sequence[r.ActionItem]) -> r.Incident:
    return r.Incident(
        id=row.id,
        number=row.number,
        service=row.service,
        symptom=row.symptom,
        date=row.date,
        severity=None if row.severity is None else w.Severity(row.severity),
        status=w.IncidentStatus(row.status),
        impact=r.Impact(began_at=row.began_at),
        root_cause="",
        cause=None if row.cause_id is None else r.Cause(row.cause_id, row.name),
        lessons_learned="",
        created_at=row.created_at,
        action_items=tuple(items),
    )
