"""What a team decides about the terms that the program finds to recur, such as `word:certif`."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from db import mapping
from db import models as m
from db import records as r
from db import vocabulary as w
from db.errors import Refused
from db.operations import StoreSection, read_operation, write_operation
from db.sections.themes import link_theme, read_theme
from db.transaction import Transaction
from db.validation import clean_text


class FoundTerms(StoreSection):
    """The operations on terms that were found."""

    @read_operation
    def all(self, session: Session) -> list[r.FoundTerm]:
        """Return every term about which something is decided, by the term."""
        rows = session.exec(select(m.FoundTermRow).order_by(col(m.FoundTermRow.term)))
        return [mapping.to_record(r.FoundTerm, row) for row in rows]

    @write_operation
    def hide(self, tx: Transaction, term: str) -> r.FoundTerm:
        """Never show a term again; undo and `show` take that back."""
        row = _row(tx, term)
        tx.label = f"hidden theme “{_words(row.term)}”"
        tx.change(row, hidden=True)
        return mapping.to_record(r.FoundTerm, row)

    @write_operation
    def show(self, tx: Transaction, term: str) -> r.FoundTerm:
        """Show a hidden term again."""
        row = _row(tx, term)
        tx.label = f"hidden theme “{_words(row.term)}”"
        tx.change(row, hidden=False)
        return mapping.to_record(r.FoundTerm, row)

    @write_operation
    def merge(self, tx: Transaction, term: str, into: str) -> r.FoundTerm:
        """Count a term, and those that are counted with it, with another one from now on.

        Raises:
            Refused: Both are one term already, or the other one is hidden.
        """
        row, other = _row(tx, term), _row(tx, into)
        # No chains: what a term is counted with is never counted with a third one itself.
        target = _row(tx, other.same_as) if other.same_as else other
        tx.label = f"merged theme “{_words(row.term)}”"
        if row.id == target.id:
            raise Refused(f"“{_words(row.term)}” can't be merged with itself: choose another one")
        if target.hidden:
            raise Refused(f"“{_words(target.term)}” is hidden: show it again first")
        for follower in _counted_with(tx, row.term):
            tx.change(follower, same_as=target.term)
        tx.change(row, same_as=target.term)
        return mapping.to_record(r.FoundTerm, row)

    @write_operation
    def separate(self, tx: Transaction, term: str) -> r.FoundTerm:
        """Count a merged term by itself again."""
        row = _row(tx, term)
        tx.label = f"merged theme “{_words(row.term)}”"
        tx.change(row, same_as="")
        return mapping.to_record(r.FoundTerm, row)

    @write_operation
    def keep(
        self, tx: Transaction, term: str, name: str, incident_numbers: Sequence[int]
    ) -> r.Theme:
        """Keep a term as a theme with a name of its own, and link it to these incidents.

        A theme of that name that is there already is taken.

        Raises:
            Refused: There is no such incident, or a text can't be stored.
        """
        row = _row(tx, term)
        name = clean_text(name, "theme", w.SHORT_TEXT, required=True)
        tx.label = f"theme “{name}”"
        query = select(m.ThemeRow).where(m.ThemeRow.name == name)
        theme = tx.session.exec(query).first() or tx.insert(m.ThemeRow(name=name, created_at=tx.at))
        for number in incident_numbers:
            link_theme(tx, theme.id, number)
        tx.change(row, theme_id=theme.id)
        return read_theme(tx, theme)


def _row(tx: Transaction, term: str) -> m.FoundTermRow:
    """Return the row of a term, which is added where nothing is decided about it yet."""
    term = clean_text(term, "theme", w.SHORT_TEXT, required=True)
    row = tx.session.exec(select(m.FoundTermRow).where(m.FoundTermRow.term == term)).first()
    return row or tx.insert(m.FoundTermRow(term=term))


def _counted_with(tx: Transaction, term: str) -> Sequence[m.FoundTermRow]:
    return tx.session.exec(select(m.FoundTermRow).where(m.FoundTermRow.same_as == term)).all()


def _words(term: str) -> str:
    """Return a term without its kind: `certif` of `word:certif`."""
    return term.partition(":")[2] or term
