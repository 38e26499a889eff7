"""Review open action items: one card at a time, one key an outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar
from uuid import UUID

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from db.errors import StoreError
from db.records import ActionItem, CarriedItem
from db.words import ActionStatus, Stage
from facilitator.domain.agenda import as_minutes
from facilitator.domain.due import due_in_words, most_urgent_first, overdue_days, short_day
from facilitator.domain.summary import STATUS_NAMES, status_in_words
from facilitator.screens.meeting.outcomes import Outcomes
from facilitator.screens.meeting.screen import MeetingScreen
from facilitator.widgets.long_list import LongList
from facilitator.widgets.text import line, plain

CARRIED_TOO_LONG = 3
"""From this many meetings on, the card asks to do, re-scope or drop."""
SIGNS = {
    ActionStatus.OPEN: ("○", "$text-muted"),
    ActionStatus.IN_PROGRESS: ("●", "$text-warning"),
    ActionStatus.DONE: ("✓", "$text-success"),
    ActionStatus.DROPPED: ("✗", "$text-muted"),
}


class ReviewScreen(MeetingScreen):
    """The first segment."""

    CSS_PATH = "review.tcss"
    stage = Stage.REVIEW
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "outcome('d')", "Done", id="review.done", tooltip="It is done"),
        Binding("i", "outcome('i')", "In progress", id="review.in-progress",
                tooltip="Somebody works on it"),
        Binding("b", "outcome('b')", "Blocked…", id="review.blocked",
                tooltip="In progress, but stuck"),
        Binding("n", "outcome('n')", "Not started", id="review.not-started",
                tooltip="Nobody has begun it"),
        Binding("r", "outcome('r')", "Reassign…", id="review.reassign",
                tooltip="Somebody else has it"),
        Binding("t", "outcome('t')", "Due…", id="review.due", tooltip="Another due date"),
        Binding("x", "outcome('x')", "Drop…", id="review.drop",
                tooltip="Give it up, with the reason"),
    ]  # fmt: skip

    def compose_body(self) -> ComposeResult:
        """The list beside the card."""
        with Horizontal():
            with Vertical(id="review-list"):
                yield Static("No open action items from before", id="nothing", classes="quiet")
                yield LongList[UUID, CarriedItem](self._read_rows, self._draw_row, name="items")
                yield Static(id="counts", classes="quiet")
            with VerticalScroll(id="card", can_focus=False):
                yield Static(id="card-incident")
                yield Static(id="card-action")
                yield Static(id="card-facts")
                yield Static(id="card-carried")
                yield Static(id="card-history")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without an item in hand there is no outcome to give."""
        given = bool(self.carried) or action != "outcome"
        return given and super().check_action(action, parameters)

    @property
    def _list(self) -> LongList[UUID, CarriedItem]:
        return self.query_one("#items", LongList)

    def focus_first(self) -> None:
        """On the list."""
        self._list.focus()

    async def read_more(self) -> None:
        """Who may own an item; the items, of which the list reads what it shows."""
        self.owners = await self.store.meetings.people()
        await self.read_carried()
        await self._list.show([each.item.id for each in self.carried])

    async def _read_rows(self, ids: Sequence[UUID]) -> Mapping[UUID, CarriedItem]:
        """The items with what meetings said of them."""
        said = await self.store.actions.reviews(ids)
        known = {each.item.id: each for each in self.carried}
        return {
            each: replace(known[each], item=replace(known[each].item, reviews=said.get(each, ())))
            for each in ids
            if each in known
        }

    def heading(self) -> Content:
        """The place in the list and the pace."""
        left = [each for each in self.carried if not each.reviewed_now]
        said = len(self.carried) - len(left)
        if not self.carried:
            return Content("Review open action items")
        pace = as_minutes(max(0.0, self.state.left) / len(left)) if left else ""
        each = f"{pace} each for {len(left)} left" if left else "all reviewed: ] goes on"
        return Content(f"Review open action items\n{said} of {len(self.carried)} reviewed · {each}")

    def show(self) -> None:
        """What stands beside the list, and the card of the item in hand."""
        self.set_class(not self.carried, "-nothing")
        if self.facilitator.read_only:
            self._take_next(self._last_reviewed)
        self._show_counts()
        self._show_card()
        self.refresh_bindings()

    def _draw_row(self, each: CarriedItem, width: int) -> Content:
        sign, style = SIGNS[each.item.status] if each.reviewed_now else (" ", "")
        late = overdue_days(each.item, self.today)
        return Content.assemble(
            (sign, style),
            (f" #{each.number} ", "$text-muted"),
            ("! " if late else "", "bold $text-error"),
            line(each.item.action),
        ).truncate(width, ellipsis=True)

    def _show_counts(self) -> None:
        said = Counter(each.item.status for each in self.carried if each.reviewed_now)
        words = [f"{name.lower()} {said[status]}" for status, name in STATUS_NAMES.items()]
        open_yet = sum(not each.reviewed_now for each in self.carried)
        self.query_one("#counts", Static).update(
            f"{words[2]} · {words[1]}\n{words[0]} · {words[3]}\nto review {open_yet}"
        )

    @property
    def in_hand(self) -> CarriedItem | None:
        """The item of the card; what was said of it comes with its row."""
        if self._list.row is not None:
            return self._list.row
        return next((each for each in self.carried if each.item.id == self._list.chosen), None)

    @on(LongList.Moved)
    @on(LongList.Filled)
    def _turn_card(self) -> None:
        """Another item is in hand, or more of it is there."""
        self._show_card()

    def _show_card(self) -> None:
        each = self.in_hand
        if each is None:
            empty = "Nothing is open from earlier incidents.\n\nPress ] to go on to the incident."
            self._fill(Content(""), Content(empty), Content(""), Content(""), Content(""))
            return
        incident = f"#{each.number}  {each.service} {each.symptom} on {each.incident_date}"
        self._fill(
            line(incident, "$text-muted"),
            plain(each.item.action, "bold"),
            self._facts(each.item),
            _carried(each.carried),
            self._history(each.item),
        )

    def _fill(self, *texts: Content) -> None:
        for name, text in zip(
            ("incident", "action", "facts", "carried", "history"), texts, strict=True
        ):
            self.query_one(f"#card-{name}", Static).update(text)

    def _facts(self, item: ActionItem) -> Content:
        late = overdue_days(item, self.today)
        due = due_in_words(item.due, self.today)
        ticket = "no ticket"
        if item.ticket:
            ticket = f"{item.ticket} ↗ {'verified' if item.ticket_verified else 'unverified'}"
        said = Content.styled("Now: " if item.reviews else "State: ", "$text-muted") + line(
            status_in_words(item), SIGNS[item.status][1] + " bold"
        )
        return Content.assemble(
            line(item.owner, "bold") if item.owner else Content.styled("no owner", "$text-error"),
            f" · {item.priority} · ",
            (f"! {due}" if late else due, "bold $text-error" if late else ""),
            " · ",
            line(ticket),
            "\n\n",
            said,
        )

    def _history(self, item: ActionItem) -> Content:
        before = [each for each in item.reviews if each.meeting_id != self.meeting.id]
        lines = []
        for place, review in enumerate(reversed(before)):
            when = "Last time" if place == 0 else "Before that"
            note = f" ({review.note})" if review.note else ""
            day = short_day(review.at.date(), self.today)
            lines.append(line(f"{when} ({day}): {STATUS_NAMES[review.status]}{note}"))
        return Content("\n").join(lines)

    async def action_outcome(self, answer: str) -> None:
        """One key, one outcome; then the next item is in hand."""
        each = self.in_hand
        if each is not None:
            await Outcomes(self, self._go_on).give(each.item, answer)

    async def action_undo(self) -> None:
        """The item that it was about is in hand again: the next key is meant for that one."""
        before = {each.item.id: each for each in self.carried}
        await super().action_undo()
        for each in self.carried:
            if before.get(each.item.id, each) != each:
                self._list.choose(each.item.id)
                break

    async def _go_on(self, item_id: UUID) -> None:
        """Take the next item in hand that this meeting has not looked at yet."""
        try:
            # That one alone: the others are what they were, or are read again by themselves.
            said = await self.store.actions.carried(self.meeting.id, [item_id])
            kept = [each for each in self.carried if each.item.id != item_id]
            self.carried = most_urgent_first([*kept, *said], self.today)
            await self._list.show([each.item.id for each in self.carried])
        except StoreError as error:
            self.tell_not_read(error)
        self._take_next(item_id)
        self.show()
        self.tick()

    @property
    def _last_reviewed(self) -> UUID | None:
        """What the meeting spoke of last: who only watches takes the next as in hand."""
        said = ((each.reviewed_at, each.item.id) for each in self.carried if each.reviewed_at)
        return max(said, default=(None, None))[1]

    def _take_next(self, item_id: UUID | None) -> None:
        ids = [each.item.id for each in self.carried]
        place = ids.index(item_id) if item_id in ids else -1
        for each in self.carried[place + 1 :] + self.carried[: max(0, place)]:
            if not each.reviewed_now:
                self._list.choose(each.item.id)
                break


def _carried(meetings: int) -> Content:
    if meetings == 0:
        return Content.styled("Not reviewed before", "$text-muted")
    times = "1 meeting" if meetings == 1 else f"{meetings} meetings"
    if meetings < CARRIED_TOO_LONG:
        return Content.styled(f"Carried through {times}", "$text-muted")
    return Content.styled(
        f"Carried through {times}: do it, re-scope it, or drop it", "bold $text-warning"
    )
