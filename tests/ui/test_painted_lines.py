"""Lines that a widget draws itself: only those that differ are painted, and a layout is not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.selection import Selection
from textual.widget import Widget

from facilitator.widgets.painted_lines import PaintedLines
from tests.ui.painting import repaints


class Words(PaintedLines):
    """Three words, one a line."""

    DEFAULT_CSS = "Words { width: 12; height: 3; }"
    words: Sequence[str] = ("one", "two", "three and more")

    def draw(self, width: int, height: int) -> Sequence[Content]:
        return [Content(word) for word in self.words]


class WordsApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Words()


def shown(app: App[None]) -> list[str]:
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips(app.size)][:3]


async def test_a_line_that_stays_as_it_is_is_kept() -> None:
    app = WordsApp()
    async with app.run_test() as pilot:
        words = app.query_one(Words)
        before = words.render_lines(Region(0, 0, 12, 3))
        words.words = ("one", "2", "three and more")
        words.redraw()
        await pilot.pause()
        assert shown(app) == ["one", "2", "three and m…"]
        after = words.render_lines(Region(0, 0, 12, 3))
        assert [old is new for old, new in zip(before, after, strict=True)] == [True, False, True]


async def test_lines_that_come_again_are_taken_as_they_were_kept() -> None:
    app = WordsApp()
    async with app.run_test():
        words = app.query_one(Words)
        before = words.render_lines(Region(0, 0, 12, 3))
        for shown_words in (("one", "2"), Words.words):
            words.words = shown_words
            words.redraw()
        again = words.render_lines(Region(0, 0, 12, 3))
        assert all(old is new for old, new in zip(before, again, strict=True))


async def test_a_line_less_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    app = WordsApp()
    async with app.run_test() as pilot:
        words = app.query_one(Words)
        words.words = ("one",)
        with repaints(monkeypatch) as painted:
            words.redraw()
        await pilot.pause()
        assert shown(app) == ["one", "", ""]
        assert [region for _, region in painted] == [Region(0, 1, 3, 1), Region(0, 2, 12, 1)]


async def test_what_comes_again_is_painted_where_it_differs_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = WordsApp()
    async with app.run_test():
        words = app.query_one(Words)
        for shown_words in (("one", "too"), Words.words) * 2:
            words.words = shown_words
            with repaints(monkeypatch) as painted:
                words.redraw()
            assert [region for _, region in painted] == [Region(1, 1, 1, 1), Region(0, 2, 12, 1)]


async def test_what_the_mouse_selects_is_the_text_of_the_lines() -> None:
    app = WordsApp()
    async with app.run_test() as pilot:
        words: Widget = app.query_one(Words)
        app.screen.selections = {words: Selection(Offset(1, 0), Offset(2, 1))}
        await pilot.pause()
        assert app.screen.get_selected_text() == "ne\ntw"
        assert shown(app)[0] == "one"


async def test_no_line_of_another_width_is_painted_while_the_screen_gets_another_size() -> None:
    app = WordsApp()
    async with app.run_test():
        words = app.query_one(Words)
        words.render_lines(Region(0, 0, 12, 3))
        # As the compositor does before the widget has heard of its size.
        words._size = Size(7, 3)
        strips = words.render_lines(Region(0, 0, 7, 3))
        assert [strip.cell_length for strip in strips] == [7, 7, 7]


async def test_kept_lines_follow_the_theme_and_the_class() -> None:
    app = WordsApp()
    async with app.run_test() as pilot:
        words = app.query_one(Words)

        def ground() -> object:
            return [
                style and style.bgcolor
                for _, style, _ in words.render_lines(Region(0, 0, 12, 1))[0]
            ]

        before = ground()
        app.theme = "textual-light"
        await pilot.pause()
        in_light = ground()
        assert in_light != before
        words.styles.background = "red"
        await pilot.pause()
        assert ground() not in (before, in_light)


async def test_what_is_prepared_is_painted_only_when_it_is_shown() -> None:
    app = WordsApp()
    async with app.run_test() as pilot:
        words = app.query_one(Words)
        words.prepare([Content("next")])
        await pilot.pause()
        assert shown(app) == ["one", "two", "three and m…"]
        words.words = ("next",)
        words.redraw()
        await pilot.pause()
        assert shown(app) == ["next", "", ""]
