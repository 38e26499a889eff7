"""The outcomes of the review: their keys, and the forms of those that need a few words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from textual.binding import Binding
from textual.keys import key_to_character

from db.records import ActionItem
from db.vocabulary import ActionStatus
from facilitator.domain.blocked import blocked_note
from facilitator.domain.due_dates import default_next_meeting_day, due_in_words, overdue_days
from facilitator.domain.outcomes import Outcome
from facilitator.screens.dialogs.item_fields import (
    blocked_field,
    drop_field,
    due_field,
    new_owner_field,
    parse_due,
)
from facilitator.screens.document import DocumentScreen
from facilitator.screens.optimistic_edit import OptimisticEdit
from facilitator.widgets.form import Field, Form


def _binding(key: str, outcome: Outcome, label: str, binding_id: str, tooltip: str) -> Binding:
    action = f"outcome('{outcome}')"
    # The card of the review shows these keys, so the key bar does without them.
    return Binding(key, action, label, show=False, id=binding_id, tooltip=tooltip)


OUTCOME_BINDINGS: Mapping[Outcome, Binding] = {
    Outcome.DONE: _binding("d", Outcome.DONE, "Done", "review.done", "It is done"),
    Outcome.IN_PROGRESS: _binding(
        "i", Outcome.IN_PROGRESS, "In progress", "review.in-progress", "Somebody is working on it"
    ),
    Outcome.BLOCKED: _binding(
        "b", Outcome.BLOCKED, "Blocked…", "review.blocked", "In progress, but blocked"
    ),
    Outcome.NOT_STARTED: _binding(
        "n", Outcome.NOT_STARTED, "Not started", "review.not-started", "Nobody has begun it"
    ),
    Outcome.REASSIGNED: _binding(
        "r", Outcome.REASSIGNED, "Reassign…", "review.reassign", "Somebody else takes it over"
    ),
    Outcome.NEW_DUE_DATE: _binding(
        "t", Outcome.NEW_DUE_DATE, "New date…", "review.due", "Give it another due date"
    ),
    Outcome.DROPPED: _binding("x", Outcome.DROPPED, "Drop…", "review.drop", "Drop it, and say why"),
}
"""The key of each outcome in the review, in the order in which they are offered."""
_QUESTION_WORDS = {
    Outcome.DONE: "done",
    Outcome.IN_PROGRESS: "in progress",
    Outcome.BLOCKED: "blocked…",
    Outcome.NOT_STARTED: "not started",
    Outcome.REASSIGNED: "reassign…",
    Outcome.NEW_DUE_DATE: "another due date…",
    Outcome.DROPPED: "drop…",
}


def outcome_answers(keymap: Mapping[str, str]) -> dict[str, tuple[Outcome, str]]:
    """Return the outcomes as the answers of a question, by the keys that give them in the review.

    An answer needs a key of one character. An outcome that the keymap gives only other keys, or
    one that another outcome has already, is offered under its default key, or under a number.

    Args:
        keymap: The keys that the user has changed, by the ids of their bindings.
    """
    answers: dict[str, tuple[Outcome, str]] = {}
    for number, (outcome, binding) in enumerate(OUTCOME_BINDINGS.items(), 1):
        keys = [*keymap.get(binding.id or "", "").split(","), binding.key]
        characters = [key_to_character(key.strip()) for key in keys if key.strip()]
        free = (c for c in characters if c is not None and c.isprintable() and c not in answers)
        answers[next(free, str(number))] = (outcome, _QUESTION_WORDS[outcome])
    return answers


async def record_outcome(
    screen: DocumentScreen, meeting_id: UUID, item: ActionItem, outcome: Outcome
) -> bool:
    """Save what a meeting decided about an item, after asking for the words that it needs.

    Has to run among the dialog steps of the screen.

    Returns:
        Whether it is saved.
    """
    if outcome.needs_words:
        return await screen.ask(_form(screen, meeting_id, item, outcome)) is not None
    # What an item was blocked on does not stand beside DONE; otherwise the note stays.
    note = "" if outcome is Outcome.DONE else None
    if await screen.save(_review(screen, meeting_id, item, outcome, note)) is None:
        return False
    await _ask_new_due_date(screen, meeting_id, item, outcome)
    return True


async def _ask_new_due_date(
    screen: DocumentScreen, meeting_id: UUID, item: ActionItem, outcome: Outcome
) -> None:
    """Offer a new due date for an item that stays open past its own; escape keeps the old one."""
    if outcome is not Outcome.DONE and overdue_days(item, screen.today):
        await screen.ask(_form(screen, meeting_id, item, Outcome.NEW_DUE_DATE, is_overdue=True))


def _form(
    screen: DocumentScreen,
    meeting_id: UUID,
    item: ActionItem,
    outcome: Outcome,
    *,
    is_overdue: bool = False,
) -> Form[ActionItem]:
    """Return the form of an outcome that needs words; it opens with what stands there already.

    Args:
        screen: The screen that the form opens on.
        meeting_id: The meeting.
        item: The item.
        outcome: The outcome.
        is_overdue: Whether a new due date is asked for because the item stays open past its own.
    """
    edit = OptimisticEdit(screen, item)
    verb, field = _question(screen, item, outcome)

    async def save(values: Mapping[str, str]) -> ActionItem:
        text = values["text"].strip()
        return await edit.save(lambda current: _store(screen, meeting_id, current, outcome, text))

    note = ""
    if is_overdue:
        field = replace(field, value=default_next_meeting_day(screen.today).isoformat())
        note = f"It stays open, but was {due_in_words(item.due, screen.today)}. When is it due now?"
    return Form(f"{verb} “{item.action}”", [field], save, about=item.id, note=note)


def _question(screen: DocumentScreen, item: ActionItem, outcome: Outcome) -> tuple[str, Field]:
    """Return how the title of the form begins, and the one field that it has."""
    match outcome:
        case Outcome.BLOCKED:
            return "Blocked", blocked_field(item)
        case Outcome.REASSIGNED:
            return "Reassign", new_owner_field(screen.owners)
        case Outcome.NEW_DUE_DATE:
            return "Due date of", due_field(item)
        case _:
            return "Drop", drop_field(item)


async def _store(
    screen: DocumentScreen, meeting_id: UUID, item: ActionItem, outcome: Outcome, text: str
) -> ActionItem:
    actions = screen.store.actions
    match outcome:
        case Outcome.REASSIGNED:
            return await actions.reassign(item.id, meeting_id, text, item)
        case Outcome.NEW_DUE_DATE:
            return await actions.set_due(item.id, meeting_id, parse_due(screen, text), item)
        case Outcome.BLOCKED:
            return await _review(screen, meeting_id, item, outcome, blocked_note(text))
        case _:
            return await _review(screen, meeting_id, item, outcome, text)


async def _review(
    screen: DocumentScreen, meeting_id: UUID, item: ActionItem, outcome: Outcome, note: str | None
) -> ActionItem:
    status = outcome.status or ActionStatus.OPEN
    return await screen.store.actions.review(item.id, meeting_id, status, note, item)


async def ask_note(screen: DocumentScreen, meeting_id: UUID, item: ActionItem) -> bool:
    """Ask for the note that stands beside the status of an item, and save it in a meeting.

    Returns:
        Whether it is saved.
    """
    edit = OptimisticEdit(screen, item)
    review = screen.store.actions.review

    async def save(values: Mapping[str, str]) -> ActionItem:
        note = values["text"].strip()
        return await edit.save(
            lambda current: review(current.id, meeting_id, current.status, note, current)
        )

    field = Field("text", "Note", item.note, hint="a note beside the status")
    form = Form(f"Note on “{item.action}”", [field], save, about=item.id)
    return await screen.ask(form) is not None
