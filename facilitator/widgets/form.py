"""A small form on top of the screen, which closes only when its text is saved or kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast
from uuid import uuid4

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, Static

from db.errors import Conflict, Gone, StoreError
from db.named_change import named_change
from db.records import Cause
from facilitator.domain.people import complete_last_in_list, complete_name
from facilitator.text import clean, one_line, shortened
from facilitator.widgets.advice import first_advice
from facilitator.widgets.draft_change import with_change
from facilitator.widgets.form_input import FormInput
from facilitator.widgets.glyphs import HERE
from facilitator.widgets.inline_select import InlineSelect
from facilitator.widgets.key_bar import KeyBar
from facilitator.widgets.line_reading import LineMoves, ReadLine
from facilitator.widgets.modal import Modal
from facilitator.widgets.name_suggester import NameSuggester
from facilitator.widgets.text import line, plain

if TYPE_CHECKING:
    from facilitator.widgets.app_context import AppContext

SavedT = TypeVar("SavedT")
MOST_SPACED = 5
"""In a short terminal, more fields than these stand without blank lines between them."""
GO_ON_KEYS = ("form.next", "form.choice-done")
"""The ids of the bindings that go to the next field."""


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form.

    Attributes:
        name: Under which the value is handed to the function that saves it.
        label: What stands before the line.
        value: What the line holds at first.
        hint: An example or an explanation, shown while the line is empty.
        choices: Values and their labels. Where there are any, the user chooses one of them
            instead of typing.
        suggestions: What the line is completed from, the likeliest first, or a suggester.
        several: Whether the line takes several names with commas between them.
        names_to_avoid: The people whose names the wording should do without; None where the
            wording gets no advice at all.
        offered: Whether the value is only an offer, as dates are: what is typed replaces it, and
            enter keeps it.
        read: How the line is read, where it also says something about other fields. A line below
            it shows that, and what was read moves to those fields when the user leaves the line.
    """

    name: str
    label: str
    value: str = ""
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    suggestions: Sequence[str] | Suggester = ()
    several: bool = False
    names_to_avoid: Sequence[str] | None = None
    offered: bool = False
    read: ReadLine | None = None


class Form(Modal[SavedT], Generic[SavedT]):
    """Asks for a few values at once and saves them; its result is what the save returned.

    The text of a cancelled form comes back in the next form with the same title about the same
    thing.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape",
            "cancel",
            "Cancel",
            id="form.cancel",
            tooltip="Close without saving; what you typed comes back the next time",
        ),
        Binding("ctrl+s", "submit", "Save", id="form.save", tooltip="Save all fields"),
    ]

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        save: Callable[[Mapping[str, str]], Awaitable[SavedT]],
        *,
        about: object = "",
        note: str = "",
        first_field: str = "",
        draft_key_if_gone: str = "",
        verb: str = "Save",
        typed: Callable[[Mapping[str, str]], None] | None = None,
    ) -> None:
        """Prepare the form.

        Args:
            title: What the form is about, in a few words.
            fields: The fields in their order.
            save: Stores the values, by the names of their fields, and returns what is stored.
                What it raises, a ValueError or a StoreError, is shown beside what was typed.
            about: The id of the row that the form changes, or of the row that it adds to.
            note: What helps to fill it in, below the title.
            first_field: The name of the field that gets the focus, where it is not the first.
            draft_key_if_gone: The draft key of the form that adds a row of the same kind. The
                text comes back there if somebody deleted the row in the meantime.
            verb: What enter does on the last field, in a word.
            typed: Called with the values whenever one of them is typed.
        """
        super().__init__()
        self._draft_key = draft_key(title, about)
        self._title = title
        self._fields = fields
        self._save = save
        self._note = note
        self._first_field = first_field
        self._draft_key_if_gone = draft_key_if_gone
        self._change = uuid4()
        self._verb = verb
        self._typed = typed
        self._saving = False
        self._is_closed = False
        self._line_moves: dict[str, LineMoves] = {}

    def compose(self) -> ComposeResult:
        """Put the title over the fields, and a line for errors below them."""
        draft = self._drafts.get(self._draft_key, {})
        with Vertical(id="form", classes="-long" if len(self._fields) > MOST_SPACED else ""):
            yield Static(line(self._title), classes="title")
            if self._note:
                yield Static(plain(self._note), classes="quiet")
            with VerticalScroll(can_focus=False):
                for spec in self._fields:
                    yield from _compose_field(spec, draft.get(spec.name, spec.value))
            if any(spec.names_to_avoid is not None for spec in self._fields):
                yield Static(id="form-advice")
            yield Static(id="form-error")
            yield KeyBar()

    @property
    def values(self) -> dict[str, str]:
        """The value of each field by its name.

        A field that nobody touched holds exactly the value it was given, also where the value
        was shown in another way.
        """
        values = {select.id or "": select.value for select in self.query(InlineSelect)}
        given = {spec.name: spec.value for spec in self._fields}
        for widget in self.query(FormInput):
            name = widget.id or ""
            untouched = widget.value == clean(one_line(given[name]))
            values[name] = given[name] if untouched else widget.value
        return values

    def description_of(self, binding: Binding) -> str:
        """Return what a key does: on the last field, enter does what the form is for."""
        is_last = self.focused is not None and self.focused.id == self._fields[-1].name
        if binding.id == "form.save" or (is_last and binding.id in GO_ON_KEYS):
            return self._verb
        return super().description_of(binding)

    def on_mount(self) -> None:
        """Focus the first field, and say so where a text from before has come back."""
        defaults = {spec.name: spec.value for spec in self._fields if spec.choices}
        self._line_moves = {
            spec.name: LineMoves(self, spec.name, spec.read, defaults)
            for spec in self._fields
            if spec.read is not None
        }
        if self._first_field:
            self.query_one(f"#{self._first_field}").focus()
        draft = self._drafts.get(self._draft_key)
        if draft is not None:
            replaced = [
                f"{spec.label.lower()} “{shortened(spec.value, 60)}”"
                for spec in self._fields
                if spec.value and not spec.choices and draft.get(spec.name) != spec.value
            ]
            instead = f", in place of {', '.join(replaced)}" if replaced else ""
            self._show_error(f"what you typed before is back{instead}")

    def set_value(self, name: str, value: str) -> None:
        """Show another value in a field."""
        widget = self.query_one(f"#{name}")
        if isinstance(widget, InlineSelect | FormInput) and widget.value != value:
            widget.value = value

    def offer_value(self, name: str, value: str) -> None:
        """Show another value in a field, which what is typed there next replaces."""
        self.set_value(name, value)
        widget = self.query_one(f"#{name}")
        if isinstance(widget, FormInput):
            widget.replace_when_typed()

    def _move_values(self, *, focused: str = "") -> None:
        """Move what lines say of other fields; the line that has the focus is not left yet."""
        for name, moves in self._line_moves.items():
            if name != focused:
                moves.move()
        self._show_hints()

    def _show_hints(self) -> None:
        for name, moves in self._line_moves.items():
            hint = self.query_one(f"#hint-{name}", Static)
            hint.update(plain(moves.hint))
            hint.display = bool(moves.hint)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Mark the focused field with a sign, since colour alone says nothing to some people."""
        self._move_values(focused=event.widget.id or "")
        for spec in self._fields:
            label = self.query_one(f"#label-{spec.name}", Static)
            label.update(_label(spec, focused=spec.name == event.widget.id))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Advise on the wording, and show how the line is read, while it is typed."""
        self._show_hints()
        if self._typed is not None:
            self._typed(self.values)
        spec = next((spec for spec in self._fields if spec.name == event.input.id), None)
        if spec is not None and spec.names_to_avoid is not None:
            advice = first_advice(event.value, spec.names_to_avoid)
            self.query_one("#form-advice", Static).update(advice)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next field on enter, and save from the last one."""
        self._leave_field(event.input)

    def on_inline_select_changed(self) -> None:
        """Show how the lines are read, which may depend on the choice."""
        self._show_hints()

    def on_inline_select_done(self, event: InlineSelect.Done) -> None:
        """Go to the next field on enter, and save from the last one."""
        self._leave_field(event.inline_select)

    def _leave_field(self, widget: Widget) -> None:
        widgets = list(self.query("FormInput, InlineSelect"))
        if widget is widgets[-1]:
            self.app.call_later(self.action_submit)
        else:
            self.focus_next()

    async def action_submit(self) -> None:
        """Save the values and close; where they can't be saved, say why and stay open."""
        if self._saving:
            return
        self._saving = True
        self._move_values()
        try:
            with named_change(self._change):
                saved = await self._save(self.values)
        except Conflict as conflict:
            self._show_error(
                f"Somebody else has changed “{self._label_of(conflict.field)}” in the meantime:"
                f" it is {self._their_value(conflict)} now."
                " Save again to replace it with yours; esc keeps yours for later"
            )
        except Gone as gone:
            if self._draft_key_if_gone:
                self._draft_key = self._draft_key_if_gone
                self._show_error(f"{gone}; esc keeps your text for the next one you add")
            else:
                self._show_error(str(gone))
        except (ValueError, StoreError) as error:
            self._show_error_at_field(str(error))
        else:
            self._is_closed = True
            self._drafts.pop(self._draft_key, None)
            self._app.keep_drafts()
            self.dismiss(saved)
        finally:
            self._saving = False

    def action_cancel(self) -> None:
        """Close without saving, and keep what was typed for the next time."""
        if self._saving:
            return
        # A line that comes back is not read again, so what it says of other fields moves now.
        self._move_values()
        self.keep_drafts()
        self._is_closed = True
        if self._draft_key in self._drafts:
            self.notify(
                "Not saved; what you typed comes back when you open this again", markup=False
            )
        self.dismiss()

    def keep_drafts(self) -> None:
        """Keep what is typed for the next form of its kind, unless this one is closed already."""
        if self._is_closed:
            return
        self._drafts.pop(self._draft_key, None)
        if self._is_changed:
            self._drafts[self._draft_key] = with_change(self.values, self._change)

    def unsaved_texts(self) -> Iterator[tuple[str, str]]:
        """Yield the form's fields as one text, unless nobody has changed any."""
        if not self._is_closed and self._is_changed:
            values = self.values
            yield "form", "\n".join(f"{spec.label}: {values[spec.name]}" for spec in self._fields)

    @property
    def _is_changed(self) -> bool:
        return self.values != {spec.name: spec.value for spec in self._fields}

    def _label_of(self, field_name: str) -> str:
        labels = {spec.name: spec.label for spec in self._fields}
        return labels.get(field_name, field_name.replace("_", " "))

    def _their_value(self, conflict: Conflict) -> str:
        """Return what somebody else saved, as the form would show it."""
        theirs = conflict.theirs
        if not theirs:
            return "empty"
        if isinstance(theirs, datetime):
            return f"{theirs:%Y-%m-%d %H:%M} UTC"
        choices = next((spec.choices for spec in self._fields if spec.name == conflict.field), {})
        words = theirs.name if isinstance(theirs, Cause) else str(theirs)
        return f"“{shortened(choices.get(words, words), 200)}”"

    def _show_error(self, message: str) -> None:
        self.query_one("#form-error", Static).update(line(message))

    def _show_error_at_field(self, message: str) -> None:
        """Show the error and focus the field whose name the error begins with."""
        self._show_error(message)
        name = message.partition(":")[0]
        for spec in self._fields:
            if name in (spec.name, spec.label.lower()):
                self.query_one(f"#{spec.name}").focus()

    @property
    def _app(self) -> AppContext:
        return cast("AppContext", self.app)

    @property
    def _drafts(self) -> dict[str, dict[str, str]]:
        return self._app.drafts


def draft_key(title: str, about: object) -> str:
    """Return the key under which the text of a cancelled form is kept."""
    return f"{title} {about}"


def _label(spec: Field, *, focused: bool) -> Content:
    return Content.assemble((f"{HERE} " if focused else "  ", "$text-accent"), line(spec.label))


def _compose_field(spec: Field, value: str) -> ComposeResult:
    with Horizontal(classes="field"):
        yield Static(_label(spec, focused=False), id=f"label-{spec.name}", classes="label")
        if spec.choices:
            yield InlineSelect(spec.choices, value, name=spec.name)
        else:
            yield FormInput(
                clean(one_line(value)),
                id=spec.name,
                placeholder=spec.hint,
                suggester=_suggester(spec),
                compact=True,
                select_on_focus=spec.offered,
            )
    if spec.read is not None:
        hint = Static(id=f"hint-{spec.name}", classes="field-hint")
        hint.display = False
        yield hint


def _suggester(spec: Field) -> Suggester:
    if isinstance(spec.suggestions, Suggester):
        return spec.suggestions
    return NameSuggester(spec.suggestions, complete_last_in_list if spec.several else complete_name)
