"""What works on every screen: parking, help, the keys, and any text that people type."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import pkgutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from textual.binding import Binding
from textual.dom import DOMNode
from textual.worker import WorkerFailed

import facilitator.screens
import facilitator.shell
import facilitator.widgets
from db.store import Store
from db.vocabulary import ParkedKind, Stage
from facilitator.app import FacilitatorApp
from facilitator.config.settings import Settings
from facilitator.screens.home import HomeScreen
from facilitator.shell.key_catalog import _places, catalog
from facilitator.shell.launch_target import LaunchTarget
from facilitator.text import clean
from facilitator.widgets.active_bindings import active_bindings
from tests.ui.doubles import RoomApp, WatchedStore, clock_at
from tests.ui.odd_text import ALL, ODD, assert_nothing_leaks, fill_with_odd_text, visit_screens
from tests.ui.room import PATIENCE_SECONDS, OpenRoom, Room, wait_until_idle

FOCUSED_WIDGET_KEYS = {"left", "right", "up", "down", "enter", "tab", "delete", "ctrl+c", "super+c"}
"""Keys that the focused widget handles first; the screen gets them where no widget does."""


async def test_z_parks_on_every_screen(open_room: OpenRoom) -> None:
    async with open_room(Stage.OPENING) as room:
        meeting_ids = (room.meeting_screen.meeting.incident_id, room.meeting_screen.meeting.id)
        async for name in visit_screens(room):
            await room.press("z")
            await room.paste(f"from {name}")
            await room.press("enter", "right", "enter")
            parked = (await room.store.parked.open())[-1]
            assert (parked.text, parked.kind) == (f"from {name}", ParkedKind.TOPIC)
            expected = (None, None) if name == "home" else meeting_ids
            assert (parked.incident_id, parked.meeting_id) == expected
        await room.press("u", "y")
        assert "from home" not in {idea.text for idea in await room.store.parked.open()}


async def test_help_lists_every_key_of_the_screen(open_room: OpenRoom) -> None:
    async with open_room(Stage.OPENING) as room:
        async for name in visit_screens(room):
            bindings = [active.binding for active in active_bindings(room.screen())]
            assert len(bindings) > 20, name
            # The ids of the keys are shown on demand.
            await room.press("question_mark", "i")
            help_text = room.text("#help-keys")
            for binding in bindings:
                # A long tooltip is broken over two lines.
                assert all(word in help_text for word in binding.tooltip.split()), (name, binding)
                assert room.app.get_key_display(binding) in help_text, (name, binding)
                assert binding.id, (name, binding)
                assert binding.id in help_text, (name, binding)
            await room.press("escape")


async def test_help_begins_with_the_keys_of_the_screen_and_cancelling_comes_late(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.press("question_mark", "i")
        this_screen, meeting, *_ = room.text("#help-keys").split("\n\n")
        assert this_screen.splitlines()[0] == "This screen"
        assert this_screen.splitlines()[1].split()[0] == "d"
        assert meeting.index("clock.started") < meeting.index("meeting.cancel")


def test_every_binding_has_an_id_and_says_what_it_does() -> None:
    ids: dict[str, tuple[type[DOMNode], Binding]] = {}
    owners: list[type[DOMNode]] = [FacilitatorApp, *_node_classes()]
    for owner in owners:
        for binding in vars(owner).get("BINDINGS", ()):
            assert isinstance(binding, Binding)
            assert binding.id, (owner, binding)
            assert binding.tooltip, (owner, binding)
            # The command palette would read a bracket as markup.
            assert "[" not in binding.tooltip, (owner, binding)
            assert binding.description, (owner, binding)
            first_owner, first_binding = ids.setdefault(binding.id, (owner, binding))
            # Classes share an id only when they share the very binding.
            assert first_owner is owner or first_binding is binding
    assert ids.keys() == {key.binding_id for key in catalog({})}


def test_no_key_has_two_bindings_in_one_place() -> None:
    for place in _places():
        does: dict[str, set[str]] = {}
        for bound in place:
            for key in bound.keys:
                does.setdefault(key, set()).add(bound.name)
        for key, names in does.items():
            assert len(names) == 1 or key in FOCUSED_WIDGET_KEYS, (key, names)


def _node_classes() -> Iterator[type[DOMNode]]:
    for package in (facilitator.screens, facilitator.shell, facilitator.widgets):
        for module_info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(module_info.name)
            for _, member in inspect.getmembers(module, inspect.isclass):
                if member.__module__ == module.__name__ and issubclass(member, DOMNode):
                    yield member


async def test_the_keymap_replaces_keys(open_room: OpenRoom) -> None:
    keymap = {"review.done": "F11", "clock.pause": "ctrl+b", "park": "y"}
    async with open_room(Stage.REVIEW, settings=Settings(keymap=keymap)) as room:
        await room.press("d", "space", "z")
        assert "1 of 7" in room.text("#heading")
        assert room.text("#countdown-word") != "PAUSED"
        await room.press("ctrl+b")
        assert room.text("#countdown-word") == "PAUSED"
        await room.press("f11")
        assert "2 of 7" in room.text("#heading")
        assert "f11 done" in room.text("#card")
        await room.press("y")
        assert "Park for later" in room.text("#form .title")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=str)
async def test_any_text_is_shown_as_typed(open_room: OpenRoom, size: tuple[int, int]) -> None:
    people = [ALL, *ODD[4:]]
    selectors_by_screen = {
        "opening": ("#heading", "#people", "#warnings"),
        "review": ("#items", "#card"),
        "incident 1": ("#events",),
        "incident 2": (
            "#made_possible",
            "#slowed_resolution",
            "#went_well",
            "#went_wrong",
            "#root-cause",
            "#cause",
            "#similar",
        ),
        "incident 3": ("#slot-1", "#slot-2", "#parked-here"),
        "patterns": ("#recurring", "#themes", "#parked"),
        "wrap-up": ("#rules", "#owners", "#lessons"),
        # A narrow screen has no preview.
        "home": ("#incidents", "#preview-text") if size[0] > 80 else ("#incidents",),
    }
    start = Stage.OPENING
    async with open_room(
        start, sample=False, prepare=fill_with_odd_text, people=people, size=size
    ) as room:
        async for name in visit_screens(room):
            for selector in selectors_by_screen.pop(name):
                words = room.text(selector)
                assert "[@click=app.quit]x" in words or "[/red]" in words, (name, selector)
                assert "\x1b" not in words, (name, selector)
            assert_nothing_leaks(room, name)
        assert not selectors_by_screen
        assert room.app.is_running


async def test_odd_text_is_shown_as_typed_in_questions_forms_and_notices(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.REVIEW, sample=False, prepare=fill_with_odd_text) as room:
        for key in "bxrt":
            await room.press(key)
            assert_nothing_leaks(room, key)
            await room.press("escape")
        await room.press("r")
        await room.fill_form(ODD[1])
        await room.press("b")
        await room.fill_form(ODD[0])
        await room.press("u", "u")
        assert "Undone: outcome of “" in room.notices
        assert_nothing_leaks(room, "undone")
        owners = {entry.item.owner for entry in room.meeting_screen.carried}
        assert ODD[1] in owners
        await room.press("]", "3", "a")
        await room.paste(ALL)
        await room.press("ctrl+s")
        assert clean(ODD[3]) in room.text("#form .title")
        assert "[@click=app.quit]x" in room.text("#form .title")
        assert_nothing_leaks(room, "question")
        await room.press("escape", "1", "enter")
        assert_nothing_leaks(room, "event")
        await room.press("escape", "]", "e")
        assert_nothing_leaks(room, "theme")
        await room.press("escape", "c")
        assert_nothing_leaks(room, "causes")
        await room.press("e")
        assert "[@click=app.quit]x" in room.text("#form .title")
        assert_nothing_leaks(room, "cause")
        assert room.app.is_running


async def test_text_of_a_cancelled_form_comes_back_when_it_is_opened_again(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.press("z")
        await room.paste("half a thought")
        await room.press("escape")
        assert "Not saved; what you typed comes back" in room.notices.replace("\n", " ")
        assert "half a thought" not in {idea.text for idea in await room.store.parked.open()}
        await room.press("]", "z")
        assert room.text("#form #text") == "half a thought"
        assert "what you typed before is back" in room.text("#form-error")
        await room.press("ctrl+s")
        assert "half a thought" in {idea.text for idea in await room.store.parked.open()}
        await room.press("z")
        assert room.text("#form #text") == ""
        await room.press("escape")
        assert room.notices.count("Not saved;") <= 1


async def test_the_first_frame_is_painted_before_the_store_opens(tmp_path: Path) -> None:
    may_open = threading.Event()
    is_opening = threading.Event()

    def open_slowly() -> Store:
        is_opening.set()
        may_open.wait(10)
        return WatchedStore.open(tmp_path / "team.db")

    app = RoomApp(open_slowly, clock_at(), LaunchTarget(), Settings(), tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await asyncio.to_thread(is_opening.wait, 10)
        await pilot.pause(0)
        assert app._store is None
        assert app.screen.size == (80, 24)
        assert len(app.screen._compositor.render_strips(app.size)) == 24
        may_open.set()
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not isinstance(app.screen, HomeScreen):
                await pilot.pause(0)
        await wait_until_idle(pilot)
        assert app.screen.query_one("#first-run").display


async def test_a_store_that_cannot_be_opened_ends_the_app_with_a_message(tmp_path: Path) -> None:
    (tmp_path / "team.db").write_bytes(b"this is no database, whatever its name says" * 50)
    app = RoomApp(
        lambda: Store.open(tmp_path / "team.db"), clock_at(), LaunchTarget(), Settings(), tmp_path
    )
    async with app.run_test() as pilot, asyncio.timeout(PATIENCE_SECONDS):
        while not app.failure:
            await pilot.pause(0.01)
    assert app.return_code == 1
    assert "team.db" in app.failure
    assert "\n" not in app.failure


async def test_an_error_in_a_worker_ends_the_app_with_a_message(tmp_path: Path) -> None:
    async def fail() -> None:
        raise LookupError("what somebody wrote")

    app = RoomApp(
        lambda: WatchedStore.open(tmp_path / "team.db"),
        clock_at(),
        LaunchTarget(),
        Settings(),
        tmp_path,
    )

    async def run() -> None:
        async with app.run_test() as pilot, asyncio.timeout(PATIENCE_SECONDS):
            app.run_worker(fail())
            while not app.failure:
                await pilot.pause(0)

    with pytest.raises(WorkerFailed):
        await run()
    assert app.return_code == 1
    assert "LookupError at test_any_screen.py" in app.failure
    assert "what somebody wrote" not in app.failure


def test_any_text_typed_into_a_form_is_stored_as_typed(open_room: OpenRoom) -> None:
    printable = st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(
        " [](){}@/\\'\"?zuh]"
    )

    with asyncio.Runner() as runner:
        context = open_room(Stage.REVIEW)
        room = runner.run(context.__aenter__())

        @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
        @given(st.text(printable, min_size=1, max_size=30).filter(lambda text: text.strip()))
        @example("[@click=app.quit]x [/red] list[int]")
        @example("  é שלום 👩🎉 ")
        def check(text: str) -> None:
            runner.run(park(room, text))

        try:
            check()
        finally:
            runner.run(context.__aexit__(None, None, None))


async def park(room: Room, text: str) -> None:
    await room.press("z")
    await room.type(text)
    await room.press("ctrl+s")
    assert room.stage() is Stage.REVIEW
    assert (await room.store.parked.open())[-1].text == text.strip()


async def test_text_that_is_selected_stays_drawn_behind_a_dialog(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.pilot.click("#attention", offset=(5, 0), times=2)
        assert room.screen().selections
        await room.press("question_mark")
        assert "Help" in room.screen_text
        await room.press("escape")
        assert room.screen().selections
