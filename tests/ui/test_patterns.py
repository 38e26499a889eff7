"""Pattern analysis: what recurs, themes, systemic issues and parked ideas."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from db.records import Theme
from db.store import Store
from db.words import Stage
from facilitator.widgets.choices import Choices
from tests.ui.room import SPIKE, TODAY, OpenRoom, Room, alone

THEMES = "#themes"
PARKED = "#parked"


async def theme(room: Room, name: str) -> Theme | None:
    return next((each for each in await room.store.themes.all() if each.name == name), None)


async def test_what_recurs_with_counts_and_direction(meeting: OpenRoom) -> None:
    async with meeting(Stage.PATTERNS) as room:
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


async def test_an_issue_that_was_decided_is_seen(meeting: OpenRoom) -> None:
    def many(store: Store) -> None:
        alone(store)
        for number in range(20):
            store.themes.add(f"theme {number:02}").result()

    async with meeting(Stage.PATTERNS, sample=False, prepare=many, size=(80, 24)) as room:
        *_, (lowest, _) = room.app.screen.query_one(THEMES, Choices).rows_in_view()
        await room.press(*["j"] * lowest)
        await room.press("e")
        await room.fill("Roll back in five minutes", "Ottilie")
        assert "Ottilie" in room.picture


async def test_a_theme_is_added_decided_linked_and_deleted(meeting: OpenRoom) -> None:
    async with meeting(Stage.PATTERNS) as room:
        count = len(room.rows(THEMES))
        await room.press("a")
        await room.fill("", None, None)
        assert "theme: write something" in room.text("#form-error")
        await room.fill("slow rollbacks", None, None)
        made = await theme(room, "slow rollbacks")
        assert made is not None
        assert made.incidents == (SPIKE,)
        assert room.in_hand(THEMES).startswith("● slow rollbacks")
        await room.press("e")
        await room.fill("Roll back in five minutes", "Ottilie")
        made = await theme(room, "slow rollbacks")
        assert made is not None
        assert (made.systemic, made.owner) == ("Roll back in five minutes", "Ottilie")
        assert "→ Roll back in five minutes · Ottilie" in room.in_hand(THEMES)
        await room.press("l")
        assert room.in_hand(THEMES).startswith("○ slow rollbacks")
        made = await theme(room, "slow rollbacks")
        assert made is not None
        assert made.incidents == ()
        await room.press("l", "x")
        assert await theme(room, "slow rollbacks") is None
        assert len(room.rows(THEMES)) == count
        await room.press("u")
        made = await theme(room, "slow rollbacks")
        assert made is not None
        assert made.incidents == (SPIKE,)
        assert len(room.rows(THEMES)) == count + 1


async def test_a_theme_that_is_there_is_refused_and_the_text_stays(meeting: OpenRoom) -> None:
    async with meeting(Stage.PATTERNS) as room:
        await room.press("a")
        await room.paste("rollback takes too long")
        await room.press("ctrl+s")
        assert "that theme exists already" in room.text("#form-error")
        assert room.text("#form #name") == "rollback takes too long"


async def test_parked_ideas_are_settled_and_come_back(meeting: OpenRoom) -> None:
    async with meeting(Stage.PATTERNS) as room:
        before = await room.store.parked.open()
        rows = room.rows(PARKED)
        room.app.screen.query_one(PARKED).focus()
        await room.press("x")
        assert len(await room.store.parked.open()) < len(before)
        assert room.rows(PARKED) != rows
        await room.press("u")
        assert await room.store.parked.open() == before
        assert room.rows(PARKED) == rows


async def test_nothing_at_all_reads_so(meeting: OpenRoom) -> None:
    async with meeting(Stage.PATTERNS, sample=False, prepare=alone) as room:
        assert "– (0/0)" in room.text("#figures")
        assert "nothing twice so far" in room.text("#recurring")
        assert room.rows(THEMES) == ["a writes down the first theme"]
        assert room.rows(PARKED) == ["Nothing is parked"]
        await room.press("e", "l", "x", "tab", "x")
        assert room.stage is Stage.PATTERNS


async def test_what_recurs_follows_what_others_write(
    meeting: OpenRoom, other: Callable[[], Store]
) -> None:
    async with meeting(Stage.PATTERNS) as room:
        assert "not classified" in room.text("#figures")
        store = other()
        for day in (3, 4):
            made = store.incidents.create("billing", "late", TODAY - timedelta(days=day)).result()
            store.incidents.set_cause(made.id, "clock skew").result()
        await room.until(lambda: "clock skew" in room.text("#recurring"))
        assert "22% (2/9)" in room.text("#figures")
