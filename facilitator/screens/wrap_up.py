"""The wrap-up: the rules by name, owners read back, lessons learned, and what to paste."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from db.records import ActionItem, Stage
from facilitator.documents.text import clean, one_line, shortened
from facilitator.domain.agenda import NAMES, as_minutes
from facilitator.domain.due import due_in_words
from facilitator.domain.rules import Rule, check, lacking
from facilitator.domain.summary import summary
from facilitator.screens.meeting import MeetingScreen
from facilitator.widgets.live_text import LiveText
from facilitator.widgets.text import line


class WrapUpScreen(MeetingScreen):
    """After the three segments."""

    CSS_PATH = "wrap_up.tcss"
    stage = Stage.WRAP_UP
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "lessons", "Lessons learned", id="wrap-up.lessons",
                tooltip="Write what was learned; esc leaves the text"),
        Binding("y", "summary", "Copy summary", id="wrap-up.summary",
                tooltip="The summary to the clipboard and into a file"),
        Binding("f", "finish", "Finish", id="wrap-up.finish", tooltip="Close the meeting"),
        Binding("escape", "leave_text", "Leave the text", show=False, id="wrap-up.leave-text",
                tooltip="From the lessons learned back to the keys"),
    ]  # fmt: skip

    def compose_body(self) -> ComposeResult:
        """Rules and minutes at the left, owners and lessons at the right."""
        with Horizontal():
            with VerticalScroll(id="wrap-left", can_focus=False):
                yield Static("The three rules", classes="title")
                yield Static(id="rules")
                yield Static("Minutes, planned and taken", classes="title")
                yield Static(id="minutes")
            with Vertical(id="wrap-right"):
                yield Static("Who commits to what", classes="title")
                yield Static(id="owners")
                yield Static("Lessons learned", classes="title")
                yield LiveText(
                    self._save_lessons, "One or two paragraphs of genuine insight", name="lessons"
                )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is no stage after this one."""
        return action != "next"

    def focus_first(self) -> None:
        """Nothing: the keys work at once, and the text waits for its own."""

    def heading(self) -> Content:
        """How far the rules are met."""
        met = sum(rule.met for rule in self.rules)
        return Content(f"Wrap-up\n{met} of 3 rules met")

    @property
    def rules(self) -> tuple[Rule, Rule, Rule]:
        """The three rules as they stand."""
        return check(self.document.action_items, self.carried)

    def show(self) -> None:
        """Everything that was read."""
        self.query_one("#rules", Static).update(
            Content("\n").join(each for rule in self.rules for each in _rule(rule))
        )
        self.query_one("#minutes", Static).update(self._minutes())
        commitments = [self._commitment(item) for item in self.document.action_items]
        self.query_one("#owners", Static).update(
            Content("\n").join(commitments or [Content.styled("No action items", "$text-muted")])
        )
        self.query_one("#lessons", LiveText).read(self.document.lessons_learned)

    def _minutes(self) -> Content:
        state = self.state
        rows = [
            Content.assemble(
                f"{NAMES[clock.segment]:<10}",
                (f"{clock.planned / 60:>4g}:00", "$text-muted"),
                (f"{as_minutes(clock.actual):>8}", "bold"),
                _difference(clock.actual - clock.planned),
            )
            for clock in state.segments
        ]
        planned = sum(clock.planned for clock in state.segments)
        rows.append(
            Content.assemble(
                f"{'Meeting':<10}",
                (f"{as_minutes(planned):>7}", "$text-muted"),
                (f"{as_minutes(state.elapsed):>8}", "bold"),
                _difference(state.elapsed - planned),
            )
        )
        return Content("\n").join(rows)

    def _commitment(self, item: ActionItem) -> Content:
        lacks = lacking(item)
        owner = item.owner or "nobody yet"
        due = due_in_words(item.due, self.today)
        return Content.assemble(
            (f"{item.slot}  ", "$text-muted"),
            line(shortened(owner, 40), "bold"),
            " · ",
            line(shortened(item.action, 120)),
            (f" · {due}", "$text-muted"),
            line(f" · {item.ticket}" if item.ticket else "", "$text-muted"),
            (f"  ! {lacks}" if lacks else "", "$text-warning"),
        )

    async def _save_lessons(self, base: str, text: str) -> bool:
        return await self.write_field(self.document.id, "lessons_learned", base, text)

    def action_lessons(self) -> None:
        """Write."""
        self.query_one("#lessons", LiveText).focus()

    def action_leave_text(self) -> None:
        """Back to the keys."""
        self.set_focus(None)

    async def action_summary(self) -> None:
        """To the clipboard, which can't be asked whether it took it, and into a file."""
        if not await self.flush():
            return
        await self.reread()
        text = clean(self._summary())
        self.app.copy_to_clipboard(text)
        path = self._save_summary(text)
        if path is not None:
            self.notify(f"Sent to the clipboard, and saved as {one_line(str(path))}", markup=False)

    def _summary(self) -> str:
        parked = [each for each in self.document.parked if each.meeting_id == self.meeting.id]
        return summary(self.document, self.carried, self.rules, parked, self.state, self.today)

    def _save_summary(self, text: str) -> Path | None:
        folder = self.facilitator.summaries
        path = folder / f"{self.document.number:04}-{self.today.isoformat()}.md"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            self.notify(
                f"{path}: {(error.strerror or 'not writable').lower()};"
                " the clipboard has it all the same",
                title="Not saved to a file",
                severity="error",
                markup=False,
            )
            return None
        return path

    async def action_finish(self) -> None:
        """Close the meeting and go home."""
        await self.flush()
        await self.reread()
        self._save_summary(clean(self._summary()))
        if await self.save(self.store.meetings.finish(self.meeting.id)) is not None:
            self.facilitator.show_home()


def _rule(rule: Rule) -> list[Content]:
    sign = ("✓ ", "bold $text-success") if rule.met else ("✗ ", "bold $text-error")
    note = f"  {rule.note}" if rule.note else ""
    head = Content.assemble(sign, (f"{rule.number}  {rule.name}", "bold"), (note, "$text-muted"))
    return [head, *(line(f"     {shortened(each, 60)}", "$text-warning") for each in rule.unmet)]


def _difference(seconds: float) -> Content:
    if abs(seconds) < 1:
        return Content.styled("  as planned", "$text-muted")
    word, style = ("over", "$text-error") if seconds > 0 else ("under", "$text-success")
    return Content.styled(f"  {as_minutes(seconds)} {word}", style)
