"""Pattern analysis: what recurs, themes, systemic issues and parked ideas."""

from __future__ import annotations

from datetime import timedelta

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
        figures = room.text("#figures")
        assert "Repeat incident rate" in figures
        assert "14% (1/7)" in figures
        assert "target 12%" in figures
        assert "68% (13/19)" in figures
        assert "target 90%" in figures
        recurring = room.text("#recurring")
        assert "retry storm" in recurring
        assert "checkout" in recurring
        assert "made it possible" in recurring
        assert "#45" in recurring
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
        await room.fill_form("Roll back in five minutes", "Ottilie")
        assert "Ottilie" in room.screen_text


async def test_a_theme_is_added_decided_linked_and_deleted(open_room: OpenRoom) -> None:
    async with open_room(Stage.PATTERNS) as room:
        count = len(room.rows(THEMES))
        await room.press("a")
        await room.fill_form("", None, None)
        assert "theme: write something" in room.text("#form-error")
        await room.fill_form("slow rollbacks", None, None)
        theme = await find_theme(room, "slow rollbacks")
        assert theme is not None
        assert theme.incidents == (SPIKE_NUMBER,)
        assert room.selected_row(THEMES).startswith("● slow rollbacks")
        await room.press("e")
        await room.fill_form("Roll back in five minutes", "Ottilie")
        theme = await find_theme(room, "slow rollbacks")
        assert theme is not None
        assert (theme.systemic, theme.owner) == ("Roll back in five minutes", "Ottilie")
        assert "→ Roll back in five minutes · Ottilie" in room.selected_row(THEMES)
        await room.press("l")
        assert room.selected_row(THEMES).startswith("○ slow rollbacks")
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
        await room.fill_form("slow rollbacks", "Roll back in five minutes", "Ottilie")
        theme = await find_theme(room, "slow rollbacks")
        assert theme is not None
        assert (theme.systemic, theme.owner) == ("Roll back in five minutes", "Ottilie")
        assert "→ Roll back in five minutes · Ottilie" in room.selected_row(THEMES)


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


async def test_patterns_without_any_data_say_so(open_room: OpenRoom) -> None:
    async with open_room(Stage.PATTERNS, sample=False, prepare=add_bare_incident) as room:
        assert "– (0/0)" in room.text("#figures")
        assert "Nothing has come up twice yet" in room.text("#recurring")
        assert room.rows(THEMES) == ["Press a to write down the first theme"]
        assert room.rows(PARKED) == ["Nothing is parked"]
        await room.press("e", "l", "x", "tab", "x")
        assert room.stage() is Stage.PATTERNS


async def test_recurring_causes_follow_changes_of_another_window(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.PATTERNS) as room:
        assert "not classified" in room.text("#figures")
        store = open_other_store()
        for day in (3, 4):
            incident = store.incidents.create(
                "billing", "late", TODAY - timedelta(days=day)
            ).result()
            store.incidents.set_cause(incident.id, "clock skew").result()
        await room.wait_until(lambda: "clock skew" in room.text("#recurring"))
        assert "22% (2/9)" in room.text("#figures")
