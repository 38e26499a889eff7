"""The list whose row with the cursor opens: what it paints, how it pages, and where it is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Region
from textual.screen import Screen

from facilitator.widgets.opening_list import OpeningList

LONG = "long"
"""The id of a row that is longer than the list."""


class ListApp(App[None]):
    """A list of ten lines; every open row has its id, and a line below."""

    CSS = "OpeningList { height: 10; overflow-x: hidden; scrollbar-size: 0 0; }"

    def compose(self) -> ComposeResult:
        yield OpeningList(self.draw, self.draw_open, name="list")

    def on_mount(self) -> None:
        self.rows.show([f"row {number}" for number in range(30)])
        self.rows.focus()

    @property
    def rows(self) -> OpeningList:
        return self.query_one(OpeningList)

    def draw(self, row_id: str, width: int) -> Content:
        return Content(row_id)

    def draw_open(self, row_id: str, width: int) -> Sequence[Content]:
        if row_id == LONG:
            return [Content(f"part {number}") for number in range(25)]
        return [Content(f"{row_id} is open"), Content("  with a line more")]

    def shown(self) -> list[str]:
        strips = self.screen._compositor.render_strips(self.size)
        return [strip.text.rstrip() for strip in strips][:10]


async def test_the_row_with_the_cursor_is_open_and_the_others_are_a_line_each() -> None:
    app = ListApp()
    async with app.run_test() as pilot:
        await pilot.press("j")
        assert app.shown()[:4] == [" row 0", "▌row 1 is open", "▌  with a line more", " row 2"]
        assert [index for index, _ in app.rows.rows_in_view()] == list(range(9))
        assert [offset.y for _, offset in app.rows.rows_in_view()] == [0, 1, *range(3, 10)]


async def test_the_list_turns_a_page_and_shows_all_of_the_open_row() -> None:
    app = ListApp()
    async with app.run_test() as pilot:
        for _ in range(9):
            await pilot.press("down")
        assert app.shown()[:4] == [" row 7", " row 8", "▌row 9 is open", "▌  with a line more"]
        await pilot.press("k", "k", "k")
        assert app.shown()[-4:-2] == ["▌row 6 is open", "▌  with a line more"]
        await pilot.press("end")
        assert app.shown()[-2:] == ["▌row 29 is open", "▌  with a line more"]
        await pilot.press("home")
        assert app.shown()[0] == "▌row 0 is open"


async def test_a_row_that_is_longer_than_the_list_is_read_on_with_the_same_keys() -> None:
    app = ListApp()
    async with app.run_test() as pilot:
        app.rows.show([LONG, "next"])
        await pilot.press("down")
        assert (app.shown()[0], app.shown()[-1]) == ("▌part 9", "▌part 18")
        await pilot.press("down")
        assert app.shown()[-1] == "▌part 24"
        await pilot.press("down")
        assert app.rows.selected_id == "next"
        await pilot.press("up", "down", "down", "up")
        assert app.rows.selected_id == LONG
        await pilot.press("up", "up")
        assert app.shown()[0] == "▌part 0"


async def test_the_cursor_stays_on_its_row_when_rows_come_and_go() -> None:
    app = ListApp()
    async with app.run_test() as pilot:
        app.rows.select("row 4")
        app.rows.show(["new", "row 2", "row 4", "row 5"])
        await pilot.pause()
        assert app.rows.selected_id == "row 4"
        assert app.shown()[2] == "▌row 4 is open"
        app.rows.show(["new", "row 2", "row 5"])
        await pilot.pause()
        assert app.rows.selected_id == "row 5"
        app.rows.show([], empty="nothing here")
        await pilot.pause()
        assert app.shown()[1].strip() == "nothing here"
        await pilot.press("down", "up", "end")
        app.rows.show(["row 1"])
        await pilot.pause()
        assert app.rows.selected_id == "row 1"


async def test_a_click_opens_the_row_that_it_hits() -> None:
    app = ListApp()
    async with app.run_test() as pilot:
        await pilot.click(OpeningList, offset=(3, 5))
        assert app.rows.selected_id == "row 4"
        assert app.shown()[4] == "▌row 4 is open"


async def test_a_key_paints_the_cells_that_differ_and_lays_nothing_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    layouts: list[bool] = []
    painted: list[Region] = []
    app = ListApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        lay_out, refresh = Screen._refresh_layout, OpeningList.refresh

        def count_layout(screen: Screen[object], *args: object, **more: object) -> None:
            layouts.append(True)
            lay_out(screen, *args, **more)  # type: ignore[arg-type]

        def note_regions(self: OpeningList, *regions: Region, **more: bool) -> OpeningList:
            painted.extend(regions)
            return refresh(self, *regions, **more)

        monkeypatch.setattr(Screen, "_refresh_layout", count_layout)
        monkeypatch.setattr(OpeningList, "refresh", note_regions)
        await pilot.press("j")
    assert layouts == []
    assert {region.y for region in painted} == {0, 1, 2}
    assert all(region.width <= 80 for region in painted)
