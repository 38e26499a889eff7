"""A line of text in a form or on a screen, with completion and safe pasting.

This is the one module that uses `Input._suggestion`, the text that Textual shows behind what is
typed: only so can a name be suggested that does not begin with what was typed. After an upgrade of
Textual, compare with `Input.render_line` and `Input._on_suggestion_ready`.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.reactive import reactive
from textual.suggester import SuggestionReady
from textual.widgets import Input

from db.vocabulary import LONG_TEXT
from facilitator.text import clean, one_line
from facilitator.widgets.bindings import with_ids


class FormInput(Input, inherit_bindings=False):
    """A line of text. Pasted text loses its line ends, and control characters become visible.

    It has no maximum length of its own: a text that is too long is refused with words when it is
    saved, and is never cut off.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(binding for binding in with_ids(Input.BINDINGS, "line") if binding.action != "submit"),
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

    # A cursor that blinks paints its line twice a second, before a room that looks at the screen.
    cursor_blink: reactive[bool] = reactive(False, init=False)

    _value_at_focus = ""
    _completed_value = ""

    def on_focus(self) -> None:
        """Remember the value that stands here already, which tab does not complete."""
        self._value_at_focus = self.value

    def on_resize(self) -> None:
        """Show the part of the text where the cursor is."""
        self._show_cursor()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the cursor in a text that was pasted or set: Textual learns its width only later."""
        self.call_after_refresh(self._show_cursor)

    def _show_cursor(self) -> None:
        cursor = self.cursor_screen_offset - self.content_region.offset + self.scroll_offset
        self.scroll_to_region(Region(cursor.x, 0, 1, 1), animate=False, force=True)

    async def on_suggestion_ready(self, event: SuggestionReady) -> None:
        """Show the completed name, also where it does not continue what was typed."""
        event.prevent_default()
        if event.value != self.value:
            return
        self._completed_value = event.suggestion
        continues = event.suggestion.casefold().startswith(self.value.casefold())
        name = event.suggestion.rpartition(", ")[2]
        self._suggestion = event.suggestion if continues else f"{self.value} → {name}"

    def replace_when_typed(self) -> None:
        """Make the value only an offer: what is typed next replaces it."""
        self.select_on_focus = True
        if self.has_focus:
            self.select_all()

    def action_cursor_right(self, select: bool = False) -> None:
        """Accept the suggestion at the end of the line; elsewhere move one character right."""
        if select or not self.accept_suggestion_at_end():
            super().action_cursor_right(select)

    def action_complete(self) -> None:
        """Accept the suggestion for what was just typed, and go to the next field."""
        if self.value != self._value_at_focus:
            self.accept_suggestion_at_end()
        self.screen.focus_next()

    def accept_suggestion_at_end(self) -> bool:
        """Accept the suggestion if the cursor is at the end; return whether there was one."""
        if self._suggestion and self.cursor_at_end:
            self._accept_suggestion()
            return True
        return False

    def _accept_suggestion(self) -> None:
        self.value = self._completed_value
        self.cursor_position = len(self.value)

    def on_paste(self, event: events.Paste) -> None:
        """Insert pasted text on one line, unless it is far too long."""
        event.prevent_default()
        event.stop()
        text = clean(one_line(event.text))
        if len(text) > LONG_TEXT:
            self.notify(f"At most {LONG_TEXT:,} characters; nothing was pasted", severity="warning")
            return
        self.insert_text_at_cursor(text)
