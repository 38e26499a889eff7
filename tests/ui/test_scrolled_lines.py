"""A long text in a place of a fixed size: it scrolls by keys and wheel, and says that it does."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Offset
from textual.selection import Selection

from facilitator.widgets.scroll_bar import THUMB
from facilitator.widgets.scrolled_lines import ScrolledLines

WORDS = [f"line {number}" for number in range(20)]


class Words(ScrolledLines):
    DEFAULT_CSS = "Words { width: 12; height: 5; }"
    words: Sequence[str] = WORDS

    def lines(self, width: int) -> Sequence[Content]:
        return [Content(word) for word in self.words]


class WordsApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Words()


def shown(app: App[None]) -> list[str]:
    strips = app.screen._compositor.render_strips(app.size)[:5]
    return [strip.text.rstrip(f" {THUMB}") for strip in strips]


@pytest.mark.parametrize(
    ("keys", "first"),
    [
        (["down"], 1),
        (["j", "j", "up"], 1),
        (["pagedown"], 4),
        (["pagedown", "pageup"], 0),
        (["end"], 15),
        (["end", "down"], 15),
        (["G", "g"], 0),
        (["up"], 0),
    ],
)
async def test_keys_scroll_and_never_beyond_the_text(keys: list[str], first: int) -> None:
    app = WordsApp()
    async with app.run_test() as pilot:
        await pilot.press(*keys)
        assert shown(app) == WORDS[first : first + 5]


async def test_the_wheel_scrolls() -> None:
    app = WordsApp()
    async with app.run_test() as pilot:
        words = app.query_one(Words)
        for wheel, first in ((events.MouseScrollDown, "line 3"), (events.MouseScrollUp, "line 0")):
            words.post_message(wheel(words, 1, 1, 0, 0, 0, False, False, False))
            await pilot.pause()
            assert shown(app)[0] == first


async def test_a_bar_says_how_much_of_the_text_is_in_sight() -> None:
    app = WordsApp()
    async with app.run_test() as pilot:
        strips = app.screen._compositor.render_strips(app.size)[:5]
        assert [strip.text[11] == THUMB for strip in strips] == [True, False, False, False, False]
        await pilot.press("end")
        strips = app.screen._compositor.render_strips(app.size)[:5]
        assert [strip.text[11] == THUMB for strip in strips] == [False, False, False, False, True]


async def test_a_text_that_fits_has_no_bar_and_does_not_scroll() -> None:
    app = WordsApp()
    async with app.run_test() as pilot:
        words = app.query_one(Words)
        words.words = WORDS[:5]
        words.redraw()
        await pilot.press("end")
        assert THUMB not in app.screen._compositor.render_strips(app.size)[0].text
        assert shown(app) == WORDS[:5]


async def test_what_the_mouse_selects_stays_selected_when_the_text_scrolls() -> None:
    app = WordsApp()
    async with app.run_test() as pilot:
        await pilot.press("end")
        words = app.query_one(Words)
        app.screen.selections = {words: Selection(Offset(5, 15), Offset(4, 16))}
        await pilot.pause()
        for keys, marked in (((), 0), (("up",), 1)):
            await pilot.press(*keys)
            assert app.screen.get_selected_text() == "15\nline"
            strip = app.screen._compositor.render_strips(app.size)[marked]
            (_, plain, _), (words_selected, selected, _), *_ = strip
            assert words_selected.startswith("15")
            assert plain is not None
            assert selected is not None
            assert plain.bgcolor != selected.bgcolor


async def test_all_of_the_text_is_selected_at_once() -> None:
    app = WordsApp()
    async with app.run_test() as pilot:
        app.query_one(Words).text_select_all()
        await pilot.pause()
        assert app.screen.get_selected_text() == "\n".join(WORDS)
