"""Keys that arrive together, as over a slow connection: they keep their order, none is lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import ClassVar, cast

import pytest
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input

from db.store import Store
from db.vocabulary import FactorKind, Stage
from facilitator.screens.home.home_screen import HomeScreen
from facilitator.shell import input_queue
from facilitator.shell.input_queue import SerialInput
from facilitator.widgets.opening_list import OpeningList
from tests.ui.preparation import SPIKE_NUMBER, add_bare_incident
from tests.ui.room import PATIENCE_SECONDS, OpenRoom


async def test_text_goes_to_the_field_that_the_key_before_it_opens(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=1, sample=False, prepare=add_bare_incident) as room:
        await room.press_together("r", *"typed at once")
        assert room.text("#root-cause") == "typed at once"
        assert room.screen() is room.meeting_screen


async def test_several_forms_are_filled_by_keys_sent_together(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=1, sample=False, prepare=add_bare_incident) as room:
        await room.press_together("a", *"no limit", "enter", "a", *"no alert", "enter")
        incident = await room.incident()
        assert [(factor.kind, factor.text) for factor in incident.factors] == [
            (FactorKind.MADE_POSSIBLE, "no limit"),
            (FactorKind.MADE_POSSIBLE, "no alert"),
        ]
        assert room.screen() is room.meeting_screen


async def test_pasted_text_goes_to_the_field_that_the_key_before_it_opens(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.INCIDENT, part=1, sample=False, prepare=add_bare_incident) as room:
        room.post_key("r")
        await room.paste("pasted at once")
        assert room.text("#root-cause") == "pasted at once"


async def test_a_key_does_not_wait_for_the_barrier_before_it_to_set_out_by_itself(
    open_room: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(input_queue, "DEPARTURE_SECONDS", 3600)
    async with open_room() as room:
        await room.press("/", *"checkout")
        assert room.text("#search") == "checkout"


async def test_whoever_waits_for_the_keys_also_waits_for_a_barrier_that_has_not_set_out(
    open_room: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(input_queue, "DEPARTURE_SECONDS", 0.2)
    async with open_room() as room:
        await room.press("j")
        assert room.app._may_be_under_way
        await room.app.all_typed()
        assert not room.app._may_be_under_way


async def test_keys_wait_for_a_screen_that_is_still_opening(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press_together("/", *"checkout", "enter", "p", "escape", "escape")
        assert isinstance(room.screen(), HomeScreen)
        assert room.text("#search") == "checkout"


async def test_keys_sent_together_restore_and_save_a_cancelled_text(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=1, sample=False, prepare=add_bare_incident) as room:
        await room.press_together("a", *"gone soon", "escape", "a", "enter")
        incident = await room.incident()
        assert [factor.text for factor in incident.factors] == ["gone soon"]


@pytest.mark.parametrize("keys", [("f1", "escape"), ("ctrl+p", "escape"), ("ctrl+g", "escape")])
async def test_global_dialogs_are_opened_and_closed_by_keys_sent_together(
    open_room: OpenRoom, keys: tuple[str, str]
) -> None:
    async with open_room() as room:
        await room.press_together(*keys, "/", *"checkout")
        assert isinstance(room.screen(), HomeScreen)
        assert room.text("#search") == "checkout"


@pytest.mark.parametrize("away", ["clicked", "another window"])
async def test_losing_the_focus_waits_for_the_keys_before_it(
    open_room: OpenRoom, away: str
) -> None:
    async with open_room(Stage.INCIDENT, part=1, sample=False, prepare=add_bare_incident) as room:
        for key in ("r", *"typed"):
            room.post_key(key)
        if away == "clicked":
            x, y = room.screen().query_one("#went_well").region.offset
            for kind in (events.MouseDown, events.MouseUp):
                room.app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
        else:
            room.app.post_message(events.AppBlur())
        room.post_paste("elsewhere")
        await room.press_together()
        assert room.text("#root-cause") == "typed"


async def test_text_typed_before_quitting_is_saved_and_later_keys_are_ignored(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.INCIDENT, part=1, sample=False, prepare=add_bare_incident) as room:
        await room.press_together("r", *"typed", "ctrl+q", *"and not this")
    stored = Store.open(room.path)
    assert stored.incidents.get(SPIKE_NUMBER).result().root_cause == "typed"
    stored.close()


class SlowApp(SerialInput):
    """An app of two inputs, with a key that moves the focus as slowly as a database may answer."""

    BINDINGS: ClassVar[list[BindingType]] = [("f2", "move_focus")]

    def compose(self) -> ComposeResult:
        yield Input(id="one", select_on_focus=False)
        yield Input(id="other", select_on_focus=False)

    async def action_move_focus(self) -> None:
        await asyncio.sleep(0.12)
        self.screen.focus_next()


async def test_every_key_is_waited_for_however_long_all_of_them_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(input_queue, "PATIENCE_SECONDS", 0.6)
    app = SlowApp(None)
    async with app.run_test() as pilot:
        for _ in range(4):
            for key in ("f2", "b", "f2", "a"):
                app.post_message(events.Key(key, key if len(key) == 1 else None))
        lines = app.query_one("#one", Input), app.query_one("#other", Input)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while sum(len(line.value) for line in lines) < 8 and time.monotonic() < deadline:
            await pilot.pause(0.02)
        assert [line.value for line in lines] == ["aaaa", "bbbb"]


class Surroundings(Vertical):
    """What a list is in; it notes the keys that come up to it."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []

    def on_key(self, event: events.Key) -> None:
        self.keys.append(event.key)


class ListApp(SerialInput):
    """An app of one list, with a key of its own that goes before those of the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "count", "Count", priority=True),
        Binding("u", "count", "Count"),
    ]
    counted = 0

    def compose(self) -> ComposeResult:
        with Surroundings():
            yield OpeningList(lambda row, _: Content(row), lambda row, _: [Content(row)])

    def on_mount(self) -> None:
        self.query_one(OpeningList).show(["one", "two", "three"])
        self.query_one(OpeningList).focus()

    def action_count(self) -> None:
        self.counted += 1


async def test_a_key_of_a_list_acts_before_it_has_come_up_from_the_list() -> None:
    app = ListApp(None)
    async with app.run_test() as pilot:
        await pilot.press("j", "down", "u")
        assert app.query_one(OpeningList).highlighted == 2
        assert app.query_one(Surroundings).keys == ["u"]
        assert app.counted == 1


async def test_a_key_that_goes_before_all_others_goes_before_those_of_a_list() -> None:
    app = ListApp(None)
    async with app.run_test() as pilot:
        await pilot.press("j", "k")
        assert app.query_one(OpeningList).highlighted == 1
        assert app.counted == 1


async def test_a_list_follows_the_key_that_the_user_has_chosen() -> None:
    app = ListApp(None)
    async with app.run_test() as pilot:
        app.set_keymap({"list.down": "x"})
        await pilot.press("x", "j")
        assert app.query_one(OpeningList).highlighted == 1
        assert app.query_one(Surroundings).keys == ["j"]


class SlowScreen(Screen[None]):
    """A screen that reads its rows when it comes to the front, as slowly as a database may."""

    BINDINGS: ClassVar[list[BindingType]] = [("m", "meet")]

    def compose(self) -> ComposeResult:
        yield OpeningList(lambda row, _: Content(row), lambda row, _: [Content(row)])

    async def on_screen_resume(self) -> None:
        await cast("SlowListApp", self.app).may_read.wait()
        self.query_one(OpeningList).show(["one", "two", "three"])

    def action_meet(self) -> None:
        cast("SlowListApp", self.app).met.append(self.query_one(OpeningList).selected_id)


class SlowListApp(SerialInput):
    """An app of one screen with a list, which notes the rows that a key of the screen acts on."""

    def __init__(self) -> None:
        super().__init__(None)
        self.may_read = asyncio.Event()
        self.met: list[str | None] = []


async def wait_until(is_met: Callable[[], object]) -> None:
    """Wait for a condition; the pilot would wait for the screen, which is waiting for its rows."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not is_met():
            await asyncio.sleep(0)


async def test_keys_typed_before_a_list_has_its_rows_act_on_the_rows_they_were_meant_for() -> None:
    app = SlowListApp()
    async with app.run_test():
        await app.push_screen(SlowScreen())
        for key in "jm":
            app.post_message(events.Key(key, key))
        try:
            await wait_until(lambda: app._keys_handed_on)
        finally:
            app.may_read.set()
        await wait_until(lambda: app.met)
        assert app.met == ["two"]
