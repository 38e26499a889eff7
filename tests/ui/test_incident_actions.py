"""The three action slots: a fourth item asks which one it replaces, and that one is parked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.vocabulary import ParkedKind, Priority, Stage
from tests.ui.doubles import TODAY
from tests.ui.painting import counted_layouts
from tests.ui.preparation import fill_slots
from tests.ui.room import OpenRoom, OpenStore, Room


async def actions(room: Room) -> list[str]:
    return [item.action for item in (await room.incident()).action_items]


async def test_a_new_item_takes_the_lowest_free_slot(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=2, people=["Ottilie"]) as room:
        assert "press a to add one" in room.text("#slot-2")
        await room.press("a")
        await room.fill_form("Alert on retries", "Ottilie", None, "+14", "OPS-200")
        item = (await room.incident()).action_items[1]
        assert (item.slot, item.action, item.owner) == (2, "Alert on retries", "Ottilie")
        assert (item.priority, item.ticket) == (Priority.P2, "OPS-200")
        assert item.due == item.first_due == TODAY + timedelta(days=14)
        assert room.screen().query_one("#slot-2").has_focus
        for words in (
            "Alert on retries",
            "Ottilie",
            " P2   DUE IN 14 DAYS (8 DEC)",
            "OPS-200 ↗ unverified",
            "NOT STARTED",
        ):
            assert words in room.text("#slot-2")


async def test_what_rule_2_requires_is_shown_and_does_not_block_saving(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=2) as room:
        await room.press("a")
        await room.fill_form("Think about it", None, None, None, None)
        for warning in ("! no owner", "! no due date", "! no ticket"):
            assert warning in room.text("#slot-2")
        assert await actions(room) == [
            "Give the mobile client a retry budget with backoff",
            "Think about it",
        ]


async def test_wrong_values_stay_in_the_form(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=2) as room:
        await room.press("a", "ctrl+s")
        assert "action: write what will be different" in room.text("#form-error")
        await room.fill_form("Alert on retries", None, None, "someday", None)
        assert "due: expected a day such as" in room.text("#form-error")
        assert room.text("#due") == "someday"
        assert room.text("#action") == "Alert on retries"
        assert len(await actions(room)) == 1


async def test_an_item_is_edited_and_deleted_and_undo_restores_it(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=2) as room:
        before = (await room.incident()).action_items
        await room.press("enter")
        await room.fill_form("Reworded", "Sam")
        await room.press("left", "ctrl+s")
        item = (await room.incident()).action_items[0]
        assert (item.action, item.owner, item.priority) == ("Reworded", "Sam", Priority.P3)
        assert item.id == before[0].id
        assert "Reworded" in room.text("#slot-1")
        await room.press("u", "u", "x")
        assert await actions(room) == []
        assert "╱╱╱" in room.text("#slot-1")
        await room.press("u", "u")
        assert (await room.incident()).action_items == before
        await room.press("right", "right", "right")
        assert room.screen().query_one("#slot-1").has_focus


async def test_a_fourth_item_parks_the_one_that_it_replaces(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=2, prepare=fill_slots) as room:
        await room.press("a")
        assert "you will be asked which one it replaces" in room.text("#form")
        await room.fill_form("Fourth", "Mei", None, "+7", "OPS-4")
        assert (
            room.text("#form .title")
            == "At most three action items. Which one does “Fourth” replace?"
        )
        assert [row.split()[0] for row in room.rows("#form RowList")] == ["1", "2", "3", "p"]
        await room.press("2")
        assert [action[:6] for action in await actions(room)] == ["Give t", "Fourth", "Third"]
        parked = (await room.incident()).parked[-1]
        assert parked.text == f"Second (owner: Sam, due: {TODAY}, replaced by: Fourth)"
        assert parked.kind is ParkedKind.ACTION
        assert parked.meeting_id == room.meeting_screen.meeting.id
        assert "Second" in room.text("#parked-here")
        assert "Fourth" in room.text("#slot-2")
        await room.press("a")
        assert room.text("#form #action") == ""
        await room.press("escape", "u", "u")
        assert "Undone: parking of “Second”, replaced by “Fourth”" in room.notices
        assert [action[:6] for action in await actions(room)] == ["Give t", "Second", "Third"]
        assert len((await room.incident()).parked) == 1


async def test_a_fourth_item_can_be_parked_itself(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=2, prepare=fill_slots) as room:
        await room.press("a")
        await room.fill_form("Fourth", "Ottilie", None, None, "OPS-4")
        await room.press("down", "down", "down", "enter")
        assert len(await actions(room)) == 3
        parked = (await room.incident()).parked[-1]
        assert parked.text == "Fourth (owner: Ottilie, ticket: OPS-4)"
        assert "Fourth" in room.text("#parked-here")


async def test_escape_keeps_the_text_of_a_fourth_item_for_the_next_form(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.INCIDENT, part=2, prepare=fill_slots) as room:
        await room.press("a")
        await room.fill_form("Fourth", "Mei")
        await room.press("ctrl+s", "escape")
        assert "Fourth" not in await actions(room)
        await room.press("a")
        assert room.text("#form #action") == "Fourth"
        assert room.text("#form #owner") == "Mei"
        assert "what you typed before is back" in room.text("#form-error")
        await room.press("ctrl+s", "1")
        assert (await actions(room))[0] == "Fourth"


async def test_the_last_slot_taken_by_another_window_is_reported_and_the_text_stays(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.INCIDENT, part=2) as room:
        await room.press("a")
        fill_slots(open_other_store())
        await room.paste("Fourth")
        await room.press("ctrl+s")
        assert "at most three action items" in room.text("#form-error")
        assert room.text("#form #action") == "Fourth"
        assert "Fourth" not in await actions(room)


async def test_the_next_slot_is_chosen_without_a_layout(
    open_room: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_room(Stage.INCIDENT, part=2) as room:
        with counted_layouts(monkeypatch) as laid_out:
            await room.press("right")
            assert laid_out == []
        assert room.screen().query_one("#slot-2").has_focus
        assert room.text("#slot-2").startswith("▌")
        assert not room.text("#slot-1").startswith("▌")


async def test_nothing_of_the_cards_is_lost_on_a_small_screen(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=2, prepare=fill_slots, size=(80, 24)) as room:
        for slot in (1, 2, 3):
            assert room.text(f"#slot-{slot}").splitlines()[0].lstrip("▌ ").startswith(f"{slot}  ")
        for words in ("Give the mobile client a retry budget with backoff", "Second", "Third"):
            assert words in room.screen_text
