"""Conflicts between windows that changed the same text: a person decides which to keep."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from textual.app import ComposeResult
from textual.content import Content

from facilitator.domain.conflict_passages import Passage, Side, conflict_passages
from facilitator.widgets.autosaved_text import AutosavedText
from facilitator.widgets.hanging_indent import HangingIndent, Row
from facilitator.widgets.modal import Modal, ResultT
from facilitator.widgets.question import Answer, Question
from facilitator.widgets.text import plain

KEEP_MINE: Answer = ("m", "keep mine")
KEEP_THEIRS: Answer = ("t", "keep theirs")
KEEP_BOTH: Answer = ("b", "keep both, theirs above mine")


class AsksDialogs(Protocol):
    """A screen, as far as it opens dialogs."""

    async def ask(self, dialog: Modal[ResultT]) -> ResultT | None:
        """Open a dialog and wait for its result; None when it was closed without one."""


@dataclass(frozen=True, slots=True)
class TextConflict:
    """A text that could not be saved, because another window has saved another one meanwhile.

    Attributes:
        name: What people call the text, such as "root cause".
        mine: Returns the text as it stands on the screen now.
        theirs: The text that the database holds now.
        paragraphs: Whether both can be kept, one below the other; a value of one line can't.
        rebase: Makes the text on the screen go on from theirs, so that it can be saved over it.
        replace: Puts a text into the place of the one on the screen.
        save: Saves what stands on the screen then.
        answered: Called when the question is closed, with an answer or without one.
    """

    name: str
    mine: Callable[[], str]
    theirs: str
    paragraphs: bool
    rebase: Callable[[], None]
    replace: Callable[[str], None]
    save: Callable[[], Awaitable[object]]
    answered: Callable[[], None] = lambda: None


class ConflictQuestion(Question):
    """Asks which of two texts to keep, and shows where they differ."""

    def __init__(self, conflict: TextConflict) -> None:
        answers = (KEEP_MINE, KEEP_THEIRS)
        super().__init__(
            f"Somebody else has changed the {conflict.name} in the meantime.",
            (KEEP_BOTH, *answers) if conflict.paragraphs else answers,
            interrupts=True,
        )
        self._conflict = conflict

    def compose_detail(self) -> ComposeResult:
        """Show both texts, passage by passage."""
        yield HangingIndent(self._rows())

    def show_answers(self) -> None:
        """Show the answers, and the text as it has been typed on until now."""
        self.query_one(HangingIndent).show(self._rows())
        super().show_answers()

    def _rows(self) -> list[Row]:
        theirs, mine = self._conflict.theirs, self._conflict.mine()
        if not self._conflict.paragraphs:
            passages = [Passage(Side.THEIRS, theirs), Passage(Side.MINE, mine)]
        else:
            passages = conflict_passages(theirs, mine)
        return [_passage_row(passage) for passage in passages]


def conflict_of_paragraphs(widget: AutosavedText, name: str, theirs: str) -> TextConflict:
    """Return the conflict about a long text on the screen.

    Args:
        widget: The widget with the text.
        name: What people call the text.
        theirs: The text that the database holds now.
    """

    def replace(text: str) -> None:
        widget.text = text

    def end_question() -> None:
        widget.is_asked_about = False

    return TextConflict(
        name=name,
        mine=lambda: widget.text,
        theirs=theirs,
        paragraphs=True,
        rebase=lambda: widget.rebase(theirs),
        replace=replace,
        save=widget.save_now,
        answered=end_question,
    )


async def resolve_conflict(screen: AsksDialogs, conflict: TextConflict) -> None:
    """Ask which of two texts to keep, and save the one that was chosen.

    Without an answer nothing is saved: the text stays on the screen, and the next attempt to save
    it asks again. Has to run among the dialog steps of the screen.
    """
    answer = await screen.ask(ConflictQuestion(conflict))
    conflict.answered()
    if answer is None:
        return
    conflict.rebase()
    if answer == KEEP_THEIRS[0]:
        conflict.replace(conflict.theirs)
    elif answer == KEEP_BOTH[0]:
        conflict.replace(f"{conflict.theirs}\n\n{conflict.mine()}")
    await conflict.save()


def _passage_row(passage: Passage) -> Row:
    if passage.side is Side.BOTH:
        return "        ", plain(passage.text.rstrip(), "$text-muted")
    lead = Content.styled(f"{passage.side.value:<8}", "bold $text-accent")
    return lead, plain(passage.text.rstrip() or "(empty)")
