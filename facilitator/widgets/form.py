"""A small form on top of the screen. It closes only when what was typed is saved or given up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.suggester import Suggester, SuggestionReady
from textual.widget import Widget
from textual.widgets import Input, Static

from db.errors import Conflict, Gone, StoreError
from db.records import Cause
from db.words import LONG_TEXT
from facilitator.domain.people import complete, complete_last
from facilitator.text import clean, one_line, shortened
from facilitator.widgets.advice import first_advice
from facilitator.widgets.completion import Completion
from facilitator.widgets.cycle import Cycle
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.modal import Modal
from facilitator.widgets.motions import with_ids
from facilitator.widgets.text import line, plain

if TYPE_CHECKING:
    from facilitator.host import Host

Submit = Callable[[Mapping[str, str]], Awaitable[None]]
"""Stores the values; what it raises (ValueError, StoreError) is shown beside what was typed."""


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form. choices: value → label; then it is chosen instead of typed.

    suggestions: what it is completed from, the likeliest first, or something that knows it.
    several: they are names with commas between them. unnamed: people whose names its wording should
    do without; None where its wording needs no advice. offered: its value is only an offer, or soon
    another one, as days are: what is typed takes its place, and enter keeps it.
    """

    name: str
    label: str
    value: str = ""
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    suggestions: Sequence[str] | Suggester = ()
    several: bool = False
    unnamed: Sequence[str] | None = None
    offered: bool = False


class Form(Modal):
    """Asks for a few values, all at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape",
            "cancel",
            "Cancel",
            id="form.cancel",
            tooltip="Give up; what was typed comes back the next time",
        ),
        Binding("ctrl+s", "submit", "Save", id="form.save", tooltip="Save all of it"),
    ]

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        submit: Submit,
        *,
        about: object = "",
        note: str = "",
        start: str = "",
        if_gone: str = "",
    ) -> None:
        """A cancelled text comes back to a form of the same title about the same thing.

        about: the id of the row that it changes, or that it adds to. start: the name of the field
        to begin with, where it is not the first. if_gone: the draft key of the form that adds one
        like it: there the text comes back if the row was deleted meanwhile.
        """
        super().__init__()
        self._key = draft_key(title, about)
        self._title = title
        self._fields = fields
        self._submit = submit
        self._note = note
        self._start = start
        self._if_gone = if_gone
        self._busy = False

    def compose(self) -> ComposeResult:
        """A title, the fields, and a line for what is wrong."""
        draft = self._drafts.get(self._key, {})
        with Vertical(id="form"):
            yield Static(line(self._title), classes="title")
            if self._note:
                yield Static(plain(self._note), classes="quiet")
            with VerticalScroll(can_focus=False):
                for each in self._fields:
                    yield from _row(each, draft.get(each.name, each.value))
            if any(each.unnamed is not None for each in self._fields):
                yield Static(id="form-advice")
            yield Static(id="form-error")
            yield KeyBar()

    @property
    def values(self) -> dict[str, str]:
        """What the fields hold; one that nobody touched holds exactly what it was given."""
        found = {each.id or "": each.value for each in self.query(Cycle)}
        given = {each.name: each.value for each in self._fields}
        for each in self.query(FormInput):
            name = each.id or ""
            untouched = each.value == clean(one_line(given[name]))
            found[name] = given[name] if untouched else each.value
        return found

    def on_mount(self) -> None:
        """Start at the first field, or the one that was named; a text from before is told."""
        if self._start:
            self.query_one(f"#{self._start}").focus()
        draft = self._drafts.get(self._key)
        if draft is not None:
            stored = [
                f"{each.label.lower()} “{shortened(each.value, 60)}”"
                for each in self._fields
                if each.value and not each.choices and draft.get(each.name) != each.value
            ]
            instead = f", in the place of {', '.join(stored)}" if stored else ""
            self._tell(f"your text from before is back{instead}")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A sign says where one types: colour alone says nothing to some."""
        for each in self._fields:
            label = self.query_one(f"#label-{each.name}", Static)
            label.update(_label(each, each.name == event.widget.id))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Advice on the wording follows the typing."""
        each = next((each for each in self._fields if each.name == event.input.id), None)
        if each is not None and each.unnamed is not None:
            advice = first_advice(event.value, each.unnamed)
            self.query_one("#form-advice", Static).update(advice)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next field, and saves from the last."""
        self._next(event.input)

    def on_cycle_done(self, event: Cycle.Done) -> None:
        """Enter on a choice does the same."""
        self._next(event.cycle)

    def _next(self, widget: Widget) -> None:
        widgets = list(self.query("FormInput, Cycle"))
        if widget is widgets[-1]:
            self.app.call_later(self.action_submit)
        else:
            self.focus_next()

    async def action_submit(self) -> None:
        """Save; on an error say it and stay."""
        if self._busy:
            return
        self._busy = True
        try:
            await self._submit(self.values)
        except Conflict as conflict:
            self._tell(
                f"{conflict}: it is {self._said(conflict)} now."
                " Save again to put yours in its place; esc keeps yours for later"
            )
        except Gone as gone:
            if self._if_gone:
                self._key = self._if_gone
                self._tell(f"{gone}; esc keeps your text for when you add one")
            else:
                self._tell(str(gone))
        except (ValueError, StoreError) as error:
            self._tell_wrong(str(error))
        else:
            self._drafts.pop(self._key, None)
            self.dismiss()
        finally:
            self._busy = False

    def action_cancel(self) -> None:
        """Give up, but keep what was typed for the next time."""
        if self._busy:
            return
        before = {each.name: each.value for each in self._fields}
        if self.values != before:
            self._drafts[self._key] = self.values
            self.notify("Not saved; what you typed is kept and comes back here", markup=False)
        self.dismiss()

    def _said(self, conflict: Conflict) -> str:
        """What somebody else wrote, as the form would say it."""
        theirs = conflict.theirs
        if not theirs:
            return "empty"
        if isinstance(theirs, datetime):
            return f"{theirs:%Y-%m-%d %H:%M} UTC"
        choices = next((each.choices for each in self._fields if each.name == conflict.field), {})
        words = theirs.name if isinstance(theirs, Cause) else str(theirs)
        return f"“{shortened(choices.get(words, words), 200)}”"

    def _tell(self, what: str) -> None:
        self.query_one("#form-error", Static).update(line(what))

    def _tell_wrong(self, what: str) -> None:
        """Say it, and go to the field that it names."""
        self._tell(what)
        named = what.partition(":")[0]
        for each in self._fields:
            if named in (each.name, each.label.lower()):
                self.query_one(f"#{each.name}").focus()

    @property
    def _drafts(self) -> dict[str, dict[str, str]]:
        return cast("Host", self.app).drafts


def draft_key(title: str, about: object) -> str:
    """Under which a cancelled text is kept."""
    return f"{title} {about}"


class FormInput(Input, inherit_bindings=False):
    """A line of text. What is pasted loses its line ends, and its control characters are shown.

    It has no bound of its own: a text that is too long is told so when it is saved, never cut.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(each for each in with_ids(Input.BINDINGS, "line") if each.action != "submit"),
        Binding(
            "enter",
            "submit",
            "Next field",
            id="form.next",
            tooltip="Go on to the next field; from the last one, save",
        ),
        Binding(
            "tab",
            "complete",
            "Complete, next",
            show=False,
            id="line.complete",
            tooltip="Take what is suggested, and go on to the next field",
        ),
    ]

    _held = ""
    _completion = ""

    def on_focus(self) -> None:
        """What stands here already is nothing to complete by tab."""
        self._held = self.value

    async def _on_suggestion_ready(self, event: SuggestionReady) -> None:
        event.prevent_default()
        if event.value != self.value:
            return
        self._completion = event.suggestion
        goes_on = event.suggestion.casefold().startswith(self.value.casefold())
        name = event.suggestion.rpartition(", ")[2]
        self._suggestion = event.suggestion if goes_on else f"{self.value} → {name}"

    def action_cursor_right(self, select: bool = False) -> None:
        """Take what is suggested, at the end of the line; else a character on."""
        if self._suggestion and self.cursor_at_end and not select:
            self._take_suggestion()
        else:
            super().action_cursor_right(select)

    def action_complete(self) -> None:
        """Take what is suggested, and go on."""
        if self._suggestion and self.cursor_at_end and self.value != self._held:
            self._take_suggestion()
        self.screen.focus_next()

    def _take_suggestion(self) -> None:
        self.value = self._completion
        self.cursor_position = len(self.value)

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        text = clean(one_line(event.text))
        if len(text) > LONG_TEXT:
            self.notify(f"At most {LONG_TEXT:,} characters; nothing was pasted", severity="warning")
            return
        self.insert_text_at_cursor(text)


def _label(each: Field, in_hand: bool) -> Content:
    return Content.assemble(("▶ " if in_hand else "  ", "$text-accent"), line(each.label))


def _row(each: Field, value: str) -> ComposeResult:
    with Horizontal(classes="field"):
        yield Static(_label(each, False), id=f"label-{each.name}", classes="label")
        if each.choices:
            yield Cycle(each.choices, value, name=each.name)
        else:
            yield FormInput(
                clean(one_line(value)),
                id=each.name,
                placeholder=each.hint,
                suggester=_suggester(each),
                compact=True,
                select_on_focus=each.offered,
            )


def _suggester(each: Field) -> Suggester:
    if isinstance(each.suggestions, Suggester):
        return each.suggestions
    return Completion(each.suggestions, complete_last if each.several else complete)
