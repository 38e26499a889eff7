"""The actions screen: what became of action items on any day between two meetings."""

from __future__ import annotations

from datetime import timedelta

from db.records import ItemChange
from db.store import Store
from db.vocabulary import ActionStatus
from facilitator.screens.actions.actions_screen import ActionsScreen
from facilitator.screens.home import HomeScreen
from tests.ui.doubles import TODAY
from tests.ui.room import OpenRoom, Room

ITEMS = "#items"


async def find_item(room: Room, action: str) -> tuple[ActionStatus, str]:
    """Return the status and the note of an action item, as the database has them."""
    listed = await room.store.actions.filtered(statuses=tuple(ActionStatus))
    return next((item.status, item.note) for _, _, item in listed if item.action.startswith(action))


async def test_the_open_items_of_all_incidents_are_listed_the_most_overdue_first(
    open_room: OpenRoom,
) -> None:
    async with open_room() as room:
        await room.press("a")
        assert isinstance(room.screen(), ActionsScreen)
        first, second, *_ = room.rows(ITEMS)
        assert "#43.1 ! Add canary deploys" in first
        assert "#41.3 ! Delete thumbnails" in second
        assert "3 overdue" in room.text("#items-heading")
        assert "Priya" in room.text("#item-facts")
        await room.press("h")
        assert isinstance(room.screen(), HomeScreen)


async def test_a_wide_list_says_who_owns_each_item_and_by_when_it_is_due(
    open_room: OpenRoom,
) -> None:
    def take_over(store: Store) -> None:
        owners = {"Add canary deploys": "Z" * 200, "Fix retry logic": "岡本"}
        for _, _, item in store.actions.filtered().result():
            if owner := owners.get(item.action):
                store.actions.change_between_meetings([item.id], ItemChange(owner=owner)).result()

    async with open_room(size=(200, 60), prepare=take_over) as room:
        await room.press("a")
        canary, _, budget, retry, *_ = room.rows(ITEMS)
        assert canary.endswith(f"{'Z' * 15}…  5 d late")
        assert budget.endswith(f"Sam{' ' * 15}1 d late")
        assert retry.endswith(f"岡本{' ' * 14}26 Nov")


async def test_an_item_is_done_on_the_day_that_is_written(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("a", "d")
        yesterday = TODAY - timedelta(days=1)
        await room.fill_form(yesterday.isoformat())
        assert not any("Add canary deploys" in row for row in room.rows(ITEMS))
        (item,) = [
            item
            for _, _, item in await room.store.actions.filtered(statuses=tuple(ActionStatus))
            if item.action == "Add canary deploys"
        ]
        assert item.status is ActionStatus.DONE
        assert item.closed_at is not None
        assert item.closed_at.date() == yesterday
        # A change between two meetings is no review of a meeting.
        assert item.reviews[-1].meeting_id is None
        await room.press("u", "u")
        assert "Add canary deploys" in room.rows(ITEMS)[0]


async def test_a_change_is_made_to_all_marked_items_at_once(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("a", "space", "space")
        assert "2 marked" in room.text("#items-heading")
        await room.press("b")
        assert "Blocked 2 action items" in room.screen_text
        await room.fill_form("blocked on the vendor")
        for action in ("Add canary deploys", "Delete thumbnails"):
            expected = (ActionStatus.IN_PROGRESS, "blocked on the vendor")
            assert await find_item(room, action) == expected
        assert "marked" not in room.text("#items-heading")
        await room.press("u", "u")
        assert (await find_item(room, "Add canary deploys"))[1] != "blocked on the vendor"


async def test_a_day_that_is_none_changes_nothing_and_stays_in_the_form(
    open_room: OpenRoom,
) -> None:
    async with open_room() as room:
        await room.press("a", "t")
        await room.fill_form("2026-02-31")
        assert room.text("#form-error")
        assert room.text("#text") == "2026-02-31"
        await room.press("escape")
        assert len(room.rows(ITEMS)) > 3


async def test_only_the_items_of_one_owner_are_listed(open_room: OpenRoom) -> None:
    async with open_room() as room:
        await room.press("a", "f")
        await room.fill_form("Priya")
        await room.press("ctrl+s")
        assert room.rows(ITEMS)
        listed = room.text("#items-heading")
        assert "Priya" in listed
        for _ in room.rows(ITEMS):
            assert "Priya" in room.text("#item-facts")
            await room.press("down")


async def test_without_action_items_the_screen_says_so(open_room: OpenRoom) -> None:
    async with open_room(sample=False) as room:
        room.app.show_actions()
        await room.press("d", "x", "space", "e")
        assert isinstance(room.screen(), ActionsScreen)
        assert "No action item is open" in room.screen_text
