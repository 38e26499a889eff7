"""What every screen has: the store, saving with its mark, undo, park and help."""

from __future__ import annotations

from asyncio import Lock
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast
from uuid import UUID, uuid4

from textual import events, on
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.reactive import reactive
from textual.screen import Screen

from db.errors import Conflict, StoreError
from db.words import ParkedKind
from facilitator.text import one_line
from facilitator.widgets.form import Field, Form
from facilitator.widgets.live import Live
from facilitator.widgets.live_text import LiveText
from facilitator.widgets.motions import AROUND
from facilitator.widgets.question import Question
from facilitator.widgets.reading import Reading

if TYPE_CHECKING:
    from db.store import Store
    from facilitator.host import Host

T = TypeVar("T")
PARKED = {
    ParkedKind.IDEA.value: "an idea",
    ParkedKind.TOPIC.value: "a topic",
    ParkedKind.ACTION.value: "an action",
}


class FacilitatorScreen(Reading, Screen[None], inherit_bindings=False):
    """A screen with access to the store.

    outdated: whether something was changed elsewhere since it was read.
    """

    reads: ClassVar[frozenset[str]] = frozenset({"copy_text"})
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as Screen declares it
        (0, "-narrow"),
        (100, "-wide"),
        (160, "-vast"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", "Undo", id="undo", tooltip="Take back the last change"),
        Binding("z,ctrl+o", "park", "Park", id="park", tooltip="Keep something for later"),
        *AROUND,
    ]

    saved_mark: reactive[str] = reactive("", init=False)

    def __init__(self) -> None:
        super().__init__()
        self.outdated = False
        self._saving = 0
        self._saved = 0
        self._reading = Lock()
        self._was_read = False

    @on(events.Mount)
    def _take_size(self) -> None:
        """As large as the screens before."""
        self.set_class(self.facilitator.presenter, "-presenter")

    @property
    def facilitator(self) -> Host:
        """The app, with its own type."""
        return cast("Host", self.app)

    @property
    def store(self) -> Store:
        """The open store."""
        return self.facilitator.store

    @property
    def today(self) -> date:
        """The day it is where the team is."""
        clock = self.facilitator.clock
        return clock.now().wall.astimezone(self.facilitator.settings.timezone).date()

    async def saving(self, pending: Awaitable[T]) -> T:
        """Wait for the commit and show it; "saved" once the newest write is.

        Raises:
            StoreError: it is not saved, and the mark says so.
        """
        with self._marked():
            return await pending

    async def save(self, pending: Awaitable[T]) -> T | None:
        """The same, but None where the store said no, which is told in words."""
        try:
            return await self.saving(pending)
        except StoreError as error:
            self.tell_not_saved(error)
            return None

    @contextmanager
    def _marked(self) -> Iterator[None]:
        self._saving += 1
        self.saved_mark = "saving…"
        try:
            yield
        except StoreError:
            self.saved_mark = "✗ not saved"
            raise
        else:
            self._saved += 1
            if self._saving == 1:
                self.saved_mark = "✓ saved"
        finally:
            self._saving -= 1

    def tell_not_saved(self, error: StoreError) -> None:
        """Say what failed."""
        self.notify(
            one_line(str(error)), title="Not saved", severity="error", markup=False, timeout=10
        )

    def tell_not_read(self, error: StoreError) -> None:
        """Say why what is shown may be old."""
        self.notify(
            one_line(str(error)), title="Not read", severity="error", markup=False, timeout=10
        )

    async def write_field(self, incident_id: UUID, field: str, base: str, text: str) -> bool:
        """Save one long text of an incident; whether it is saved. A conflict asks what to keep."""
        return await self.write_text(
            self.store.incidents.write(incident_id, field, base, text),
            field.replace("_", " "),
            text,
        )

    async def write_text(self, pending: Awaitable[None], name: str, text: str) -> bool:
        """The same for any long text that is written compare-and-set. name: what people call it."""
        try:
            await self.saving(pending)
        except Conflict as conflict:
            self._ask_which(name, str(conflict.theirs), text)
            return False
        except StoreError as error:
            self.tell_not_saved(error)
            return False
        return True

    def _ask_which(self, name: str, theirs: str, yours: str) -> None:
        if any(isinstance(screen, Question) for screen in self.app.screen_stack):
            # It is being asked already: the pause after typing ran out meanwhile.
            return
        # The one that is being saved: somebody may have typed on since.
        live = next((each for each in self.query(LiveText) if each.saving == yours), None)

        async def keep(answer: str) -> None:
            if live is None:
                return
            live.take_theirs(theirs)
            if answer == "t":
                live.text = theirs
            elif answer == "b":
                live.text = f"{theirs}\n\n{live.text}"
            await live.save_now()

        self.app.push_screen(
            Question(
                f"Somebody else has changed the {name} in the meantime.",
                (("b", "keep both"), ("m", "keep mine"), ("t", "keep theirs")),
                keep,
                detail=f"Theirs: {theirs}",
                unasked=True,
            )
        )

    def on_live_text_typed(self) -> None:
        """What stands there now is not saved yet, unless it was while the message came."""
        if any(live.unsaved for live in self.live()):
            self.saved_mark = "typing…"

    def live(self) -> Iterator[Live]:
        """The texts on their way into the database."""
        return (each for each in self.query("*") if isinstance(each, Live))

    async def flush(self, *, entries: bool = True) -> bool:
        """Save every text that is still being typed; whether all of it is saved.

        Where it is not, somebody has been told or asked, and nobody leaves the screen.
        entries: lines too that are not entered yet.
        """
        meant = [live for live in self.live() if entries or live.as_typed]
        for live in meant:
            await live.save_now()
        return not any(live.unsaved for live in meant)

    def rescue(self, folder: Path) -> list[Path]:
        """Put the texts that could not be saved into files, when the program has to leave."""
        paths = []
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for live in self.live():
            if live.unsaved:
                path = folder / f"unsaved-{live.id}-{uuid4().hex[:8]}.txt"
                path.write_text(live.written, encoding="utf-8", errors="replace")
                paths.append(path)
        return paths

    async def reread(self) -> bool:
        """Read what is shown again, if that works; else say why not, and keep what is there."""
        worked = True
        async with self._reading:
            self.outdated = False
            try:
                await self.refresh_from_store()
            except StoreError as error:
                worked = False
                self.tell_not_read(error)
            except NoMatches:
                if self.is_there:
                    raise
            self._was_read = True
        return worked

    @property
    def is_there(self) -> bool:
        """Whether it still has its widgets: it may have given way to another, or to the end."""
        return self in self.app.screen_stack and not self._pruning

    async def refresh_from_store(self) -> None:
        """Read what is shown again; each screen says what that is."""

    async def settled(self, read: Callable[[], Awaitable[None]]) -> None:
        """Read, and once more where this window saved something meanwhile.

        It might be missing in what was read, and a text on the screen would fall back.
        """
        saved = -1
        while saved != self._saved:
            saved = self._saved
            await read()

    async def catch_up(self) -> None:
        """Show what was changed elsewhere, once the screen is there to show it."""
        if self.outdated and self._was_read:
            await self.reread()

    async def on_screen_resume(self) -> None:
        """Below other screens nothing was read."""
        await self.catch_up()

    def where_parked(self) -> tuple[UUID | None, UUID | None]:
        """The incident and the meeting that a parked item belongs to."""
        return None, None

    async def action_undo(self) -> None:
        """Take back the last change; a line that is not entered yet is none."""
        if not await self.flush(entries=False):
            return
        pending = self.store.history.undo()
        undone = await self.save(pending)
        if undone is not None:
            self.notify(f"Undone: {one_line(undone.label)}", markup=False)
            await self.reread()
        elif self.saved_mark == "✓ saved":
            self.notify("Nothing left to undo here", markup=False)

    def action_park(self) -> None:
        """Keep something for later."""

        async def submit(values: Mapping[str, str]) -> None:
            incident, meeting = self.where_parked()
            kind = ParkedKind(values["kind"])
            await self.saving(self.store.parked.add(values["text"], kind, incident, meeting))
            await self.reread()

        fields = [
            Field("text", "Park", hint="say it in a sentence"),
            Field("kind", "It is", ParkedKind.IDEA, choices=PARKED),
        ]
        self.app.push_screen(Form("Park for later", fields, submit))
