"""Themes that recur across incidents, and the systemic issues that the team made of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.errors import Refused
from db.operations import StoreSection, read_operation, write_operation
from db.transaction import Transaction
from db.validation import clean_text


class Themes(StoreSection):
    """The operations on themes."""

    @read_operation
    def all(self, session: Session) -> list[r.Theme]:
        """Return every theme with the numbers of the incidents that show it, by name."""
        numbers: dict[str, list[int]] = defaultdict(list)
        # Grouped by the name, which is unique as the id is, but takes less time to read.
        pairs = session.exec(
            select(m.ThemeRow.name, m.IncidentRow.number)
            .join(m.ThemeIncidentRow, col(m.ThemeIncidentRow.theme_id) == col(m.ThemeRow.id))
            .join(m.IncidentRow, col(m.IncidentRow.id) == col(m.ThemeIncidentRow.incident_id))
            .order_by(col(m.IncidentRow.number))
        )
        for name, number in pairs:
            numbers[name].append(number)
        rows = session.exec(select(m.ThemeRow).order_by(col(m.ThemeRow.name)))
        return [_record(row, numbers[row.name]) for row in rows]

    @write_operation
    def add(self, tx: Transaction, name: str, incident_numbers: Iterable[int] = ()) -> r.Theme:
        """Add a theme, and link it to these incidents.

        Raises:
            Refused: There is a theme of that name, or there is no such incident.
        """
        tx.label = "new theme"
        row = tx.insert(
            m.ThemeRow(
                name=clean_text(name, "theme", w.SHORT_TEXT, required=True), created_at=tx.at
            )
        )
        for number in incident_numbers:
            link_theme(tx, row.id, number)
        return read_theme(tx, row)

    @write_operation
    def link(self, tx: Transaction, theme_id: UUID, number: int) -> r.Theme:
        """Link a theme to an incident that shows it; an existing link stays."""
        tx.label = f"theme of #{number}"
        row = tx.get(m.ThemeRow, theme_id)
        link_theme(tx, theme_id, number)
        return read_theme(tx, row)

    @write_operation
    def unlink(self, tx: Transaction, theme_id: UUID, number: int) -> r.Theme:
        """Remove the link between a theme and an incident, if there is one."""
        tx.label = f"theme of #{number}"
        row = tx.get(m.ThemeRow, theme_id)
        link = _find_link(tx, theme_id, _incident_id(tx, number))
        if link is not None:
            tx.delete(link)
        return read_theme(tx, row)

    @write_operation
    def decide(
        self,
        tx: Transaction,
        original: r.Theme,
        systemic: str,
        owner: str,
        decided_on: date | None = None,
    ) -> r.Theme:
        """Set the systemic issue to address, its owner and the day; "" takes the decision back.

        Raises:
            Conflict: Another window has changed it since the writer read the theme.
        """
        tx.label = "systemic issue"
        row = tx.get(m.ThemeRow, original.id)
        tx.edit(
            row,
            original,
            systemic=clean_text(systemic, "systemic issue", w.LINE_TEXT),
            owner=clean_text(owner, "owner", w.SHORT_TEXT),
            decided_on=decided_on,
        )
        return read_theme(tx, row)

    @write_operation
    def merge(self, tx: Transaction, theme_id: UUID, into_id: UUID) -> r.Theme:
        """Link all incidents of one theme to another, and delete the first; one undo restores both.

        What was decided about the deleted one stays where nothing was decided about the other.

        Raises:
            Refused: Both are the same theme.
        """
        row, into = tx.get(m.ThemeRow, theme_id), tx.get(m.ThemeRow, into_id)
        if theme_id == into_id:
            raise Refused("a theme can't be merged with itself: choose another one")
        tx.label = f"merged theme “{row.name}”"
        for term in _kept_as(tx, theme_id):
            tx.change(term, theme_id=into_id)
        for link in _links_of(tx, theme_id):
            if _find_link(tx, into_id, link.incident_id) is None:
                tx.change(link, theme_id=into_id)
            else:
                tx.delete(link)
        if not into.systemic:
            tx.change(into, systemic=row.systemic, owner=row.owner, decided_on=row.decided_on)
        tx.delete(row)
        return read_theme(tx, into)

    @write_operation
    def delete(self, tx: Transaction, theme_id: UUID) -> None:
        """Delete a theme with its links; undo restores both, and what was kept as it."""
        tx.label = "deleted theme"
        row = tx.get(m.ThemeRow, theme_id)
        for term in _kept_as(tx, theme_id):
            tx.change(term, theme_id=None)
        for link in _links_of(tx, theme_id):
            tx.delete(link)
        tx.delete(row)


def _kept_as(tx: Transaction, theme_id: UUID) -> Sequence[m.FoundTermRow]:
    query = select(m.FoundTermRow).where(m.FoundTermRow.theme_id == theme_id)
    return tx.session.exec(query).all()


def _links_of(tx: Transaction, theme_id: UUID) -> Sequence[m.ThemeIncidentRow]:
    query = select(m.ThemeIncidentRow).where(m.ThemeIncidentRow.theme_id == theme_id)
    return tx.session.exec(query).all()


def link_theme(tx: Transaction, theme_id: UUID, number: int) -> None:
    """Link a theme to an incident that shows it, where it is not linked yet.

    Raises:
        Refused: There is no such incident.
    """
    incident_id = _incident_id(tx, number)
    if _find_link(tx, theme_id, incident_id) is not None:
        return
    of_incident = m.ThemeIncidentRow.incident_id == incident_id
    last = tx.session.exec(select(func.max(m.ThemeIncidentRow.position)).where(of_incident)).one()
    position = 0 if last is None else last + 1
    tx.insert(m.ThemeIncidentRow(theme_id=theme_id, incident_id=incident_id, position=position))


def _find_link(tx: Transaction, theme_id: UUID, incident_id: UUID) -> m.ThemeIncidentRow | None:
    query = select(m.ThemeIncidentRow).where(
        m.ThemeIncidentRow.theme_id == theme_id,
        m.ThemeIncidentRow.incident_id == incident_id,
    )
    return tx.session.exec(query).first()


def _incident_id(tx: Transaction, number: int) -> UUID:
    query = select(m.IncidentRow.id).where(m.IncidentRow.number == number)
    incident_id = tx.session.exec(query).first()
    if incident_id is None:
        raise Refused(f"there is no incident #{number}")
    return incident_id


def read_theme(tx: Transaction, row: m.ThemeRow) -> r.Theme:
    """Return the record of a theme, with the incidents that show it by now."""
    numbers = tx.session.exec(
        select(m.IncidentRow.number)
        .join(m.ThemeIncidentRow, col(m.ThemeIncidentRow.incident_id) == col(m.IncidentRow.id))
        .where(m.ThemeIncidentRow.theme_id == row.id)
        .order_by(col(m.IncidentRow.number))
    )
    return _record(row, numbers)


def _record(row: m.ThemeRow, numbers: Iterable[int]) -> r.Theme:
    return mapping.to_record(r.Theme, row, incidents=tuple(numbers))
