"""What recurs across incidents, and the systemic issues a team made of it."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from db import models as m
from db import records as r
from db import words as w
from db.errors import Refused
from db.refusals import text
from db.section import Section, reading, writing
from db.transaction import Transaction


class Themes(Section):
    """What is done with themes."""

    @reading
    def all(self, session: Session) -> list[r.Theme]:
        """Every theme with the incidents that show it, by name."""
        shown: dict[str, list[int]] = defaultdict(list)
        # By name, which is a theme's own as its id is: thousands of names are read in less time.
        pairs = session.exec(
            select(m.ThemeRow.name, m.IncidentRow.number)
            .join(m.ThemeIncidentRow, col(m.ThemeIncidentRow.theme_id) == col(m.ThemeRow.id))
            .join(m.IncidentRow, col(m.IncidentRow.id) == col(m.ThemeIncidentRow.incident_id))
            .order_by(col(m.IncidentRow.number))
        )
        for name, number in pairs:
            shown[name].append(number)
        rows = session.exec(select(m.ThemeRow).order_by(col(m.ThemeRow.name)))
        return [_theme(row, shown[row.name]) for row in rows]

    @writing
    def add(self, tx: Transaction, name: str, incident_numbers: Iterable[int] = ()) -> r.Theme:
        """A new theme."""
        tx.label = "new theme"
        row = tx.insert(
            m.ThemeRow(name=text(name, "theme", w.SHORT_TEXT, required=True), created_at=tx.at)
        )
        for number in incident_numbers:
            _link(tx, row.id, number)
        return _reread(tx, row)

    @writing
    def link(self, tx: Transaction, theme_id: UUID, number: int) -> r.Theme:
        """An incident shows it too; one that is linked already stays so."""
        tx.label = f"theme of #{number}"
        row = tx.get(m.ThemeRow, theme_id)
        _link(tx, theme_id, number)
        return _reread(tx, row)

    @writing
    def unlink(self, tx: Transaction, theme_id: UUID, number: int) -> r.Theme:
        """An incident does not show it after all."""
        tx.label = f"theme of #{number}"
        row = tx.get(m.ThemeRow, theme_id)
        link = _linked(tx, theme_id, _incident_id(tx, number))
        if link is not None:
            tx.delete(link)
        return _reread(tx, row)

    @writing
    def decide(self, tx: Transaction, theme: r.Theme, systemic: str, owner: str) -> r.Theme:
        """The systemic issue to address, and who takes it; empty takes it back."""
        tx.label = "systemic issue"
        row = tx.get(m.ThemeRow, theme.id)
        tx.edit(
            row,
            theme,
            systemic=text(systemic, "systemic issue", w.LINE_TEXT),
            owner=text(owner, "owner", w.SHORT_TEXT),
        )
        return _reread(tx, row)

    @writing
    def delete(self, tx: Transaction, theme_id: UUID) -> None:
        """Take a theme away; undo brings it and its links back."""
        tx.label = "deleted theme"
        row = tx.get(m.ThemeRow, theme_id)
        links = select(m.ThemeIncidentRow).where(m.ThemeIncidentRow.theme_id == theme_id)
        for link in tx.session.exec(links).all():
            tx.delete(link)
        tx.delete(row)


def _link(tx: Transaction, theme_id: UUID, number: int) -> None:
    incident_id = _incident_id(tx, number)
    if _linked(tx, theme_id, incident_id) is None:
        of_incident = m.ThemeIncidentRow.incident_id == incident_id
        last = tx.session.exec(
            select(func.max(m.ThemeIncidentRow.position)).where(of_incident)
        ).one()
        tx.insert(
            m.ThemeIncidentRow(
                theme_id=theme_id,
                incident_id=incident_id,
                position=0 if last is None else last + 1,
            )
        )


def _linked(tx: Transaction, theme_id: UUID, incident_id: UUID) -> m.ThemeIncidentRow | None:
    return tx.session.exec(
        select(m.ThemeIncidentRow).where(
            m.ThemeIncidentRow.theme_id == theme_id,
            m.ThemeIncidentRow.incident_id == incident_id,
        )
    ).first()


def _incident_id(tx: Transaction, number: int) -> UUID:
    query = select(m.IncidentRow.id).where(m.IncidentRow.number == number)
    found = tx.session.exec(query).first()
    if found is None:
        raise Refused(f"there is no incident #{number}")
    return found


def _reread(tx: Transaction, row: m.ThemeRow) -> r.Theme:
    numbers = tx.session.exec(
        select(m.IncidentRow.number)
        .join(m.ThemeIncidentRow, col(m.ThemeIncidentRow.incident_id) == col(m.IncidentRow.id))
        .where(m.ThemeIncidentRow.theme_id == row.id)
        .order_by(col(m.IncidentRow.number))
    )
    return _theme(row, list(numbers))


def _theme(row: m.ThemeRow, numbers: list[int]) -> r.Theme:
    return r.Theme(row.id, row.name, row.systemic, row.owner, tuple(numbers), row.created_at)
