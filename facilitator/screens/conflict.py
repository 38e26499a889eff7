"""Conflicts between windows that changed the same text: a person decides which to keep."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from facilitator.widgets.modal import Modal, ResultT
from facilitator.widgets.question import Answer, Question


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
    """

    name: str
    mine: Callable[[], str]
    theirs: str
    paragraphs: bool
    rebase: Callable[[], None]
    replace: Callable[[str], None]
    save: Callable[[], Awaitable[object]]


async def resolve_conflict(screen: AsksDialogs, conflict: TextConflict) -> None:
    """Ask which of two texts to keep, and save the one that was chosen.

    Without an answer nothing is saved: the text stays on the screen, and the next attempt to save
    it asks again. Has to run among the dialog steps of the screen.
    """
    answer = await screen.ask(
        Question(
            f"Somebody else has changed the {conflict.name} in the meantime.",
            _answers(conflict),
            detail=f"Theirs: {conflict.theirs}" if conflict.paragraphs else "",
            interrupts=True,
        )
    )
    if answer is None:
        return
    conflict.rebase()
    if answer == "t":
        conflict.replace(conflict.theirs)
    elif answer == "b":
        conflict.replace(f"{conflict.theirs}\n\n{conflict.mine()}")
    await conflict.save()


def _answers(conflict: TextConflict) -> tuple[Answer, ...]:
    if conflict.paragraphs:
        return ("b", "keep both"), ("m", "keep mine"), ("t", "keep theirs")
    return ("m", f"keep mine: {conflict.mine()}"), ("t", f"keep theirs: {conflict.theirs}")
