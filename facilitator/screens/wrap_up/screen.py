"""The wrap-up's screen: everything at once, and a key for each thing that is left to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from db.records import Change, Incident, Meeting, Theme
from db.words import Stage
from facilitator.domain.changed import Told, told
from facilitator.domain.rules import Rule, check
from facilitator.screens.export import ask_export
from facilitator.screens.meeting.screen import MeetingScreen
from facilitator.screens.told import all_of_cause
from facilitator.screens.wrap_up.mend import Mend
from facilitator.screens.wrap_up.next_meeting import ask_next_meeting
from facilitator.screens.wrap_up.read_back import ReadBack
from facilitator.screens.wrap_up.take_away import TakeAway
from facilitator.screens.wrap_up.words import (
    changes_said,
    commitment,
    minutes_said,
    next_said,
    rules_said,
)
from facilitator.widgets.advice import first_advice
from facilitator.widgets.hanging import Hanging
from facilitator.widgets.live_text import LiveText
from facilitator.widgets.scroll import Scroll
from facilitator.widgets.sheet import Sheet


class WrapUpScreen(MeetingScreen):
    """After the three segments."""

    CSS_PATH = "wrap_up.tcss"
    stage = Stage.WRAP_UP
    reads = MeetingScreen.reads | {"changes", "leave_text"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "mend(1)", "Rule 1", show=False, id="wrap-up.rule-1",
                tooltip="Write an action item"),
        Binding("2", "mend(2)", "Rule 2", show=False, id="wrap-up.rule-2",
                tooltip="Fill in what the next action item lacks"),
        Binding("3", "mend(3)", "Rule 3", show=False, id="wrap-up.rule-3",
                tooltip="Say how it is with the next item that is not reviewed"),
        Binding("o", "read_back", "Owners…", id="wrap-up.owners",
                tooltip="Read back who commits to what, one after another"),
        Binding("l", "lessons", "Lessons", id="wrap-up.lessons",
                tooltip="Write what was learned; esc leaves the text"),
        Binding("n", "next_meeting", "Next meeting…", id="wrap-up.next-meeting",
                tooltip="Agree on its day"),
        Binding("c", "changes", "Changes", id="wrap-up.changes",
                tooltip="All that this meeting changed"),
        Binding("e", "export", "Export…", id="wrap-up.export",
                tooltip="The post-mortem into a file: Markdown, JSON and other forms"),
        Binding("y", "summary('y')", "Summary", id="wrap-up.summary",
                tooltip="Look at the summary in Markdown, then copy and save it"),
        Binding("Y", "summary('Y')", "for chat", id="wrap-up.chat",
                tooltip="The same as a message for a chat, which pings nobody"),
        Binding("f", "finish", "Finish", id="wrap-up.finish",
                tooltip="Close the meeting; the incident counts as reviewed"),
        Binding("escape", "leave_text", "Leave the text", id="wrap-up.leave-text",
                tooltip="From the lessons learned back to the keys"),
    ]  # fmt: skip

    def __init__(self, meeting: Meeting) -> None:
        super().__init__(meeting)
        self._changes: list[Change] = []
        self.same_cause: Sequence[Incident] = ()
        self.systemic: Sequence[Theme] = ()
        self._mend = Mend(self)
        self._read_back = ReadBack(self)
        self._take_away = TakeAway(self)

    def compose_body(self) -> ComposeResult:
        """What is met and what changed at the left; what people take with them at the right."""
        with Horizontal():
            with Scroll(id="wrap-left"):
                yield Static("The three rules", classes="title")
                yield Hanging(name="rules")
                yield Static(id="changed-title", classes="title")
                yield Hanging(name="changed")
            with Scroll(id="wrap-right"):
                yield Static("Who commits to what", classes="title")
                yield Hanging(name="owners")
                yield Static("Next meeting", classes="title")
                yield Static(id="next-meeting")
                yield Static("Lessons learned", classes="title")
                yield LiveText(
                    self._save_lessons, "One or two paragraphs of genuine insight", name="lessons"
                )
                yield Static(id="advice")
                yield Static("Minutes, planned and taken", classes="title")
                yield Static(id="minutes")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is no stage after this one; a text can be left while one is in it."""
        here = action != "leave_text" or isinstance(self.focused, LiveText)
        return here and action != "next" and super().check_action(action, parameters)

    def focus_first(self) -> None:
        """The arrows scroll what does not fit; the text waits for its own key."""
        self.query_one("#wrap-left").focus()

    def heading(self) -> Content:
        """How far the rules are met."""
        met = sum(rule.met for rule in self.rules)
        return Content(f"Wrap-up\n{met} of 3 rules met")

    @property
    def rules(self) -> tuple[Rule, Rule, Rule]:
        """The three rules as they stand."""
        return check(self.document.action_items, self.carried)

    @property
    def changed(self) -> tuple[Told, ...]:
        """What this meeting changed."""
        return told(self._changes, self.document.number, self.today)

    @property
    def _changed_title(self) -> str:
        return f"What this meeting changed · {len(self.changed)}"

    async def read_more(self) -> None:
        """What the forms offer, what is told of earlier incidents, and what has changed."""
        await self.read_carried()
        await self.read_beside()
        cause = self.document.cause
        self.same_cause = () if cause is None else await all_of_cause(self.store, cause.id)
        self._changes = await self.store.history.of_meeting(self.meeting.id)
        number = self.document.number
        self.systemic = [
            each
            for each in await self.store.themes.all()
            if each.systemic and number in each.incidents
        ]

    def show(self) -> None:
        """Everything that was read."""
        today, said_yes = self.today, self._read_back.said_yes
        commitments = [
            commitment(each, today, said_yes=said_yes(each)) for each in self.document.action_items
        ]
        nobody = ("", Content.styled("No action items", "$text-muted"))
        self.query_one("#rules", Hanging).show(rules_said(self.rules))
        self.query_one("#owners", Hanging).show(commitments or [nobody])
        self.query_one("#changed", Hanging).show(changes_said(self.changed, whole=False))
        self.query_one("#changed-title", Static).update(self._changed_title)
        self.query_one("#minutes", Static).update(minutes_said(self.state))
        self.query_one("#next-meeting", Static).update(next_said(self.meeting.next_on, today))
        self.query_one("#lessons", LiveText).read(self.document.lessons_learned)
        self._advise()

    def on_live_text_typed(self) -> None:
        """Advice follows the typing."""
        super().on_live_text_typed()
        self._advise()

    def _advise(self) -> None:
        text = self.query_one("#lessons", LiveText).text
        advice = self.query_one("#advice", Static)
        said = first_advice(text, [*self.owners, *self.people])
        advice.display = bool(said)
        advice.update(said)

    async def _save_lessons(self, base: str, text: str) -> bool:
        return await self.write_field(self.document.id, "lessons_learned", base, text)

    def action_mend(self, number: int) -> None:
        """The next thing that a rule lacks."""
        self._mend.rule(number)

    def action_read_back(self) -> None:
        """One owner after another."""
        self._read_back.begin()

    def action_lessons(self) -> None:
        """Write."""
        self.query_one("#lessons", LiveText).focus()

    def action_leave_text(self) -> None:
        """Back to the keys."""
        self.focus_first()

    def action_next_meeting(self) -> None:
        """Agree on its day."""
        ask_next_meeting(self)

    async def action_changes(self) -> None:
        """All of it, with what other windows changed meanwhile."""
        if await self.flush():
            await self.reread()
            rows = changes_said(self.changed, whole=True)
            self.app.push_screen(Sheet(self._changed_title, rows))

    async def action_export(self) -> None:
        """Into a file."""
        if await self.flush():
            ask_export(self, self.document.number)

    async def action_summary(self, key: str) -> None:
        """Look at it before it is copied. key: which of the two."""
        if await self.flush():
            await self.reread()
            self._take_away.look(key)

    async def action_finish(self) -> None:
        """Close the meeting and go home, once everything that was typed is saved."""
        if not await self.flush():
            return
        await self.reread()
        await self._take_away.save()
        if await self.save(self.store.meetings.finish(self.meeting.id)) is not None:
            self.facilitator.show_home()
