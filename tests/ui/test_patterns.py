"""Pattern analysis: what recurs, themes, systemic issues and parked ideas."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from rich.cells import cell_len

from db.records import Theme
from db.store import Store
from db.vocabulary import Stage
from facilitator.widgets.row_list import RowList
from tests.ui.doubles import TODAY
from tests.ui.preparation import SPIKE_NUMBER, add_bare_incident
from tests.ui.room import OpenRoom, OpenStore, Room

THEMES = "#themes"
PARKED = "#parked"


async def find_theme(room: Room, name: str) -> Theme | None:
    return next((theme for theme in await room.store.themes.all() if theme.name == name), None)


async def test_recurring_causes_and_services_are_shown_with_counts_and_figures(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.PATTERNS) as room:
        repeats, completion = room.text("#repeat-rate"), room.text("#completion")
        assert "Repeat incident rate  rolling 6 months · over target 12%" in repeats
        assert "1 of 7 incidents" in repeats
        assert "▼ was 47% in May" in repeats
        assert "Action items done  rolling 6 months · under target 90%" in completion
        assert "13 of 19 items" in completion
        assert "▲ was 32% in May" in completion
        assert "8 open · 3 overdue" in completion
        recurring = room.text("#recurring")
        assert re.search(r"retry storm +■■■■· 4×  #44 #37 #26 \+1", recurring)
        assert re.search(r"checkout +■■■■· 4× +made it possible +■■■■■ 33×", recurring)
        assert re.search(r"slowed detection +■■■·· 18× ▼", recurring)
        counts = [int(row.splitlines()[0].split()[-2]) for row in room.rows(THEMES)]
        assert counts == sorted(counts, reverse=True)


async def test_a_decided_issue_is_scrolled_into_view(open_room: OpenRoom) -> None:
    def add_many_themes(store: Store) -> None:
        add_bare_incident(store)
        for number in range(20):
            store.themes.add(f"theme {number:02}").result()

    async with open_room(
        Stage.PATTERNS, sample=False, prepare=add_many_themes, size=(80, 24)
    ) as room:
        *_, (lowest, _) = room.screen().query_one(THEMES, RowList).rows_in_view()
        await room.press(*["j"] * lowest)
        await room.press("e")
        await room.fill_form("Roll back in five minutes", "Ottilie", None)
        assert "Ottilie" in room.screen_text


async def test_a_theme_is_added_decided_linked_and_deleted(open_room: OpenRoom) -> None:
    async with open_room(Stage.PATTERNS) as room:
        count = len(room.rows(THEMES))
        await room.press("a")
        await room.fill_form("", None, None, None)
        assert "theme: write something" in room.text("#form-error")
        await room.fill_form("slow rollbacks", None, None, None)
        theme = await find_theme(room, "slow rollbacks")
        assert theme is not None
        assert theme.incidents == (SPIKE_NUMBER,)
        assert re.fullmatch(r"○ slow rollbacks +#45 +1 incident", room.selected_row(THEMES))
        await room.press("e")
        await room.fill_form("Roll back in five minutes", "Ottilie", None)
        theme = await find_theme(room, "slow rollbacks")
        assert theme is not None
        assert (theme.systemic, theme.owner) == ("Roll back in five minutes", "Ottilie")
        first, decision = room.selected_row(THEMES).splitlines()
        assert first.startswith("✓ slow rollbacks")
        assert re.fullmatch(r"  → Roll back in five minutes +Ottilie", decision)
        assert "8 themes · 4 decided" in room.text("#themes-title")
        await room.press("l")
        first, _ = room.selected_row(THEMES).splitlines()
        assert re.fullmatch(r"✓ slow rollbacks +0 incidents", first)
        theme = await find_theme(room, "slow rollbacks")
        assert theme is not None
        assert theme.incidents == ()
        await room.press("l", "x")
        assert await find_theme(room, "slow rollbacks") is None
        assert len(room.rows(THEMES)) == count
        await room.press("u", "u")
        theme = await find_theme(room, "slow rollbacks")
        assert theme is not None
        assert theme.incidents == (SPIKE_NUMBER,)
        assert len(room.rows(THEMES)) == count + 1


async def test_a_new_theme_can_have_its_systemic_issue_at_once(open_room: OpenRoom) -> None:
    async with open_room(Stage.PATTERNS) as room:
        await room.press("a")
        await room.fill_form("slow rollbacks", "Roll back in five minutes", "Ottilie", None)
        theme = await find_theme(room, "slow rollbacks")
        assert theme is not None
        assert (theme.systemic, theme.owner) == ("Roll back in five minutes", "Ottilie")
        assert re.search(r"→ Roll back in five minutes +Ottilie", room.selected_row(THEMES))


async def test_an_existing_theme_is_refused_and_the_text_stays(open_room: OpenRoom) -> None:
    async with open_room(Stage.PATTERNS) as room:
        await room.press("a")
        await room.paste("rollback takes too long")
        await room.press("ctrl+s")
        assert "that theme exists already" in room.text("#form-error")
        assert room.text("#form #name") == "rollback takes too long"


async def test_parked_ideas_are_settled_and_undo_restores_them(open_room: OpenRoom) -> None:
    async with open_room(Stage.PATTERNS) as room:
        before = await room.store.parked.open()
        rows = room.rows(PARKED)
        room.screen().query_one(PARKED).focus()
        await room.press("x")
        assert len(await room.store.parked.open()) < len(before)
        assert room.rows(PARKED) != rows
        await room.press("u", "u")
        assert await room.store.parked.open() == before
        assert room.rows(PARKED) == rows


async def test_an_idea_in_other_words_stands_below_the_first_one_and_is_settled_with_it(
    open_room: OpenRoom,
) -> None:
    first, again = "Automate the rotation of certificates", "rotate certs automatically"

    def park_twice(store: Store) -> None:
        add_bare_incident(store)
        incident = store.incidents.get(SPIKE_NUMBER).result()
        store.parked.add(first, incident_id=incident.id).result()
        store.parked.add(again).result()

    async with open_room(Stage.PATTERNS, sample=False, prepare=park_twice) as room:
        (row,) = room.rows(PARKED)
        lines = row.splitlines()
        assert re.fullmatch(rf"↺ {first} +2 meetings", lines[0])
        assert lines[1].strip() == f"≈ {again}"
        room.screen().query_one(PARKED).focus()
        await room.press("x")
        assert await room.store.parked.open() == []


async def test_patterns_without_any_data_say_so(open_room: OpenRoom) -> None:
    async with open_room(Stage.PATTERNS, sample=False, prepare=add_bare_incident) as room:
        assert "0 of 0 incidents" in room.text("#repeat-rate")
        assert "was" not in room.text("#repeat-rate")
        assert "target 12%" in room.text("#repeat-rate")
        assert "Nothing has come up twice yet" in room.text("#recurring")
        assert room.rows(THEMES) == ["Press a to write down the first theme"]
        assert room.rows(PARKED) == ["Nothing is parked"]
        await room.press("e", "l", "x", "tab", "x")
        assert room.stage() is Stage.PATTERNS


async def test_recurring_causes_follow_changes_of_another_window(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.PATTERNS) as room:
        assert "1 unclassified (press c)" in room.text("#repeat-rate")
        store = open_other_store()
        for day in (3, 4):
            incident = store.incidents.create(
                "billing", "late", TODAY - timedelta(days=day)
            ).result()
            store.incidents.set_cause(incident.id, "clock skew").result()
        await room.wait_until(lambda: "clock skew" in room.text("#recurring"))
        assert "2 of 9 incidents" in room.text("#repeat-rate")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=str)
async def test_a_long_owner_and_a_long_decision_leave_the_counts_and_owners_in_place(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    def add_wide_theme(store: Store) -> None:
        theme = store.themes.add("設定変更 " * 39, [SPIKE_NUMBER]).result()
        store.themes.decide(theme, "שלום 👩‍🚀 " * 20, "Ottilie " * 25).result()

    async with open_room(Stage.PATTERNS, prepare=add_wide_theme, size=size) as room:
        width = room.screen().query_one(THEMES, RowList).scrollable_content_region.width - 2
        lines = "\n".join(room.rows(THEMES)).splitlines()
        (wide,) = (row for row in room.rows(THEMES) if "設定" in row)
        assert max(cell_len(line) for line in lines) == width
        first, decision, *_ = wide.splitlines()
        assert first.endswith("1×" if size[0] < 100 else "#45   1 incident")
        assert cell_len(first) == cell_len(decision) == width
        assert re.search(r" Ottilie.*…$", decision)


async def test_a_parked_idea_says_in_how_many_meetings_it_came_up(open_room: OpenRoom) -> None:
    async with open_room(Stage.PATTERNS) as room:
        first, *_ = room.rows(PARKED)
        assert re.fullmatch(r"↺ Error budget policy: .* 3 meetings", first)
        assert "10 open, 3 repeatedly" in room.text("#parked-title")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=str)
async def test_the_last_bar_is_the_figure_and_a_month_without_data_is_no_bar(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    async with open_room(Stage.PATTERNS, size=size) as room:
        *_, names = plot_lines_of(room)
        assert names.split()[-1] == "Nov"
        column = names.rindex("Nov")
        values = [line[column : column + 5].strip(" ┄") for line in plot_lines_of(room)]
        assert "14" in values
        if size[0] != 120:
            # The sample team's first incidents were in December, a year ago.
            *bars, _ = (line[names.index("Nov") :][:5].strip() for line in plot_lines_of(room))
            assert "".join(bars).strip("┄─") == "·"


def plot_lines_of(room: Room) -> list[str]:
    """Return the lines of the plot of the repeat rate, with the names of the months last."""
    lines = room.text("#repeat-rate").splitlines()
    names = next(index for index, line in enumerate(lines) if "Nov" in line)
    return lines[1 : names + 1]


async def test_on_a_projector_the_figures_are_large_and_the_lists_short(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.PATTERNS) as room:
        small = room.screen().query_one("#repeat-rate").size.height
        await room.press("f12")
        assert room.screen().query_one("#repeat-rate").size.height > small
        assert "██" in room.text("#repeat-rate").splitlines()[1][:12]
        assert not room.screen().query_one(PARKED).display
        assert "retry storm" in room.screen_text


async def test_a_small_terminal_shows_one_plot_and_the_other_figure_in_a_line(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.PATTERNS, size=(80, 24)) as room:
        assert room.text("#completion") == (
            "Action items done 68% 13 of 19 items · ▲ was 32% in May · under target 90%"
        )
        assert "Sep  Oct  Nov" in room.text("#repeat-rate")
        for words in ("Causes that came back", "retry storm", "Systemic issues", "Parked ideas"):
            assert words in room.screen_text
