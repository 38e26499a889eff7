"""Reads for lists of incidents, without their whole post-mortems."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, false, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.batches import batched
from db.errors import Refused
from db.operations import StoreSection, read_operation
from db.sections.selections import select_only
from db.validation import check_storable

LONGEST_WORD = 10_000
"""The most characters of a word to search for that every engine can match."""
WORDS_PER_CONDITION = 100
"""How many words one condition searches for, because SQLite nests an expression for each."""


class Lists(StoreSection):
    """The reads that find incidents, and what a list shows of each."""

    @read_operation
    def numbers(self, session: Session, incident_filter: r.IncidentFilter) -> list[int]:
        """Return the numbers of the incidents that pass the filter, newest first."""
        query = (
            select(m.IncidentRow.number)
            .where(*_conditions(incident_filter))
            .order_by(col(m.IncidentRow.date).desc(), col(m.IncidentRow.number).desc())
        )
        return list(session.exec(query))

    @read_operation
    def summaries(self, session: Session, numbers: Sequence[int]) -> list[r.IncidentSummary]:
        """Return what a list shows of these incidents, in the order of the numbers.

        Incidents that do not exist are left out.
        """
        earlier, earlier_index = aliased(m.IncidentRow), aliased(m.IncidentIndexRow)
        repeats_earlier = exists().where(
            col(earlier.cause_id) == col(m.IncidentRow.cause_id),
            col(earlier_index.incident_id) == col(earlier.id),
            col(earlier_index.began_at) < col(m.IncidentIndexRow.began_at),
            # A near miss neither repeats an incident nor is repeated by one.
            col(earlier.kind) == w.IncidentKind.INCIDENT,
            col(m.IncidentRow.kind) == w.IncidentKind.INCIDENT,
        )
        query = (
            select_only(
                (
                    *mapping.shared_columns(r.IncidentSummary, m.IncidentRow),
                    *mapping.shared_columns(r.IncidentSummary, m.IncidentIndexRow),
                ),
                col(m.CauseRow.name).label("cause"),
                repeats_earlier.label("repeat"),
            )
            .join(m.IncidentIndexRow, col(m.IncidentIndexRow.incident_id) == col(m.IncidentRow.id))
            .outerjoin(m.CauseRow, col(m.CauseRow.id) == col(m.IncidentRow.cause_id))
        )
        summaries = {
            row.number: mapping.to_record(r.IncidentSummary, row)
            for batch in batched(numbers)
            for row in session.execute(query.where(col(m.IncidentRow.number).in_(batch)))
        }
        return [summaries[number] for number in numbers if number in summaries]

    @read_operation
    def facets(self, session: Session) -> r.Facets:
        """Return the values by which incidents can be filtered, with their counts."""
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
        severity_counts = {
            severity: count for severity, count in session.exec(severities) if severity is not None
        }
        return r.Facets(
            services=most_frequent_first(session.exec(services).all()),
            severities=tuple(
                (severity, severity_counts[severity])
                for severity in w.Severity
                if severity in severity_counts
            ),
            causes=most_frequent_first(session.exec(causes).all()),
            themes=most_frequent_first(session.exec(themes).all()),
        )


def _conditions(incident_filter: r.IncidentFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if incident_filter.service:
        conditions.append(col(m.IncidentRow.service) == incident_filter.service)
    if incident_filter.severity is not None:
        conditions.append(col(m.IncidentRow.severity) == incident_filter.severity)
    if incident_filter.draft:
        conditions.append(col(m.IncidentRow.status) == w.IncidentStatus.DRAFT)
    if incident_filter.unclassified:
        conditions.append(col(m.IncidentRow.cause_id).is_(None))
    if incident_filter.cause:
        cause_ids = select(m.CauseRow.id).where(m.CauseRow.name == incident_filter.cause)
        conditions.append(col(m.IncidentRow.cause_id).in_(cause_ids))
    if incident_filter.theme:
        with_theme = (
            select(m.ThemeIncidentRow.incident_id)
            .join(m.ThemeRow, col(m.ThemeRow.id) == col(m.ThemeIncidentRow.theme_id))
            .where(m.ThemeRow.name == incident_filter.theme)
        )
        conditions.append(col(m.IncidentRow.id).in_(with_theme))
    # A dictionary drops repeated words, and keeps their order.
    words = dict.fromkeys(incident_filter.search.casefold().split())
    for batch in batched(words, WORDS_PER_CONDITION):
        with_words = select(m.IncidentIndexRow.incident_id).where(
            *(_contains(word) for word in batch)
        )
        conditions.append(col(m.IncidentRow.id).in_(with_words))
    return conditions


def _contains(word: str) -> ColumnElement[bool]:
    """Return the condition that a post-mortem contains a word; `#42` is not part of `#421`."""
    try:
        check_storable(word, "search")
    except Refused:
        return false()
    if len(word) > LONGEST_WORD:
        return false()
    text = col(m.IncidentIndexRow.text)
    contains = text.contains(word, autoescape=True)
    if word[0] == "#" and word[1:].isdecimal() and word.isascii():
        return and_(contains, text.regexp_match(f"{word}([^0-9]|$)"))
    return contains


def most_frequent_first(counts: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Return values with their counts, the highest first; equal ones by name."""
    return tuple(sorted(counts, key=lambda item: (-item[1], item[0])))
