"""What other windows have done meanwhile is said in one line, and what somebody typed stays."""

from __future__ import annotations

import pytest

from db.records import ActionItem, ItemChange
from db.store import Store
from db.vocabulary import ActionStatus, Stage
from facilitator.screens.home import HomeScreen
from tests.ui.preparation import SPIKE_NUMBER
from tests.ui.room import OpenRoom, OpenStore, Room

LIST = "#incidents"


def close(store: Store, item: ActionItem) -> ActionItem:
    """Mark an item as done in another window, between meetings."""
    done = ItemChange(ActionStatus.DONE)
    (closed,) = store.actions.change_between_meetings([item.id], done).result()
    return closed


async def stored(room: Room, item: ActionItem) -> ActionItem:
    found = await room.store.actions.filtered(statuses=tuple(ActionStatus))
    return next(current for _, _, current in found if current.id == item.id)


async def test_an_outcome_for_an_item_that_another_window_closed_changes_nothing(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.REVIEW) as room:
        item = room.meeting_screen.carried[0].item
        closed = close(open_other_store(), item)
        await room.press("i")
        assert "the status was changed in another window in the meantime" in room.notices
        assert await stored(room, item) == closed
        await room.wait_until(lambda: " DONE " in room.screen_text)


async def test_the_reason_for_an_item_that_another_window_closed_stays_in_the_form(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.REVIEW) as room:
        item = room.meeting_screen.carried[0].item
        await room.press("b")
        closed = close(open_other_store(), item)
        await room.fill_form("blocked on the bank")
        assert "“status” in the meantime: it is “done” now" in room.text("#form-error")
        assert room.text("#form #text") == "blocked on the bank"
        assert await stored(room, item) == closed


@pytest.mark.parametrize(
    ("keep", "word"), [(True, "cancelled"), (False, "thrown away")], ids=["kept", "thrown away"]
)
async def test_a_window_leaves_a_meeting_that_another_window_cancelled(
    open_room: OpenRoom, open_other_store: OpenStore, keep: bool, word: str
) -> None:
    async with open_room(Stage.INCIDENT, part=1) as room:
        await room.press("a")
        await room.type("no alert on the queue")
        meeting = room.meeting_screen.meeting
        open_other_store().meetings.cancel(meeting.id, keep=keep).result()
        notice = f"The meeting was {word} in another window"
        # Nobody loses what is in the form, which is about the incident and not about the meeting.
        await room.press("ctrl+s")
        factors = (await room.incident()).factors
        assert "no alert on the queue" in [factor.text for factor in factors]
        await room.wait_until(lambda: isinstance(room.screen(), HomeScreen))
        assert notice in room.notices.replace("\n", " ")


async def test_the_clock_of_a_cancelled_meeting_says_so_and_nothing_else(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.REVIEW) as room:
        meeting = room.meeting_screen.meeting
        open_other_store().meetings.cancel(meeting.id, keep=False).result()
        await room.press("5")
        notices = room.notices.replace("\n", " ")
        assert "the meeting was thrown away in another window" in notices.lower()
        assert "+5 min" not in notices


async def test_the_incident_whose_meeting_runs_is_not_deleted(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.press("h")
        await room.select_row(LIST, f"#{SPIKE_NUMBER}")
        whole = await room.incident()
        await room.press("D", "d")
        notices = room.notices.replace("\n", " ")
        assert "Not deleted the meeting about #45 is running: finish or cancel it first" in notices
        assert await room.incident() == whole
