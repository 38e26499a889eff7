"""What a key costs: how often the screen is laid out, and how much is sent to the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

from facilitator.screens.meeting.meeting_screen import MeetingScreen
from facilitator.shell.style_changes import StyleChanges
from facilitator.widgets.painted_lines import PaintedLines
from facilitator.widgets.partial_compositor import PartialCompositor
from tests.ui.room import Room, wait_until_idle


@contextmanager
def counted_layouts(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Screen[object]]]:
    """Yield the screens that were laid out, one for each time."""
    laid_out: list[Screen[object]] = []
    lay_out = Screen._refresh_layout

    def count(screen: Screen[object], *arguments: Any, **options: Any) -> None:
        laid_out.append(screen)
        lay_out(screen, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Screen, "_refresh_layout", count)
        yield laid_out


@contextmanager
def repaints(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[PaintedLines, Region]]]:
    """Yield the regions that widgets which paint their lines have asked to be painted again."""
    painted: list[tuple[PaintedLines, Region]] = []
    refresh = PaintedLines.refresh

    def note(widget: PaintedLines, *regions: Region, **options: bool) -> object:
        painted.extend((widget, region) for region in regions)
        return refresh(widget, *regions, **options)

    with monkeypatch.context() as patch:
        patch.setattr(PaintedLines, "refresh", note)
        yield painted


@contextmanager
def lines_rendered() -> Iterator[list[int]]:
    """Yield how many lines each widget has rendered, one number for each time it was asked."""
    counts: list[int] = []
    get_renders = PartialCompositor._get_renders

    def count(
        compositor: PartialCompositor, crop: Region | None = None
    ) -> Iterator[tuple[Region, Region, list[Strip]]]:
        for place, part, strips in get_renders(compositor, crop):
            counts.append(len(strips))
            yield place, part, strips

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PartialCompositor, "_get_renders", count)
        yield counts


@contextmanager
def sent_bytes() -> Iterator[list[int]]:
    """Yield how many bytes each paint has sent to the terminal."""
    counts: list[int] = []
    style_changes = StyleChanges()
    display = App._display

    def measure(app: App[None], screen: Screen[object], update: Any) -> None:
        if isinstance(update, CompositorUpdate):
            output = style_changes.shorten(update.render_segments(app.console))
            counts.append(len(output.encode()))
        display(app, screen, update)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(App, "_display", measure)
        yield counts


async def costs_of(room: Room, keys: Iterable[str]) -> tuple[int, list[int]]:
    """Press keys; return the number of layouts, and how many bytes each key has sent.

    The clock stands still meanwhile, so that a tick is not counted.
    """
    sent: list[int] = []
    screen = room.screen()
    for timer in screen._timers:
        if isinstance(screen, MeetingScreen) and timer._callback == screen.follow_time:
            timer.pause()
    # What a change of styles left to be painted at the next opportunity belongs to no key.
    for widget in screen.walk_children():
        widget.refresh()
    await wait_until_idle(room.pilot)
    with pytest.MonkeyPatch.context() as patch, counted_layouts(patch) as layouts:
        for key in keys:
            with sent_bytes() as counts:
                await room.press(key)
            sent.append(sum(counts))
    return len(layouts), sent
