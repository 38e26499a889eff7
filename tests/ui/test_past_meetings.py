"""The meetings of a reviewed incident, which can be read later."""

from __future__ import annotations

from db.records import ClockEvent
from db.store import Store
from db.vocabulary import ClockKind, Stage
from tests.ui.doubles import TODAY, clock_at
from tests.ui.preparation import SPIKE_NUMBER, fill_slots, start_meeting
from tests.ui.room import OpenRoom


def hold_meeting_with_a_swap(store: Store) -> None:
    """Hold a meeting in which a fourth action item takes the place of the second one."""
    fill_slots(store)
    clock = clock_at()
    start_meeting(store, Stage.WRAP_UP, 0, clock, ["Mei"])
    incident = store.incidents.get(SPIKE_NUMBER).result()
    meeting = store.meetings.running().result()[0]
    store.actions.replace(incident.action_items[1].id, meeting.id, "Fourth").result()
    finish = ClockEvent(ClockKind.FINISH, clock.now())
    store.meetings.add_clock_event(meeting.id, finish).result()
    store.meetings.finish(meeting.id).result()


async def test_an_item_that_gave_way_is_read_as_parked(open_room: OpenRoom) -> None:
    async with open_room(prepare=hold_meeting_with_a_swap) as room:
        await room.press("enter", "1")
        shown = room.screen_text
        assert "What the meeting changed" in shown
        assert "• 1 parked" in shown
        assert f"Second (owner: Sam, due: {TODAY}, replaced by: Fourth)" in shown
        assert "deleted" not in shown
