"""The editor of the root cause, and of the link to one cause of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.app import ComposeResult
from textual.content import Content

from db.errors import Conflict
from db.records import Cause, Incident
from facilitator.domain.similarity.similar_incident import first_with_cause
from facilitator.domain.template import PARAGRAPHS, TemplatePart
from facilitator.screens.conflict import TextConflict, resolve_conflict
from facilitator.screens.incident.similar_band import similar_rows
from facilitator.screens.optimistic_edit import OptimisticEdit
from facilitator.screens.prep.text_editors import TextEditor
from facilitator.screens.similar_search import Suggestion
from facilitator.widgets.advice import advice_rows
from facilitator.widgets.autosaved_line import AutosavedLine, LineInput, LineRow


class RootCauseEditor(TextEditor):
    """The text of the root cause, over a line that links the incident to a cause by its name.

    Incidents that are linked to the same cause count as repeats.
    """

    paragraph = PARAGRAPHS[TemplatePart.ROOT_CAUSE]
    shows_similar = True

    def __init__(self) -> None:
        super().__init__()
        # Compares with the cause that the line was shown with, or that was saved last.
        self._cause_edit: OptimisticEdit[Incident] | None = None

    def compose(self) -> ComposeResult:
        """Put the line for the cause below the text."""
        yield from super().compose()
        yield LineRow(
            "Cause",
            AutosavedLine(
                self._save_cause,
                name="root_cause-cause",
                hint="short reusable name, such as retry storm",
            ),
        )

    @property
    def cause_line(self) -> AutosavedLine:
        """The line with the name of the cause."""
        return self.query_one("#root_cause-cause", AutosavedLine)

    def show(self) -> None:
        """Show the text and the cause as they were read."""
        super().show()
        cause = self.incident.cause
        if self.cause_line.read("" if cause is None else cause.name):
            self._cause_edit = OptimisticEdit(self.document_screen, self.incident)
        self.cause_line.suggest([known.name for known in self.document_screen.causes])

    def help_rows(self) -> list[Content]:
        """Return advice on the wording, over the similar incidents.

        The cause of the most similar incident that has one is offered in the line of the cause.
        """
        suggestions = self.document_screen.suggestions
        self._offer_cause(suggestions)
        advice = advice_rows(self.text.written, self.document_screen.owners)
        return advice + similar_rows(suggestions)

    def _offer_cause(self, suggestions: Sequence[Suggestion]) -> None:
        offered = first_with_cause(suggestion.incident for suggestion in suggestions)
        if offered is None:
            self.cause_line.make_offer("", "")
        else:
            incident, cause = offered
            self.cause_line.make_offer(cause.name, f"as for #{incident.number}")

    async def _save_cause(self, name: str) -> bool:
        """Link the incident to a cause by its name; an empty name removes the link."""
        screen = self.document_screen
        edit = self._cause_edit or OptimisticEdit(screen, self.incident)
        set_cause = screen.store.incidents.set_cause
        try:
            cause = await edit.save(
                lambda incident: set_cause(incident.id, name.strip() or None, incident)
            )
        except Conflict as conflict:
            # After the conflict the edit saves over the cause that the other window saved.
            self._cause_edit = edit
            self._resolve_conflict(conflict)
            return False
        self._cause_edit = OptimisticEdit(screen, replace(self.incident, cause=cause))
        return True

    def _resolve_conflict(self, conflict: Conflict) -> None:
        """Ask which of two causes to keep, and save the answer."""
        screen, line = self.document_screen, self.cause_line

        async def save() -> None:
            await line.save_now()
            await screen.reread()

        text_conflict = TextConflict(
            name="cause",
            mine=lambda: line.written,
            theirs=conflict.theirs.name if isinstance(conflict.theirs, Cause) else "",
            paragraphs=False,
            rebase=lambda: None,
            replace=line.show_theirs,
            save=save,
        )
        screen.run_dialog_steps(resolve_conflict(screen, text_conflict))

    async def on_line_input_saved(self, event: LineInput.Saved) -> None:
        """Read everything again, since the outline depends on the cause."""
        event.stop()
        await self.document_screen.reread()
