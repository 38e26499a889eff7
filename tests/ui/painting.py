"""What a key costs: how often the screen is laid out, and how much is sent to the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.screen import Screen

from tests.ui.room import Room


async def costs_of(room: Room, keys: Iterable[str]) -> tuple[int, list[int]]:
    """Press keys; return the number of layouts, and how many bytes each key has sent.

    The clock stands still meanwhile, so that a tick is not counted.
    """
    layouts: list[object] = []
    sent: list[int] = []
    lay_out, display = Screen._refresh_layout, App._display

    def count_layout(screen: Screen[object], *args: Any, **more: Any) -> None:
        layouts.append(screen)
        lay_out(screen, *args, **more)

    def measure(app: App[None], screen: Screen[object], update: Any) -> None:
        if isinstance(update, CompositorUpdate) and sent:
            sent[-1] += len(update.render_segments(app.console).encode())
        display(app, screen, update)

    screen = room.meeting_screen
    for timer in screen._timers:
        if timer._callback == screen.tick:
            timer.pause()
    # What a change of styles left to be painted at the next opportunity belongs to no key.
    for widget in screen.walk_children():
        widget.refresh()
    await room.tick()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Screen, "_refresh_layout", count_layout)
        patch.setattr(App, "_display", measure)
        for key in keys:
            sent.append(0)
            await room.press(key)
    return len(layouts), sent
