"""What lists read of many incidents at once, without reading their documents."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, false, func
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from db import models as m
from db import records as r
from db import words as w
from db.batches import batched
from db.errors import Refused
from db.refusals import refuse_unstorable
from db.section import Section, reading

LONGEST_WORD = 10_000
"""Upper bound, in characters, of a word that is looked for: what every engine can match."""
WORDS_AT_ONCE = 100
"""How many words one condition looks for: SQLite nests a condition for each of them."""


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
    words = dict.fromkeys(wanted.search.casefold().split())
    for some in batched(words, WORDS_AT_ONCE):
        holding = select(m.DigestRow.incident_id).where(*(_holds(word) for word in some))
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
