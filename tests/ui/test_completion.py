"""Names are completed from people seen before."""

from __future__ import annotations

from datetime import timedelta

from db.store import Store
from db.words import Priority, Stage
from tests.ui.room import TODAY, OpenRoom


def people(store: Store) -> None:
    """Sam Lee owns two items, Priya Rao one; the incident is about to be met on."""
    before = store.incidents.create("gateway", "slow", TODAY - timedelta(days=9), 44).result()
    for owner in ("Sam Lee", "Priya Rao", "Sam Lee"):
        store.actions.add(before.id, "do it", owner).result()
    store.incidents.create("checkout", "5xx spike", TODAY - timedelta(days=1), 45).result()


async def test_right_takes_a_name_and_so_does_tab_which_goes_on(meeting: OpenRoom) -> None:
    async with meeting(Stage.INCIDENT, part=2, sample=False, prepare=people) as room:
        await room.press("a", "tab")
        await room.type("lee")
        assert "lee → Sam Lee" in room.picture
        await room.press("right")
        assert room.text("#form #owner") == "Sam Lee"
        await room.press("ctrl+u")
        await room.type("PR")
        assert "PRiya Rao" in room.picture
        await room.press("tab")
        assert room.text("#form #owner") == "Priya Rao"
        assert room.app.focused is room.app.screen.query_one("#priority")

        await room.press("shift+tab", "end", "ctrl+u")
        await room.type("Sam")
        await room.press("enter")
        assert room.text("#form #owner") == "Sam"
        await room.press("shift+tab", "tab")
        assert room.text("#form #owner") == "Sam"


async def test_several_names_are_completed_one_by_one(meeting: OpenRoom) -> None:
    async with meeting(Stage.OPENING, sample=False, prepare=people) as room:
        await room.press("a")
        await room.type("rao")
        await room.press("right")
        await room.type(", l")
        await room.press("right", "enter")
        assert [each.name for each in (await room.meeting()).attendees] == ["Priya Rao", "Sam Lee"]


async def test_in_a_line_of_many_things_tab_completes_and_stays(meeting: OpenRoom) -> None:
    async with meeting(sample=False, prepare=people) as room:
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
        assert room.app.focused is not room.app.screen.query_one("#actions-entry")
