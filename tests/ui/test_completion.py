"""Names of people are completed from those that the database knows."""

from __future__ import annotations

from datetime import timedelta

from db.store import Store
from db.vocabulary import Priority, Stage
from tests.ui.doubles import TODAY
from tests.ui.room import OpenRoom


def add_owners(store: Store) -> None:
    """Add an incident with two items of Sam Lee and one of Priya Rao, and one for the meeting."""
    before = store.incidents.create("gateway", "slow", TODAY - timedelta(days=9), 44).result()
    for owner in ("Sam Lee", "Priya Rao", "Sam Lee"):
        store.actions.add(before.id, "do it", owner).result()
    store.incidents.create("checkout", "5xx spike", TODAY - timedelta(days=1), 45).result()


async def test_right_completes_a_name_and_tab_also_goes_to_the_next_field(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.INCIDENT, part=2, sample=False, prepare=add_owners) as room:
        await room.press("a", "tab")
        await room.type("lee")
        assert "lee → Sam Lee" in room.screen_text
        await room.press("right")
        assert room.text("#form #owner") == "Sam Lee"
        await room.press("ctrl+u")
        await room.type("PR")
        assert "PRiya Rao" in room.screen_text
        await room.press("tab")
        assert room.text("#form #owner") == "Priya Rao"
        assert room.app.focused is room.screen().query_one("#priority")

        await room.press("shift+tab", "end", "ctrl+u")
        await room.type("Sam")
        await room.press("enter")
        assert room.text("#form #owner") == "Sam"
        await room.press("shift+tab", "tab")
        assert room.text("#form #owner") == "Sam"


async def test_several_names_in_one_field_are_completed_one_by_one(open_room: OpenRoom) -> None:
    async with open_room(Stage.OPENING, sample=False, prepare=add_owners) as room:
        await room.press("a")
        await room.type("rao")
        await room.press("right")
        await room.type(", l")
        await room.press("right", "enter")
        assert [person.name for person in (await room.meeting()).attendees] == [
            "Priya Rao",
            "Sam Lee",
        ]


async def test_tab_completes_an_owner_in_a_line_and_keeps_the_focus(open_room: OpenRoom) -> None:
    async with open_room(sample=False, prepare=add_owners) as room:
        room.app.show_prep(45)
        await room.press("escape", "8")
        await room.type("Cap retries @lee")
        await room.press("tab")
        await room.type(" P1")
        await room.press("enter")
        (item,) = (await room.incident()).action_items
        assert (item.action, item.owner, item.priority) == ("Cap retries", "Sam Lee", Priority.P1)
        await room.type("no name")
        await room.press("tab")
        assert room.app.focused is not room.screen().query_one("#actions-entry")
