"""The command `tickets push`: the tracker is given what action items lack there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from time import sleep
from typing import TYPE_CHECKING
from uuid import UUID

from db.records import ActionItem, OutboxStep
from db.vocabulary import SprintChoice, StepState, TicketStep
from facilitator.commands.actions import parse_places
from facilitator.commands.ask_tracker import ask_tracker
from facilitator.commands.open_store import Failure, open_store
from facilitator.commands.output import put
from facilitator.commands.progress import Progress
from facilitator.commands.tickets import Numbered, put_tickets, ticket_objects
from facilitator.documents.write import json
from facilitator.domain.labels import STATUS_LABELS
from facilitator.domain.tickets import is_under_way, needs_decision, next_try
from facilitator.outbox.worker import OutboxWorker
from facilitator.text import counted

if TYPE_CHECKING:
    from db.store import Store

PATIENCE = 60
"""How many seconds a step that is tried again later is waited for."""
LONGEST = 150
"""How many seconds are waited in all."""
SETTLED = (StepState.DONE, StepState.FAILED)


@dataclass(frozen=True, slots=True)
class PushOptions:
    """What `tickets push` is asked to do.

    Attributes:
        items: The action items as typed, such as `43.1`; empty for those that wait in the outbox.
        everything: Whether to make a ticket of every open action item that has none.
        sprint: What to do where there is no next sprint; None leaves that open.
    """

    items: Sequence[str] = ()
    everything: bool = False
    sprint: SprintChoice | None = None


def push(database: str | None, options: PushOptions, as_json: bool) -> None:
    """Make, schedule and link the tickets of action items, and write what came of it.

    Args:
        database: The value of `--database`.
        options: The options of the command.
        as_json: Whether to write an object instead of a table.

    Raises:
        Failure: No tracker is set up, an item can't be pushed, or something is left undone.
    """
    with open_store(database) as (store, settings), ask_tracker(settings) as tracker:
        chosen = _chosen(store, options)
        _release(store, chosen, options.sprint)
        worker = OutboxWorker(store, tracker, _now, settings.tracker.incident_address)
        try:
            with Progress("pushing tickets") as progress:
                _work_off(store, worker, chosen, progress)
        except KeyboardInterrupt:
            raise Failure(
                "stopped: what is done is kept, and the rest stays as it is: `facilitator tickets"
                " push` goes on with it"
            ) from None
        everything = store.actions.all(include_closed=True).result()
    pushed = [(number, item) for number, item in everything if item.id in chosen]
    from_before = sum(_is_from_before(item) for _, item in everything)
    left = sum(_is_undone(item) for _, item in pushed)
    if as_json:
        counts = {"pushed": len(pushed) - left, "left": left, "from_before": from_before}
        put(json.dump({**counts, "items": ticket_objects(pushed, settings)}))
    else:
        _put(pushed, from_before)
    if left:
        raise Failure(_what_is_left(pushed, left, options.sprint))


def _chosen(store: Store, options: PushOptions) -> set[UUID]:
    """Return the ids of the items to push.

    Raises:
        Failure: A named item is not understood, or is done or dropped.
    """
    if options.items:
        places = parse_places(options.items)
        items = store.actions.at_places(places).result()
        for (number, slot), item in zip(places, items, strict=True):
            if not item.is_open:
                status = STATUS_LABELS[item.status].name.lower()
                raise Failure(
                    f"#{number}.{slot}: it is {status}, and only open action items are pushed;"
                    " nothing was pushed"
                )
        return {item.id for item in items}
    waiting = [item for _, item in store.actions.all(include_closed=False).result()]
    return {
        item.id
        for item in waiting
        if _is_undone(item) or (options.everything and _is_from_before(item))
    }


def _release(store: Store, chosen: set[UUID], choice: SprintChoice | None) -> None:
    """Let the items be worked on now, with what was decided for where there is no next sprint."""
    store.outbox.release(list(chosen), _now()).result()
    if choice is None:
        return
    unscheduled = [
        step.action_id
        for step in _steps(store, chosen)
        if step.step is TicketStep.SCHEDULE and step.state is not StepState.DONE
    ]
    store.outbox.choose(unscheduled, choice, _now()).result()


def _work_off(store: Store, worker: OutboxWorker, chosen: set[UUID], progress: Progress) -> None:
    """Work off the outbox, and wait for what is tried again soon."""

    def unsettled() -> int:
        return sum(step.state not in SETTLED for step in _steps(store, chosen))

    total, waited = unsettled(), 0
    while True:
        worker.work(lambda _: progress.show(total - unsettled(), total))
        pause = _pause(store, worker, chosen)
        if pause is None or pause[0] > PATIENCE or waited + pause[0] > LONGEST:
            return
        seconds, why = pause
        for left in range(seconds, 0, -1):
            progress.wait(left, why)
            sleep(1)
        waited += seconds


def _pause(store: Store, worker: OutboxWorker, chosen: set[UUID]) -> tuple[int, str] | None:
    """Return for how many seconds there is nothing to do and why; None where nothing follows soon.

    A tracker that could not be used at all is not waited for: that may take any time.
    """
    items = [
        item for _, item in store.actions.all(include_closed=False).result() if item.id in chosen
    ]
    tries = [(moment, item) for item in items if (moment := next_try(item.steps)) is not None]
    if not tries:
        return None
    until, item = min(tries, key=lambda one: one[0])
    said = [step.last_error for step in item.steps if step.last_error and is_under_way(step)]
    why, silence = next(iter(said), "another window is working on it"), worker.silence
    if silence is not None:
        steps = [step for one in items for step in one.steps]
        is_lost = any(step.state is StepState.UNKNOWN for step in steps)
        if not silence.is_asked_for and not is_lost:
            return None
        until, why = max(until, silence.until), silence.why
    return max(ceil((until - _now()).total_seconds()), 1), why


def _steps(store: Store, chosen: set[UUID]) -> list[OutboxStep]:
    found = store.outbox.steps(list(chosen)).result()
    return [step for steps in found.values() for step in steps]


def _is_undone(item: ActionItem) -> bool:
    return any(step.state is not StepState.DONE for step in item.steps)


def _is_from_before(item: ActionItem) -> bool:
    """Return whether an item was made before there was a tracker, and has no ticket."""
    return item.is_open and not item.ticket and not item.steps


def _put(pushed: Numbered, from_before: int) -> None:
    if pushed:
        # What is left stands last, where nobody has to look for it.
        put_tickets(sorted(pushed, key=lambda one: _is_undone(one[1])))
    else:
        put("nothing waits to be pushed\n")
    if from_before:
        items = counted(from_before, "action item")
        these = "it" if from_before == 1 else "them"
        put(f"{items} from before the tracker without a ticket: `--all` pushes {these} too\n")


def _what_is_left(pushed: Numbered, left: int, choice: SprintChoice | None) -> str:
    items = counted(len(pushed), "action item")
    words = f"{left} of {items} left undone, for what is said beside each"
    if choice is None and any(needs_decision(item) for _, item in pushed):
        words += (
            "; where there is no next sprint, push again with `--sprint create` to make one,"
            " `active` for the running one, or `leave`"
        )
    return words


def _now() -> datetime:
    return datetime.now(UTC)
