"""The question before an undo or a redo: what the step would change, and who did that when."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from facilitator.domain.due_dates import short_day
from facilitator.domain.history_words import describe_entry
from facilitator.domain.team_day import team_day
from facilitator.text import shortened
from facilitator.widgets.question import Question

if TYPE_CHECKING:
    from uuid import UUID

    from db.records import NextStep, Reverted
    from db.store import Store

MOST_NAME, MOST_LABEL, MOST_WORDS = 60, 100, 180
"""How many characters of a name, of a label and of all changes a question has room for."""


@dataclass(frozen=True, slots=True)
class StepWords:
    """What an undo or a redo is called, and how the store does it.

    Attributes:
        binding_id: The id of its key, which confirms it too.
        verb: How its question begins.
        agree: The answer that does it.
        keep: The answer that leaves everything as it is.
        made: What was done to the change before.
        done: How the notice begins after it.
        refused: The title of the message where it was refused.
        nothing_left: What to say where there is nothing to do it to.
        next: Reads what the step would change.
        take: Does it, if it is still the transaction that the user has agreed to.
    """

    binding_id: str
    verb: str
    agree: str
    keep: str
    made: str
    done: str
    refused: str
    nothing_left: str
    next: Callable[[Store], Awaitable[NextStep | None]]
    take: Callable[[Store, UUID], Awaitable[Reverted | None]]


UNDO = StepWords(
    binding_id="undo",
    verb="Undo",
    agree="yes, take it back",
    keep="no, keep it",
    made="made",
    done="Undone",
    refused="Not undone",
    nothing_left="Nothing left to undo",
    next=lambda store: store.history.next_undo(),
    take=lambda store, group: store.history.undo(group),
)
REDO = StepWords(
    binding_id="redo",
    verb="Redo",
    agree="yes, do it again",
    keep="no, leave it undone",
    made="undone",
    done="Done again",
    refused="Not done again",
    nothing_left="Nothing to redo: nothing was undone since the last change",
    next=lambda store: store.history.next_redo(),
    take=lambda store, group: store.history.redo(group),
)


def step_question(
    words: StepWords, step: NextStep, keys: Sequence[str], today: date, zone: tzinfo
) -> Question:
    """Return the question whether to take a step back or forward in the history.

    Args:
        words: The words for the step.
        step: What the step would change.
        keys: The keys of the step by their names; each of them says yes.
        today: The present day.
        zone: The team's time zone.
    """
    by = f" by {shortened(step.who, MOST_NAME)}" if step.who else ""
    when = f"The change was {words.made} {_when(step.at, today, zone)}{by}."
    return Question(
        f"{words.verb} “{shortened(step.label, MOST_LABEL)}”?",
        (("y", words.agree), ("n", words.keep)),
        detail="\n".join([when, *_changes(step, today)]),
        yes_keys=keys,
    )


def _changes(step: NextStep, today: date) -> Iterator[str]:
    """Yield a line for each of the first things that a step would change."""
    if not step.first:
        return
    yield "" if step.number is None else f"\nIncident #{step.number}:"
    for entry in step.first:
        words = describe_entry(entry, step.number, today)
        yield f"· {shortened(words, MOST_WORDS // len(step.first))}"
    if step.more:
        yield f"and {step.more:,} more"


def _when(at: datetime, today: date, zone: tzinfo) -> str:
    """Return when something was done, in the team's time: `today at 14:05`."""
    day = team_day(at, zone)
    name = "today" if day == today else f"on {short_day(day, today)}"
    return f"{name} at {at.astimezone(zone):%H:%M}"
