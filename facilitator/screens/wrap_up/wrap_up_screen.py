"""The screen of the wrap-up, with a key for each thing that is left to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from db.records import ActionItem, Change, IncidentOutline, Meeting, Theme
from db.vocabulary import Entity, Stage
from facilitator.domain.figure_types import window_ending
from facilitator.domain.figures import records_needed_since
from facilitator.domain.meeting_changes import ChangeLine, describe_changes
from facilitator.domain.repeats import earlier_of_same_cause, repeat_rate, repeat_rate_before
from facilitator.domain.rules import Rule, RuleState, check_rules
from facilitator.domain.summary import MeetingResult
from facilitator.domain.targets import Target
from facilitator.domain.tickets import is_to_make
from facilitator.domain.verdicts import each_finding
from facilitator.screens.background_read import BackgroundRead
from facilitator.screens.dialogs.export import ask_export
from facilitator.screens.dialogs.next_meeting import ask_next_meeting
from facilitator.screens.meeting.meeting_screen import MeetingScreen
from facilitator.screens.paged_reads import all_of_cause, all_outlines
from facilitator.screens.ticket_keys import LIST_TICKET_BINDINGS, TICKET_READS, SyncsTickets
from facilitator.screens.ticket_push import push_tickets
from facilitator.screens.wrap_up.commitments import draw_commitments
from facilitator.screens.wrap_up.fix_rule import FixRule
from facilitator.screens.wrap_up.read_back import ReadBack
from facilitator.screens.wrap_up.summary_export import SummaryExport, SummaryFormat
from facilitator.screens.wrap_up.wrap_up_text import (
    change_rows,
    draw_minutes,
    draw_next_meeting,
    draw_repeat_rate,
    rule_rows,
)
from facilitator.text import shortened
from facilitator.widgets.active_bindings import key_of
from facilitator.widgets.advice import first_advice
from facilitator.widgets.autosaved_text import AutosavedText
from facilitator.widgets.fluid_text import FluidText
from facilitator.widgets.hanging_indent import HangingIndent
from facilitator.widgets.modal import DIALOG_STEPS
from facilitator.widgets.question import Question
from facilitator.widgets.scroll import Scroll
from facilitator.widgets.sync_line import SyncLine
from facilitator.widgets.text_dialog import TextDialog


class WrapUpScreen(MeetingScreen, SyncsTickets):
    """The last stage of a meeting, after its three segments.

    Attributes:
        same_cause: The outlines of all incidents that are linked to the cause of this one.
        systemic: The themes that this incident shows and the team has made a systemic issue.
    """

    CSS_PATH = "wrap_up.tcss"
    stage = Stage.WRAP_UP
    reads = MeetingScreen.reads | TICKET_READS | {"changes", "leave_text"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "fix_rule(1)", "Rule 1", show=False, id="wrap-up.rule-1",
                tooltip="Write an action item"),
        Binding("2", "fix_rule(2)", "Rule 2", show=False, id="wrap-up.rule-2",
                tooltip="Fill in what the next action item lacks"),
        Binding("3", "fix_rule(3)", "Rule 3", show=False, id="wrap-up.rule-3",
                tooltip="Review the next action item that is not reviewed yet"),
        Binding("o", "read_back", "Owners…", id="wrap-up.owners",
                tooltip="Read back who commits to what, one after another"),
        Binding("l", "lessons", "Lessons", id="wrap-up.lessons",
                tooltip="Write what was learned; esc leaves the text"),
        Binding("n", "next_meeting", "Next meeting…", id="wrap-up.next-meeting",
                tooltip="Set the day of the next meeting"),
        Binding("c", "changes", "Changes", id="wrap-up.changes",
                tooltip="List all that this meeting changed"),
        Binding("e", "export", "Export…", id="wrap-up.export",
                tooltip="Write the post-mortem to a file: Markdown, JSON and other formats"),
        Binding("y", "summary('markdown')", "Summary", id="wrap-up.summary",
                tooltip="Look at the summary in Markdown, then copy and save it"),
        Binding("Y", "summary('chat')", "Chat summary", id="wrap-up.chat",
                tooltip="The same summary as a message for a chat, which pings nobody"),
        Binding("f", "finish", "Finish", id="wrap-up.finish",
                tooltip="Close the meeting; the incident counts as reviewed"),
        *LIST_TICKET_BINDINGS,
        Binding("escape", "leave_text", "Leave the text", id="wrap-up.leave-text",
                tooltip="From the lessons learned back to the keys"),
    ]  # fmt: skip

    def __init__(self, meeting: Meeting) -> None:
        """Prepare the screen.

        Args:
            meeting: The meeting as last read; it is read again before anything is shown.
        """
        super().__init__(meeting)
        self._changes: list[Change] = []
        self.same_cause: Sequence[IncidentOutline] = ()
        self.systemic: Sequence[Theme] = ()
        self._repeat_rate = BackgroundRead(self, self._read_repeat_rate)
        self._fix_rule = FixRule(self)
        self._read_back = ReadBack(self)
        self._summary_export = SummaryExport(self, self.meeting_result)

    def compose_body(self) -> ComposeResult:
        """Put who commits to what over two columns, or over one where it is narrow."""
        with Scroll(id="wrap-up"):
            yield Static("Who commits to what", classes="title")
            yield FluidText(name="owners")
            with Container(id="wrap-columns"):
                with Vertical(id="wrap-left"):
                    yield Static("The three rules", classes="title")
                    yield HangingIndent(name="rules")
                    yield SyncLine(name="sync")
                    yield Static("Minutes, taken and planned", classes="title")
                    yield FluidText(name="minutes")
                with Vertical(id="wrap-right"):
                    with Horizontal(id="wrap-figures"):
                        with Vertical():
                            yield Static("Repeat incident rate", classes="title")
                            yield FluidText(name="repeat-rate")
                        with Vertical():
                            yield Static("Next meeting", classes="title")
                            yield FluidText(name="next-meeting")
                    yield Static("Lessons learned", classes="title")
                    yield AutosavedText(
                        self._save_lessons,
                        "What do you know now that you did not know before?",
                        name="lessons",
                    )
                    yield Static(id="advice")
                    yield Static(id="changes-title", classes="title")
                    yield HangingIndent(name="changes")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse to go to a next stage, since this is the last one, and esc outside of a text."""
        allowed = action != "leave_text" or isinstance(self.focused, AutosavedText)
        allowed = allowed and self.allows_ticket_key(action)
        return allowed and action != "next" and super().check_action(action, parameters)

    def focus_first(self) -> None:
        """Focus the whole, so that the arrow keys scroll it, and show it from its top."""
        self.query_one("#wrap-up").focus().scroll_home(animate=False)

    def heading(self) -> Content:
        """Return how many of the rules are met, and how many by hand."""
        states = Counter(rule.state for rule in self.rules)
        by_hand = f", {states[RuleState.BY_HAND]} by hand" if states[RuleState.BY_HAND] else ""
        return Content(f"Wrap-up\n{states[RuleState.MET]} of 3 rules met{by_hand}")

    @property
    def rules(self) -> tuple[Rule, Rule, Rule]:
        """The three rules, each with what it lacks."""
        return check_rules(self.document.action_items, self.carried)

    @property
    def items_in_hand(self) -> Sequence[ActionItem]:
        """The action items of the incident."""
        return () if self.incident is None else self.incident.action_items

    @property
    def changes(self) -> tuple[ChangeLine, ...]:
        """The changes that were made during this meeting, in words."""
        return describe_changes(self._changes, self.document.number, self.today)

    @property
    def _changes_title(self) -> str:
        return f"What this meeting changed · {len(self.changes)}"

    async def read_more(self) -> None:
        """Read what the forms suggest, the items to review, the related incidents and changes."""
        await self.read_carried()
        await self.read_suggestions()
        cause = self.document.cause
        self.same_cause = () if cause is None else await all_of_cause(self.store, cause.id)
        self._changes = await self.store.history.of_meeting(self.meeting.id)
        number = self.document.number
        self.systemic = [
            theme
            for theme in await self.store.themes.all()
            if theme.systemic and number in theme.incidents
        ]
        self._repeat_rate.request()

    async def _read_repeat_rate(self) -> None:
        """Read all incidents, and show the repeat rate before and after this meeting."""
        settings, number = self.facilitator.settings, self.document.number
        since = records_needed_since(self.today, settings.months)
        outlines = await all_outlines(self.store, since)
        window = window_ending(self.today, settings.months)
        now = repeat_rate(outlines, window)
        links = [change for change in self._changes if change.entity is Entity.INCIDENT]
        before = next(
            (
                repeat_rate_before(outlines, window, number, change.before["cause_id"])
                for change in links
                if change.number == number and change.before and "cause_id" in change.before
            ),
            now,
        )
        target = Target(settings.target_repeat_rate, is_ceiling=True)
        if self.is_showing:
            drawing = draw_repeat_rate(before, now, target)
            self.query_one("#repeat-rate", FluidText).draw_with(drawing)

    def _key_of_rule(self, number: int) -> str:
        """Return the key that helps to meet a rule; a window that only watches has none."""
        if self.facilitator.read_only:
            return ""
        return key_of(self, f"wrap-up.rule-{number}") or str(number)

    def show(self) -> None:
        """Show everything that was read."""
        today = self.today
        no_items = f"No action item yet: press {self._key_of_rule(1)} to write one."
        commitments = draw_commitments(
            self.document.action_items,
            today,
            self._read_back.is_confirmed,
            no_items,
            self.facilitator.settings.tracker.url,
        )
        self.query_one("#owners", FluidText).draw_with(commitments)
        push_key = key_of(self, "ticket.push") if self.makes_tickets else ""
        now = self.facilitator.clock.now().wall
        rows = rule_rows(self.rules, self._key_of_rule, now, push_key)
        self.query_one("#rules", HangingIndent).show(rows)
        self.query_one(SyncLine).show(self.document.action_items)
        self.query_one("#minutes", FluidText).draw_with(draw_minutes(self.state))
        next_key = key_of(self, "wrap-up.next-meeting") or "n"
        no_day = f"No day yet: press {next_key} to set one."
        if self.facilitator.read_only:
            no_day = "No day yet"
        next_meeting = draw_next_meeting(self.meeting.next_on, today, no_day)
        self.query_one("#next-meeting", FluidText).draw_with(next_meeting)
        self.query_one("#changes-title", Static).update(self._changes_title)
        changes_key = key_of(self, "wrap-up.changes") or "c"
        self.query_one("#changes", HangingIndent).show(change_rows(self.changes, changes_key))
        self.query_one("#lessons", AutosavedText).read(self.document.lessons_learned)
        self._show_advice()

    def on_autosaved_text_typed(self) -> None:
        """Update the advice while the lessons are typed."""
        self._show_advice()

    def _show_advice(self) -> None:
        text = self.query_one("#lessons", AutosavedText).text
        advice = first_advice(text, [*self.owners, *self.people])
        widget = self.query_one("#advice", Static)
        widget.display = bool(advice)
        widget.update(advice)

    async def _save_lessons(self, base: str, text: str) -> bool:
        return await self.write_field(self.document.id, "lessons_learned", base, text)

    @work(group=DIALOG_STEPS)
    async def action_fix_rule(self, number: int) -> None:
        """Ask for what a rule lacks.

        Args:
            number: The number of the rule, from 1 to 3.
        """
        await self._fix_rule.fix(number)

    @work(group=DIALOG_STEPS)
    async def action_read_back(self) -> None:
        """Ask one owner after another to commit."""
        await self._read_back.ask_all()

    def action_lessons(self) -> None:
        """Focus the lessons learned."""
        self.query_one("#lessons", AutosavedText).focus()

    def action_leave_text(self) -> None:
        """Leave the lessons learned, so that the keys of the screen work again."""
        self.focus_first()

    @work(group=DIALOG_STEPS)
    async def action_next_meeting(self) -> None:
        """Ask for the day of the next meeting."""
        await ask_next_meeting(self, self.meeting)

    @work(group=DIALOG_STEPS)
    async def action_changes(self) -> None:
        """Show all changes that were made during this meeting, also those of other windows."""
        if await self.flush():
            await self.reread()
            rows = change_rows(self.changes)
            await self.ask(TextDialog(self._changes_title, rows))

    @work(group=DIALOG_STEPS)
    async def action_export(self) -> None:
        """Ask for a format and a folder, and write the post-mortem into a file."""
        if await self.flush():
            await ask_export(self, self.document.number)

    @work(group=DIALOG_STEPS)
    async def action_summary(self, summary_format: str) -> None:
        """Show a summary before it is copied.

        Args:
            summary_format: The value of the `SummaryFormat` to show first.
        """
        if await self.flush():
            await self.reread()
            await self._summary_export.offer(SummaryFormat(summary_format))

    async def _is_finish_confirmed(self, unmet: Sequence[str]) -> bool:
        """Ask whether to finish although rules are not met, and push tickets where asked to."""
        answers = [
            ("f", "finish it; what is missing stays visible"),
            ("g", "go on with the meeting"),
        ]
        if self.makes_tickets and any(is_to_make(item) for item in self.document.action_items):
            answers.insert(1, ("p", "push the tickets to the tracker, and finish it"))
        answer = await self.ask(
            Question(
                "Not every rule is met. Finish the meeting all the same?",
                answers,
                detail="\n".join(shortened(words, 200) for words in unmet),
            )
        )
        if answer == "p":
            return await push_tickets(self, self.document.action_items)
        return answer == "f"

    def meeting_result(self) -> MeetingResult:
        """Return the result of the meeting, from what was read last."""
        incident = self.document
        earlier = earlier_of_same_cause(incident, self.same_cause)
        return MeetingResult(
            incident=incident,
            carried=self.carried,
            rules=self.rules,
            parked=[
                item
                for item in incident.parked
                if item.meeting_id == self.meeting.id and item.resolved_at is None
            ],
            state=self.state,
            today=self.today,
            same_cause=sorted((outline.number for outline in earlier), reverse=True),
            came_back=next(each_finding(incident, earlier), None),
            next_on=self.meeting.next_on,
            systemic=self.systemic,
        )

    @work(group=DIALOG_STEPS)
    async def action_finish(self) -> None:
        """Finish the meeting and go home, once everything that was typed is saved.

        Where a rule is not met, a question names what is missing first.
        """
        if not await self.flush():
            return
        await self.reread()
        unmet = [f"{rule.name}: {'; '.join(rule.unmet)}" for rule in self.rules if rule.unmet]
        if unmet and not await self._is_finish_confirmed(unmet):
            return
        await self._summary_export.save()
        if await self.save(self.store.meetings.finish(self.meeting.id)) is not None:
            self.facilitator.show_home()
