"""Working off the outbox: tickets are created, scheduled and linked, and none is made twice.

It runs on a thread of its own or in a command, never on that of the interface. Each ticket is
looked for by its label before it is made. Where the answer to its creation was lost, it is not sent
again before a person has said so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from db.errors import Gone, Refused
from db.records import ActionItem, Incident, OutboxStep
from db.vocabulary import SprintChoice, StepState, TicketStep
from facilitator.tracker import errors
from facilitator.tracker.protocol import Draft, LinkedIncident, NoNextSprint, Tracker

if TYPE_CHECKING:
    from db.store import Store

LOOKED_FOR = timedelta(minutes=5)
"""For how long a ticket whose creation was lost is looked for, before a person is asked."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=15)
"""How long the next try is waited for, after the first failure and at most."""
ABOUT_THE_TICKET = (errors.Forbidden, errors.NotThere, errors.Refused)
"""What concerns one ticket: the others are worked off all the same."""
ABOUT_THE_ACCOUNT = (errors.Unauthorised, errors.CaptchaNeeded)
"""What the account has to mend: each further try is a failed log-in, after which it is locked."""
NOT_FOUND = (
    "the answer of the tracker was lost, and it shows no such ticket: look there; push again to"
    " make one, or type its key"
)
NO_TICKET = "the action item has no ticket any more: type its key, or push it again"


@dataclass(frozen=True, slots=True)
class Worked:
    """What became of the steps that were worked off.

    Attributes:
        done: How many are done.
        waiting: How many are tried again later.
        failed: How many wait for a person.
    """

    done: int = 0
    waiting: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Silence:
    """For how long the tracker is left alone.

    Attributes:
        until: The moment from which on it is asked again.
        why: Why, in the tracker's words where it has any.
        is_asked_for: Whether the tracker has asked for it; else it could not be used.
    """

    until: datetime
    why: str
    is_asked_for: bool


def ticket_label(item_id: UUID) -> str:
    """Return the label by which the ticket of an action item is found: `pm-` and the item's id."""
    return f"pm-{item_id}"


class OutboxWorker:
    """Works off the steps whose time has come, one after another."""

    def __init__(
        self,
        store: Store,
        tracker: Tracker,
        now: Callable[[], datetime],
        incident_address: Callable[[int], str] = lambda number: "",
    ) -> None:
        """Prepare the worker.

        Args:
            store: The store of the outbox.
            tracker: The tracker.
            now: Returns the present moment.
            incident_address: Returns the web address of the post-mortem of an incident, by its
                number; a ticket gets no link back to one that has none.
        """
        self._incident_address = incident_address
        self._store, self._tracker, self._now = store, tracker, now
        self._window = uuid4()
        self._silence: Silence | None = None

    @property
    def silence(self) -> Silence | None:
        """Until when the tracker is left alone, and why; None while it is asked as ever."""
        if self._silence is not None and self._now() >= self._silence.until:
            self._silence = None
        return self._silence

    def work(self, show: Callable[[Worked], None] = lambda worked: None) -> Worked:
        """Work off all steps whose time has come, and return what became of them.

        Where the tracker can't be reached, does not know the token, or asks for silence, the others
        are left for later: each of them would only meet the same.

        Args:
            show: Called after each step with what became of all so far.

        Raises:
            StoreError: The database can't be read or written.
        """
        worked = Worked()
        while self.silence is None and (step := self._claimed()):
            state = self._work_off(step)
            worked = replace(
                worked,
                done=worked.done + (state is StepState.DONE),
                waiting=worked.waiting + (state in (StepState.WAITING, StepState.UNKNOWN)),
                failed=worked.failed + (state is StepState.FAILED),
            )
            show(worked)
        return worked

    def _claimed(self) -> OutboxStep | None:
        return self._store.outbox.claim(self._window, self._now()).result()

    def _work_off(self, step: OutboxStep) -> StepState | None:
        """Do a step, write down what became of it, and return that; None where it is not ours."""
        try:
            incident, item = self._store.outbox.subject(step.action_id).result()
            if step.step is not TicketStep.CREATE and not item.ticket:
                return self._settle(step, StepState.FAILED, NO_TICKET)
            match step.step:
                case TicketStep.CREATE:
                    return self._create(step, incident, item)
                case TicketStep.SCHEDULE:
                    self._begin(step)
                    return self._schedule(step, item)
                case TicketStep.LINK:
                    self._begin(step)
                    self._tracker.link(item.ticket, self._linked(incident))
                    return self._settle(step, StepState.DONE)
        except (Gone, Refused):
            # The item was deleted or changed meanwhile, or another window has taken the step over.
            return None
        except errors.TrackerError as error:
            return self._put_off(step, error)

    def _put_off(self, step: OutboxStep, error: errors.TrackerError) -> StepState | None:
        """Write down what went wrong, and who or what the step waits for now."""
        if not isinstance(error, ABOUT_THE_TICKET):
            self._leave_alone(error)
        # As long as nobody could look for a ticket, it may exist, whatever the tracker says.
        if isinstance(error, errors.AnswerLost) or _may_exist(step):
            return self._settle(step, StepState.UNKNOWN, str(error), wait=_wait(step, error))
        if isinstance(error, ABOUT_THE_TICKET + ABOUT_THE_ACCOUNT):
            return self._settle(step, StepState.FAILED, str(error))
        return self._settle(step, StepState.WAITING, str(error), wait=_wait(step, error))

    def _leave_alone(self, error: errors.TrackerError) -> None:
        """Do not ask the tracker for a while, since more than one ticket is concerned."""
        usual = LONGEST_WAIT if isinstance(error, ABOUT_THE_ACCOUNT) else FIRST_WAIT
        wait = usual if error.wait is None else error.wait
        is_asked_for = error.wait is not None or isinstance(error, errors.RateLimited)
        self._silence = Silence(self._now() + wait, str(error), is_asked_for)

    def _create(self, step: OutboxStep, incident: Incident, item: ActionItem) -> StepState | None:
        """Make the ticket of an item, or adopt the one that an earlier try has made.

        An item that somebody has given a ticket meanwhile needs none.
        """
        if item.ticket:
            return self._settle(step, StepState.DONE)
        label = ticket_label(item.id)
        # One that was never sent from here may have been sent from a copy or a later state of the
        # database, before a backup took its place.
        found = self._tracker.find(label)
        if found is not None:
            return self._settle(step, StepState.DONE, ticket=found)
        if _may_exist(step):
            if step.sent_at is not None and self._now() - step.sent_at < LOOKED_FOR:
                return self._settle(
                    step, StepState.UNKNOWN, step.last_error, wait=_wait(step, None)
                )
            return self._settle(step, StepState.FAILED, NOT_FOUND)
        tickets, tracker = self._store.tickets, self._tracker.address("")
        account = tickets.accounts(tracker).result().get(item.owner, "")
        draft = _draft(self._linked(incident), incident, item, account)
        try:
            created = self._tracker.create(draft, label, lambda: self._begin(step))
        except errors.Refused as error:
            if not account or "assignee" not in error.fields:
                raise
            # The owner's account was closed or replaced: it is looked up again the next time.
            tickets.remember_account(tracker, item.owner, "").result()
            return self._settle(step, StepState.WAITING, str(error), wait=FIRST_WAIT)
        if created.account and created.account != account:
            tickets.remember_account(tracker, item.owner, created.account).result()
        remarks = "; ".join(created.remarks)
        return self._settle(step, StepState.DONE, remarks, ticket=created.ticket)

    def _schedule(self, step: OutboxStep, item: ActionItem) -> StepState | None:
        """Move the ticket of an item to the next sprint, and read where it is then.

        Where there is none, a person decides; one who leaves the ticket where it is has decided.
        """
        scheduled = self._tracker.schedule([item.ticket], step.choice)
        if isinstance(scheduled, NoNextSprint) and step.choice is not SprintChoice.LEAVE:
            return self._settle(step, StepState.FAILED, scheduled.reason)
        read = self._tracker.fetch([item.ticket], self._now())
        if item.ticket in read:
            self._store.tickets.save({item.id: read[item.ticket]}).result()
        return self._settle(step, StepState.DONE)

    def _linked(self, incident: Incident) -> LinkedIncident:
        address = self._incident_address(incident.number)
        return LinkedIncident(incident.id, incident.number, incident.title, address)

    def _begin(self, step: OutboxStep) -> None:
        """Note that a step is sent now. Where it is another window's by now, it is not sent."""
        self._store.outbox.begin(step.id, self._window, self._now()).result()

    def _settle(
        self,
        step: OutboxStep,
        state: StepState,
        words: str = "",
        *,
        wait: timedelta | None = None,
        ticket: str = "",
    ) -> StepState | None:
        next_at = None if wait is None else self._now() + wait
        try:
            self._store.outbox.settle(
                step.id, self._window, state, error=words, next_at=next_at, ticket=ticket
            ).result()
        except (Gone, Refused):
            # The claim had run out, and another window has taken over: it finds the ticket.
            return None
        return state


def _wait(step: OutboxStep, error: errors.TrackerError | None) -> timedelta:
    """Return how long to wait before the next try: as long as the tracker says, else longer."""
    if error is not None and error.wait is not None:
        return error.wait
    doublings = min(step.attempts, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def _may_exist(step: OutboxStep) -> bool:
    """Return whether a ticket was sent, and nobody knows whether it was made."""
    return step.step is TicketStep.CREATE and step.state is StepState.UNKNOWN


def _draft(linked: LinkedIncident, incident: Incident, item: ActionItem, account: str) -> Draft:
    """Return what a ticket says: the action, where it comes from, and how the team will know."""
    paragraphs = [f"From the post-mortem of #{incident.number}: {incident.title}"]
    if linked.address:
        paragraphs.append(linked.address)
    if incident.root_cause:
        paragraphs.append(incident.root_cause)
    if item.check_how:
        paragraphs.append(f"We will know: {item.check_how}")
    return Draft(
        action=item.action,
        paragraphs=paragraphs,
        owner=item.owner,
        account=account,
        priority=item.priority,
        due=item.due,
        incident=linked,
    )
