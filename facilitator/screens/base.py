"""The base of every screen: the store, saving with its mark, dialogs, undo and parking.

This is the one module that uses `Widget._pruning`. A screen that is being removed, or whose app is
being left, is still attached and still in the stack, but its widgets are going: nothing may be
painted on it any more. After an upgrade of Textual, look whether `Widget.is_attached` knows that.
"""

from __future__ import annotations

from asyncio import Lock
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast
from uuid import UUID

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.reactive import reactive

from db.errors import Conflict, Refused, StoreError, Unavailable
from facilitator.domain.action_line import ActionLine, parse_action_line
from facilitator.domain.team_day import team_day
from facilitator.domain.typed_days import (
    DateOrder,
    date_order_named,
    parse_day,
    parse_past_day,
)
from facilitator.screens.conflict import conflict_of_paragraphs, resolve_conflict
from facilitator.screens.history_steps import REDO, UNDO, StepWords, step_question
from facilitator.screens.parking_form import parking_form
from facilitator.screens.saving import Saving
from facilitator.screens.typed_texts import TypedTexts
from facilitator.text import one_line
from facilitator.widgets.active_bindings import key_names
from facilitator.widgets.autosaved_text import AutosavedText
from facilitator.widgets.bindings import COMMON_BINDINGS
from facilitator.widgets.modal import DIALOG_STEPS, Modal, ResultT
from facilitator.widgets.partial_compositor import PartialCompositor
from facilitator.widgets.question import Question
from facilitator.widgets.read_only_guard import is_refused

if TYPE_CHECKING:
    from db.store import Store
    from facilitator.widgets.app_context import AppContext

T = TypeVar("T")
ERROR_SECONDS = 10
"""How long a message about an error stays on the screen."""


class FacilitatorScreen(TypedTexts, inherit_bindings=False):
    """A screen that reads and writes through the store.

    Attributes:
        outdated: Whether another window has changed something since the screen was read.
        saved_mark: What is saved, as the screen shows it: `typing…`, `saving…`, `✓ saved` or
            `✗ not saved`, with the seconds up to the next try or since the last answer.
    """

    reads: ClassVar[frozenset[str]] = frozenset({"copy_text"})
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as Screen declares it
        (0, "-narrow"),
        (100, "-wide"),
        (160, "-vast"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", "Undo", id="undo",
                tooltip="Take back the last change, after saying what it is; press it twice"),
        Binding("U", "redo", "Redo", show=False, id="redo",
                tooltip="Do again what was undone last, after saying what it is"),
        Binding("z,ctrl+o", "park", "Park", id="park", tooltip="Keep something for later"),
        *COMMON_BINDINGS,
    ]  # fmt: skip

    saved_mark: reactive[str] = reactive("", init=False, repaint=False)

    def __init__(self) -> None:
        super().__init__()
        self._compositor = PartialCompositor()
        self.outdated = False
        self._saving = Saving(self)
        self._read_lock = Lock()
        self._was_read = False

    @on(events.Compose)
    def _take_classes(self) -> None:
        """Have the classes of the terminal's size before the widgets are styled.

        Textual gives them only after it has styled and laid out all widgets without them.
        """
        width, height = self.app.size
        self.add_class(
            *_class_of_size(width, self.HORIZONTAL_BREAKPOINTS),
            *_class_of_size(height, self.VERTICAL_BREAKPOINTS or []),
            *(["-presenter"] if self.facilitator.presenter else []),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse the actions that change something, in a window that only watches."""
        if is_refused(self, action, self.reads):
            return False
        return super().check_action(action, parameters)

    @property
    def facilitator(self) -> AppContext:
        """The app, as far as screens know it."""
        return cast("AppContext", self.app)

    @property
    def store(self) -> Store:
        """The store of the open database, which everything is read from and saved by."""
        return self.facilitator.store

    @property
    def silence(self) -> str:
        """For how long the database has not answered, in a few words, or ""."""
        return self.store.silence

    @property
    def today(self) -> date:
        """The present day in the team's time zone."""
        clock = self.facilitator.clock
        return team_day(clock.now().wall, self.facilitator.settings.timezone)

    def parse_day(self, typed: str) -> date | None:
        """Return the day that somebody typed, as `typed_days.parse_day` does."""
        return parse_day(typed, self.today, self._date_order)

    def parse_past_day(self, typed: str) -> date | None:
        """Return the past day that somebody typed, as `typed_days.parse_past_day` does."""
        return parse_past_day(typed, self.today, self._date_order)

    def parse_action_line(self, typed: str, names: Sequence[str]) -> ActionLine:
        """Return the action item that somebody typed, as `action_line.parse_action_line` does."""
        return parse_action_line(typed, self.today, names, self._date_order)

    @property
    def _date_order(self) -> DateOrder | None:
        return date_order_named(self.facilitator.settings.date_order)

    async def saving(self, pending: Awaitable[T]) -> T:
        """Wait for a commit, keep the saved mark meanwhile, and return what the store answers.

        The mark says "saved" once the newest write is committed.

        Raises:
            StoreError: It is not saved, and the mark says so.
        """
        with self._saving.under_way():
            return await pending

    async def save(self, pending: Awaitable[T]) -> T | None:
        """Wait for a commit like `saving`; show why it was refused and return None if it was."""
        try:
            return await self.saving(pending)
        except StoreError as error:
            self.show_not_saved(error)
            return None

    def update_saved_mark(self) -> None:
        """Show what is saved as it is now."""
        self.saved_mark = self._saving.mark()

    def show_not_saved(self, error: StoreError) -> None:
        """Show why something is not saved, but not again for each try of the same."""
        if not isinstance(error, Unavailable):
            self.show_error("Not saved", error)
        elif not self._saving.has_said_so:
            keys = key_names(self, "unsaved.write")
            way_on = f"; {keys[0]} writes the text into a file" if keys else ""
            self.show_error("Not saved", Unavailable(f"{error}{way_on}"))

    def show_not_read(self, error: StoreError) -> None:
        """Show why something could not be read, so that what is on the screen may be old."""
        self.show_error("Could not be read", error)

    def show_error(self, title: str, error: StoreError) -> None:
        """Show what did not happen, such as "Not deleted", over why."""
        message = one_line(str(error))
        self.notify(message, title=title, severity="error", markup=False, timeout=ERROR_SECONDS)

    async def write_field(self, incident_id: UUID, field: str, base: str, text: str) -> bool:
        """Save one long text of an incident; after a conflict ask which text to keep.

        Args:
            incident_id: The incident.
            field: The name of the text in the database.
            base: The text that the user saw before.
            text: The new text.

        Returns:
            Whether the text is saved.
        """
        pending = self.store.incidents.write(incident_id, field, base, text)
        return await self.write_text(pending, field.replace("_", " "), text)

    async def write_text(self, pending: Awaitable[object], name: str, text: str) -> bool:
        """Wait until a long text is saved; after a conflict ask which text to keep.

        Args:
            pending: The write, as a compare-and-set.
            name: What people call the text.
            text: The new text, as it was handed to the store.

        Returns:
            Whether the text is saved.
        """
        try:
            await self.saving(pending)
        except Conflict as conflict:
            if not self._resolve_text_conflict(name, text, str(conflict.theirs)):
                self.show_not_saved(conflict)
            return False
        except StoreError as error:
            self.show_not_saved(error)
            return False
        return True

    def _resolve_text_conflict(self, name: str, saved_text: str, theirs: str) -> bool:
        """Ask which text to keep; return whether there is still one on the screen to ask about."""
        # The widget that is being saved is recognised by the text it handed over, since the user
        # may have typed on in the meantime.
        widget = next(
            (text for text in self.query(AutosavedText) if text.saving == saved_text), None
        )
        if widget is None:
            return False
        if widget.is_asked_about or widget.is_based_on(theirs):
            # Another save has asked, or the answer came while this one was under way.
            return True
        widget.is_asked_about = True
        conflict = conflict_of_paragraphs(widget, name, theirs)
        self.run_dialog_steps(resolve_conflict(self, conflict))
        return True

    def run_dialog_steps(self, steps: Coroutine[Any, Any, object]) -> None:
        """Run steps that open dialogs and act on their results, beside the messages of the screen.

        The keys that are typed meanwhile wait until the steps have ended or a dialog is open.
        """
        self.run_worker(steps, group=DIALOG_STEPS)

    async def ask(self, dialog: Modal[ResultT]) -> ResultT | None:
        """Open a dialog on top and wait for its result; has to run among the dialog steps.

        Only one question is asked at a time: while one is open, another one gets no answer.

        Returns:
            The result, or None when the dialog was closed without one.
        """
        if isinstance(dialog, Question) and any(
            isinstance(screen, Question) for screen in self.app.screen_stack
        ):
            return None
        return await self.app.push_screen_wait(dialog)

    async def reread(self) -> bool:
        """Read everything that the screen shows again.

        Where that fails, the screen says why and keeps what it shows.

        Returns:
            Whether it could be read.
        """
        succeeded = True
        async with self._read_lock:
            self.outdated = False
            try:
                await self.refresh_from_store()
            except StoreError as error:
                succeeded = False
                self.show_not_read(error)
            except NoMatches:
                # While it was read, another screen may have taken its place.
                if self.is_showing:
                    raise
            self._was_read = True
        return succeeded

    def go_back(self) -> None:
        """Go back to the screen below, which reads again what may have been changed here."""
        below = self.app.screen_stack[-2]
        if isinstance(below, FacilitatorScreen):
            below.outdated = True
        self.dismiss()

    @property
    def is_showing(self) -> bool:
        """Whether the screen still has its widgets, and neither another screen nor the end came."""
        return self in self.app.screen_stack and not self._pruning

    async def refresh_from_store(self) -> None:
        """Read and show everything again; each screen defines what that is."""

    async def read_consistently(self, read: Callable[[], Awaitable[None]]) -> None:
        """Read, and read again if this window saved something meanwhile.

        What was read before that save would lack it, and a text on the screen would fall back.
        """
        saves_done = -1
        while saves_done != self._saving.done_count:
            saves_done = self._saving.done_count
            await read()

    async def catch_up(self) -> None:
        """Read again what another window has changed, once the screen has been read at all."""
        if self.outdated and self._was_read:
            await self.reread()

    async def on_screen_resume(self) -> None:
        """Catch up with changes that came while the screen lay below another."""
        await self.catch_up()

    def where_parked(self) -> tuple[UUID | None, UUID | None]:
        """Return the ids of the incident and the meeting that a parked item belongs to."""
        return None, None

    @work(group=DIALOG_STEPS)
    async def action_undo(self) -> None:
        """Take back the last change, once the user has read what it is and agrees."""
        await self._ask_step(UNDO)

    @work(group=DIALOG_STEPS)
    async def action_redo(self) -> None:
        """Do again what was undone last, once the user has read what it is and agrees."""
        await self._ask_step(REDO)

    async def _ask_step(self, words: StepWords) -> None:
        """Say what an undo or a redo would change, and do it if the user agrees.

        What a finished meeting did is not asked about: the store says that it stays.
        """
        if not await self.flush():
            return
        try:
            step = await words.next(self.store)
        except StoreError as error:
            self.show_not_read(error)
            return
        if step is None:
            self.notify(words.nothing_left, markup=False)
            return
        keys, zone = key_names(self, words.binding_id), self.facilitator.settings.timezone
        question = step_question(words, step, keys, self.today, zone)
        if step.finished_meeting is not None or await self.ask(question) == "y":
            await self.take_step(words, step.group)

    async def take_step(self, words: StepWords, group: UUID) -> None:
        """Undo or redo a transaction, and read again what the screen shows."""
        try:
            reverted = await self.saving(words.take(self.store, group))
        except Refused as error:
            # Nothing was to be saved, and nothing has changed.
            self._saving.forget_failure()
            self.update_saved_mark()
            self.show_error(words.refused, error)
            return
        except StoreError as error:
            self.show_not_saved(error)
            return
        if reverted is not None:
            self.notify(f"{words.done}: {one_line(reverted.label)}", markup=False)
            await self.reread()

    @work(group=DIALOG_STEPS)
    async def action_park(self) -> None:
        """Ask for something to keep for later."""
        try:
            names = await self.store.meetings.people()
        except StoreError as error:
            self.show_not_read(error)
            return
        if await self.ask(parking_form(self, names)) is not None:
            await self.reread()


def _class_of_size(cells: int, breakpoints: Sequence[tuple[int, str]]) -> list[str]:
    """Return the class of the largest size that is not over so many cells, if there is one."""
    return [name for least, name in sorted(breakpoints) if least <= cells][-1:]
