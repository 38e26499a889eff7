"""What is painted bit by bit is, in the end, what painting all of it at once shows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pyte
import pytest
from textual._compositor import Compositor, CompositorUpdate
from textual.app import App
from textual.screen import Screen

from db.vocabulary import Stage
from facilitator.widgets.partial_compositor import PartialCompositor
from tests.ui.painting import lines_rendered
from tests.ui.room import OpenRoom, Room, wait_until_idle

SIZE = 120, 40
CELLS = [(x, y) for y in range(SIZE[1]) for x in range(SIZE[0])]


@contextmanager
def painted_terminal() -> Iterator[pyte.Screen]:
    """Yield the screen of a terminal that gets all that is painted."""
    terminal = pyte.Screen(*SIZE)
    stream = pyte.Stream(terminal)
    display = App._display

    def show(app: App[None], screen: Screen[object], update: Any) -> None:
        if isinstance(update, CompositorUpdate):
            stream.feed(update.render_segments(app.console).replace("\n", "\r\n"))
        display(app, screen, update)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(App, "_display", show)
        yield terminal


def painted_at_once(room: Room) -> pyte.Screen:
    """Return the screen of a terminal that gets the present screen as Textual paints all of it."""
    terminal, app = pyte.Screen(*SIZE), room.app
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PartialCompositor, "_get_renders", Compositor._get_renders)
        compositor, below = room.screen()._compositor, app._background_screens
        update = cast("CompositorUpdate", compositor.render_update(full=True, screen_stack=below))
    pyte.Stream(terminal).feed(update.render_segments(app.console).replace("\n", "\r\n"))
    return terminal


def cells_that_differ(one: pyte.Screen, other: pyte.Screen) -> list[tuple[int, int]]:
    return [(x, y) for x, y in CELLS if one.buffer[y][x] != other.buffer[y][x]]


@pytest.mark.parametrize(
    ("stage", "keys"),
    [
        (None, "jjjk/pay\x1bjjGgaj jk"),
        (None, "TjjjkGh"),
        (Stage.REVIEW, "jjjkdGgk"),
        (Stage.REVIEW, "?jj\x1bzidea\x1bj"),
        (Stage.INCIDENT, "jjjkGgk2j3"),
        (Stage.PATTERNS, "jjkk"),
        (Stage.WRAP_UP, "jjG"),
    ],
)
async def test_a_terminal_shows_what_the_screen_looks_like_after_every_key(
    open_room: OpenRoom, stage: Stage | None, keys: str
) -> None:
    with painted_terminal() as terminal:
        async with open_room(stage, size=SIZE) as room:
            for key in keys:
                await room.press("escape" if key == "\x1b" else key)
                if stage is not None:
                    await room.pass_time(7)
                if key == "d":
                    room.app.notify("This stands over the card.", timeout=3600)
                await wait_until_idle(room.pilot)
                assert cells_that_differ(terminal, painted_at_once(room)) == [], key


async def test_a_tick_renders_the_lines_of_the_clock_alone(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW, size=SIZE) as room:
        with lines_rendered() as rendered:
            room.clock.advance(1)
            room.meeting_screen.follow_time()
            await wait_until_idle(room.pilot)
        assert 0 < sum(rendered) <= 8
