"""What holds on every screen: park, help, the keys, and any text that people type."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import pkgutil
import threading
from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rich.style import Style
from textual.binding import Binding
from textual.dom import DOMNode
from textual.worker import WorkerFailed

import facilitator.screens
import facilitator.widgets
from db.store import Store
from db.words import ActionStatus, EventKind, FactorKind, FindingKind, ParkedKind, Stage
from facilitator.app import FacilitatorApp
from facilitator.screens.home import HomeScreen
from facilitator.screens.keys import _places, catalog
from facilitator.settings import Settings
from facilitator.start import Start
from facilitator.text import clean
from facilitator.widgets.active import active
from tests.ui.room import NOW, OpenRoom, Room, RoomApp, WatchedStore, clock_at, settle

ODD = (
    "[/red]",
    "[@click=app.quit]x",
    "list[int]",
    "\x1b[31mred\x1b]0;title\x07",
    "שלום עולם",
    "👩‍🚀🎉 ﷽",
    "\u202eturned",
)
"""What no screen may take for markup, for a command, or for the end of the world."""
ALL = " ".join(ODD)
OF_THE_FOCUS = {"left", "right", "up", "down", "enter", "tab", "delete", "ctrl+c", "super+c"}
"""What has the focus takes these first, and the screen around it what is left."""


async def every_stage(room: Room) -> AsyncIterator[str]:
    """From the opening on; the incident's three parts are screens of their own."""
    yield "opening"
    await room.press("]")
    yield "review"
    await room.press("]")
    for key in "123":
        await room.press(key)
        yield f"incident {key}"
    await room.press("]")
    yield "patterns"
    await room.press("]")
    yield "wrap-up"
    await room.press("h")
    yield "home"


async def test_z_parks_on_every_screen(meeting: OpenRoom) -> None:
    async with meeting(Stage.OPENING) as room:
        here = (room.meeting_screen.meeting.incident_id, room.meeting_screen.meeting.id)
        async for name in every_stage(room):
            await room.press("z")
            await room.paste(f"from {name}")
            await room.press("enter", "right", "enter")
            parked = (await room.store.parked.open())[-1]
            assert (parked.text, parked.kind) == (f"from {name}", ParkedKind.TOPIC)
            belongs = (None, None) if name == "home" else here
            assert (parked.incident_id, parked.meeting_id) == belongs
        await room.press("u")
        assert "from home" not in {each.text for each in await room.store.parked.open()}


async def test_help_lists_every_key_of_the_screen(meeting: OpenRoom) -> None:
    async with meeting(Stage.OPENING) as room:
        async for name in every_stage(room):
            bound = [each.binding for each in active(room.app.screen)]
            assert len(bound) > 20, name
            await room.press("question_mark")
            said = room.text("#help-keys")
            for binding in bound:
                # A long one is broken over two lines.
                assert all(word in said for word in binding.tooltip.split()), (name, binding)
                assert room.app.get_key_display(binding) in said, (name, binding)
                assert binding.id, (name, binding)
                assert binding.id in said, (name, binding)
            await room.press("escape")


def test_every_binding_has_an_id_and_says_what_it_does() -> None:
    ids: dict[str, tuple[str, Binding]] = {}
    for owner in (FacilitatorApp, *_nodes()):
        for each in vars(owner).get("BINDINGS", ()):
            assert isinstance(each, Binding)
            assert each.id, (owner, each)
            assert each.tooltip, (owner, each)
            # The palette would read it as markup.
            assert "[" not in each.tooltip, (owner, each)
            assert each.description, (owner, each)
            first, same = ids.setdefault(each.id, (owner.__name__, each))
            # Several owners share a key only as the one binding that it is.
            assert first == owner.__name__ or same is each
    assert ids.keys() == {key.key_id for key in catalog({})}


def test_no_key_does_two_things_in_one_place() -> None:
    for place in _places():
        does: dict[str, set[str]] = {}
        for bound in place:
            for key in bound.keys:
                does.setdefault(key, set()).add(bound.name)
        for key, names in does.items():
            assert len(names) == 1 or key in OF_THE_FOCUS, (key, names)


def _nodes() -> Iterator[type[DOMNode]]:
    for package in (facilitator.screens, facilitator.widgets):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for _, each in inspect.getmembers(module, inspect.isclass):
                if each.__module__ == module.__name__ and issubclass(each, DOMNode):
                    yield each


async def test_keys_can_be_mapped_anew(meeting: OpenRoom) -> None:
    keymap = {"review.done": "F11", "clock.pause": "ctrl+b", "park": "y"}
    async with meeting(Stage.REVIEW, settings=Settings(keymap=keymap)) as room:
        await room.press("d", "space", "z")
        assert "0 of 7 reviewed" in room.text("#heading")
        assert room.text("#countdown-word") != "paused"
        await room.press("ctrl+b")
        assert room.text("#countdown-word") == "paused"
        await room.press("f11")
        assert "1 of 7 reviewed" in room.text("#heading")
        assert "f11 Done" in room.picture.replace("\N{NO-BREAK SPACE}", " ")
        await room.press("y")
        assert "Park for later" in room.text("#form .title")


def odd_everywhere(store: Store) -> None:
    """Two incidents with odd text in every field that takes text."""
    long = ("An action of many words " * 84)[:2000].strip()
    for number in (44, 45):
        day = date(2026, 11, number - 22)
        incident = store.incidents.create(ODD[0], ALL, day, number).result()
        own = incident.id
        for field in ("root_cause", "lessons_learned", "summary"):
            store.incidents.write(own, field, "", f"{ALL}\n{ALL}").result()
        store.incidents.set_cause(own, ALL).result()
        at = datetime.combine(day, NOW.timetz())
        for minute, text in enumerate(ODD):
            store.timeline.add(
                own, at + timedelta(minutes=minute), EventKind.OTHER, text, ALL
            ).result()
        for kind in FactorKind:
            store.findings.add_factor(own, kind, ALL).result()
        for each in FindingKind:
            store.findings.add_finding(own, each, ALL).result()
        store.actions.add(own, ALL, "o" * 200, ticket=ALL[:100]).result()
        store.actions.add(own, long, ODD[1], ticket=ODD[0]).result()
        store.actions.add(own, "👩‍🚀" * 100, ODD[4], ticket="").result()
        for kind in ParkedKind:
            store.parked.add(ALL, kind, own).result()
        theme = store.themes.add(f"{number} {ALL}", [number]).result()
        store.themes.decide(theme, ALL, ODD[1]).result()
    first = store.incidents.get(44).result()
    past = store.meetings.begin(first.id, (10, 30, 10)).result()
    for item in first.action_items:
        store.actions.review(item.id, past.id, ActionStatus.IN_PROGRESS, ALL).result()
    store.meetings.finish(past.id).result()


def nothing_leaks(room: Room, name: str) -> None:
    """No control reaches the terminal, and nothing typed can be clicked."""
    assert "\x1b" not in room.picture, name
    assert "\x07" not in room.picture, name
    assert "\u202e" not in room.picture, name
    svg = room.app.export_screenshot()
    assert "\x1b" not in svg, name
    assert "\x07" not in svg, name
    for strip in room.app.screen._compositor.render_strips(room.app.size):
        for segment in strip:
            assert "@click" not in (segment.style or Style()).meta, (name, segment.text)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=str)
async def test_any_text_is_shown_as_typed(meeting: OpenRoom, size: tuple[int, int]) -> None:
    people = [ALL, *ODD[4:]]
    shown = {
        "opening": ("#heading", "#people", "#warnings"),
        "review": ("#items", "#card-action", "#card-facts", "#card-history"),
        "incident 1": ("#events", "#event"),
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
        "home": ("#incidents", "#preview-text"),
    }
    start = Stage.OPENING
    async with meeting(
        start, sample=False, prepare=odd_everywhere, people=people, size=size
    ) as room:
        async for name in every_stage(room):
            for selector in shown.pop(name):
                words = room.text(selector)
                assert "[@click=app.quit]x" in words or "[/red]" in words, (name, selector)
                assert "\x1b" not in words, (name, selector)
            nothing_leaks(room, name)
        assert not shown
        assert room.app.is_running


async def test_odd_text_in_questions_forms_and_notices(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW, sample=False, prepare=odd_everywhere) as room:
        for key in "bxrt":
            await room.press(key)
            nothing_leaks(room, key)
            await room.press("escape")
        await room.press("r")
        await room.fill(ODD[1])
        await room.press("b")
        await room.fill(ODD[0])
        await room.press("u")
        assert "Undone: outcome of “" in room.told
        nothing_leaks(room, "undone")
        owners = {each.item.owner for each in room.meeting_screen.carried}
        assert ODD[1] in owners
        await room.press("]", "3", "a")
        await room.paste(ALL)
        await room.press("ctrl+s")
        assert clean(ODD[3]) in room.text("#form .title")
        assert "[@click=app.quit]x" in room.text("#form .title")
        nothing_leaks(room, "question")
        await room.press("escape", "1", "enter")
        nothing_leaks(room, "event")
        await room.press("escape", "]", "e")
        nothing_leaks(room, "theme")
        assert room.app.is_running


async def test_what_was_typed_into_a_cancelled_form_comes_back(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        await room.press("z")
        await room.paste("half a thought")
        await room.press("escape")
        assert "Not saved; what you typed is kept" in room.told.replace("\n", " ")
        assert "half a thought" not in {each.text for each in await room.store.parked.open()}
        await room.press("]", "z")
        assert room.text("#form #text") == "half a thought"
        assert "your text from before is back" in room.text("#form-error")
        await room.press("ctrl+s")
        assert "half a thought" in {each.text for each in await room.store.parked.open()}
        await room.press("z")
        assert room.text("#form #text") == ""
        await room.press("escape")
        assert room.told.count("Not saved;") <= 1


async def test_the_first_frame_is_painted_before_the_store_opens(tmp_path: Path) -> None:
    gate = threading.Event()
    opening = threading.Event()

    def open_slowly() -> Store:
        opening.set()
        gate.wait(10)
        return WatchedStore.open(tmp_path / "team.db")

    app = RoomApp(open_slowly, clock_at(), Start(), Settings(), tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await asyncio.to_thread(opening.wait, 10)
        await pilot.pause(0)
        assert app._store is None
        assert app.screen.size == (80, 24)
        assert len(app.screen._compositor.render_strips(app.size)) == 24
        gate.set()
        while not isinstance(app.screen, HomeScreen):
            await pilot.pause(0)
        await settle(pilot)
        assert app.screen.query_one("#first-run").display


async def test_a_store_that_cannot_be_opened_is_a_failure_in_words(tmp_path: Path) -> None:
    (tmp_path / "team.db").write_bytes(b"this is no database, whatever its name says" * 50)
    app = RoomApp(
        lambda: Store.open(tmp_path / "team.db"), clock_at(), Start(), Settings(), tmp_path
    )
    async with app.run_test() as pilot:
        for _ in range(100):
            if app.failure:
                break
            await pilot.pause(0.01)
    assert app.return_code == 1
    assert "team.db" in app.failure
    assert "\n" not in app.failure


async def test_an_error_beside_the_screen_ends_in_words_too(tmp_path: Path) -> None:
    async def fail() -> None:
        raise LookupError("what somebody wrote")

    app = RoomApp(
        lambda: WatchedStore.open(tmp_path / "team.db"), clock_at(), Start(), Settings(), tmp_path
    )

    async def run() -> None:
        async with app.run_test() as pilot:
            app.run_worker(fail())
            while not app.failure:
                await pilot.pause(0)

    with pytest.raises(WorkerFailed):
        await run()
    assert app.return_code == 1
    assert "LookupError at test_any_screen.py" in app.failure
    assert "what somebody wrote" not in app.failure


def test_whatever_is_typed_into_a_form_is_what_is_stored(meeting: OpenRoom) -> None:
    printable = st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(
        " [](){}@/\\'\"?zuh]"
    )

    with asyncio.Runner() as runner:
        opened = meeting(Stage.REVIEW)
        room = runner.run(opened.__aenter__())

        @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
        @given(st.text(printable, min_size=1, max_size=30).filter(lambda text: text.strip()))
        @example("[@click=app.quit]x [/red] list[int]")
        @example("  é שלום 👩🎉 ")
        def typed(text: str) -> None:
            runner.run(park(room, text))

        try:
            typed()
        finally:
            runner.run(opened.__aexit__(None, None, None))


async def park(room: Room, text: str) -> None:
    await room.press("z")
    await room.type(text)
    await room.press("ctrl+s")
    assert room.stage is Stage.REVIEW
    assert (await room.store.parked.open())[-1].text == text.strip()
