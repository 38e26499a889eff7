"""Hostile text in every field of every screen: nothing ends the program or commands a terminal."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from textual.widgets import Input, TextArea

from db.vocabulary import Stage
from facilitator.screens.dialogs.event_lines import DRAFT_TITLE
from facilitator.screens.prep.outline import SECTION_KEYS
from facilitator.shell.drafts import DraftFile
from facilitator.widgets.event_line_entry import EventLineInput
from facilitator.widgets.form import draft_key
from tests.ui.odd_text import assert_nothing_leaks
from tests.ui.room import OpenRoom, Room

EXAMPLES = int(os.environ.get("HOSTILE_EXAMPLES", "0"))
"""How many mixed texts are tried besides the one with every piece; a long run sets the variable."""
PIECES = (
    *("[/]", "[red]", "[@click=app.quit]x", "\x1b[31m", "\x1b]0;t\x07", "\x9b1m", "\x00", "\x7f"),
    *(
        "\ud800",
        "\udfff",
        "\u202e",
        "\u2066x\u2069",
        "\u200b",
        "\u200d",
        "\ufeff",
        "e" + "\u0301" * 40,
    ),
    *("👩‍👩‍👧‍👦", "\u2028", "\u2029", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\n", "\t", "x" * 300),
    *("9999-99-99", "1e999", "$", "%", "@", "P1", "fri", "+99999d", "09:02 alert", "\U000e0041"),
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), min_size=1, max_size=8).map("".join)
WAYS: dict[str, Sequence[Sequence[str]]] = {
    "home": (
        ["n"],
        ["E"],
        ["f"],
        ["slash"],
        ["e"],
        ["i"],
        ["z"],
        ["H", "slash"],
        ["a", "e"],
        ["t", "a"],
        ["t", "e"],
    ),
    "opening": (["a"],),
    "review": (["b"], ["x"], ["r"], ["t"]),
    "incident": (
        ["1", "a"],
        ["1", "A"],
        ["1", "e"],
        ["2", "a"],
        ["2", "l"],
        ["2", "r"],
        ["3", "a"],
    ),
    "patterns": (["a"], ["e"], ["c", "e"], ["T", "e"]),
    "wrap-up": (["l"],),
}
"""The keys that lead from a screen to fields."""


CheckText = Callable[[Room, str], Coroutine[Any, Any, None]]
"""Does something with a text in an open app, and asserts that it went well."""


async def paste_everywhere(room: Room, text: str, name: str) -> None:
    """Paste a text into each line and text of the screen in front, and confirm each."""
    screen = room.screen()
    for field in list(screen.query("Input, TextArea")):
        if room.screen() is not screen:
            return
        if field not in screen.focus_chain:
            continue
        field.focus()
        await room.paste(text)
        assert_nothing_leaks(room, name)
        if isinstance(field, Input):
            await room.press("enter")
            assert_nothing_leaks(room, name)


async def leave_dialogs(room: Room, below: object) -> None:
    """Save or close what lies on top of a screen."""
    for key in ("ctrl+s", *["escape"] * 4):
        if room.screen() is below and not isinstance(room.app.focused, Input | TextArea):
            return
        await room.press(key)
        assert_nothing_leaks(room, key)


async def try_ways(room: Room, text: str, name: str) -> None:
    """Take every way from the screen in front to its fields, and paste the text there."""
    below = room.screen()
    for keys in WAYS[name]:
        await room.press(*keys)
        await paste_everywhere(room, text, f"{name} {keys}")
        await leave_dialogs(room, below)
        if room.screen() is not below:
            await room.press("escape")


def try_texts(
    context: AbstractAsyncContextManager[Room], check: CheckText, *first_keys: str
) -> None:
    """Open the app once, and run a check in it with many texts."""
    with asyncio.Runner() as runner:
        room = runner.run(context.__aenter__())
        runner.run(room.press(*first_keys))

        @settings(
            max_examples=max(1, EXAMPLES),
            phases=[Phase.explicit, Phase.generate] if EXAMPLES else [Phase.explicit],
            suppress_health_check=list(HealthCheck),
        )
        @given(TEXTS)
        @example("".join(PIECES))
        def run(text: str) -> None:
            runner.run(check(room, text))

        try:
            run()
            assert room.app.is_running, room.app.failure
            assert not room.app.failure
        finally:
            runner.run(context.__aexit__(None, None, None))


@pytest.mark.parametrize("at", [None, *Stage], ids=str)
def test_any_text_can_be_pasted_into_any_field(open_room: OpenRoom, at: Stage | None) -> None:
    name = "home" if at is None else at.value.replace("_", "-")

    async def check(room: Room, text: str) -> None:
        await try_ways(room, text, name)

    try_texts(open_room(at, people=["Ana"]), check)


def test_any_text_can_be_pasted_into_any_field_of_prep(open_room: OpenRoom) -> None:
    async def check(room: Room, text: str) -> None:
        prep = room.screen()
        for key in (*SECTION_KEYS, "f2"):
            prep.set_focus(None)
            await room.press(key)
            await paste_everywhere(room, text, f"prep {key}")
            if room.screen() is not prep:
                await leave_dialogs(room, prep)

    try_texts(open_room(), check, "p")


async def test_a_huge_paste_of_lines_is_refused_and_what_was_typed_stays(
    open_room: OpenRoom,
) -> None:
    async with open_room() as room:
        await room.press("p", "3")
        line = room.screen().query_one(EventLineInput)
        line.focus()
        await room.type("0902 alert")
        await room.paste("09:03 again and again\n" * 50_000)
        assert line.value == "0902 alert"
        assert "At most 20,000 characters" in room.notices.replace("\n", " ")


async def test_kept_texts_with_control_characters_come_back_as_plain_ones(
    open_room: OpenRoom, tmp_path: Path, team_file: Path
) -> None:
    hostile = "a\x1b[31mb\ud800\nc"
    async with open_room() as room:
        incident = await room.incident()
        keys = ("facts-service", "quick-line", "root_cause")
        drafts = {draft_key(key, incident.id): {"text": hostile} for key in keys}
        drafts[draft_key(DRAFT_TITLE, incident.id)] = {"text": hostile}
    DraftFile(tmp_path / "summaries", str(team_file)).write(drafts)
    async with open_room() as room:
        await room.press("p")
        for key in SECTION_KEYS:
            room.screen().set_focus(None)
            await room.press(key)
            assert_nothing_leaks(room, key)
        assert room.screen().query_one("#quick-line", Input).value == "a␛[31mb\ufffd ⏎ c"
        await room.press("escape", "3")
        assert not room.app.failure
